"""Integrations named, read and configured: as in the shared examples, by odd answers, and against the sandbox."""

import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.linkedin import APPLY_CONNECT, JOBS_TENANT, ClientConfig, IntegrationKey, IntegrationsClient, TokenSource
from isthmus.linkedin.integrations import APPLICATION_VIEWERS, CALLBACK_URL, JOB_POSTING_VIEWERS
from isthmus.linkedin.wire import Integration, means_on
from tests.linkedin.fake_linkedin import FakeLinkedIn, example
from tests.sandbox_process import Sandbox

ORGANIZATION = "urn:li:organization:2414183"
KEY = IntegrationKey(ORGANIZATION, APPLY_CONNECT, JOBS_TENANT)
V2_KEY = f"integrationContext={ORGANIZATION}&integrationType=APPLY_CONNECT&tenantType=JOBS&dataProvider=ATS"
REST_KEY = "(integrationContext:urn%3Ali%3Aorganization%3A2414183,integrationType:APPLY_CONNECT,tenantType:JOBS)"


def client(linkedin: FakeLinkedIn, generation: str = "v2") -> IntegrationsClient:
    config = ClientConfig(generation=generation)
    return IntegrationsClient(config, linkedin.tokens(config), linkedin.transport, linkedin.exchanges.append)


def test_an_integration_is_named_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    wanted = example("integrations/name-request.json")
    linkedin.answer(200, example("integrations/name-answer.json"))
    client(linkedin).name(KEY, "Larkfield Apply Connect")
    (request,) = linkedin.requests
    assert (request.method, unquote(str(request.url)).partition(".com")[2]) == (wanted["method"], wanted["path"])
    assert request.headers["x-restli-method"] == "batch_partial_update"
    assert json.loads(request.content) == wanted["body"]


def test_an_integration_is_read_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, example("integrations/read-answer.json"))
    found = client(linkedin).read(KEY)
    assert found is not None
    assert (found.integration_name, found.state_words) == ("Larkfield Apply Connect", "ENABLED")


def test_the_versioned_generation_uses_protocol_two_and_no_data_provider(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, {"results": {REST_KEY: {"status": 204}}})
    client(linkedin, "rest").name(KEY, "Apply Connect")
    (request,) = linkedin.requests
    assert request.url.raw_path == b"/rest/integrations?ids=List(" + REST_KEY.encode() + b")"
    assert request.headers["X-RestLi-Protocol-Version"] == "2.0.0"
    assert list(json.loads(request.content)["entities"]) == [REST_KEY]


@pytest.mark.parametrize(
    "key",
    [
        f"tenantType=JOBS&dataProvider=ATS&integrationType=APPLY_CONNECT&integrationContext={ORGANIZATION}",
        "dataProvider=ATS&tenantType=JOBS&integrationContext=urn%3Ali%3Aorganization%3A2414183&integrationType=APPLY_CONNECT",
        "($params:(),tenantType:JOBS,dataProvider:ATS,integrationType:APPLY_CONNECT,"
        "integrationContext:urn%3Ali%3Aorganization%3A2414183)",
    ],
)
def test_an_answer_is_matched_whatever_the_form_and_order_of_its_key(linkedin: FakeLinkedIn, key: str) -> None:
    linkedin.answer(200, {"results": {key: {"integrationName": "Ours"}}})
    found = client(linkedin).read(KEY)
    assert found is not None
    assert found.integration_name == "Ours"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {"message": "none"}),
        (200, {"results": {}, "errors": {}}),
        (200, {"results": {}, "errors": {V2_KEY: {"status": 404, "message": "none"}}}),
        (200, {"results": {}, "statuses": {V2_KEY: 404}}),
    ],
)
def test_an_integration_linkedin_does_not_have_is_none(linkedin: FakeLinkedIn, status: int, body: object) -> None:
    linkedin.answer(status, body)
    assert client(linkedin).read(KEY) is None


@pytest.mark.parametrize(
    "body",
    [
        {"errors": {V2_KEY: {"status": 403, "message": "no"}}},
        {"errors": {V2_KEY: {"message": "no"}}},
        {"results": {V2_KEY: {"status": 422, "error": {"message": "too long"}}}},
    ],
)
def test_a_name_that_is_refused_raises(linkedin: FakeLinkedIn, body: object) -> None:
    linkedin.answer(200, body)
    with pytest.raises(IsthmusError):
        client(linkedin).name(KEY, "Apply Connect")


def test_what_an_event_tells_is_found_by_its_request_id(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, {"elements": [{"integrationType": "APPLY_CONNECT", "integrationStatus": "ACTIVE"}]})
    (found,) = client(linkedin).changed("a/b&c")
    assert linkedin.requests[0].url.params["requestId"] == "a/b&c"
    assert found.state_words == "ACTIVE"


@pytest.mark.parametrize(
    ("said", "is_on"),
    [
        ({"status": "ENABLED"}, True),
        ({"state": "active"}, True),
        ({"enabled": True}, True),
        ({"enabled": False}, False),
        ({"integrationStatus": "AWAITING_CUSTOMER"}, False),
        ({"status": {"nested": 1}}, None),
        ({"status": "SOMETHING\x00NEW"}, False),
        ({}, None),
    ],
)
def test_a_state_is_read_whatever_its_member_is_called(said: dict[str, object], is_on: bool | None) -> None:
    state = Integration.read({"integrationName": "Ours", **said}).state_words
    assert means_on(state) is is_on
    assert "\x00" not in state


def test_v2_keeps_configurations_under_the_integrations_key(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, {"results": {CALLBACK_URL: {"status": 204}}})
    client(linkedin).configure(KEY, {CALLBACK_URL: "https://ats.example/li/acme"})
    (request,) = linkedin.requests
    path, _, query = request.url.raw_path.decode().partition("?")
    assert unquote(path) == f"/v2/atsIntegrations/{V2_KEY}/configurations"
    assert (request.method, query) == ("PUT", "ids=CALLBACK_URL")
    value = {"configurationValue": {"string": "https://ats.example/li/acme"}}
    assert json.loads(request.content) == {"entities": {CALLBACK_URL: value}}


@pytest.mark.parametrize("value", [{"string": "x"}, {"com.linkedin.Text": "x"}, "x"])
def test_a_configurations_value_is_read_from_its_union(linkedin: FakeLinkedIn, value: object) -> None:
    linkedin.answer(200, {"results": {CALLBACK_URL: {"configurationValue": value}, "OTHER": "?"}})
    assert client(linkedin).configurations(KEY, [CALLBACK_URL, "OTHER"]) == {CALLBACK_URL: "x"}


@pytest.fixture(params=["v2", "rest"])
def inside(request: pytest.FixtureRequest, sandbox_in_process: Sandbox) -> Iterator[IntegrationsClient]:
    """A client of the sandbox, as whichever application it takes."""
    box = sandbox_in_process
    box.choose(integrations_application="either")
    config = ClientConfig(api_url=box.url, www_url=box.url, generation=request.param)
    tokens = TokenSource(box.child_client_id, box.child_client_secret, config, transport=box.transport)
    with IntegrationsClient(config, tokens, box.transport) as client:
        yield client


def test_the_sandbox_takes_a_name_and_gives_it_back(inside: IntegrationsClient) -> None:
    inside.name(KEY, "Apply Connect - Larkfield Robotics")
    found = inside.read(KEY)
    assert found is not None
    assert found.integration_name == "Apply Connect - Larkfield Robotics"
    assert inside.read(IntegrationKey("urn:li:organization:1", APPLY_CONNECT, JOBS_TENANT)) is None


def test_the_sandbox_takes_configurations_gives_them_back_and_forgets_them(
    inside: IntegrationsClient, sandbox_in_process: Sandbox
) -> None:
    for kind in ("ONE_CLICK_EXPORT", "IN_ATS_INDICATOR"):
        sandbox_in_process.act(
            "integrations",
            client_id=sandbox_in_process.child_client_id,
            context=ORGANIZATION,
            integration_type=kind,
        )
    export = IntegrationKey(ORGANIZATION, "ONE_CLICK_EXPORT", "RECRUITER")
    values = {CALLBACK_URL: "https://ats.example/li/larkfield", JOB_POSTING_VIEWERS: "ALL_PRODUCT_USERS"}
    inside.configure(export, values)
    assert inside.configurations(export, list(values)) == values
    inside.forget(export, [JOB_POSTING_VIEWERS])
    assert inside.configurations(export, list(values)) == {CALLBACK_URL: values[CALLBACK_URL]}
    with pytest.raises(IsthmusError):
        inside.configure(IntegrationKey(ORGANIZATION, "IN_ATS_INDICATOR", "RECRUITER"), {APPLICATION_VIEWERS: "ME"})

import json

import pytest

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import NewApplication
from tests.linkedin.fake_linkedin import FakeLinkedIn, example

CHILD = NewApplication(unique_foreign_id="larkfield", name="Isthmus - Larkfield", description="The bridge")


def test_child_is_created_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    body = example("provisioning/create-request.json")
    linkedin.answer(201, example("provisioning/create-answer.json"))
    created = linkedin.provisioning().create(NewApplication.read(body))
    request = linkedin.requests[0]
    assert (request.method, request.url.path) == ("POST", "/v2/provisionedApplications")
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content) == body
    assert created.key.startswith("urn:li:developerApplication:")


def test_child_is_updated_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    body = example("provisioning/update-request.json")
    changes = body["patch"]["$set"]
    linkedin.answer(204)
    linkedin.provisioning().update(
        "urn:li:developerApplication:234",
        valid_js_sdk_domains=changes["validJsSdkDomains"],
        oauth2_authorized_callback_urls=changes["oauth2AuthorizedCallbackUrls"],
    )
    request = linkedin.requests[0]
    assert request.method == "POST"
    assert request.url.path == "/v2/provisionedApplications/urn:li:developerApplication:234"
    assert json.loads(request.content) == body


def test_update_of_nothing_asks_nothing(linkedin: FakeLinkedIn) -> None:
    linkedin.provisioning().update("urn:li:developerApplication:1")
    assert linkedin.requests == []


def test_emptied_list_is_sent(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200)
    linkedin.provisioning().update("urn:li:developerApplication:1", valid_js_sdk_domains=[])
    assert json.loads(linkedin.requests[0].content) == {"patch": {"$set": {"validJsSdkDomains": []}}}


def test_child_is_found_by_our_id(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, example("provisioning/find-answer.json"))
    found = linkedin.provisioning(generation="rest").find("acme & co/1")
    assert found is not None
    assert found.unique_foreign_id
    request = linkedin.requests[0]
    assert request.url.path == "/v2/provisionedApplications"
    assert request.url.params["q"] == "credentialsByUniqueForeignId"
    assert request.url.params["uniqueForeignId"] == "acme & co/1"


@pytest.mark.parametrize(("status", "body"), [(200, {"elements": []}), (200, {}), (404, {"message": "none"})])
def test_unknown_child_is_none(linkedin: FakeLinkedIn, status: int, body: object) -> None:
    linkedin.answer(status, body)
    assert linkedin.provisioning().find("nobody") is None


def test_finder_does_not_hide_a_wrong_address(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(404, {"message": "Resource provisionedApplications does not exist", "serviceErrorCode": 0})
    with pytest.raises(IsthmusError) as caught:
        linkedin.provisioning().find("larkfield")
    assert caught.value.failure.kind is Kind.BUG


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [(409, Kind.REJECTED, "duplicate_foreign_id"), (403, Kind.MISCONFIGURED, "no_permission")],
)
def test_refused_child_has_an_owner(linkedin: FakeLinkedIn, status: int, kind: Kind, code: str) -> None:
    linkedin.answer(status, {"status": status, "message": "no"})
    with pytest.raises(IsthmusError) as caught:
        linkedin.provisioning().create(CHILD)
    assert (caught.value.failure.kind, caught.value.failure.code) == (kind, code)


def test_forbidden_name_is_not_even_sent(linkedin: FakeLinkedIn) -> None:
    with pytest.raises(IsthmusError) as caught:
        linkedin.provisioning().create(CHILD.model_copy(update={"name": "LinkedIn for Larkfield"}))
    assert caught.value.failure.code == "application"
    assert linkedin.requests == []

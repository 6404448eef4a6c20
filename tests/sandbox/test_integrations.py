"""Integrations: what a customer has switched on, for which child application, organization and contract."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from linkedin_sandbox.resources.integrations import state
from linkedin_sandbox.resources.integrations.types import TYPES
from tests.sandbox.desk import LARKFIELD, Sandbox, contract, job

CONTRACT = "urn:li:contract:209001"
PATHS = {"v2": "/v2/atsIntegrations", "rest": "/rest/integrations"}
HTTPS = "https://ats.example/li/acme"
PARTIAL = {"x-restli-method": "batch_partial_update"}


def decide(sandbox: Sandbox, context: str = LARKFIELD, **more: Any) -> Any:
    order = {"client_id": sandbox.credentials["child_client_id"], "context": context, **more}
    return sandbox.http.post("/_sandbox/integrations", json=order)


def authorised(sandbox: Sandbox, kind: str, **more: Any) -> int:
    """An integration as the plugin leaves it; its number."""
    context = CONTRACT if TYPES[kind].context == "contract" else LARKFIELD
    return int(decide(sandbox, context, integration_type=kind, state="PENDING", **more).json()["id"])


def key_of(kind: str, generation: str = "v2", **changes: str) -> dict[str, str]:
    context = CONTRACT if kind in TYPES and TYPES[kind].context == "contract" else LARKFIELD
    tenant = TYPES[kind].tenant if kind in TYPES else "RECRUITER"
    fields = {"integrationContext": context, "integrationType": kind, "tenantType": tenant}
    return fields | ({"dataProvider": "ATS"} if generation == "v2" else {}) | changes


def indexed(*keys: dict[str, str]) -> str:
    return "&".join(f"ids[{n}].{name}={value}" for n, key in enumerate(keys) for name, value in key.items())


def joined(key: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in key.items())


def owner(kind: str) -> str:
    return "parent" if TYPES[kind].tenant == "JOBS" else "child"


def name_it(sandbox: Sandbox, kind: str, name: Any = "Acme export", generation: str = "v2", who: str = "") -> Any:
    key = key_of(kind, generation)
    body = {"entities": {joined(key): {"patch": {"$set": {"integrationName": name}}}}}
    path = f"{PATHS[generation]}?{indexed(key)}"
    return sandbox.call("POST", path, who or owner(kind), PARTIAL, json=body)


def read(sandbox: Sandbox, kind: str, generation: str = "v2", who: str = "") -> Any:
    key = key_of(kind, generation)
    answer = sandbox.call("GET", f"{PATHS[generation]}?{indexed(key)}", who or owner(kind)).json()
    return answer["results"].get(joined(key)) or answer["errors"][joined(key)]


def configure(sandbox: Sandbox, kind: str, name: str, value: Any, who: str = "") -> Any:
    """Set one configuration; None when it was, else the refused entry."""
    path = f"/v2/atsIntegrations/{joined(key_of(kind))}/configurations?ids={name}"
    body = {"entities": {name: {"configurationValue": {"string": value}}}}
    answer = sandbox.call("PUT", path, who or owner(kind), {"x-restli-method": "batch_update"}, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["errors"].get(name)


def is_enabled(sandbox: Sandbox, context: str, kind: str) -> bool:
    rows = sandbox.http.get("/_sandbox/integrations").json()["integrations"]
    app_id = next(row["app_id"] for row in rows if row["client_id"] == sandbox.credentials["child_client_id"])
    with sandbox.world.store.read() as conn:
        return state.is_enabled(conn, app_id, context, kind)


def test_the_built_in_child_is_onboarded(sandbox: Sandbox) -> None:
    assert is_enabled(sandbox, LARKFIELD, "APPLY_CONNECT")
    assert is_enabled(sandbox, CONTRACT, "PREMIUM_JOB_POSTING")
    assert not is_enabled(sandbox, LARKFIELD, "ONE_CLICK_EXPORT")


def test_one_type_is_switched_off_without_the_other(sandbox: Sandbox) -> None:
    assert decide(sandbox, CONTRACT, enabled=False).json()["integration_type"] == "PREMIUM_JOB_POSTING"
    assert not is_enabled(sandbox, CONTRACT, "PREMIUM_JOB_POSTING")
    assert is_enabled(sandbox, LARKFIELD, "APPLY_CONNECT")


def test_what_waits_for_the_customer_is_not_enabled(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    assert not is_enabled(sandbox, LARKFIELD, "ONE_CLICK_EXPORT")
    assert sandbox.post(job()).json()["elements"][0]["status"] == 202


@pytest.mark.parametrize(
    "order",
    [
        {"integration_type": "CSA_API"},
        {"integration_type": "NO_SUCH_TYPE"},
        {"context": "urn:li:person:1"},
        {"state": "MAYBE"},
        {"client_id": "nobody"},
    ],
)
def test_an_integration_that_cannot_be_is_refused(sandbox: Sandbox, order: dict[str, Any]) -> None:
    assert decide(sandbox, **order).status_code in (400, 404)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_named_and_read_back(sandbox: Sandbox, kind: str, generation: str) -> None:
    authorised(sandbox, kind)
    answer = name_it(sandbox, kind, generation=generation)
    assert answer.json() == {"results": {joined(key_of(kind, generation)): {"status": 204}}, "errors": {}}
    expected = {**key_of(kind, generation), "integrationName": "Acme export", "status": "PENDING"}
    assert read(sandbox, kind, generation) == expected


def test_the_shared_examples_are_what_is_asked_and_answered(sandbox: Sandbox) -> None:
    request = contract("integrations/name-request.json")
    answer = sandbox.http.request(
        request["method"],
        request["path"],
        headers={**request["headers"], "Authorization": f"Bearer {sandbox.token('parent')}"},
        json=request["body"],
    )
    assert answer.json() == contract("integrations/name-answer.json")
    told = sandbox.call("GET", request["path"], "parent").json()
    assert told == contract("integrations/read-answer.json")


def test_the_shared_examples_of_configurations_work(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    request = contract("integrations/configure-request.json")
    path, headers = request["path"], request["headers"]
    answer = sandbox.call(request["method"], path, headers=headers, content=json.dumps(request["body"]))
    assert answer.json() == contract("integrations/configure-answer.json")
    assert sandbox.call("GET", path).json() == contract("integrations/configurations-answer.json")


def test_the_other_reading_of_a_state(sandbox: Sandbox) -> None:
    sandbox.choose(integration_shapes="second")
    told = read(sandbox, "APPLY_CONNECT")
    assert told["integrationStatus"] == "ACTIVE"
    assert "status" not in told


def test_four_types_are_read_in_one_call(sandbox: Sandbox) -> None:
    kinds = ("ONE_CLICK_EXPORT", "IN_ATS_INDICATOR", "PROFILE_PLUGIN", "CSA_API")
    for kind in kinds:
        authorised(sandbox, kind)
    answer = sandbox.call("GET", f"/v2/atsIntegrations?{indexed(*map(key_of, kinds))}").json()
    assert [one["integrationType"] for one in answer["results"].values()] == list(kinds)


def test_an_integration_is_read_by_request_id(sandbox: Sandbox, generation: str) -> None:
    number = authorised(sandbox, "APPLY_CONNECT", name="Acme")
    told = sandbox.http.post(f"/_sandbox/integrations/{number}/switch", json={"on": True}).json()
    query = {"q": "request", "requestId": told["requestId"]}
    for who in ("parent", "child"):
        found = sandbox.call("GET", PATHS[generation], who, params=query).json()["elements"]
        assert [one["status"] for one in found] == ["ENABLED"]
    sandbox.provision("orrin-foods")
    for who, asked in (("orrin-foods", query), ("parent", {**query, "requestId": "unknown"})):
        assert sandbox.call("GET", PATHS[generation], who, params=asked).json()["elements"] == []


@pytest.mark.parametrize("query", ["q=request", "q=other&requestId=1", "q=request&requestId="])
def test_a_finder_without_its_parameters_is_400(sandbox: Sandbox, query: str) -> None:
    assert sandbox.call("GET", f"/v2/atsIntegrations?{query}").status_code == 400


@pytest.mark.parametrize("kind", TYPES)
def test_the_wrong_applications_token_is_403(sandbox: Sandbox, kind: str) -> None:
    authorised(sandbox, kind)
    wrong = "child" if owner(kind) == "parent" else "parent"
    answer = name_it(sandbox, kind, who=wrong)
    assert answer.status_code == 403
    assert answer.json()["message"] == "Not enough permissions to access: POST /atsIntegrations"
    sandbox.choose(integrations_application="either")
    assert name_it(sandbox, kind, who=wrong).json()["errors"] == {}


def test_the_method_header_is_needed_to_name(sandbox: Sandbox) -> None:
    path = f"/v2/atsIntegrations?{indexed(key_of('APPLY_CONNECT'))}"
    body = {"entities": {joined(key_of("APPLY_CONNECT")): {"patch": {"$set": {"integrationName": "A"}}}}}
    assert sandbox.call("POST", path, "parent", json=body).status_code == 403
    wrong = {"x-restli-method": "batch_update"}
    assert sandbox.call("POST", path, "parent", wrong, json=body).status_code == 400


@pytest.mark.parametrize("name", ["", "  ", 7, None, "x" * 101])
def test_a_name_that_cannot_be_is_refused(sandbox: Sandbox, name: Any) -> None:
    error = name_it(sandbox, "APPLY_CONNECT", name).json()["errors"]
    assert error[joined(key_of("APPLY_CONNECT"))]["status"] == 400


@pytest.mark.parametrize(
    "value", [None, [], {}, {"patch": None}, {"patch": {"$set": {"status": "ENABLED"}}}, {"patch": {"$delete": []}}]
)
def test_nothing_but_the_name_can_be_patched(sandbox: Sandbox, value: Any) -> None:
    key = key_of("APPLY_CONNECT")
    body = {"entities": {joined(key): value}}
    answer = sandbox.call("POST", f"/v2/atsIntegrations?{indexed(key)}", "parent", PARTIAL, json=body)
    assert answer.json()["errors"][joined(key)]["status"] == 400


def test_failed_items_may_stand_in_the_results(sandbox: Sandbox) -> None:
    sandbox.choose(batch_item_errors="results")
    answer = name_it(sandbox, "APPLY_CONNECT", "").json()
    assert answer["errors"] == {}
    assert answer["results"][joined(key_of("APPLY_CONNECT"))]["error"]["status"] == 400


def test_an_integration_nobody_authorised_is_a_404_entry(sandbox: Sandbox) -> None:
    assert read(sandbox, "ONE_CLICK_EXPORT")["status"] == 404
    assert name_it(sandbox, "ONE_CLICK_EXPORT").json()["errors"][joined(key_of("ONE_CLICK_EXPORT"))]["status"] == 404
    sandbox.provision("orrin-foods")
    authorised(sandbox, "ONE_CLICK_EXPORT")
    assert read(sandbox, "ONE_CLICK_EXPORT", who="orrin-foods")["status"] == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"integrationContext": "urn:li:contract:209001"},
        {"integrationContext": "urn:li:organization:x"},
        {"integrationType": "SOMETHING"},
        {"tenantType": "JOBS"},
        {"dataProvider": "CRM"},
    ],
)
def test_a_key_that_cannot_be_is_400(sandbox: Sandbox, changes: dict[str, str]) -> None:
    answer = sandbox.call("GET", f"/v2/atsIntegrations?{indexed(key_of('ONE_CLICK_EXPORT', **changes))}")
    assert (answer.status_code, answer.headers["x-sandbox-refusal"]) == (400, "integration key")


def test_data_provider_belongs_to_v2_alone(sandbox: Sandbox) -> None:
    bare, full = key_of("CSA_API", "rest"), key_of("CSA_API")
    assert sandbox.call("GET", f"/v2/atsIntegrations?{indexed(bare)}").status_code == 400
    assert sandbox.call("GET", f"/rest/integrations?{indexed(full)}").status_code == 400


def test_rest_wants_its_version_header(sandbox: Sandbox) -> None:
    path = f"/rest/integrations?{indexed(key_of('CSA_API', 'rest'))}"
    assert sandbox.call("GET", path, headers={"LinkedIn-Version": ""}).status_code == 400


def test_configurations_are_set_read_and_taken_away(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    for name, value in (("CALLBACK_URL", HTTPS), ("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")):
        assert configure(sandbox, "ONE_CLICK_EXPORT", name, value) is None
    path = f"/v2/atsIntegrations/{quote(joined(key_of('ONE_CLICK_EXPORT')), safe='')}/configurations"
    both = "?ids=CALLBACK_URL&ids=JOB_POSTING_VIEWERS"
    assert sandbox.call("GET", path + both).json()["results"] == {
        "CALLBACK_URL": {"configurationValue": {"string": HTTPS}},
        "JOB_POSTING_VIEWERS": {"configurationValue": {"string": "ALL_PRODUCT_USERS"}},
    }
    gone = sandbox.call("DELETE", path + "?ids=JOB_POSTING_VIEWERS").json()
    assert gone["results"] == {"JOB_POSTING_VIEWERS": {"status": 204}}
    left = sandbox.call("GET", path + both).json()
    assert set(left["results"]) == {"CALLBACK_URL"}
    assert left["errors"]["JOB_POSTING_VIEWERS"]["status"] == 404
    again = sandbox.call("DELETE", path + "?ids=JOB_POSTING_VIEWERS").json()
    assert again["errors"]["JOB_POSTING_VIEWERS"]["status"] == 404


@pytest.mark.parametrize("field", ["configurationKey", "key"])
@pytest.mark.parametrize("path", ["/v2/atsIntegrationConfigurations", "/rest/integrationConfigurations"])
def test_configurations_by_their_own_resource(sandbox: Sandbox, path: str, field: str) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    key = key_of("ONE_CLICK_EXPORT", path.split("/")[1]) | {field: "CALLBACK_URL"}
    body = {"entities": {joined(key): {"configurationValue": {"string": HTTPS}}}}
    put = sandbox.call("PUT", f"{path}?{indexed(key)}", headers={"x-restli-method": "batch_update"}, json=body)
    assert put.json()["results"] == {joined(key): {"status": 204}}
    told = sandbox.call("GET", f"{path}?{indexed(key)}").json()
    assert told["results"] == {joined(key): {"configurationValue": {"string": HTTPS}}}
    assert sandbox.call("DELETE", f"{path}?{indexed(key)}").json()["errors"] == {}
    assert sandbox.call("GET", f"{path}?{indexed(key)}").json()["errors"][joined(key)]["status"] == 404


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("ONE_CLICK_EXPORT", "CALLBACK_URL", "http://ats.example/li"),
        ("ONE_CLICK_EXPORT", "CALLBACK_URL", "https://ats.example:8443/li"),
        ("ONE_CLICK_EXPORT", "CALLBACK_URL", "https://abc.ngrok.io/li"),
        ("ONE_CLICK_EXPORT", "CALLBACK_URL", 7),
        ("ONE_CLICK_EXPORT", "JOB_POSTING_VIEWERS", "ACL_BASED"),
        ("ONE_CLICK_EXPORT", "APPLICATION_VIEWERS", "ALL_PRODUCT_USERS"),
        ("IN_ATS_INDICATOR", "APPLICATION_VIEWERS", "NOBODY"),
        ("IN_ATS_INDICATOR", "CALLBACK_URL", HTTPS),
        ("APPLY_CONNECT", "CALLBACK_URL", HTTPS),
        ("ONE_CLICK_EXPORT", "SOMETHING", "ALL_PRODUCT_USERS"),
    ],
)
def test_values_outside_the_allowed_ones_are_refused(sandbox: Sandbox, kind: str, name: str, value: Any) -> None:
    authorised(sandbox, kind)
    assert configure(sandbox, kind, name, value)["status"] == 400


def test_http_on_loopback_is_allowed_where_the_process_allows_it(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    assert configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", "http://127.0.0.1:9/li") is None


def test_a_callback_url_is_one_customers(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    assert configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", HTTPS) is None
    assert configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", HTTPS) is None
    other = sandbox.provision("orrin-foods")
    decide(sandbox, client_id=other["client_id"], integration_type="ONE_CLICK_EXPORT", state="PENDING")
    assert configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", HTTPS, "orrin-foods")["status"] == 409


@pytest.mark.parametrize("body", [None, [], {"entities": []}, {"entities": {}}, {"entities": {"CALLBACK_URL": None}}])
def test_a_body_that_cannot_be_is_refused(sandbox: Sandbox, body: Any) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    path = f"/v2/atsIntegrations/{joined(key_of('ONE_CLICK_EXPORT'))}/configurations?ids=CALLBACK_URL"
    answer = sandbox.call("PUT", path, json=body)
    assert answer.status_code == 400 or answer.json()["errors"]["CALLBACK_URL"]["status"] == 400


def test_only_a_named_and_configured_integration_can_be_switched_on(sandbox: Sandbox) -> None:
    number = authorised(sandbox, "ONE_CLICK_EXPORT")

    def switch(on: bool) -> Any:
        return sandbox.http.post(f"/_sandbox/integrations/{number}/switch", json={"on": on})

    assert switch(True).status_code == 409
    name_it(sandbox, "ONE_CLICK_EXPORT")
    assert "CALLBACK_URL" in switch(True).json()["error"]
    configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", HTTPS)
    assert switch(True).json()["state"] == "ENABLED"
    assert read(sandbox, "ONE_CLICK_EXPORT")["status"] == "ENABLED"
    assert switch(False).json()["state"] == "DISABLED"


def test_the_customers_switch_is_pushed_and_can_be_read(sandbox: Sandbox) -> None:
    number = authorised(sandbox, "ONE_CLICK_EXPORT", name="Acme export")
    configure(sandbox, "ONE_CLICK_EXPORT", "CALLBACK_URL", HTTPS)
    sandbox.http.post(f"/_sandbox/integrations/{number}/switch", json={"on": True})
    sandbox.tick()
    assert str(sandbox.receiver.deliveries[0].url) == HTTPS
    told = sandbox.receiver.bodies()[0]
    assert told["eventType"] == "INTEGRATION_STATUS_CHANGE"
    query = {"q": "request", "requestId": told["requestId"]}
    assert sandbox.call("GET", "/v2/atsIntegrations", params=query).json()["elements"][0]["status"] == "ENABLED"


def test_no_notice_before_apply_connect_is_switched_on(sandbox: Sandbox) -> None:
    decide(sandbox, state="PENDING")
    sandbox.settle(job())
    with sandbox.world.store.read() as conn:
        app_id = state.listed(conn)[0]["app_id"]
        assert not state.notifies(conn, sandbox.world, app_id, LARKFIELD)


def test_a_tunnelled_update_works(sandbox: Sandbox) -> None:
    authorised(sandbox, "ONE_CLICK_EXPORT")
    path = f"/v2/atsIntegrations/{joined(key_of('ONE_CLICK_EXPORT'))}/configurations"
    parts = (
        "--B\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=CALLBACK_URL\r\n"
        "--B\r\nContent-Type: application/json\r\n\r\n"
        '{"entities":{"CALLBACK_URL":{"configurationValue":{"string":"https://ats.example/li/acme"}}}}\r\n--B--\r\n'
    )
    headers = {
        "X-HTTP-Method-Override": "PUT",
        "x-restli-method": "batch_update",
        "Content-Type": "multipart/mixed; boundary=B",
    }
    answer = sandbox.call("POST", path, headers=headers, content=parts.encode())
    assert answer.json()["results"] == {"CALLBACK_URL": {"status": 204}}


def test_a_tunnelled_look_up_works(sandbox: Sandbox) -> None:
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    query = indexed(key_of("APPLY_CONNECT"))
    answer = sandbox.call("POST", "/v2/atsIntegrations", "parent", headers, content=query.encode())
    assert joined(key_of("APPLY_CONNECT")) in answer.json()["results"]

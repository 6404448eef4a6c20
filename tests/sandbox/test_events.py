"""Events besides applications: registered in the portal or pushed to a callback URL, signed, sent again, held back."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from linkedin_sandbox.notifications import events, signing
from tests.sandbox.desk import Sandbox, contract, onsite
from tests.sandbox.test_deliveries import give_up

BOTH_GENERATIONS = True

STATUS_HOOK, RESYNC_HOOK = "http://127.0.0.1:9/status", "http://127.0.0.1:9/resync"
CALLBACK = "http://127.0.0.1:9/callback"
TWO_HOURS = 7200


def register(sandbox: Sandbox, event: str, url: str, **more: Any) -> Any:
    """Register a webhook of the parent's; the receiver answers its challenge with the parent's secret."""
    own, sandbox.receiver.secret = sandbox.receiver.secret, sandbox.credentials["parent_client_secret"]
    answer = sandbox.http.post("/_sandbox/portal-webhooks", json={"event": event, "url": url, **more})
    sandbox.receiver.secret = own
    return answer


def sent_to(sandbox: Sandbox, url: str) -> list[httpx2.Request]:
    return [request for request in sandbox.receiver.deliveries if str(request.url) == url]


def turn_off_site(sandbox: Sandbox) -> None:
    sandbox.choose(off_site_after="first_try")
    sandbox.receiver.answers = [500]
    sandbox.applied()
    sandbox.tick()


def push(sandbox: Sandbox, url: str | None = CALLBACK) -> bool:
    with sandbox.world.store.write() as conn:
        changed = {"app_id": 217_402}
        return events.integration_status_changed(conn, sandbox.world, changed, request_id="123456789", callback_url=url)


def resync(sandbox: Sandbox, **body: Any) -> Any:
    return sandbox.http.post("/_sandbox/resync", json=body)


def test_registering_challenges_with_the_parents_own_secret_and_no_application(sandbox: Sandbox) -> None:
    assert register(sandbox, "RESYNC_JOBS", RESYNC_HOOK).status_code == 201
    assert "applicationId" not in sandbox.receiver.challenges[0].url.params


def test_the_challenge_can_be_chosen_to_name_the_application(make_sandbox: Any) -> None:
    sandbox = make_sandbox(portal_challenge_names_application=True)
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    assert sandbox.receiver.challenges[0].url.params["applicationId"].isdigit()


def test_a_url_that_fails_its_challenge_is_not_registered(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/_sandbox/portal-webhooks", json={"event": "RESYNC_JOBS", "url": RESYNC_HOOK})
    assert answer.status_code == 400
    assert "security challenge check" in answer.json()["error"]
    assert sandbox.http.get("/_sandbox/portal-webhooks").json()["webhooks"] == []


@pytest.mark.parametrize(
    ("event", "url"),
    [
        ("EXPORT_JOB_APPLICATION", RESYNC_HOOK),
        ("", RESYNC_HOOK),
        ("RESYNC_JOBS", "http://example.org/hook"),
        ("RESYNC_JOBS", "https://abc.ngrok.io/hook"),
        ("RESYNC_JOBS", "not a url"),
    ],
)
def test_what_the_portal_cannot_register_is_refused(sandbox: Sandbox, event: str, url: str) -> None:
    assert register(sandbox, event, url).status_code == 400


def test_a_child_has_no_webhooks_tab(sandbox: Sandbox) -> None:
    child = sandbox.credentials["child_client_id"]
    assert register(sandbox, "RESYNC_JOBS", RESYNC_HOOK, client_id=child).status_code == 400


def test_only_one_webhook_is_enabled_per_event_type(sandbox: Sandbox) -> None:
    first = register(sandbox, "RESYNC_JOBS", RESYNC_HOOK).json()
    assert register(sandbox, "RESYNC_JOBS", STATUS_HOOK).status_code == 400
    assert register(sandbox, "JOB_POSTING_STATUS", RESYNC_HOOK).status_code == 201
    assert sandbox.http.delete(f"/_sandbox/portal-webhooks/{first['id']}").json()["state"] == "DISABLED"
    assert register(sandbox, "RESYNC_JOBS", STATUS_HOOK).status_code == 201


def test_a_disabled_webhook_stays_disabled_when_challenged_and_can_be_enabled_again(sandbox: Sandbox) -> None:
    number = register(sandbox, "RESYNC_JOBS", RESYNC_HOOK).json()["id"]
    sandbox.http.delete(f"/_sandbox/portal-webhooks/{number}")
    assert sandbox.http.post(f"/_sandbox/webhooks/{number}/revalidate").json()["state"] == "DISABLED"
    assert register(sandbox, "RESYNC_JOBS", RESYNC_HOOK).json()["id"] == number


def test_a_jobs_webhook_cannot_be_disabled_in_the_portal(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    number = sandbox.http.get("/_sandbox/webhooks").json()["webhooks"][0]["id"]
    assert sandbox.http.delete(f"/_sandbox/portal-webhooks/{number}").status_code == 404


def test_registered_webhooks_are_challenged_every_two_hours_and_blocked_after_three_failures(sandbox: Sandbox) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    sandbox.receiver.is_down = True
    for _ in range(3):
        sandbox.advance(TWO_HOURS + 1)
    webhook = sandbox.http.get("/_sandbox/portal-webhooks").json()["webhooks"][0]
    assert (webhook["state"], webhook["failures"]) == ("BLOCKED", 3)
    kinds = [mail["kind"] for mail in sandbox.http.get("/_sandbox/developer-mails").json()["mails"]]
    assert kinds == ["webhook_blocked", "webhook_failed", "webhook_failed"]
    sandbox.receiver.is_down = False
    resync(sandbox)
    sandbox.tick()
    assert sent_to(sandbox, RESYNC_HOOK) == []


def test_a_job_turned_off_site_is_told_with_its_whole_status(sandbox: Sandbox) -> None:
    register(sandbox, "JOB_POSTING_STATUS", STATUS_HOOK)
    sandbox.settle(onsite())
    turn_off_site(sandbox)
    (request,) = sent_to(sandbox, STATUS_HOOK)
    body = next(body for body in sandbox.receiver.bodies() if body["type"] == "JOB_POSTING_STATUS")
    assert set(body) == set(contract("webhooks/job-status-change.json"))
    assert body["linkedInApplyStatus"] == "NOT_ENABLED"
    assert body["developerApplicationUrn"].startswith("urn:li:developerApplication:")
    assert {name: body[name] for name in sandbox.status("J-1001")} == sandbox.status("J-1001")
    parent = sandbox.credentials["parent_client_secret"]
    assert request.headers["x-li-signature"] == signing.signature(parent, request.content)


def test_it_is_told_once_however_often_delivery_fails(sandbox: Sandbox) -> None:
    register(sandbox, "JOB_POSTING_STATUS", STATUS_HOOK)
    sandbox.settle(onsite())
    give_up(sandbox)
    sandbox.tick()
    assert len(sent_to(sandbox, STATUS_HOOK)) == 1


def test_nothing_is_queued_without_a_registered_webhook(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    turn_off_site(sandbox)
    assert sandbox.http.get("/_sandbox/deliveries?kind=JOB_POSTING_STATUS").json()["deliveries"] == []
    assert resync(sandbox).json() == {"sent": False}


def test_resync_names_jobs_or_means_all(sandbox: Sandbox) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    assert resync(sandbox, jobs=["J-1001", "J-1002"]).json() == {"sent": True}
    resync(sandbox)
    sandbox.tick()
    child = sandbox.http.get("/_sandbox/deliveries").json()["deliveries"][0]["app_id"]
    named = contract("webhooks/resync-jobs.json") | {"developerApplicationUrn": f"urn:li:developerApplication:{child}"}
    everything = {**named, "syncAllOpenJobs": True}
    everything.pop("externalJobPostingIds")
    bodies = sandbox.receiver.bodies()
    assert named in bodies
    assert everything in bodies


@pytest.mark.parametrize("body", [{"jobs": "J-1001"}, {"jobs": [1]}])
def test_a_resync_order_of_the_wrong_shape_is_refused(sandbox: Sandbox, body: dict[str, Any]) -> None:
    assert resync(sandbox, **body).status_code == 422


def test_the_childs_secret_can_be_chosen_to_sign(make_sandbox: Any) -> None:
    sandbox = make_sandbox(portal_webhook_signing_key="child")
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    resync(sandbox)
    sandbox.tick()
    request = sandbox.receiver.deliveries[0]
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)


def test_any_2xx_takes_an_event_and_anything_else_is_sent_again(sandbox: Sandbox) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    resync(sandbox)
    sandbox.receiver.answers = [500, 202]
    sandbox.tick()
    sandbox.advance(6)
    sandbox.advance(60)
    assert len(sandbox.receiver.deliveries) == 2
    assert sandbox.http.get("/_sandbox/deliveries").json()["deliveries"][0]["state"] == "delivered"


def test_integration_status_is_pushed_thin_and_signed_by_the_child(sandbox: Sandbox) -> None:
    assert push(sandbox)
    sandbox.tick()
    (request,) = sent_to(sandbox, CALLBACK)
    assert sandbox.receiver.bodies() == [contract("webhooks/integration-status-change.json")]
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)


def test_a_push_event_that_is_not_taken_is_sent_again(sandbox: Sandbox) -> None:
    push(sandbox)
    sandbox.receiver.answers = [500, 204]
    sandbox.tick()
    sandbox.advance(6)
    sandbox.advance(60)
    assert len(sent_to(sandbox, CALLBACK)) == 2


@pytest.mark.parametrize("name", ["eventType", "type", "event-type"])
def test_the_envelope_can_be_spelt_otherwise(make_sandbox: Any, name: str) -> None:
    sandbox = make_sandbox(push_event_type_name=name, push_request_id="number")
    push(sandbox)
    sandbox.tick()
    assert sandbox.receiver.bodies() == [{name: "INTEGRATION_STATUS_CHANGE", "requestId": 123456789}]


def test_without_a_callback_url_nothing_is_pushed(sandbox: Sandbox) -> None:
    assert not push(sandbox, None)
    assert sandbox.http.get("/_sandbox/deliveries").json()["deliveries"] == []


def test_a_reordered_delivery_follows_the_next(sandbox: Sandbox) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    sandbox.fault("reordered_delivery", "RESYNC_JOBS")
    resync(sandbox, jobs=["J-1"])
    sandbox.tick()
    assert sandbox.receiver.deliveries == []
    resync(sandbox, jobs=["J-2"])
    sandbox.tick()
    sandbox.tick()
    assert [body["externalJobPostingIds"] for body in sandbox.receiver.bodies()] == [["J-2"], ["J-1"]]


def test_a_reordered_delivery_goes_alone_when_no_other_comes(sandbox: Sandbox) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    sandbox.fault("reordered_delivery", "RESYNC_JOBS", seconds=60)
    resync(sandbox)
    sandbox.advance(61)
    assert len(sandbox.receiver.deliveries) == 1


@pytest.mark.parametrize("kind", ["malformed_body", "unknown_fields", "duplicate_delivery"])
def test_delivery_faults_strike_other_events_too(sandbox: Sandbox, kind: str) -> None:
    register(sandbox, "RESYNC_JOBS", RESYNC_HOOK)
    sandbox.fault(kind, "RESYNC_JOBS")
    resync(sandbox)
    sandbox.tick()
    contents = [request.content for request in sandbox.receiver.deliveries]
    expected = {
        "malformed_body": [b'{"type":"RESYNC_JOBS","developerApplicationUrn":'],
        "duplicate_delivery": contents[:1] * 2,
    }
    assert contents == expected.get(kind, contents[:1])
    assert (b"futureMember" in contents[0]) == (kind == "unknown_fields")


def test_the_portal_page_registers_shows_and_disables(sandbox: Sandbox) -> None:
    assert "Nothing is registered" in sandbox.http.get("/_sandbox/portal").text
    form = {"event": "RESYNC_JOBS", "url": RESYNC_HOOK, "app": "217401"}
    refused = sandbox.http.post("/_sandbox/portal/webhooks", data=form)
    assert (refused.status_code, "security challenge check" in refused.text) == (422, True)
    sandbox.receiver.secret = sandbox.credentials["parent_client_secret"]
    assert sandbox.http.post("/_sandbox/portal/webhooks", data=form).status_code == 303
    child = sandbox.credentials["child_client_id"]
    assert sandbox.http.post("/_sandbox/portal/resync", data={"child": child, "jobs": "J-1, J-2"}).status_code == 303
    sandbox.tick()
    assert sandbox.receiver.bodies()[0]["externalJobPostingIds"] == ["J-1", "J-2"]
    page = sandbox.http.get("/_sandbox/portal").text
    assert RESYNC_HOOK in page
    assert "delivered" in page
    number = sandbox.http.get("/_sandbox/portal-webhooks").json()["webhooks"][0]["id"]
    assert sandbox.http.post(f"/_sandbox/portal/webhooks/{number}/challenge").status_code == 303
    sandbox.http.post(f"/_sandbox/portal/webhooks/{number}/disable")
    assert "disabled" in sandbox.http.get("/_sandbox/portal").text
    assert sandbox.http.post("/_sandbox/portal/resync", data={"child": child}).status_code == 422

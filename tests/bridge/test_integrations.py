"""The Apply Connect integration: named, read back, and read again when LinkedIn says that it changed."""

import json

import pytest
from django.db.models.signals import post_save

from isthmus.bridge import connections, integrations, notifications
from isthmus.bridge.models import Integration
from isthmus.linkedin import sign
from isthmus.sync import inbox, lanes
from isthmus.sync.models import Delivery, Exchange


@pytest.fixture
def customer(story):
    """Larkfield as a customer of the parent."""
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    return story


def standing(story) -> integrations.Standing:
    with story.cast.acting():
        return integrations.standing(story.connection().id)


def row(story) -> Integration:
    with story.cast.acting():
        return Integration.objects.get()


def switch(story, on: bool) -> None:
    rows = story.sandbox.look("integrations")["integrations"]
    number = next(one["id"] for one in rows if one["integration_type"] == "APPLY_CONNECT")
    story.sandbox.act(f"integrations/{number}/switch", on=on)


def push(story, event, *, signed: bool = True) -> int:
    with story.cast.acting():
        token = connections.events_url(story.connection()).rpartition("/")[2]
    body = json.dumps(event).encode()
    from isthmus.bridge import clients

    headers = {"X-LI-Signature": sign(body, clients.secret_of(story.connection()))} if signed else {}
    return inbox.accept(notifications.SOURCE, token, headers, body).status


@pytest.mark.parametrize("shapes", ["first", "second"])
def test_the_integration_is_named_after_the_company_and_read_back(story, shapes):
    story.sandbox.choose(integration_shapes=shapes)
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    assert standing(story).name == "Apply Connect - Larkfield Robotics"
    assert (standing(story).is_on, standing(story).words) == (True, "Active")
    assert row(story).named_at is not None


def test_an_integration_linkedin_does_not_know_is_said_plainly_and_is_no_issue(story):
    with story.cast.acting(story.cast.ines):
        connections.connect_partner("urn:li:organization:2414183")
        connection = story.connection()
        connection.organization = "urn:li:organization:77"
        connection.save(update_fields=["organization"])
    lanes.run_due()
    assert standing(story).words == "Not set up at LinkedIn"
    assert "nobody at your company has used its plugin" in standing(story).why
    assert not [issue for issue in story.issues() if "integration" in issue.fingerprint]


@pytest.mark.parametrize(
    "event",
    [
        {"eventType": "INTEGRATION_STATUS_CHANGE", "requestId": "none"},
        {"type": "INTEGRATION_STATUS_CHANGE", "requestId": 123456789},
        {"event-type": "INTEGRATION_STATUS_CHANGE", "request-id": "abc", "unknown": {"a": [1]}},
    ],
)
@pytest.mark.parametrize("signed", [True, False])
def test_an_event_in_any_spelling_has_the_integration_read_again(customer, event, signed):
    switch(customer, on=False)
    assert standing(customer).is_on
    assert push(customer, event, signed=signed) == 200
    lanes.run_due()
    assert standing(customer).is_on is False
    assert row(customer).request_id == ""


def test_the_same_change_is_looked_up_once(customer):
    before = customer.sent("atsIntegrations.get") + customer.sent("integrations.get")
    event = {"eventType": "INTEGRATION_STATUS_CHANGE", "requestId": "r-1"}
    push(customer, event)
    lanes.run_due()
    once = customer.sent("atsIntegrations.get") + customer.sent("integrations.get")
    push(customer, event)
    push(customer, {**event, "again": True})
    lanes.run_due()
    assert once > before
    assert customer.sent("atsIntegrations.get") + customer.sent("integrations.get") == once
    with customer.cast.acting():
        states = Delivery.objects.filter(source=notifications.SOURCE).values_list("state", flat=True)
        assert sorted(states) == ["duplicate", "duplicate"]


def test_a_change_told_while_the_integration_is_read_is_looked_up_at_once(customer):
    def tell(instance, **_more):
        post_save.disconnect(tell, Exchange)
        integrations.look_up(instance.connection_id, "r-2")

    push(customer, {"eventType": "INTEGRATION_STATUS_CHANGE", "requestId": "r-1"})
    post_save.connect(tell, Exchange, weak=False)
    lanes.run_due()
    lanes.run_due()
    assert not post_save.disconnect(tell, Exchange)
    assert row(customer).request_id == ""


@pytest.mark.parametrize("request_id", [None, "", True, {"a": 1}, "x" * 200, "a\x00b"])
def test_an_event_without_a_usable_request_id_waits_for_a_person(customer, request_id):
    push(customer, {"eventType": "INTEGRATION_STATUS_CHANGE", "requestId": request_id})
    lanes.run_due()
    with customer.cast.acting():
        assert [one.state for one in Delivery.objects.all()] == ["failed"]


def test_nothing_but_a_thin_event_comes_in_unsigned(customer):
    assert push(customer, {"type": "RESYNC_JOBS", "syncAllOpenJobs": True}, signed=False) == 401
    large = {"type": "INTEGRATION_STATUS_CHANGE", "requestId": "1", "padding": "x" * 5000}
    assert push(customer, large, signed=False) == 401


def test_an_export_is_kept_for_later(customer):
    push(customer, {"type": "EXPORT_CANDIDATE_PROFILE", "requestId": "9"})
    lanes.run_due()
    with customer.cast.acting():
        assert [(one.state, one.external_id) for one in Delivery.objects.all()] == [("kept", "9")]


def test_the_integration_is_read_again_every_day(customer):
    switch(customer, on=False)
    lanes.run_due()
    assert standing(customer).is_on
    customer.sandbox.advance(25 * 3600)
    lanes.run_due()
    assert standing(customer).is_on is False


def test_an_application_that_may_not_read_integrations_is_no_fault(live):
    assert standing(live).why == integrations.MAY_NOT
    assert live.issues() == []


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Larkfield Robotics", "Apply Connect - Larkfield Robotics"),
        ("LinkedIn Fans", "Apply Connect - Fans"),
        ("LinkedIn", "Apply Connect - Company"),
        ("x" * 200, "Apply Connect - " + "x" * 64),
    ],
)
def test_the_name_carries_no_trademark_and_is_not_long(company, name):
    assert integrations.integration_name(company) == name

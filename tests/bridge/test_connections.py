"""Connecting a company: once, whatever happens in between, and with words when somebody must act."""

import dataclasses

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.bridge import clients, connections, provisioning
from isthmus.bridge.models import Connection
from isthmus.sync import lanes
from isthmus.sync.models import Lane, Outbox

CREATE = "provisionedApplications.create"
FIND = "provisionedApplications.finder"


def connect_as_partner(story) -> Connection:
    with story.cast.acting(story.cast.ines):
        return connections.connect_partner(story.organization)


def test_a_partner_gets_one_child_application(story):
    connect_as_partner(story)
    assert (story.connection().state, story.connection().trouble) == ("incomplete", "setting_up")
    lanes.run_due()
    connection = story.connection()
    assert (connection.state, connection.why) == ("complete", "")
    assert connection.application.startswith("urn:li:developerApplication:")
    assert story.sent(CREATE) == 1
    with story.cast.acting():
        assert connections.webhook_url(connection).startswith("http")


def test_a_provisioned_child_can_post_and_receive(story):
    connect_as_partner(story)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.set_apply_connect(True)
    story.publish()
    story.settle()
    assert (story.posting().state, story.posting().apply_status) == ("listed", "ENABLED")
    story.noor_applies()
    story.settle(2)
    assert story.application().candidate.last_name == "Peeters"


def test_connecting_twice_asks_once(story):
    connect_as_partner(story)
    connect_as_partner(story)
    lanes.run_due()
    connect_as_partner(story)
    lanes.run_due()
    assert story.sent(CREATE) == 1
    assert story.connection().state == "complete"


def test_when_the_answer_with_the_secret_is_lost_the_admin_is_given_the_choice(story):
    story.sandbox.fault("http_status", CREATE, status=500, apply=True)
    connect_as_partner(story)
    story.settle(2)
    connection = story.connection()
    assert (connection.state, connection.trouble) == ("incomplete", "secret_lost")
    assert "start over" in connection.why
    (issue,) = story.issues()
    assert (issue.kind, issue.action) == ("misconfigured", "settings")
    assert story.sent(CREATE) == 1


def test_starting_over_makes_another_child(story):
    story.sandbox.fault("http_status", CREATE, status=500, apply=True)
    connect_as_partner(story)
    story.settle(2)
    with story.cast.acting(story.cast.ines):
        connections.start_over()
    lanes.run_due()
    assert story.connection().state == "complete"
    assert story.connection().foreign_id.endswith("+2")
    assert story.issues() == []


def test_a_creation_that_never_arrived_is_made_later(story):
    story.sandbox.fault("http_status", CREATE, status=503)
    connect_as_partner(story)
    story.settle(2)
    assert story.connection().state == "complete"


def test_without_a_parent_application_the_operator_is_told(story, settings):
    import dataclasses

    settings.CONFIG = dataclasses.replace(settings.CONFIG, parent_client_id="")
    connect_as_partner(story)
    lanes.run_due()
    assert "partner application" in story.issues()[0].title


def test_direct_credentials_linkedin_refuses_change_nothing(story):
    with story.cast.acting(story.cast.ines), pytest.raises(IsthmusError) as caught:
        connections.connect_direct(story.organization, story.sandbox.child_client_id, "wrong")
    assert caught.value.failure.kind == "misconfigured"
    with story.cast.acting():
        assert connections.current() is None


def test_a_secret_that_stops_working_asks_for_a_new_link_and_mends_itself(live):
    secret = live.sandbox.child_client_secret
    with live.cast.acting(live.cast.ines):
        connection = live.connection()
        connection.sealed_secret = clients.seal_secret(connection, "gone stale")
        connection.save()
    live.sandbox.advance(1000)
    live.settle(1)
    assert (live.connection().state, live.connection().trouble) == ("relink_needed", "credentials")
    assert "Settings" in live.connection().why
    live.connect()
    live.settle()
    assert live.connection().state == "complete"
    assert live.issues() == []
    with live.cast.acting():
        assert clients.secret_of(live.connection()) == secret
        assert not Lane.objects.exclude(failures=0).exists()


def test_the_webhook_address_stays_when_the_secret_changes(live):
    with live.cast.acting():
        before = connections.webhook_url(live.connection())
    live.connect()
    with live.cast.acting():
        assert connections.webhook_url(live.connection()) == before


def test_secrets_are_stored_sealed_and_logged_by_nobody(live, caplog):
    connection = live.connection()
    assert live.sandbox.child_client_secret.encode() not in bytes(connection.sealed_secret)
    assert live.sandbox.child_client_secret not in caplog.text
    assert live.sandbox.child_client_secret not in repr(clients.tokens_of(connection))


def test_switching_off_takes_back_what_was_not_told_yet(applied):
    applied.sandbox.fault("http_status", "jobApplicationLifecycleActions.create", status=500, times=9)
    applied.view()
    lanes.run_due()
    with applied.cast.acting(applied.cast.ines):
        connections.opt_out()
    applied.settle(2)
    assert applied.facts() == [("APPLICATION_VIEWED", "cancelled")]


def test_no_job_argument_or_outbox_row_holds_personal_data(applied):
    applied.view()
    applied.settle(1)
    with applied.cast.acting():
        bodies = [set(row.body) for row in Outbox.objects.filter(resource="lifecycle")]
    assert bodies == [{"job_application_id", "performed_at"}]


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Larkfield Robotics", "Isthmus - Larkfield Robotics"),
        ("LinkedIn Fans United", "Isthmus - Fans United"),
        ("LinkedIn", "Isthmus - Company"),
        ("A" * 80, "Isthmus - " + "A" * 40),
    ],
)
def test_the_childs_name_keeps_linkedins_rules(company, name):
    assert provisioning.application_name(company) == name


def test_one_organization_is_connected_by_one_company(story):
    connect_as_partner(story)
    with (
        story.cast.acting(story.cast.dele, story.cast.orrin),
        pytest.raises(IsthmusError, match="Another company of this installation"),
    ):
        connections.connect_partner(story.organization)


def test_a_company_that_stopped_gives_the_organization_free(story):
    connect_as_partner(story)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.opt_out()
    with story.cast.acting(story.cast.dele, story.cast.orrin):
        connections.connect_partner(story.organization)
    with story.cast.acting(story.cast.ines), pytest.raises(IsthmusError, match="Another company"):
        connections.connect_partner(story.organization)


def test_a_childs_plugins_may_be_drawn_on_our_pages_also_after_they_have_moved(story, settings, public_url):
    connect_as_partner(story)
    lanes.run_due()
    settings.CONFIG = dataclasses.replace(settings.CONFIG, public_url="https://hire.larkfield.example:443/isthmus/")
    assert provisioning.domains_with_ours(story.connection()) == [public_url, "https://hire.larkfield.example"]
    assert provisioning.domains_with_ours(story.connection()) == [public_url, "https://hire.larkfield.example"]
    assert story.sent("provisionedApplications.update") == 1

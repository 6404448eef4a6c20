"""Settings → LinkedIn: connecting, the kill switch, opting out; each state in words."""

import dataclasses

import pytest

from isthmus.bridge import connections
from isthmus.bridge.models import Connection, WebhookWatch
from tests.web.rooms import said, words

HERE = "linkedin:settings"


@pytest.fixture
def parent(settings):
    """An installation with a parent application."""
    settings.CONFIG = dataclasses.replace(settings.CONFIG, parent_client_id="parent", parent_client_secret="s")


def connection(rooms) -> Connection:
    with rooms.cast.acting():
        return connections.current()


def test_unconnected_it_offers_both_ways(rooms, admin, parent):
    text = words(admin.get(rooms.at(HERE)))
    assert "Connect as a partner’s customer" in text
    assert "Connect with your own application" in text


def test_without_a_parent_application_it_says_who_sets_one(rooms, admin):
    assert "ISTHMUS_LINKEDIN_PARENT_CLIENT_ID" in words(admin.get(rooms.at(HERE)))
    response = admin.post(rooms.at("linkedin:connect_partner"), {"organization": "2414183"})
    assert response.status_code == 422
    assert connection(rooms) is None


def test_a_partner_connection_is_asked_for_and_waits_for_linkedin(rooms, admin, parent):
    admin.post(rooms.at("linkedin:connect_partner"), {"organization": "2414183"})
    assert connection(rooms).organization == "urn:li:organization:2414183"
    response = admin.get(rooms.at(HERE))
    assert "LinkedIn is being asked" in words(response)
    assert b"<progress" in response.content


@pytest.mark.parametrize("organization", ["", "Larkfield", "urn:li:person:1"])
def test_an_organization_that_is_none_is_refused(rooms, admin, parent, organization):
    response = admin.post(rooms.at("linkedin:connect_partner"), {"organization": organization})
    assert response.status_code == 422
    assert connection(rooms) is None


def test_a_direct_connection_needs_its_credentials(rooms, admin):
    response = admin.post(rooms.at("linkedin:connect_direct"), {"direct-organization": "2414183"})
    assert response.status_code == 422
    assert words(response).count("This field is required.") == 2


def test_connected_it_shows_each_state_and_no_secret(rooms, admin):
    rooms.connect()
    response = admin.get(rooms.at(HERE))
    text = words(response)
    for part in ("Connected", "Apply Connect", "Post jobs On", "Receive applications On", "Sealed; never shown"):
        assert part in text
    assert b"the-client-secret" not in response.content


def test_the_kill_switch_says_what_remains_and_takes_a_confirmation(rooms, admin):
    rooms.connect()
    text = words(admin.get(rooms.at(HERE)))
    assert "What remains at LinkedIn: 0 jobs stay listed as they are" in text
    response = admin.post(rooms.at("linkedin:stop"))
    assert "tick the box" in said(response)[0]
    assert connection(rooms).stopped_at is None


def test_stopped_it_says_by_whom_and_what_waits_and_can_be_resumed(rooms, admin):
    rooms.connect()
    admin.post(rooms.at("linkedin:stop"), {"sure": "on"})
    assert connection(rooms).state == "complete"
    text = words(admin.get(rooms.at(HERE)))
    assert "Stopped by Ines Okafor" in text
    assert "Waiting to leave: 0 postings and 0 facts" in text
    assert "Post jobs Off All outflow to LinkedIn is stopped." in text
    admin.post(rooms.at("linkedin:resume"), {"waiting": "drop"})
    assert connection(rooms).stopped_at is None


def test_opting_out_names_the_postings_it_closes(rooms, admin, parent):
    rooms.connect()
    rooms.published_job()
    assert "Close 1 posting and opt out" in words(admin.get(rooms.at(HERE)))
    assert "tick the box" in said(admin.post(rooms.at("linkedin:opt_out")))[0]
    assert connection(rooms).state == "complete"
    admin.post(rooms.at("linkedin:opt_out"), {"sure": "on"})
    assert connection(rooms).state == "killed"
    text = words(admin.get(rooms.at(HERE)))
    assert "Opted out" in text
    assert "Connect again below" in text


def test_switching_what_is_not_there_says_so(rooms, admin):
    response = admin.post(rooms.at("linkedin:apply_connect"), {"on": "yes"})
    assert "not connected yet" in said(response)[0]


def test_an_empty_secret_changes_nothing(rooms, admin):
    rooms.connect()
    response = admin.post(rooms.at("linkedin:enter_secret"), {"client_secret": ""})
    assert "Nothing was changed" in said(response)[0]


@pytest.mark.parametrize(
    "name",
    ["apply_connect", "default", "stop", "resume", "opt_out", "choose_contract", "remove_contract", "connect_partner"],
)
def test_recruiters_cannot_touch_it(rooms, recruiter, name):
    assert recruiter.post(rooms.at(f"linkedin:{name}")).status_code == 403


def test_it_shows_how_linkedin_reaches_the_company(rooms, admin):
    rooms.connect()
    text = words(admin.get(rooms.at(HERE)))
    assert "How LinkedIn reaches you" in text
    assert "LinkedIn’s last challenge None yet" in text


def test_a_direct_connection_shows_its_own_address_for_events(rooms, admin):
    made = rooms.connect()
    with rooms.cast.acting():
        url = connections.events_url(made)
        assert url not in words(admin.get(rooms.at(HERE)))
        Connection.objects.update(kind="direct")
    assert "/webhooks/linkedin/events/" in url
    assert url in words(admin.get(rooms.at(HERE)))


def test_an_admin_has_the_webhook_checked_again_and_nobody_else_may(rooms, admin, recruiter):
    rooms.connect()
    assert recruiter.post(rooms.at("linkedin:check_webhook")).status_code == 403
    response = admin.post(rooms.at("linkedin:check_webhook"), follow=True)
    assert "LinkedIn is asked to check the webhook again" in words(response)
    with rooms.cast.acting():
        assert WebhookWatch.objects.get().wanted_at is not None


def test_without_a_connection_there_is_nothing_to_check(rooms, admin):
    response = admin.post(rooms.at("linkedin:check_webhook"), follow=True)
    assert "LinkedIn is not connected yet" in words(response)

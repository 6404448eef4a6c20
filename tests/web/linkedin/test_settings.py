"""Settings → LinkedIn: connecting, the two switches, the kill switch; each state shown apart."""

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


def test_apply_connect_off_is_said_where_it_matters(rooms, admin):
    rooms.connect()
    admin.post(rooms.at("linkedin:apply_connect"), {"on": "no"})
    assert not connection(rooms).apply_connect
    assert "Receive applications Off Apply Connect is switched off." in words(admin.get(rooms.at(HERE)))


def test_switching_it_off_names_the_postings(rooms, admin):
    rooms.connect()
    rooms.published_job(linkedin_apply=True)
    assert "1 posting with Apply Connect is told to LinkedIn again without it" in words(admin.get(rooms.at(HERE)))


def test_the_default_can_be_switched(rooms, admin):
    rooms.connect()
    admin.post(rooms.at("linkedin:default"), {"on": "no"})
    assert not connection(rooms).apply_by_default
    admin.post(rooms.at("linkedin:default"), {"on": "yes"})
    assert connection(rooms).apply_by_default


def test_switches_say_what_they_are(rooms, admin):
    rooms.connect()
    page = admin.get(rooms.at(HERE)).content.decode()
    assert page.count('role="switch"') == 2
    assert 'aria-checked="true"' in page
    assert "Enable Apply Connect by default for all my LinkedIn job postings" in page


def test_stopping_takes_a_confirmation_that_names_the_postings(rooms, admin):
    rooms.connect()
    rooms.published_job()
    assert "Close 1 posting and stop all outflow" in words(admin.get(rooms.at(HERE)))
    response = admin.post(rooms.at("linkedin:stop"))
    assert "tick the box" in said(response)[0]
    assert connection(rooms).state == "complete"


def test_stopped_it_says_so_and_offers_to_connect_again(rooms, admin, parent):
    rooms.connect()
    admin.post(rooms.at("linkedin:stop"), {"sure": "on"})
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


@pytest.mark.parametrize("name", ["apply_connect", "default", "stop", "connect_partner", "connect_direct"])
def test_recruiters_cannot_touch_it(rooms, recruiter, name):
    assert recruiter.post(rooms.at(f"linkedin:{name}")).status_code == 403


def test_it_shows_how_linkedin_reaches_the_company_and_both_states_of_the_integration(rooms, admin):
    rooms.connect()
    text = words(admin.get(rooms.at(HERE)))
    assert "How LinkedIn reaches you" in text
    assert "LinkedIn’s last challenge None yet" in text
    assert "Apply Connect integration" in text
    assert "Apply package at LinkedIn" in text


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

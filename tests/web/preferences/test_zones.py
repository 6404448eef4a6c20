"""Moments are written in the viewer's zone: their own, or the one the browser names; nonsense is passed over."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from isthmus.accounts.models import User
from isthmus.hiring.models import Job
from isthmus.web.templatetags import look
from tests import builders

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2020, 12, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.tomas)
    with cast.acting(cast.tomas):
        job = builders.a_job(title="Welder")
        Job.objects.filter(id=job.id).update(created_at=NEW_YEAR)
    return client


def made(client: Client) -> str:
    page = client.get("/c/larkfield-robotics/jobs/").content.decode()
    return page.split("Made</th>")[1]


def test_without_any_word_moments_are_in_utc(client):
    assert "31 Dec 2020" in made(client)


def test_the_browser_names_the_zone(client):
    client.cookies["zone"] = "Europe/Brussels"
    assert "1 Jan 2021" in made(client)


def test_a_zone_of_ones_own_goes_before_the_browser(client, cast):
    User.objects.filter(id=cast.tomas.id).update(time_zone="America/New_York")
    client.cookies["zone"] = "Europe/Brussels"
    assert "31 Dec 2020" in made(client)


@pytest.mark.parametrize("nonsense", ["Mars/Olympus", "../../etc/passwd", "x" * 5000, "Europe", "\x00"])
def test_a_cookie_of_nonsense_is_passed_over(client, nonsense):
    client.cookies["zone"] = nonsense
    assert "31 Dec 2020" in made(client)


def test_the_zone_ends_with_the_page(client):
    client.cookies["zone"] = "Asia/Tokyo"
    made(client)
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_title_of_a_moment_names_its_zone():
    with timezone.override("Asia/Tokyo"):
        assert 'title="1 January 2021, 08:30 JST"' in look.moment(NEW_YEAR)


def test_preferences_are_kept_and_nonsense_is_refused(client, cast):
    assert client.post("/account/preferences/", {"time_zone": "Mars/Olympus"}).status_code == 422
    assert client.post("/account/preferences/", {"time_zone": "Asia/Tokyo"}).status_code == 302
    assert User.objects.get(id=cast.tomas.id).time_zone == "Asia/Tokyo"
    assert "JST" in client.get("/account/preferences/").content.decode()


def test_preferences_are_for_those_who_signed_in():
    assert Client().get("/account/preferences/").status_code == 302


def test_a_language_is_asked_for_once_there_are_two(client, cast, settings):
    assert "Language" not in client.get("/account/preferences/").content.decode()
    settings.LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
    assert client.post("/account/preferences/", {"time_zone": "", "language": "tlh"}).status_code == 422
    assert client.post("/account/preferences/", {"time_zone": "", "language": "nl"}).status_code == 302
    assert '<html lang="nl"' in client.get("/c/larkfield-robotics/jobs/").content.decode()

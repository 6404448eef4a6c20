"""What applicants are told, over the API."""

from datetime import timedelta, timezone
from uuid import uuid4

import pytest

from isthmus.base.clock import now
from isthmus.hiring import mailing, notice_settings
from isthmus.hiring.models import Message
from isthmus.hiring.paging import write_cursor
from isthmus.store.models import Audit
from tests import builders


@pytest.fixture
def application(cast):
    with cast.acting():
        notice_settings.change(delay_rejections=True, delay_hours=24)
        return builders.a_received_application()


def words(**more):
    return {"subject": "About {job}", "body": "Hello {first_name}", **more}


def test_an_e_mail_is_written_listed_held_released_and_cancelled(api, application):
    at = (now() + timedelta(hours=1)).isoformat()
    written = api.post(f"/applications/{application.id}/messages", words(at=at))
    assert written.status_code == 201
    notice = written.json()
    assert (notice["state"], notice["subject"]) == ("scheduled", "About Senior Backend Engineer")
    address = f"/notices/email/{notice['id']}"
    for act, state in (("hold", "held"), ("release", "scheduled"), ("cancel", "cancelled")):
        assert api.post(f"{address}/{act}", {}).json()["state"] == state
        assert [one["state"] for one in api.get("/notices").json()["items"]] == [state]
    refused = api.post(f"{address}/send", {})
    assert (refused.status_code, refused.json()["error"]["kind"]) == (409, "rejected")


def test_a_moment_in_a_zone_that_postgresql_does_not_know_is_that_moment(api, cast, application):
    at = now().replace(microsecond=0) + timedelta(hours=1)
    far = at.astimezone(timezone(timedelta(hours=21, minutes=5))).isoformat()
    assert api.post(f"/applications/{application.id}/messages", words(at=far)).status_code == 201
    with cast.acting():
        assert Message.objects.get().due_at == at


def test_a_rejection_by_a_program_waits_for_the_delay_both_ways(api, cast, application):
    assert api.post(f"/applications/{application.id}/reject", {"send_email": True}).status_code == 200
    found = api.get(f"/applications/{application.id}/notices").json()["items"]
    assert [(one["channel"], one["state"]) for one in found] == [("linkedin", "scheduled"), ("email", "scheduled")]
    with cast.acting():
        message = Message.objects.get()
        assert (message.reply_to, message.by_user_id) == ("tomas@larkfield.example", None)
        assert mailing.next_due() is None
    api.post(f"/applications/{application.id}/reopen", {})
    assert [one["state"] for one in api.get("/notices?channel=email").json()["items"]] == ["cancelled"]


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "", "body": "b"},
        {"subject": "s", "body": "{salary}"},
        {"subject": "s\nBcc: x@y.example", "body": "b"},
        {"subject": "s", "body": "b", "at": "yesterday"},
        {"subject": "s", "body": "b", "at": "5231-08-15T20:40:47+21:05"},
        {"subject": "s", "body": "b", "at": "9999-12-31T23:59:59-15:00"},
        {"subject": "s" * 201, "body": "b"},
        {"subject": "s"},
        {"subject": "s", "body": "b", "to": "somebody@else.example"},
    ],
)
def test_words_that_cannot_be_used_are_refused(api, cast, application, body):
    assert api.post(f"/applications/{application.id}/messages", body).status_code == 422
    with cast.acting():
        assert not Message.objects.exists()


def test_what_is_not_there_is_not_there(api, cast, application):
    assert api.post(f"/notices/email/{uuid4()}/hold", {}).status_code == 404
    assert api.post(f"/notices/linkedin/{uuid4()}/hold", {}).status_code == 404
    assert api.get(f"/applications/{uuid4()}/notices").status_code == 404
    with cast.acting(cast.dele, cast.orrin):
        foreign = builders.a_received_application()
    assert api.post(f"/applications/{foreign.id}/messages", words()).status_code == 404


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-15:00", "0001-01-01T00:00:00+15:00", "2026-03-02T12:00:00"])
@pytest.mark.parametrize("path", ["notices", "deliveries", "hand-overs", "candidates", "applications"])
def test_a_cursor_nobody_made_is_refused(api, path, moment):
    assert api.get(f"/{path}?after=nonsense").status_code == 422
    assert api.get(f"/{path}?after={write_cursor(moment, uuid4())}").status_code == 422


def test_a_cursor_in_a_zone_that_postgresql_does_not_know_is_read(api):
    assert api.get(f"/notices?after={write_cursor('2026-03-02T12:00:00+21:05', uuid4())}").status_code == 200


def test_reading_words_is_audited(api, cast, application):
    api.post(f"/applications/{application.id}/messages", words())
    api.get("/notices")
    with cast.acting():
        assert Audit.objects.filter(action="read", entity="message").exists()

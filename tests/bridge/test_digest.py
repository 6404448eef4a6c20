"""The weekly digest: once a week to each who wants it, exactly once, without an applicant's name."""

import dataclasses
import threading

import pytest
from django.conf import settings as django_settings
from django.db import connections as databases

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import connections
from isthmus.bridge.digest import LANE, contents, letters, sending
from isthmus.sync import digests, issues, lanes
from isthmus.sync.issues import Cause
from isthmus.sync.models import Appointment, DigestMail
from tests import builders

WEEK = 7 * 86_400


@pytest.fixture
def company(committed_cast):
    """Larkfield, connected long ago."""
    with committed_cast.acting(committed_cast.ines):
        connection = connections.connect_direct("urn:li:organization:1", "c", "s")
        Appointment.objects.exclude(lane=LANE).delete()
    return committed_cast, connection


def mails(cast) -> list[tuple[str, str]]:
    with cast.acting():
        return [(str(mail.user_id), mail.state) for mail in DigestMail.objects.order_by("week", "user_id")]


def run(cast, connection) -> None:
    lanes.run(cast.larkfield.id, connection.id, LANE)


def test_the_first_digest_comes_when_its_day_comes_and_to_admins(company, move_clock):
    cast, connection = company
    run(cast, connection)
    assert mails(cast) == []
    with cast.acting():
        assert Appointment.objects.get(lane=LANE).at == digests.due_after(now())
    move_clock(WEEK)
    run(cast, connection)
    assert mails(cast) == [(str(cast.ines.id), "sent")]


def test_it_is_one_a_week_however_often_the_lane_runs(company, move_clock):
    cast, connection = company
    move_clock(WEEK)
    for _ in range(3):
        run(cast, connection)
    assert len(mails(cast)) == 1
    move_clock(WEEK)
    run(cast, connection)
    assert len(mails(cast)) == 2


def test_a_day_chosen_anew_is_not_made_up_for_by_a_second_mail(company, move_clock):
    cast, connection = company
    move_clock(WEEK)
    run(cast, connection)
    with cast.acting(cast.ines):
        yesterday = (now().astimezone(digests.zone()).weekday() - 1) % 7
        digests.set_schedule(yesterday, 8)
        sending.plan()
    run(cast, connection)
    assert len(mails(cast)) == 1


def test_two_workers_at_once_send_one(company, move_clock):
    cast, connection = company
    move_clock(WEEK)

    def work() -> None:
        try:
            run(cast, connection)
        finally:
            databases.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run(cast, connection)
    assert mails(cast) == [(str(cast.ines.id), "sent")]


def test_one_that_was_cut_short_is_not_sent_again(company, move_clock):
    cast, connection = company
    move_clock(WEEK)
    with cast.acting():
        digests.found(now().date(), [cast.ines.id], digests.Words("s", "b"))
        DigestMail.objects.update(state="sending")
    digests.send_due(cast.larkfield.id, "Larkfield")
    assert mails(cast) == [(str(cast.ines.id), "unsure")]


def test_without_a_mail_server_it_waits_and_is_given_up_after_two_days(company, move_clock, settings):
    cast, connection = company
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, mode="production", mail_url="")
    move_clock(WEEK)
    run(cast, connection)
    assert [state for _, state in mails(cast)] == ["planned"]
    move_clock(3 * 86_400)
    run(cast, connection)
    assert [state for _, state in mails(cast)] == ["failed"]


def test_a_recruiter_may_want_it_and_an_admin_may_not(company, move_clock):
    cast, connection = company
    with cast.acting(cast.tomas):
        digests.wish(True)
    with cast.acting(cast.ines):
        digests.wish(False)
    move_clock(WEEK)
    run(cast, connection)
    assert mails(cast) == [(str(cast.tomas.id), "sent")]


def test_another_day_and_hour_are_kept(company, move_clock):
    cast, _ = company
    with cast.acting(cast.ines):
        digests.set_schedule(4, 17)
        sending.plan()
        at = Appointment.objects.get(lane=LANE).at.astimezone(digests.zone())
    assert (at.weekday(), at.hour) == (4, 17)


def test_it_tells_of_jobs_and_causes_and_names_no_applicant(company):
    cast, _ = company
    with cast.acting(cast.ines):
        job = builders.a_published_job()[0]
        application = builders.a_received_application(job, files=[builders.ExpectedFile("resume", "u", "cv.pdf")])
        cause = Cause("mirror:1", "Write it anew.", entity="posting", entity_id=job.id, group="g")
        issues.raise_issue(cause, Failure(Kind.REJECTED, "LinkedIn does not know this place."))
        file = application.files.get()
        issues.raise_issue(Cause("f", entity="file", entity_id=file.id), Failure(Kind.REJECTED, "It is gone."))
        week = contents.of_week(now() - (now() - job.created_at) * 2, now())
        words = letters.letter(week, "Larkfield\nBcc: x@y.example", "larkfield-robotics")
    assert "Senior Backend Engineer: LinkedIn does not know this place." in words.body
    assert "An applicant for Senior Backend Engineer" in words.body
    assert "1 application received" in words.body
    assert not any(name in words.body + words.subject for name in ("Noor", "Peeters", "tessel"))
    assert "\n" not in words.subject

"""Colleagues are told by e-mail what waits for them, with a link and without a word about the candidate."""

import dataclasses

import pytest
from django.core import mail

from isthmus.hiring import handovers, mentions, notes, team
from isthmus.hiring.models import HandOver, Mention
from isthmus.web import tasks


@pytest.fixture
def application(rooms):
    return rooms.application()


@pytest.fixture
def mention(rooms, application) -> Mention:
    """Tomas names Marek in a note."""
    with rooms.cast.acting():
        notes.add(application.candidate_id, "Noor is dear, @Marek Vold", application_id=application.id)
        return Mention.objects.get()


def letter(rooms, what, row_id) -> tasks.Letter | None:
    return tasks.letter_about(rooms.cast.larkfield.id, what, row_id)


def test_a_mention_is_told_with_a_link_alone(rooms, mention):
    told = letter(rooms, tasks.MENTION, mention.id)
    assert told.to == "marek@larkfield.example"
    assert "Tomas Brandt mentioned you in a note about a candidate." in told.body
    assert "/c/larkfield-robotics/work/" in told.body
    for word in ("Noor", "Peeters", "dear", "Backend"):
        assert word not in told.subject + told.body


def test_what_was_read_meanwhile_is_not_told(rooms, mention, application):
    with rooms.cast.acting(rooms.cast.marek):
        mentions.read(rooms.cast.marek.id, application.candidate_id)
    assert letter(rooms, tasks.MENTION, mention.id) is None


def test_what_was_taken_away_meanwhile_is_not_told(rooms, mention):
    with rooms.cast.acting():
        notes.remove(mention.note_id)
    assert letter(rooms, tasks.MENTION, mention.id) is None


def test_who_may_not_read_it_any_more_is_not_told(rooms):
    job = rooms.job()
    with rooms.cast.acting():
        team.set_team(job.id, [team.Part(rooms.cast.marek.id)])
    application = rooms.application(job)
    with rooms.cast.acting():
        notes.add(application.candidate_id, "@Marek Vold", audience="team", application_id=application.id)
        team.set_team(job.id, [])
        mention = Mention.objects.get()
    assert letter(rooms, tasks.MENTION, mention.id) is None


def test_a_hand_over_is_told_until_it_is_answered(rooms, application):
    with rooms.cast.acting():
        made = handovers.hand_over(application.candidate_id, handovers.Task(rooms.cast.marek.id, "Call Noor", "Soon"))
    told = letter(rooms, tasks.HAND_OVER, made.id)
    assert "Tomas Brandt handed a candidate over to you." in told.body and "Noor" not in told.body
    with rooms.cast.acting(rooms.cast.marek):
        handovers.accept(made.id)
    assert letter(rooms, tasks.HAND_OVER, made.id) is None


def test_another_companys_rows_are_not_told(rooms, mention):
    assert tasks.letter_about(rooms.cast.orrin.id, tasks.MENTION, mention.id) is None


@pytest.fixture
def with_mail(settings):
    """Mail is set up; it stays in `django.core.mail.outbox`."""
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mail_url="smtp://mail.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def jobs() -> list[dict]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [job.args for job in ProcrastinateJob.objects.filter(task_name="isthmus.tell_colleague")]


def test_writing_a_note_has_its_mention_told_where_mail_is_set_up(rooms, recruiter, application, with_mail):
    sent = {"body": "@Marek Vold, @Petra Lindqvist", "application": str(application.id)}
    recruiter.post(rooms.at("candidates:note", candidate_id=application.candidate_id), sent)
    with rooms.cast.acting():
        mention = Mention.objects.get()
    assert jobs() == [
        {"company_id": str(rooms.cast.larkfield.id), "what": tasks.MENTION, "row_id": str(mention.id)},
    ]


def test_handing_over_has_the_receiver_told_where_mail_is_set_up(rooms, recruiter, application, with_mail):
    sent = {"to": str(rooms.cast.marek.id), "task": "Call", "context": "Soon", "audience": "company"}
    recruiter.post(rooms.at("candidates:hand_over", candidate_id=application.candidate_id), sent)
    with rooms.cast.acting():
        assert [job["row_id"] for job in jobs()] == [str(HandOver.objects.get().id)]


def test_nothing_is_queued_where_no_mail_is_set_up(rooms, recruiter, application):
    sent = {"body": "@Marek Vold", "application": str(application.id)}
    recruiter.post(rooms.at("candidates:note", candidate_id=application.candidate_id), sent)
    assert jobs() == []


def test_the_worker_sends_what_is_queued(committed_cast, with_mail):
    from tests.web.rooms import Rooms

    rooms = Rooms(committed_cast)
    application = rooms.application()
    with rooms.cast.acting():
        notes.add(application.candidate_id, "@Marek Vold")
        mention = Mention.objects.get()
    tasks.tell_colleague(str(rooms.cast.larkfield.id), tasks.MENTION, str(mention.id))
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["marek@larkfield.example"], "A colleague mentioned you")
    ]

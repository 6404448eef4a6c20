"""E-mails leave by the mail server, at most once each, whatever it does; without one they stay in the mailbox."""

import dataclasses
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings as django_settings

from isthmus.base.clock import now
from isthmus.hiring import decisions, mailing, messages
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Message
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes, post
from isthmus.sync.models import Issue, Lane
from tests import builders
from tests.smtp_server import mail_server


@pytest.fixture
def server(settings):
    """A mail server that the settings name."""
    with mail_server() as running:
        settings.CONFIG = dataclasses.replace(
            django_settings.CONFIG, mail_url="smtp://mail", mail_from="jobs@larkfield.example"
        )
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running


@pytest.fixture
def application(committed_cast):
    with committed_cast.acting():
        return builders.a_received_application()


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def write(cast, application, subject="About {job}", **more) -> Message:
    with cast.acting():
        letter = Letter(subject, more.get("body", "Hello {first_name},\n\n.\nsee https://larkfield.example"))
        at = now() + more.get("after", timedelta())
        return messages.schedule(application.candidate_id, letter, at, application_id=application.id)


def standing(cast, message) -> tuple[str, str, str]:
    with cast.acting():
        row = Message.objects.get(id=message.id)
        return row.state, row.failure_kind, row.failure_code


def issues(cast) -> list[str]:
    with cast.acting():
        return list(Issue.objects.filter(state="ongoing").values_list("kind", flat=True))


def test_a_message_arrives_as_it_stood_on_the_page(cast, application, server):
    message = write(cast, application)
    lanes.run_due()
    (letter,) = server.letters
    assert letter["Subject"] == message.subject
    assert parseaddr(letter["From"]) == ("Larkfield Robotics", "jobs@larkfield.example")
    assert letter["Reply-To"] == "tomas@larkfield.example"
    assert letter["To"] == "noor.peeters@tessel.example"
    assert letter["Message-ID"] == message.message_id == f"<{message.id}@larkfield.example>"
    text, html = (letter.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert text.replace("\r\n", "\n").strip() == message.body
    assert '<a href="https://larkfield.example">' in html
    assert standing(cast, message) == ("sent", "", "")


def test_every_recipient_gets_a_letter_of_their_own(cast, application, server):
    write(cast, application)
    with cast.acting():
        said = builders.noor(first_name="Jonas", last_name="Wit", email="jonas@wit.example", linkedin_person="")
        other = builders.a_received_application(said=said)
    write(cast, other)
    lanes.run_due()
    assert sorted(len(recipients) for _, recipients in server.envelopes) == [1, 1]
    assert {letter["To"] for letter in server.letters} == {"noor.peeters@tessel.example", "jonas@wit.example"}


def test_a_scheduled_message_waits_for_its_time(cast, application, server, move_clock):
    write(cast, application, after=timedelta(hours=1))
    lanes.run_due()
    assert server.letters == []
    assert lanes.next_due() is not None
    move_clock(3601)
    lanes.run_due()
    assert len(server.letters) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "BODY"])
def test_a_no_for_now_is_tried_again(cast, application, server, move_clock, command):
    server.refuses[command] = "451 Greylisted"
    message = write(cast, application)
    lanes.run_due()
    assert standing(cast, message) == ("scheduled", "transient", "smtp_451")
    server.refuses.clear()
    server.letters.clear()
    move_clock(61)
    lanes.run_due()
    assert [letter["Message-ID"] for letter in server.letters] == [message.message_id]
    assert standing(cast, message) == ("sent", "", "")


@pytest.mark.parametrize("command", ["RCPT", "BODY"])
def test_a_final_no_fails_that_message_alone(cast, application, server, command):
    server.refuses[command] = "550 Unknown"
    message = write(cast, application)
    lanes.run_due()
    assert standing(cast, message) == ("failed", "rejected", "smtp_550")
    assert issues(cast) == ["rejected"]
    server.refuses.clear()
    server.letters.clear()
    with cast.acting():
        messages.send_now(message.id)
    lanes.run_due()
    assert standing(cast, message) == ("sent", "", "")
    assert issues(cast) == []


def test_an_issue_ends_with_the_message_that_is_cancelled(cast, application, server):
    server.refuses["RCPT"] = "550 Unknown"
    message = write(cast, application)
    lanes.run_due()
    assert issues(cast) == ["rejected"]
    with cast.acting():
        messages.cancel(message.id)
    lanes.run_due()
    assert issues(cast) == []


def test_an_issue_ends_with_the_rejection_that_is_taken_back(cast, application, server):
    server.refuses["RCPT"] = "550 Unknown"
    with cast.acting():
        decisions.reject(application.id, send_email=True)
    lanes.run_due()
    assert issues(cast) == ["rejected"]
    with cast.acting():
        decisions.reopen(application.id)
    lanes.run_due()
    assert issues(cast) == []


@pytest.mark.parametrize("kept", [True, False])
def test_a_line_that_breaks_while_it_is_taken_is_never_tried_again_by_itself(cast, application, server, kept):
    server.hangs_up_after_data, server.keeps_before_hanging_up = True, kept
    message = write(cast, application)
    for _ in range(3):
        lanes.run_due()
    assert len(server.letters) == int(kept)
    assert standing(cast, message) == ("failed", "rejected", "unsure")
    server.hangs_up_after_data = False
    with cast.acting():
        messages.send_now(message.id)
    lanes.run_due()
    assert [letter["Message-ID"] for letter in server.letters] == [message.message_id] * (1 + kept)


def test_a_mail_server_that_does_not_answer_is_waited_for(cast, application, server, settings, move_clock):
    reachable, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message = write(cast, application)
    lanes.run_due()
    assert standing(cast, message) == ("scheduled", "", "")
    with cast.acting():
        assert Lane.objects.get(name="messages").failure_kind == "transient"
    settings.EMAIL_PORT = reachable
    move_clock(20)
    lanes.run_due()
    assert standing(cast, message) == ("sent", "", "")


def test_without_a_mail_server_production_waits_and_says_whose_move_it_is(cast, application, settings):
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, mode="production")
    message = write(cast, application)
    lanes.run_due()
    assert standing(cast, message)[0] == "scheduled"
    assert issues(cast) == ["misconfigured"]


def test_a_demo_without_a_mail_server_keeps_it_in_its_mailbox(cast, application):
    assert post.has_mailbox()
    message = write(cast, application)
    lanes.run_due()
    assert standing(cast, message)[0] == "sent"


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_around_the_hand_over_never_mails_twice(cast, application, server, monkeypatch, moment):
    message = write(cast, application)
    deliver = post.MailServer.deliver

    def killed(self, parcel, sender):
        if moment == "after":
            deliver(self, parcel, sender)
        raise KilledError

    with monkeypatch.context() as patched, pytest.raises(KilledError):
        patched.setattr(post.MailServer, "deliver", killed)
        lanes.run_due()
    for _ in range(3):
        lanes.run_due()
    assert len(server.letters) == (1 if moment == "after" else 0)
    assert standing(cast, message) == ("failed", "rejected", "unsure")
    assert issues(cast) == ["rejected"]


def test_a_worker_killed_before_the_hand_over_is_written_down_loses_nothing(cast, application, server, monkeypatch):
    message = write(cast, application)

    def killed(self):
        raise KilledError

    with monkeypatch.context() as patched, pytest.raises(KilledError):
        patched.setattr(post.MailServer, "open", killed)
        lanes.run_due()
    lanes.run_due()
    assert len(server.letters) == 1
    assert standing(cast, message)[0] == "sent"


def test_a_message_held_while_the_lane_runs_does_not_leave(cast, application, server):
    message = write(cast, application)
    with cast.acting():
        found = mailing.next_due()
    with cast.acting():
        messages.hold(message.id)
    with acting_for(cast.larkfield.id):
        assert mailing.hand_over(found) is None
    lanes.run_due()
    assert server.letters == []

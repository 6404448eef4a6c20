"""Our own e-mails: written once, scheduled, held, released, cancelled; and the company's wishes."""

from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.hiring import decisions, mailing, messages, notice_settings, templates
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Application, Message, MessageKind, MessageTemplate
from isthmus.hiring.problems import Refused
from isthmus.hiring.templates import TemplateDraft
from isthmus.people.models import Candidate
from isthmus.store.models import Audit, Change
from tests import builders

HELLO = Letter("About {job}", "Hello {first_name},\nwe would like to talk.\n{recruiter}, {company}")


@pytest.fixture
def larkfield(cast):
    with cast.acting():
        yield cast


@pytest.fixture
def application(larkfield):
    return builders.a_received_application()


def write(application: Application, **more) -> Message:
    at = more.pop("at", now() + timedelta(hours=2))
    return messages.schedule(application.candidate_id, more.pop("letter", HELLO), at, application_id=application.id)


def states() -> list[str]:
    return list(Message.objects.order_by("created_at", "id").values_list("state", flat=True))


@pytest.mark.parametrize("name", ["Win https://evil.example/now", "see WWW.evil.example"])
def test_a_name_that_is_an_address_is_carried_nowhere(larkfield, name):
    application = builders.a_received_application(said=builders.noor(first_name=name))
    message = write(application, letter=Letter("For {name}", "Hello {first_name} {last_name}"))
    assert (message.subject, message.body) == ("For applicant", "Hello applicant applicant")


def test_a_message_is_filled_in_when_it_is_written(larkfield, application):
    message = write(application)
    assert message.subject == "About Senior Backend Engineer"
    assert message.body == "Hello Noor,\nwe would like to talk.\nTomas Brandt, Larkfield Robotics"
    assert (message.to_address, message.reply_to) == ("noor.peeters@tessel.example", "tomas@larkfield.example")
    assert message.state == "scheduled"


def test_a_later_name_changes_nothing_of_it(larkfield, application):
    message = write(application)
    Candidate.objects.filter(id=application.candidate_id).update(first_name="Eleonora")
    message.refresh_from_db()
    assert "Hello Noor" in message.body


def test_without_an_application_the_candidates_address_is_used(larkfield, application):
    message = messages.send(application.candidate_id, Letter("Hello {name}", "Words"))
    assert (message.subject, message.to_address) == ("Hello Noor Peeters", "noor.peeters@tessel.example")


@pytest.mark.parametrize("letter", [Letter("", "x"), Letter("x", ""), Letter("x", "{salary}"), Letter("a\nb", "x")])
def test_words_that_cannot_be_used_are_refused_whole(larkfield, application, letter):
    with pytest.raises(Refused):
        write(application, letter=letter)
    assert states() == []


def test_somebody_without_an_address_is_refused_in_words(larkfield):
    application = builders.a_received_application(said=builders.noor(email="not an address"))
    with pytest.raises(Refused, match="No e-mail address"):
        write(application)


def test_hostile_names_stay_in_their_line(larkfield):
    said = builders.noor(first_name="Noor\nBcc: all@orrin.example", last_name="<script>alert(1)</script>{job}")
    application = builders.a_received_application(said=said)
    message = write(application, letter=Letter("Dear {name}", "Dear {name}"))
    assert message.subject == "Dear Noor Bcc: all@orrin.example <script>alert(1)</script>{job}"


def test_hold_release_and_cancel_are_audited(larkfield, application):
    message = write(application)
    assert messages.hold(message.id).state == "held"
    assert messages.release(message.id).state == "scheduled"
    assert messages.cancel(message.id).state == "cancelled"
    assert list(Audit.objects.filter(entity="message").order_by("id").values_list("action", flat=True)) == [
        "held",
        "released",
        "cancelled",
    ]
    assert Message.objects.get().changed_by_id == larkfield.tomas.id


def test_a_held_message_is_not_due_and_a_released_one_keeps_its_time(larkfield, application, move_clock):
    message = write(application)
    messages.hold(message.id)
    move_clock(3 * 3600)
    assert mailing.next_due() is None
    messages.release(message.id)
    assert mailing.next_due() == message.id


def test_sending_now_does_not_wait(larkfield, application):
    message = write(application)
    assert mailing.next_due() is None
    messages.send_now(message.id)
    assert mailing.next_due() == message.id


@pytest.mark.parametrize("act", [messages.hold, messages.release, messages.cancel, messages.send_now])
def test_what_has_left_stays_as_it_is(larkfield, application, act):
    message = write(application, at=now())
    mailing.hand_over(message.id)
    mailing.sent(message.id)
    with pytest.raises(Refused, match="sent"):
        act(message.id)
    assert states() == ["sent"]


@pytest.mark.parametrize("act", [messages.hold, messages.release, messages.cancel, messages.send_now])
def test_what_is_being_handed_over_stays_as_it_is(larkfield, application, act):
    message = write(application, at=now())
    mailing.hand_over(message.id)
    with pytest.raises(Refused, match="being sent"):
        act(message.id)


@pytest.mark.parametrize("act", [messages.hold, messages.release, messages.send_now])
def test_cancelled_is_for_good(larkfield, application, act):
    message = write(application)
    messages.cancel(message.id)
    with pytest.raises(Refused, match="cancelled"):
        act(message.id)


def test_another_companys_message_does_not_exist(larkfield, application):
    message = write(application)
    with larkfield.acting(larkfield.dele, larkfield.orrin):
        for act in (messages.hold, messages.release, messages.cancel, messages.send_now):
            with pytest.raises(Message.DoesNotExist):
                act(message.id)
        with pytest.raises(Candidate.DoesNotExist):
            messages.send(application.candidate_id, HELLO)


def test_the_words_are_private_in_changes(larkfield, application):
    write(application)
    (change,) = Change.objects.filter(entity="hiring_message")
    assert {change.fields[name] for name in ("to_address", "reply_to", "subject", "body")} == {"changed"}
    assert change.profile_id == application.profile_id


def test_rejecting_writes_nothing_unless_the_company_wants_it(larkfield, application):
    decisions.reject(application.id)
    assert states() == []


def test_rejecting_writes_the_companys_words_once(larkfield, application):
    notice_settings.change(email_rejections=True)
    decisions.reject(application.id)
    decisions.reject(application.id)
    (message,) = Message.objects.all()
    assert (message.kind, message.subject) == (
        "rejection",
        "Your application for Senior Backend Engineer at Larkfield Robotics",
    )
    assert mailing.next_due() == message.id


@pytest.mark.parametrize(("usual", "asked", "written"), [(True, False, 0), (False, True, 1), (True, None, 1)])
def test_each_rejection_may_differ_from_the_usual(larkfield, application, usual, asked, written):
    notice_settings.change(email_rejections=usual)
    decisions.reject(application.id, send_email=asked)
    assert Message.objects.count() == written


def test_a_delayed_rejection_is_decided_at_once_and_told_later(larkfield, application, move_clock):
    notice_settings.change(email_rejections=True, delay_rejections=True, delay_hours=48)
    assert decisions.reject(application.id).outcome == "declined"
    message = Message.objects.get()
    assert message.due_at - application.decisions.get().at == timedelta(hours=48)
    move_clock(47 * 3600)
    assert mailing.next_due() is None
    move_clock(2 * 3600)
    assert mailing.next_due() == message.id


def test_another_delay_concerns_later_decisions_alone(larkfield, application, move_clock):
    notice_settings.change(email_rejections=True, delay_rejections=True, delay_hours=48)
    decisions.reject(application.id)
    due = Message.objects.get().due_at
    notice_settings.change(delay_rejections=False)
    assert Message.objects.get().due_at == due
    assert mailing.next_due() is None


def test_reopening_in_time_takes_it_back(larkfield, application, move_clock):
    notice_settings.change(email_rejections=True, delay_rejections=True, delay_hours=48)
    decisions.reject(application.id)
    decisions.reopen(application.id)
    move_clock(72 * 3600)
    assert states() == ["cancelled"]
    assert mailing.next_due() is None


def test_reopening_takes_a_held_one_back_too(larkfield, application):
    notice_settings.change(email_rejections=True, delay_rejections=True)
    decisions.reject(application.id)
    messages.hold(Message.objects.get().id)
    decisions.reopen(application.id)
    assert states() == ["cancelled"]


def test_rejecting_again_starts_anew(larkfield, application, move_clock):
    notice_settings.change(email_rejections=True, delay_rejections=True, delay_hours=48)
    decisions.reject(application.id)
    move_clock(40 * 3600)
    decisions.reopen(application.id)
    decisions.reject(application.id)
    assert states() == ["cancelled", "scheduled"]
    move_clock(40 * 3600)
    assert mailing.next_due() is None
    move_clock(9 * 3600)
    assert mailing.next_due() == Message.objects.get(state="scheduled").id


def test_an_unsure_rejection_is_not_sent_again_once_the_application_is_open(larkfield, application):
    decisions.reject(application.id, send_email=True)
    message = Message.objects.get()
    mailing.hand_over(message.id)
    assert mailing.cut_short() == [message.id]
    decisions.reopen(application.id)
    with pytest.raises(Refused, match="re-opened"):
        messages.send_now(message.id)


def test_a_rejection_without_an_address_stands_and_says_so(larkfield):
    application = builders.a_received_application(said=builders.noor(email=""))
    decisions.reject(application.id, send_email=True)
    message = Message.objects.get()
    assert (message.state, message.failure_code) == ("failed", "no_address")
    application.refresh_from_db()
    assert application.outcome == "declined"


def test_a_receipt_is_written_once_when_the_company_wants_it(larkfield):
    notice_settings.change(email_receipts=True)
    arrival = builders.an_arrival(builders.a_job())
    from isthmus.hiring import applications

    applications.receive(arrival)
    applications.receive(arrival)
    (message,) = Message.objects.all()
    assert (message.kind, message.subject) == ("received", "We have your application for Senior Backend Engineer")


@pytest.mark.parametrize("hours", [0, -1, 721, 10**9, None, "2"])
def test_a_delay_has_bounds(larkfield, hours):
    with pytest.raises(Refused):
        notice_settings.change(delay_hours=hours)


def test_a_company_starts_with_the_usual_templates_and_changes_them(larkfield):
    assert [template.kind for template in templates.in_use()] == ["received", "rejection", "custom"]
    rejection = templates.of_event(MessageKind.REJECTION)
    templates.change(rejection.id, TemplateDraft("Not selected", "Hello {name}", "Sorry."))
    assert templates.of_event(MessageKind.REJECTION).subject == "Hello {name}"
    templates.restore(rejection.id)
    assert templates.of_event(MessageKind.REJECTION).body == templates.REJECTION


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (TemplateDraft("", "s", "b"), "name"),
        (TemplateDraft("Not selected", "s", "b"), "name"),
        (TemplateDraft("n" * 121, "s", "b"), "name"),
        (TemplateDraft("Fine", "{salary}", "b"), "subject"),
        (TemplateDraft("Fine", "s", "{"), "body"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(larkfield, draft, field):
    with pytest.raises(Refused) as refused:
        templates.create(draft)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_template_isthmus_needs_cannot_be_taken_away_and_ones_own_can(larkfield):
    with pytest.raises(Refused):
        templates.retire(templates.of_event(MessageKind.RECEIVED).id)
    own = templates.create(TemplateDraft("Later", "s", "b"))
    templates.retire(own.id)
    assert "Later" not in [template.name for template in templates.in_use()]
    with pytest.raises(MessageTemplate.DoesNotExist):
        templates.change(own.id, TemplateDraft("Later", "s", "b"))


def test_the_templates_of_another_company_do_not_exist(larkfield):
    own = templates.create(TemplateDraft("Later", "s", "b"))
    with larkfield.acting(larkfield.dele, larkfield.orrin), pytest.raises(MessageTemplate.DoesNotExist):
        templates.change(own.id, TemplateDraft("Mine", "s", "b"))

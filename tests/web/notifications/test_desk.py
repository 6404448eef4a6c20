"""The notification desk: what waits and what left, and holding, releasing, sending and cancelling it."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

from isthmus.base.clock import millis, now
from isthmus.hiring import decisions, mailing, messages, notice_settings
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Message
from isthmus.store.models import Audit
from isthmus.sync import outbox
from isthmus.sync.models import Outbox
from tests import builders
from tests.web.rooms import said, words

LATER = timedelta(hours=5)


@pytest.fixture
def application(rooms):
    rooms.connect()
    return rooms.application()


@pytest.fixture
def message(rooms, application) -> Message:
    with rooms.cast.acting():
        letter = Letter("A talk about {job}", "Hello {first_name}")
        return messages.schedule(application.candidate_id, letter, now() + LATER, application_id=application.id)


@pytest.fixture
def fact(rooms, application) -> Outbox:
    """A rejection that LinkedIn is to hear later, as the worker puts it."""
    with rooms.cast.acting():
        notice_settings.change(delay_rejections=True, delay_hours=5)
        decisions.reject(application.id)
        body = {"job_application_id": application.external_id, "performed_at": millis(now())}
        key = f"rejected:{application.id}:1"
        connection_id = uuid4()
        outbox.tell(
            connection_id, "lifecycle", application.id, key, "APPLICATION_REJECTED", body, not_before=now() + LATER
        )
        return Outbox.objects.get(key=key)


@pytest.fixture
def desk(rooms) -> str:
    return rooms.at("notifications:desk")


def act(rooms, browser, what, *rows, **more):
    keys = [f"email:{row.id}" if isinstance(row, Message) else f"linkedin:{row.id}" for row in rows]
    return browser.post(rooms.at("notifications:act"), {"act": what, "notice": keys, **more})


def state(rooms, row) -> str:
    with rooms.cast.acting():
        return type(row).objects.get(id=row.id).state


def test_an_empty_desk_says_what_will_come(rooms, recruiter, desk):
    assert "Nothing waits" in words(recruiter.get(desk))


def test_what_waits_is_listed_with_person_job_way_and_state(rooms, recruiter, desk, message, fact):
    text = words(recruiter.get(desk))
    assert "Noor Peeters Senior Backend Engineer" in text
    assert "Message Our e-mail" in text
    assert "Not selected LinkedIn" in text
    assert "Tomas Brandt" in text
    assert "“Not selected”, on Senior Backend Engineer at Larkfield Robotics" in text
    assert "A talk about Senior Backend Engineer" in text


def test_the_person_and_the_words_of_what_was_sent_stay_readable(rooms, recruiter, desk, message):
    with rooms.cast.acting():
        messages.send_now(message.id)
        mailing.hand_over(message.id)
        mailing.sent(message.id)
    assert "Nothing waits" in words(recruiter.get(desk))
    assert "Sent" in words(recruiter.get(f"{desk}?show=sent"))


@pytest.mark.parametrize(
    ("query", "mail", "told"),
    [
        ("channel=email", True, False),
        ("channel=linkedin", False, True),
        ("event=custom", True, False),
        ("event=APPLICATION_REJECTED", False, True),
        ("event=APPLICATION_VIEWED", False, False),
        ("channel=nonsense&event=nonsense&job=nonsense&show=nonsense", True, True),
        ("show=all", True, True),
        ("show=held", False, False),
    ],
)
def test_filters(rooms, recruiter, desk, message, fact, query, mail, told):
    page = recruiter.get(f"{desk}?{query}").content.decode()
    assert (f"email:{message.id}" in page, f"linkedin:{fact.id}" in page) == (mail, told)


def test_a_job_s_notices_alone(rooms, recruiter, desk, message, application):
    other = rooms.published_job(title="Another")
    assert f"email:{message.id}" in recruiter.get(f"{desk}?job={application.job_id}").content.decode()
    assert f"email:{message.id}" not in recruiter.get(f"{desk}?job={other.id}").content.decode()


def test_hold_release_and_cancel_both_ways(rooms, recruiter, message, fact):
    act(rooms, recruiter, "hold", message, fact)
    assert (state(rooms, message), state(rooms, fact)) == ("held", "held")
    act(rooms, recruiter, "release", message, fact)
    assert (state(rooms, message), state(rooms, fact)) == ("scheduled", "waiting")
    assert said(act(rooms, recruiter, "cancel", message, fact))[-1] == "2 cancelled: they are never told."
    assert (state(rooms, message), state(rooms, fact)) == ("cancelled", "cancelled")
    with rooms.cast.acting():
        actions = Audit.objects.filter(entity__in=["message", "notice"]).values_list("action", "entity")
        assert set(actions) == {(a, e) for a in ("held", "released", "cancelled") for e in ("message", "notice")}


def test_one_by_its_own_button(rooms, recruiter, message, fact):
    recruiter.post(
        rooms.at("notifications:act"), {"one": f"send:email:{message.id}", "notice": [f"linkedin:{fact.id}"]}
    )
    with rooms.cast.acting():
        assert Message.objects.get().due_at <= now()
        assert Outbox.objects.get(id=fact.id).not_before > now()


def test_what_has_left_is_refused_and_the_others_are_done(rooms, recruiter, message, fact):
    with rooms.cast.acting():
        messages.send_now(message.id)
        mailing.hand_over(message.id)
    notes = said(act(rooms, recruiter, "cancel", message, fact))
    assert notes == ["Cancelled: it is never told.", "It is being sent. Nothing was changed."]
    assert state(rooms, fact) == "cancelled"


def test_nothing_ticked_says_so(rooms, recruiter):
    assert said(act(rooms, recruiter, "hold")) == ["Nothing was ticked. Tick the notices it is about."]


@pytest.mark.parametrize(
    "posted",
    [
        {"act": "explode", "notice": []},
        {"act": "hold", "notice": ["email:nonsense"]},
        {"act": "hold", "notice": ["pigeon:5b0c7f5e-5b0c-7f5e-5b0c-7f5e5b0c7f5e"]},
        {"act": "hold", "notice": ["email:5b0c7f5e-5b0c-7f5e-5b0c-7f5e5b0c7f5e"]},
        {"act": "hold", "notice": [f"email:{n}" for n in range(201)]},
        {"one": "hold"},
        {},
    ],
)
def test_what_the_page_did_not_offer_is_not_there(rooms, recruiter, posted):
    assert recruiter.post(rooms.at("notifications:act"), posted).status_code == 404


def test_another_company_s_notices_are_not_there(rooms, signed_in, message, fact):
    dele = signed_in(rooms.cast.dele)
    for row, channel in ((message, "email"), (fact, "linkedin")):
        answer = dele.post("/c/orrin-foods/notices/act/", {"act": "cancel", "notice": [f"{channel}:{row.id}"]})
        assert answer.status_code == 404
    assert (state(rooms, message), state(rooms, fact)) == ("scheduled", "waiting")
    assert b"Noor" not in dele.get("/c/orrin-foods/notices/").content


def test_a_hiring_manager_looks_and_changes_nothing(rooms, manager, desk, message):
    page = manager.get(desk)
    assert "Noor Peeters" in words(page)
    assert b"Hold" not in page.content
    assert act(rooms, manager, "cancel", message).status_code == 403


def test_back_to_the_list_or_to_the_application(rooms, recruiter, message, application):
    listed = act(rooms, recruiter, "hold", message, list="show=held&channel=email")
    assert listed.url == rooms.at("notifications:desk") + "?show=held&channel=email"
    back = act(rooms, recruiter, "release", message, application=str(application.id))
    assert back.url == rooms.at("candidates:application", application_id=application.id)


def test_long_lists_are_paged_through_without_loss(rooms, recruiter, desk, application):
    with rooms.cast.acting():
        for number in range(60):
            letter = Letter(f"Number {number:02}", "Words")
            messages.schedule(application.candidate_id, letter, now() + timedelta(minutes=number + 1))
    first = recruiter.get(desk)
    following = recruiter.get(desk + first.context["page"].next_url)
    subjects = [row.notice.subject for page in (first, following) for row in page.context["page"].rows]
    assert subjects == [f"Number {number:02}" for number in reversed(range(60))]
    assert following.context["page"].next_url == ""


@pytest.mark.parametrize("after", ["nonsense", "W10", "WyJ4IiwieSJd"])
def test_a_page_address_nobody_made_is_not_there(rooms, recruiter, desk, after):
    assert recruiter.get(f"{desk}?after={after}").status_code == 404


def test_the_mailbox_shows_what_would_have_been_received(rooms, recruiter, message):
    with rooms.cast.acting():
        messages.send_now(message.id)
        mailing.hand_over(message.id)
        mailing.sent(message.id)
    text = words(recruiter.get(rooms.at("notifications:mailbox")))
    assert "A talk about Senior Backend Engineer" in text
    assert "Larkfield Robotics <isthmus@localhost>" in text
    assert "tomas@larkfield.example" in text


def test_where_mail_really_leaves_there_is_no_mailbox(rooms, recruiter, settings, desk):
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, mail_url="smtp://mail.larkfield.example")
    assert recruiter.get(rooms.at("notifications:mailbox")).status_code == 404
    assert b"mailbox" not in recruiter.get(desk).content


def test_hostile_words_stay_words(rooms, recruiter, desk, application):
    with rooms.cast.acting():
        messages.schedule(application.candidate_id, Letter("<script>alert(1)</script>", "<img src=x>"), now() + LATER)
    page = recruiter.get(desk).content
    assert b"<script>alert" not in page
    assert b"<img src=x" not in page


def test_the_candidate_s_page_shows_and_changes_the_same_lines(rooms, recruiter, message, application):
    page = rooms.at("candidates:application", application_id=application.id)
    assert "Our e-mail Read the e-mail" in words(recruiter.get(page))
    recruiter.post(
        rooms.at("notifications:act"), {"one": f"hold:email:{message.id}", "application": str(application.id)}
    )
    assert "Release" in words(recruiter.get(page))


def test_rejecting_offers_our_e_mail_and_shows_its_words(rooms, recruiter, application):
    page = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Send our e-mail too noor.peeters@tessel.example" in page
    assert "we will not take it further" in page
    reject = rooms.at("candidates:reject", application_id=application.id)
    recruiter.post(reject, {"mail_offered": "yes", "send_email": "on"})
    with rooms.cast.acting():
        assert Message.objects.get().kind == "rejection"


def test_unticking_it_sends_none_although_it_is_usual(rooms, recruiter, application):
    with rooms.cast.acting():
        notice_settings.change(email_rejections=True)
    recruiter.post(rooms.at("candidates:reject", application_id=application.id), {"mail_offered": "yes"})
    with rooms.cast.acting():
        assert not Message.objects.exists()


def test_somebody_without_an_address_cannot_be_written_to(rooms, recruiter):
    application = rooms.application(said=builders.noor(email=""))
    page = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "No e-mail address of this person is known." in page


def test_reopening_says_that_nothing_had_left(rooms, recruiter, application, fact):
    answer = recruiter.post(rooms.at("candidates:reopen", application_id=application.id))
    assert said(answer) == ["Open again. Nothing had left: the person is not told of the rejection."]


def test_reopening_asks_and_says_what_cannot_be_untold(rooms, recruiter, application):
    with rooms.cast.acting():
        decisions.reject(application.id, send_email=True)
        message = Message.objects.get()
        mailing.hand_over(message.id)
        mailing.sent(message.id)
    page = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Re-open this application?" in page
    assert "cannot be untold" in page
    (note,) = said(recruiter.post(rooms.at("candidates:reopen", application_id=application.id)))
    assert note.startswith("Open again. The rejection has left already (Our e-mail)")


def test_a_rejection_reopened_before_the_worker_knew_shows_as_cancelled(rooms, recruiter, application, fact):
    with rooms.cast.acting():
        decisions.reopen(application.id)
    page = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "The application was re-opened before it left." in page

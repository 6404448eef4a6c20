"""The screens of a bulk action: tick or take all, choose, preview, confirm; and who may not."""

from uuid import uuid4

import pytest

from isthmus.hiring import bulk, decisions, notice_settings
from isthmus.hiring.models import Application, BulkAction, Message, Stage
from tests import builders
from tests.web.rooms import words

PEOPLE = (("Ilse", "Maes"), ("Bram", "Claes"), ("Cato", "Aerts"))


@pytest.fixture
def people(rooms) -> list[Application]:
    """Three who applied on the job page, for one job."""
    job = rooms.job()
    said = [
        builders.noor(origin="careers", first_name=first, last_name=last, email=f"{first.lower()}@m.example")
        for first, last in PEOPLE
    ]
    return [rooms.application(job, said=one) for one in said]


def stage_id(rooms, name: str) -> str:
    with rooms.cast.acting():
        return str(Stage.objects.get(name=name).id)


def choose(rooms, browser, bids, **form):
    """Plan it as the form posts it; the answer followed to the preview."""
    return browser.post(rooms.at("candidates:bulk"), {"application": [str(b.id) for b in bids], **form}, follow=True)


def confirm(rooms, browser):
    with rooms.cast.acting():
        action = BulkAction.objects.latest("at")
    return browser.post(rooms.at("candidates:bulk_apply", action_id=action.id), follow=True)


def outcomes(rooms) -> list[str]:
    with rooms.cast.acting():
        return list(Application.objects.order_by("received_at").values_list("outcome", flat=True))


def test_the_list_offers_it_to_those_who_may(rooms, recruiter, manager, people):
    page = recruiter.get(rooms.at("candidates:list"))
    assert f'name="application" value="{people[0].id}"' in page.content.decode()
    assert "All 3 found" in words(page)
    seen = manager.get(rooms.at("candidates:list")).content.decode()
    assert 'name="application"' not in seen
    assert 'name="action"' not in seen


def test_ticked_people_are_moved_after_the_preview_was_seen(rooms, recruiter, people):
    asked = recruiter.get(rooms.at("candidates:bulk"), {"action": "move", "application": [people[0].id, people[1].id]})
    assert "2 applications chosen" in words(asked)
    preview = words(choose(rooms, recruiter, people[:2], action="move", stage=stage_id(rooms, "Onsite")))
    assert "New → Onsite" in preview
    assert "Nobody is told of a move" in preview
    assert "Cato Aerts" not in preview
    done = words(confirm(rooms, recruiter))
    assert "2 of 2 done." in done
    with rooms.cast.acting():
        assert sorted(Application.objects.values_list("stage__name", flat=True)) == ["New", "Onsite", "Onsite"]
    assert "2 of 2 done." in words(confirm(rooms, recruiter))


def test_rejecting_says_beforehand_who_is_told_by_whom_and_in_which_words(rooms, recruiter, people):
    with rooms.cast.acting():
        notice_settings.change(delay_rejections=True, delay_hours=48)
    noor = rooms.application(rooms.job(title="Baker"))
    preview = words(choose(rooms, recruiter, [people[0], noor], action="reject", send_email="on"))
    assert "Our e-mail to ilse@m.example" in preview
    assert "LinkedIn: nothing, as it stands" in preview
    assert "As Ilse Maes, the first of them, gets it" in preview
    assert "Hello Ilse," in preview
    assert "Told from" in preview
    assert "What they see" in preview
    assert set(outcomes(rooms)) == {"pending"}
    assert "2 of 2 done." in words(confirm(rooms, recruiter))
    with rooms.cast.acting():
        assert Message.objects.filter(kind="rejection", state="scheduled").count() == 2


def test_without_our_e_mail_nobody_tells_those_who_did_not_come_by_linkedin(rooms, recruiter, people):
    preview = words(choose(rooms, recruiter, people[:1], action="reject"))
    assert "Nobody tells them: write yourself." in preview
    assert "Hello Ilse" not in preview


def test_an_e_mail_starts_from_a_template_and_is_filled_in_for_each(rooms, recruiter, people):
    template = recruiter.get(rooms.at("candidates:bulk"), {"action": "message", "application": people[0].id})
    chosen = next(value for value, name in template.context["page"].form.fields["template"].choices if "conver" in name)
    filled = choose(rooms, recruiter, people, action="message", template=chosen, fill="yes")
    assert "A conversation about {job}" in filled.content.decode()
    preview = choose(rooms, recruiter, people, action="message", subject="{job}", body="Dear {first_name}")
    assert "Dear Ilse" in words(preview)
    assert "Send 3 e-mails" in words(preview)
    confirm(rooms, recruiter)
    with rooms.cast.acting():
        bodies = sorted(Message.objects.values_list("body", flat=True))
    assert bodies == ["Dear Bram", "Dear Cato", "Dear Ilse"]


def test_all_that_the_filter_finds_and_nothing_else(rooms, recruiter, people):
    rooms.application(rooms.job(title="Baker"))
    asked = {"all": "yes", "job": str(people[0].job_id), "action": "reject"}
    assert "All 3 applications found" in words(recruiter.get(rooms.at("candidates:bulk"), asked))
    recruiter.post(rooms.at("candidates:bulk"), asked)
    confirm(rooms, recruiter)
    assert sorted(outcomes(rooms)) == ["declined"] * 3 + ["pending"]


def test_all_of_a_list_of_people_is_each_ones_latest_application(rooms, recruiter, people):
    ilse = builders.noor(origin="careers", first_name="Ilse", last_name="Maes", email="ilse@m.example")
    rooms.application(rooms.job(title="Baker"), said=ilse)
    recruiter.post(rooms.at("candidates:bulk"), {"all": "yes", "order": "name", "action": "reject"})
    confirm(rooms, recruiter)
    assert outcomes(rooms) == ["pending", "declined", "declined", "declined"]


def test_more_than_can_be_taken_at_once_is_said(rooms, recruiter, people, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    asked = recruiter.post(rooms.at("candidates:bulk"), {"all": "yes", "action": "reject"}, follow=True)
    assert "at most 2 are taken at once" in words(asked)
    confirm(rooms, recruiter)
    assert sorted(outcomes(rooms)) == ["declined", "declined", "pending"]


def test_what_changed_meanwhile_is_skipped_and_said_with_the_rest_done(rooms, recruiter, people):
    choose(rooms, recruiter, people, action="reject")
    with rooms.cast.acting(rooms.cast.ines):
        decisions.withdraw(people[1].id)
    done = words(confirm(rooms, recruiter))
    assert "2 of 3 done. 1 was changed meanwhile and left as it is." in done
    assert "now: Withdrawn" in done
    assert outcomes(rooms) == ["declined", "withdrawn", "declined"]


def test_what_was_begun_and_left_is_offered_and_goes_on(rooms, recruiter, people):
    choose(rooms, recruiter, people, action="reject")
    with rooms.cast.acting():
        bulk.apply_next(BulkAction.objects.get().id)
    assert "1 of 3 done, then left." in words(recruiter.get(rooms.at("candidates:list")))
    assert "3 of 3 done." in words(confirm(rooms, recruiter))
    assert "then left" not in words(recruiter.get(rooms.at("candidates:list")))


def test_many_go_some_at_a_time(rooms, recruiter, people, monkeypatch):
    monkeypatch.setattr("isthmus.web.candidates.bulk.AT_ONCE", 2)
    choose(rooms, recruiter, people, action="reject")
    page = confirm(rooms, recruiter)
    assert "2 of 3 done." in words(page)
    assert "Go on" in words(page)
    assert "3 of 3 done." in words(confirm(rooms, recruiter))


def test_leaving_all_as_they_are_does_nothing_ever(rooms, recruiter, people):
    choose(rooms, recruiter, people, action="reject")
    with rooms.cast.acting():
        action = BulkAction.objects.get()
    stopped = recruiter.post(rooms.at("candidates:bulk_stop", action_id=action.id), follow=True)
    assert "3 were not reached." in words(stopped)
    confirm(rooms, recruiter)
    assert outcomes(rooms) == ["pending"] * 3


@pytest.mark.parametrize(
    "form",
    [
        {"action": "move"},
        {"action": "move", "stage": "nonsense"},
        {"action": "move", "stage": str(uuid4())},
        {"action": "message"},
        {"action": "message", "subject": "x", "body": "{password}"},
        {"action": "message", "subject": "x", "body": "y\x00"},
        {"action": "message", "subject": "x", "body": "y", "template": str(uuid4())},
        {"action": "message", "subject": "x", "body": "y", "at": "2001-01-01T10:00"},
        {"action": "message", "subject": "x", "body": "y", "at": "9999-12-31T23:59-15:00"},
        {"action": "reject", "reason": "x" * 301},
    ],
)
def test_what_cannot_be_meant_plans_nothing(rooms, recruiter, people, form):
    assert choose(rooms, recruiter, people, **form).status_code == 422
    with rooms.cast.acting():
        assert not BulkAction.objects.exists()


def test_nobody_at_all_is_said(rooms, recruiter):
    page = rooms.at("candidates:bulk")
    assert "Nobody is chosen" in words(recruiter.get(page))
    assert "Nobody is chosen" in words(recruiter.get(page, {"application": ["nonsense", "\x00", str(uuid4())]}))
    assert recruiter.post(page, {"action": "reject", "application": "'; drop table"}).status_code == 422


def test_another_companys_people_are_not_chosen(rooms, recruiter):
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        theirs = builders.a_received_application(said=builders.noor(first_name="Foreign"))
        action = bulk.plan([theirs.id], bulk.Wish("reject"))
    page = rooms.at("candidates:bulk")
    assert "Foreign" not in words(recruiter.get(page, {"application": str(theirs.id), "action": "reject"}))
    assert recruiter.post(page, {"application": str(theirs.id), "action": "reject"}).status_code == 422
    for name in ("candidates:bulk_apply", "candidates:bulk_stop"):
        assert recruiter.post(rooms.at(name, action_id=action.id)).status_code == 404
    assert recruiter.get(rooms.at("candidates:bulk_action", action_id=action.id)).status_code == 404


def test_a_hiring_manager_may_not(rooms, recruiter, manager, people):
    choose(rooms, recruiter, people, action="reject")
    with rooms.cast.acting():
        action = BulkAction.objects.get()
    assert manager.get(rooms.at("candidates:bulk")).status_code == 403
    assert manager.get(rooms.at("candidates:bulk_action", action_id=action.id)).status_code == 403
    assert manager.post(rooms.at("candidates:bulk_apply", action_id=action.id)).status_code == 403
    assert outcomes(rooms) == ["pending"] * 3


def test_a_script_in_a_name_stays_words(rooms, recruiter):
    bid = rooms.application(said=builders.noor(first_name="<script>alert(1)</script>", email="x@m.example"))
    preview = choose(rooms, recruiter, [bid], action="message", subject="x", body="Hello {first_name}")
    assert b"<script>alert" not in preview.content


def test_a_page_of_lines_nobody_made_is_the_first(rooms, recruiter, people):
    choose(rooms, recruiter, people, action="reject")
    with rooms.cast.acting():
        page = rooms.at("candidates:bulk_action", action_id=BulkAction.objects.get().id)
    for after in ("nonsense", "9" * 5000, "-1"):
        assert "Ilse Maes" in words(recruiter.get(page, {"after": after, "show": "x"}))

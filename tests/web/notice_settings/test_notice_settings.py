"""Settings → Notices: what is told and when, and the words e-mails are written from."""

import pytest

from isthmus.hiring import notice_settings, templates
from isthmus.hiring.models import MessageKind, MessageTemplate
from isthmus.hiring.templates import TemplateDraft
from tests.web.rooms import said, words

WISHES = {"tell_views": "on", "tell_downloads": "on", "delay": "3", "unit": "days"}


@pytest.fixture
def address(rooms) -> str:
    return rooms.at("notice_settings:settings")


def current(rooms):
    with rooms.cast.acting():
        return notice_settings.current()


def test_a_company_starts_with_everything_told_at_once_by_linkedin_alone(rooms, admin, address):
    form = admin.get(address).context["page"].form
    assert form.initial == {
        "tell_views": True,
        "tell_downloads": True,
        "delay_rejections": False,
        "email_rejections": False,
        "email_receipts": False,
        "delay": 3,
        "unit": "days",
    }


def test_wishes_are_kept_and_concern_later_decisions(rooms, admin, address):
    answer = admin.post(address, {**WISHES, "delay_rejections": "on", "email_rejections": "on", "unit": "hours"})
    assert said(answer) == ["Saved. What waits already keeps its time."]
    found = current(rooms)
    assert (found.delay_rejections, found.delay_hours, found.email_rejections) == (True, 3, True)


def test_keeping_views_to_oneself(rooms, admin, address):
    admin.post(address, {"delay": "3", "unit": "days"})
    assert (current(rooms).tell_views, current(rooms).tell_downloads) == (False, False)


@pytest.mark.parametrize(
    "wrong", [{"delay": "0"}, {"delay": "-1"}, {"delay": "x"}, {"delay": ""}, {"delay": "31"}, {"unit": "years"}]
)
def test_a_delay_that_cannot_be_is_refused_at_its_field(rooms, admin, address, wrong):
    answer = admin.post(address, {**WISHES, **wrong})
    assert answer.status_code == 422
    assert set(answer.context["page"].form.errors) == set(wrong)


def test_only_admins_choose(rooms, recruiter, address):
    assert recruiter.get(address).status_code == 403
    assert recruiter.post(address, WISHES).status_code == 403


def test_a_template_is_tried_on_somebody_who_applied(rooms, admin):
    application = rooms.application()
    with rooms.cast.acting():
        rejection = templates.of_event(MessageKind.REJECTION)
    page = rooms.at("notice_settings:template", template_id=rejection.id)
    assert "Your application for Senior Backend Engineer at Larkfield Robotics" in words(admin.get(page))
    typed = {"name": "Not selected", "language": "en", "subject": "For {name}", "body": "Dear {first_name}"}
    looked = admin.post(page, {**typed, "look": "yes", "try": str(application.id)})
    assert "For Noor Peeters" in words(looked)
    with rooms.cast.acting():
        assert MessageTemplate.objects.get(id=rejection.id).subject == rejection.subject


def test_words_are_kept(rooms, admin):
    typed = {
        "name": "Later",
        "language": "en",
        "subject": "About {job}",
        "body": "Hello {first_name},\r\n\r\nuntil later",
    }
    assert admin.post(rooms.at("notice_settings:new"), typed).status_code == 302
    with rooms.cast.acting():
        template = MessageTemplate.objects.get(name="Later")
    assert (template.language, template.body) == ("en", "Hello {first_name},\n\nuntil later")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject": "{salary}"}, "subject"),
        ({"body": "{salary}"}, "body"),
        ({"body": "a { b"}, "body"),
        ({"name": "Not selected"}, "name"),
        ({"language": "klingon"}, "language"),
        ({"subject": ""}, "subject"),
    ],
)
def test_words_that_cannot_be_used_are_refused_at_their_field(rooms, admin, typed, field):
    usual = {"name": "Later", "language": "en", "subject": "s", "body": "b"}
    answer = admin.post(rooms.at("notice_settings:new"), {**usual, **typed})
    assert answer.status_code == 422
    assert list(answer.context["page"].form.errors) == [field]


def test_the_usual_words_come_back_and_one_s_own_go(rooms, admin):
    with rooms.cast.acting():
        rejection = templates.of_event(MessageKind.REJECTION)
        templates.change(rejection.id, TemplateDraft("Not selected", "No", "No"))
        own = templates.create(TemplateDraft("Later", "s", "b"))
    admin.post(rooms.at("notice_settings:restore", template_id=rejection.id))
    admin.post(rooms.at("notice_settings:retire", template_id=own.id))
    refusal = said(admin.post(rooms.at("notice_settings:retire", template_id=rejection.id)))[-1]
    assert refusal.startswith("Isthmus needs this template.")
    with rooms.cast.acting():
        assert templates.of_event(MessageKind.REJECTION).body == templates.REJECTION
        assert "Later" not in [template.name for template in templates.in_use()]
    assert admin.get(rooms.at("notice_settings:template", template_id=own.id)).status_code == 404

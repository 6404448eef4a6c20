"""E-mails on a candidate's page: written from templates, sent or scheduled, refused without loss, shown as sent."""

from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.hiring import messages, templates
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Message
from tests.web.rooms import words


@pytest.fixture
def application(rooms):
    return rooms.application()


@pytest.fixture
def here(rooms, application) -> str:
    return rooms.at("candidates:application", application_id=application.id)


def write(rooms, browser, application, **changes):
    sent = {"subject": "Thursday?", "body": "Would 10 do?", "application": str(application.id), **changes}
    return browser.post(rooms.at("candidates:write", candidate_id=application.candidate_id), sent)


def test_a_template_is_filled_in_for_the_person(rooms, recruiter, application):
    with rooms.cast.acting():
        chosen = next(one for one in templates.in_use() if one.name == "A conversation")
    address = rooms.at("candidates:letter", candidate_id=application.candidate_id)
    part = recruiter.get(address, {"template": str(chosen.id), "application": str(application.id)}).content.decode()
    assert "A conversation about Senior Backend Engineer" in part and "Hello Noor" in part
    assert recruiter.get(address, {"template": str(application.id)}).status_code == 404
    assert recruiter.get(address, {"template": "nonsense"}).status_code == 404
    assert recruiter.get(address).status_code == 200


def test_an_e_mail_is_sent_within_moments_and_stands_on_the_page(rooms, recruiter, application, here):
    assert write(rooms, recruiter, application).url == here
    with rooms.cast.acting():
        message = Message.objects.get()
    assert (message.state, message.to_address, message.by_user_id) == (
        "scheduled",
        "noor.peeters@tessel.example",
        rooms.cast.tomas.id,
    )
    assert "Thursday?" in words(recruiter.get(here))


def test_an_e_mail_is_scheduled(rooms, recruiter, application):
    at = now() + timedelta(days=2)
    write(rooms, recruiter, application, at=f"{at:%Y-%m-%dT%H:%M}")
    with rooms.cast.acting():
        assert abs(Message.objects.get().due_at - at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"subject": ""}, "required"),
        ({"body": " "}, "required"),
        ({"body": "Hello {nobody}"}, "nobody"),
        ({"subject": "x" * 201}, "at most 200"),
        ({"at": "2020-01-01T10:00"}, "This moment is past"),
        ({"at": "tomorrow"}, "valid date"),
        ({"at": "9999-12-31T23:59"}, "within the next two years"),
        ({"at": "0001-01-01T00:00+23:00"}, "This moment is past"),
        ({"template": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_refused_e_mail_stays_open_with_its_words(rooms, recruiter, application, changes, told):
    response = write(rooms, recruiter, application, **{"body": "Would 10 do?", **changes})
    page = response.content.decode()
    assert response.status_code == 422 and told in page and "data-open" in page
    with rooms.cast.acting():
        assert not Message.objects.exists()


def test_hostile_words_stay_words(rooms, recruiter, application, here):
    write(
        rooms, recruiter, application, subject="<script>alert(1)</script>", body="</textarea><script>alert(2)</script>"
    )
    assert b"<script>alert" not in recruiter.get(here).content


def test_a_hiring_manager_reads_them_and_writes_none(rooms, manager, application, here):
    with rooms.cast.acting():
        messages.send(application.candidate_id, Letter("Thursday?", "Would 10 do?"), application_id=application.id)
    page = manager.get(here)
    assert "Thursday?" in words(page) and b'commandfor="letter"' not in page.content
    assert write(rooms, manager, application).status_code == 403


def test_another_companys_candidate_gets_no_letter(rooms, signed_in, application):
    dele = signed_in(rooms.cast.dele)
    for path in ("write", "letter"):
        address = f"/c/orrin-foods/candidates/{application.candidate_id}/{path}/"
        assert dele.get(address).status_code in (404, 405)
        assert dele.post(address, {"subject": "x", "body": "y"}).status_code in (404, 405)

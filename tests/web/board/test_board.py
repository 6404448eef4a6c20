"""The pipeline board."""

import json

from isthmus.hiring import board, decisions, pipeline, team
from isthmus.hiring.models import Application, ApplicationView
from tests import builders
from tests.web.rooms import words


def told(response):
    return json.loads(response.headers["HX-Trigger"])


def test_a_jobs_board_shows_its_people_in_their_columns(rooms, recruiter):
    application = rooms.application()
    text = words(recruiter.get(rooms.at("board:job", job_id=application.job_id)))
    assert "New 1 Noor Peeters" in text
    assert "Not selected 0" in text
    assert "0 days" in text


def test_looking_at_a_board_opens_nobody(rooms, recruiter):
    application = rooms.application()
    recruiter.get(rooms.at("board:job", job_id=application.job_id))
    recruiter.get(rooms.at("candidates:mark", candidate_id=application.candidate_id))
    with rooms.cast.acting():
        assert not ApplicationView.objects.exists()


def test_my_board_is_that_of_my_teams_and_teaches_how_to_get_one(rooms, recruiter):
    application = rooms.application()
    assert "No open job of yours" in words(recruiter.get(rooms.at("board:mine")))
    with rooms.cast.acting():
        team.set_team(application.job_id, [team.Part(rooms.cast.tomas.id)])
    text = words(recruiter.get(rooms.at("board:mine")))
    assert "Noor Peeters" in text
    assert "Senior Backend Engineer" in text


def test_a_card_is_moved_and_the_script_is_told(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        stage = pipeline.ensure_stages()[1]
    response = recruiter.post(rooms.at("board:move", application_id=application.id), {"to": str(stage.id)})
    assert told(response)["board:moved"]["id"] == str(application.id)
    with rooms.cast.acting():
        assert Application.objects.get().stage_id == stage.id


def test_a_refused_move_says_why_and_changes_nothing(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        decisions.withdraw(application.id)
        stage = pipeline.ensure_stages()[1]
    response = recruiter.post(rooms.at("board:move", application_id=application.id), {"to": str(stage.id)})
    assert "withdrawn" in told(response)["board:refused"]["words"]
    assert (
        "reason"
        in told(recruiter.post(rooms.at("board:move", application_id=application.id), {"to": "declined"}))[
            "board:refused"
        ]["words"]
    )
    with rooms.cast.acting():
        assert Application.objects.get().stage_id == application.stage_id


def test_dropping_on_not_selected_says_first_what_the_person_will_be_told(rooms, recruiter):
    application = rooms.application()
    address = rooms.at("board:reject", application_id=application.id)
    dialog = recruiter.get(address).content.decode()
    assert "Reject this application?" in dialog
    assert "Told within moments" in dialog
    assert "Send our e-mail too" in dialog
    with rooms.cast.acting():
        assert Application.objects.get().outcome == "pending"
    assert "board:moved" in told(recruiter.post(address, {"reason": "x" * 5000}))
    assert "board:moved" in told(recruiter.post(address))
    with rooms.cast.acting():
        assert Application.objects.get().outcome == "declined"


def test_columns_nobody_made_are_not_there(rooms, recruiter):
    application = rooms.application()
    here = rooms.at("board:more_of_job", job_id=application.job_id)
    for column, after in (("nowhere", ""), ("\x00", ""), ("hired", "forged"), ("", "x")):
        assert recruiter.get(here, {"column": column, "after": after}).status_code == 404
    moving = rooms.at("board:move", application_id=application.id)
    assert recruiter.post(moving, {"to": "nowhere"}).status_code == 404


def test_more_cards_come_behind_the_last(rooms, recruiter, monkeypatch):
    monkeypatch.setattr(board, "PER_COLUMN", 1)
    job = rooms.job()
    for name in ("Noor", "Ilse"):
        rooms.application(job, said=builders.noor(first_name=name, email=f"{name}@m.example".lower()))
    page = recruiter.get(rooms.at("board:job", job_id=job.id)).content.decode()
    address = page.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert recruiter.get(address).content.count(b"data-card") == 1


def test_a_hiring_manager_sees_and_does_not_move(rooms, manager):
    application = rooms.application()
    page = manager.get(rooms.at("board:job", job_id=application.job_id)).content
    assert b"Noor Peeters" in page
    assert b"data-grip" not in page
    assert manager.post(rooms.at("board:move", application_id=application.id), {"to": "hired"}).status_code == 403

"""Home: first steps, health, what needs a person, what happened."""

from isthmus.base.failures import Failure, Kind
from isthmus.sync import freshness, issues
from tests.web.rooms import words


def test_an_empty_company_is_taught_its_first_steps(rooms, admin):
    text = words(admin.get(rooms.at("home:home")))
    assert "First steps" in text
    assert "Connect LinkedIn" in text
    assert "Nothing yet." in text


def test_a_recruiter_is_not_sent_to_settings_they_may_not_open(rooms, recruiter):
    page = recruiter.get(rooms.at("home:home")).content.decode()
    assert rooms.at("jobs:new") in page
    assert rooms.at("linkedin:settings") not in page


def test_what_happened_leads_to_the_person(rooms, recruiter):
    application = rooms.application()
    page = recruiter.get(rooms.at("home:home")).content.decode()
    assert "Noor Peeters applied for" in page
    assert rooms.at("candidates:application", application_id=application.id) in page


def test_every_stream_shows_how_fresh_it_is_and_whose_move(rooms, recruiter):
    connection = rooms.connect()
    with rooms.cast.acting():
        freshness.failed(connection.id, "postings", Failure(Kind.MISCONFIGURED, "LinkedIn refused the secret."))
    text = words(recruiter.get(rooms.at("home:home")))
    assert "Needs an admin" in text
    assert "LinkedIn refused the secret." in text


def test_the_strip_of_streams_can_be_asked_for_alone(rooms, recruiter):
    rooms.connect()
    response = recruiter.get(rooms.at("home:health"))
    assert response.status_code == 200
    assert b"<html" not in response.content


def test_an_issue_says_whose_move_it_is_and_what_to_do(rooms, recruiter):
    with rooms.cast.acting():
        issues.raise_issue(issues.Cause("f", "Write it as City, Country."), Failure(Kind.REJECTED, "Unknown place"))
    text = words(recruiter.get(rooms.at("home:home")))
    assert "Unknown place" in text
    assert "Write it as City, Country." in text
    assert "Whose move: the record's owner" in text


def test_an_issue_of_a_posting_leads_to_its_job(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        cause = issues.Cause("f", "Correct it.", entity="postings", entity_id=job.id)
        issues.raise_issue(cause, Failure(Kind.REJECTED, "Unknown place"))
    page = recruiter.get(rooms.at("home:home")).content.decode()
    assert f'<a href="{rooms.at("jobs:job", job_id=job.id)}">Unknown place</a>' in page


def test_a_hiring_manager_sees_no_activity(rooms, manager):
    page = manager.get(rooms.at("home:home")).content.decode()
    assert rooms.at("activity:overview") not in page


def test_the_eeo_officer_is_sent_to_the_counts(rooms, eeo_officer):
    assert eeo_officer.get(rooms.at("home:home"))["location"] == rooms.at("eeo:report")

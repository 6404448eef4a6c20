"""Home: first steps, health, what needs a person, what happened."""

from isthmus.base.failures import Failure, Kind
from isthmus.hiring import team
from isthmus.hiring.models import TeamRole
from isthmus.people.models import Candidate
from isthmus.sync import freshness, issues
from tests import builders
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
    assert "<bdi>Noor Peeters</bdi> applied for" in page
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


def test_an_issue_of_a_posting_names_its_job_and_leads_to_its_page(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        cause = issues.Cause("f", "Correct it.", entity="posting", entity_id=job.id)
        issue = issues.raise_issue(cause, Failure(Kind.REJECTED, "Unknown place"))
    page = recruiter.get(rooms.at("home:home")).content.decode()
    address = rooms.at("activity:line", kind="issues", row_id=issue.id)
    assert f'<a href="{address}">Senior Backend Engineer: Unknown place</a>' in page


def test_a_burst_of_one_kind_is_one_line_with_its_pieces(rooms, recruiter):
    job = rooms.job()
    for number in range(4):
        said = builders.noor(email=f"n{number}@x.example", linkedin_person=f"urn:li:person:{number}", phone="")
        rooms.application(job, said=said)
    text = words(recruiter.get(rooms.at("home:home")))
    assert "4 people applied for Senior Backend Engineer" in text
    assert "Noor Peeters applied for" in text


def test_ones_own_is_what_one_did_and_the_jobs_one_hires_for(rooms, recruiter):
    job = rooms.job(title="Welder", code="W-1")
    rooms.application(job)
    assert "Nothing of yours yet" in words(recruiter.get(rooms.at("home:home"), {"feed": "mine"}))
    with rooms.cast.acting():
        team.set_team(job.id, [team.Part(rooms.cast.tomas.id, TeamRole.RECRUITER)])
    assert "applied for Welder" in words(recruiter.get(rooms.at("home:home"), {"feed": "mine"}))


def test_a_hiring_manager_sees_no_activity(rooms, manager):
    page = manager.get(rooms.at("home:home")).content.decode()
    assert rooms.at("activity:overview") not in page


def test_the_eeo_officer_is_sent_to_the_counts(rooms, eeo_officer):
    assert eeo_officer.get(rooms.at("home:home"))["location"] == rooms.at("eeo:report")


def test_a_stored_name_with_marks_of_direction_turns_none_of_our_words_round(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        Candidate.objects.filter(id=application.candidate_id).update(
            first_name="\u202e<b>Eve</b>", last_name="\u2067evil"
        )
    home = recruiter.get(rooms.at("home:home")).content.decode()
    assert "<bdi>&lt;b&gt;Eve&lt;/b&gt; evil</bdi> applied for" in home
    for address in (
        rooms.at("home:home"),
        rooms.at("candidates:list"),
        rooms.at("board:job", job_id=application.job_id),
        rooms.at("candidates:candidate", candidate_id=application.candidate_id),
    ):
        page = recruiter.get(address).content.decode()
        assert "&lt;b&gt;Eve&lt;/b&gt; evil" in page, address
        assert "\u202e" not in page, address
        assert "\u2067" not in page, address


def test_a_name_written_right_to_left_stays_as_it_is_and_is_set_apart(rooms, recruiter):
    rooms.application(said=builders.noor(first_name="יעל", last_name="כהן"))
    assert "<bdi>יעל כהן</bdi> applied for" in recruiter.get(rooms.at("home:home")).content.decode()

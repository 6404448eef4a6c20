"""The posting's card: what LinkedIn refused, until when it lists the job, and how each location fared."""

from datetime import timedelta

from isthmus.base.clock import millis, now
from isthmus.bridge.postings import RESOURCE
from isthmus.sync import mirror
from isthmus.sync.models import Mirror
from tests.web.rooms import words

LISTED = {"listing_status": "LISTED", "apply_status": "ENABLED", "url": "https://www.linkedin.com/jobs/view/4100000001"}


def stands(rooms, **columns) -> str:
    """The card of a published job whose mirror row stands like this; its address."""
    connection, job = rooms.connect(), rooms.published_job()
    with rooms.cast.acting():
        mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
        Mirror.objects.filter(entity_id=job.id).update(**columns)
    return rooms.at("jobs:job", job_id=job.id)


def refused(rooms) -> str:
    return stands(
        rooms,
        state="failed",
        failure_kind="rejected",
        failure_code="location",
        failure_message="LinkedIn does not recognise the location.",
        failure_detail="could not be standardised <b>here</b>",
    )


def test_a_refusal_shows_its_words_its_code_and_what_linkedin_said(rooms, recruiter):
    page = recruiter.get(refused(rooms))
    text = words(page)
    assert "LinkedIn does not recognise the location." in text
    assert "Whose move: the record's owner · location" in text
    assert "What LinkedIn said could not be standardised <b>here</b>" in text
    assert b"<b>here</b>" not in page.content


def test_activity_shows_code_and_detail_too(rooms, admin):
    refused(rooms)
    text = words(admin.get(rooms.at("activity:overview"), {"show": "postings"}))
    assert "location · LinkedIn said: could not be standardised" in text


def test_the_end_is_shown_and_what_happens_before_it(rooms, recruiter):
    ends = now() + timedelta(days=90)
    facts = {**LISTED, "expires_at": millis(ends)}
    text = words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))
    assert f"Ends there {ends:%-d %b %Y} ; renewed 7 days before while the job is open" in text


def test_a_renewed_posting_says_why(rooms, recruiter):
    ends = now() + timedelta(days=30)
    facts = {**LISTED, "expires_at": millis(ends), "renewed_at": millis(now())}
    text = words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))
    assert f"Renewed until {ends:%-d %b %Y} , because the job is still open" in text


def test_an_impossible_end_is_left_out(rooms, recruiter):
    facts = {**LISTED, "expires_at": 10**30}
    assert "Ends there" not in words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))


def test_each_location_of_a_job_of_several_is_told_apart(rooms, recruiter):
    places = [
        {"location": "Ghent, Belgium", "state": "SUCCEEDED", "job_posting": "", "message": ""},
        {"location": "Atlantis", "state": "FAILED", "job_posting": "", "message": "Not recognised."},
    ]
    facts = {**LISTED, "locations": places}
    text = words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))
    assert "Ghent, Belgium Posted Atlantis Not posted Not recognised." in text


def test_a_job_under_evaluation_is_no_error(rooms, recruiter):
    facts = {"evaluated_only": True, "listing_status": "NOT_LISTED"}
    text = words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))
    assert "Evaluated by LinkedIn" in text
    assert "Until LinkedIn switches over, members see the job from there" in text
    assert "Whose move" not in text


def test_what_migration_misses_is_said_beside_the_evaluation(rooms, recruiter):
    detail = {"code": None, "type": None, "message": "MIGRATION_MISSING_SCRAPED_JOB"}
    facts = {"evaluated_only": True, "listing_status": "NOT_LISTED", "listing_detail": detail}
    text = words(recruiter.get(stands(rooms, state="accepted", exists_there=True, facts=facts)))
    assert "LinkedIn finds no counterpart of this job in your feed or career site." in text
    assert "Whose move: an admin · missing_in_feed" in text

"""The list of jobs."""

from django.core.cache import caches
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from isthmus.bridge.postings import RESOURCE
from isthmus.hiring import team
from isthmus.sync import mirror
from isthmus.sync.models import Mirror
from tests.web.rooms import words


def test_an_empty_list_teaches_the_next_step(rooms, recruiter):
    assert "No jobs yet" in words(recruiter.get(rooms.at("jobs:list")))


def test_a_job_shows_its_status_and_applicants(rooms, recruiter):
    rooms.application(rooms.job(title="Welder", code="LR-9"))
    text = words(recruiter.get(rooms.at("jobs:list")))
    assert "Welder LR-9" in text
    assert "Open" in text
    assert "1 in progress" in text


def test_a_published_job_shows_how_its_posting_stands(rooms, recruiter):
    rooms.published_job()
    assert "To be sent" in words(recruiter.get(rooms.at("jobs:list")))


def test_jobs_are_found_by_title_and_filtered_by_status(rooms, recruiter):
    rooms.job(title="Welder")
    rooms.job(title="Baker", is_open=False)
    assert "Baker" not in words(recruiter.get(rooms.at("jobs:list"), {"search": "weld"}))
    assert "Welder" not in words(recruiter.get(rooms.at("jobs:list"), {"status": "draft"}))


def test_a_search_without_a_match_says_so(rooms, recruiter):
    rooms.job()
    assert "No job matches" in words(recruiter.get(rooms.at("jobs:list"), {"search": "astronaut"}))


def test_a_page_address_nobody_made_is_not_there(rooms, recruiter):
    assert recruiter.get(rooms.at("jobs:list"), {"after": "forged"}).status_code == 404


def test_an_unknown_status_shows_all(rooms, recruiter):
    rooms.job(title="Welder")
    assert "Welder" in words(recruiter.get(rooms.at("jobs:list"), {"status": "nonsense"}))


def test_a_hiring_manager_sees_jobs_and_cannot_write_one(rooms, manager):
    page = manager.get(rooms.at("jobs:list"))
    assert page.status_code == 200
    assert rooms.at("jobs:new").encode() not in page.content


def test_the_eeo_officer_sees_no_jobs(rooms, eeo_officer):
    assert eeo_officer.get(rooms.at("jobs:list")).status_code == 403


def test_a_script_in_a_title_stays_words(rooms, recruiter):
    rooms.job(title="<script>alert(1)</script>")
    assert b"<script>alert" not in recruiter.get(rooms.at("jobs:list")).content


def test_jobs_are_counted_and_found_by_how_their_postings_stand(rooms, recruiter):
    rooms.published_job(title="Welder")
    rooms.job(title="Baker")
    text = words(recruiter.get(rooms.at("jobs:list")))
    assert "1 On its way" in text
    assert "1 Not published" in text
    alone = words(recruiter.get(rooms.at("jobs:list"), {"posting": "sending"}))
    assert "Welder" in alone
    assert "Baker" not in alone


def test_counts_follow_the_search_and_stay_with_it(rooms, recruiter):
    rooms.published_job(title="Welder")
    rooms.published_job(title="Baker")
    page = recruiter.get(rooms.at("jobs:list"), {"search": "weld"})
    assert "1 On its way" in words(page)
    assert b"?search=weld&amp;posting=sending" in page.content


def test_an_unknown_standing_shows_all(rooms, recruiter):
    rooms.job(title="Welder")
    assert "Welder" in words(recruiter.get(rooms.at("jobs:list"), {"posting": "'; DROP TABLE", "mine": "<b>"}))


def test_my_jobs_are_those_i_hire_for(rooms, recruiter):
    mine = rooms.job(title="Welder")
    rooms.job(title="Baker")
    assert b'name="mine"' not in recruiter.get(rooms.at("jobs:list")).content
    with rooms.cast.acting():
        team.set_team(mine.id, [team.Part(rooms.cast.tomas.id)])
    text = words(recruiter.get(rooms.at("jobs:list"), {"mine": "yes"}))
    assert "Welder" in text
    assert "Baker" not in text


def test_a_refusal_shows_whose_move_it_is_what_to_do_and_a_live_one_its_address(rooms, recruiter):
    connection = rooms.connect()
    refused, live = rooms.published_job(title="Welder"), rooms.published_job(title="Baker")
    listed = {
        "listing_status": "LISTED",
        "apply_status": "ENABLED",
        "url": "https://www.linkedin.com/jobs/view/4100000001",
    }
    with rooms.cast.acting():
        for job in (refused, live):
            mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
        row = Mirror.objects.filter(entity_id=refused.id)
        row.update(state="failed", failure_kind="rejected", failure_message="LinkedIn does not recognise the location.")
        Mirror.objects.filter(entity_id=live.id).update(state="accepted", exists_there=True, facts=listed)
    page = recruiter.get(rooms.at("jobs:list"))
    text = words(page)
    assert "LinkedIn does not recognise the location. Correct the job; it is sent again when it is saved." in text
    assert "Whose move: the record's owner." in text
    assert b'href="https://www.linkedin.com/jobs/view/4100000001"' in page.content


def test_a_page_of_many_jobs_asks_the_database_a_fixed_number_of_times(rooms, recruiter, django_assert_num_queries):
    rooms.connect()
    for number in range(3):
        rooms.published_job(title=f"Welder {number}")
    caches["process"].clear()
    with CaptureQueriesContext(database) as few:
        recruiter.get(rooms.at("jobs:list"))
    for number in range(12):
        rooms.published_job(title=f"Baker {number}")
    caches["process"].clear()
    with django_assert_num_queries(len(few)):
        recruiter.get(rooms.at("jobs:list"))

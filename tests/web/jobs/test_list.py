"""The list of jobs."""

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

"""One job's page: what is missing, what LinkedIn would refuse, publishing, closing."""

from isthmus.hiring.models import Job, Posting
from tests.web.rooms import said, words


def posting_of(rooms, job) -> Posting | None:
    with rooms.cast.acting():
        return Posting.objects.filter(job_id=job.id).first()


def test_a_draft_says_what_is_missing_and_the_fix(rooms, recruiter):
    job = rooms.job(is_open=False, locations=[])
    text = words(recruiter.get(rooms.at("jobs:job", job_id=job.id)))
    assert "Before it can open" in text
    assert "The job has no location. Add one, or mark the job as remote." in text


def test_without_a_connection_nothing_can_be_published(rooms, recruiter):
    job = rooms.job()
    response = recruiter.get(rooms.at("jobs:job", job_id=job.id))
    assert "LinkedIn is not connected" in words(response)
    assert b'commandfor="publish"' not in response.content


def test_what_linkedin_would_refuse_is_said_before_publishing(rooms, recruiter):
    rooms.connect()
    job = rooms.job(description="<p>Too short.</p>")
    assert "100 characters" in words(recruiter.get(rooms.at("jobs:job", job_id=job.id)))
    response = recruiter.post(rooms.at("jobs:publish", job_id=job.id))
    assert posting_of(rooms, job) is None
    assert "100 characters" in said(response)[0]


def test_the_box_starts_as_the_connection_says(rooms, recruiter, admin):
    rooms.connect()
    page = rooms.at("jobs:job", job_id=rooms.job().id)
    assert b'name="linkedin_apply" checked' in recruiter.get(page).content
    admin.post(rooms.at("linkedin:default"), {"on": "no"})
    assert b'name="linkedin_apply" checked' not in recruiter.get(page).content


def test_without_apply_connect_the_box_cannot_be_ticked(rooms, recruiter):
    rooms.connect(apply_connect=False)
    page = recruiter.get(rooms.at("jobs:job", job_id=rooms.job().id)).content
    assert b'name="linkedin_apply" disabled' in page


def test_publishing_follows_the_box(rooms, recruiter):
    rooms.connect()
    ticked = rooms.job()
    recruiter.post(rooms.at("jobs:publish", job_id=ticked.id), {"linkedin_apply": "on"})
    unticked = rooms.job(title="Welder")
    recruiter.post(rooms.at("jobs:publish", job_id=unticked.id))
    assert posting_of(rooms, ticked).linkedin_apply
    assert not posting_of(rooms, unticked).linkedin_apply


def test_publishing_opens_a_draft(rooms, recruiter):
    rooms.connect()
    job = rooms.job(is_open=False)
    recruiter.post(rooms.at("jobs:publish", job_id=job.id))
    with rooms.cast.acting():
        assert Job.objects.get(id=job.id).status == "open"


def test_the_posting_can_be_asked_for_alone_while_it_moves(rooms, recruiter):
    rooms.connect()
    job = rooms.published_job()
    panel = recruiter.get(rooms.at("jobs:posting", job_id=job.id))
    assert b"To be sent" in panel.content
    assert b'hx-trigger="every 3s"' in panel.content
    assert b"<html" not in panel.content


def test_a_posting_can_be_taken_down(rooms, recruiter):
    rooms.connect()
    job = rooms.published_job()
    recruiter.post(rooms.at("jobs:unpublish", job_id=job.id))
    assert posting_of(rooms, job).status == "unpublished"


def test_closing_the_job_closes_its_posting(rooms, recruiter):
    rooms.connect()
    job = rooms.published_job()
    recruiter.post(rooms.at("jobs:close", job_id=job.id))
    assert posting_of(rooms, job).status == "closed"
    assert "The job is closed" in words(recruiter.get(rooms.at("jobs:job", job_id=job.id)))


def test_a_closed_job_can_be_opened_again(rooms, recruiter):
    job = rooms.job()
    recruiter.post(rooms.at("jobs:close", job_id=job.id))
    recruiter.post(rooms.at("jobs:open", job_id=job.id))
    with rooms.cast.acting():
        assert Job.objects.get(id=job.id).status == "open"


def test_an_incomplete_draft_does_not_open_and_says_why(rooms, recruiter):
    job = rooms.job(is_open=False, description="")
    response = recruiter.post(rooms.at("jobs:open", job_id=job.id))
    assert "no description" in said(response)[0]


def test_buttons_are_not_links(rooms, recruiter):
    job = rooms.job()
    for name in ("publish", "unpublish", "open", "close"):
        assert recruiter.get(rooms.at(f"jobs:{name}", job_id=job.id)).status_code == 405


def test_a_hiring_manager_sees_the_job_without_buttons(rooms, manager):
    rooms.connect()
    job = rooms.published_job()
    page = manager.get(rooms.at("jobs:job", job_id=job.id)).content
    assert b"commandfor" not in page
    assert rooms.at("jobs:edit", job_id=job.id).encode() not in page


def test_a_hiring_manager_cannot_publish(rooms, manager):
    job = rooms.job()
    assert manager.post(rooms.at("jobs:publish", job_id=job.id)).status_code == 403


def test_the_public_page_is_named(rooms, recruiter):
    job = rooms.job()
    page = recruiter.get(rooms.at("jobs:job", job_id=job.id)).content.decode()
    assert f"/jobs/larkfield-robotics/{job.id}" in page

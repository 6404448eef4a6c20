"""The page about a posting: what LinkedIn holds, what would change, what happened; and the dialog before it goes."""

from isthmus.bridge.models import PostingNews
from isthmus.bridge.postings import RESOURCE, held, plan, translate
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job
from isthmus.sync import mirror, rows
from isthmus.sync.models import Mirror
from isthmus.sync.standing import digest
from tests.web.rooms import said, words


def live(rooms, **changes) -> Job:
    """A published job that LinkedIn holds exactly as it is."""
    connection, job = rooms.connect(), rooms.published_job(**changes)
    with rooms.cast.acting():
        mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
        row = Mirror.objects.get(entity_id=job.id)
        body = translate.body_of(plan.advert_of(job), plan.KEPT_IN)
        row.sealed_accepted = rows._sealed(row, body)
        row.accepted_digest, row.exists_there, row.state = digest(body), True, "accepted"
        row.facts = {
            "listing_status": "LISTED",
            "apply_status": "ENABLED",
            "url": "https://www.linkedin.com/jobs/view/41",
        }
        row.save()
    return job


def test_the_exact_body_is_shown_with_its_secret_masked(rooms, recruiter):
    job = live(rooms)
    page = recruiter.get(rooms.at("jobs:linkedin", job_id=job.id))
    text = words(page)
    assert '"title": "Senior Backend Engineer"' in text
    assert f"/webhooks/linkedin/apply/{held.MASK}" in text
    with rooms.cast.acting():
        secret = plan.advert_of(job).webhook_url.rpartition("/")[2]
    assert secret.encode() not in page.content
    assert "tomas@larkfield.example" in text


def test_who_may_not_edit_jobs_reads_no_addresses(rooms, manager):
    text = words(manager.get(rooms.at("jobs:linkedin", job_id=live(rooms).id)))
    assert "tomas@larkfield.example" not in text.partition("What LinkedIn holds")[2].partition("What happened")[0]
    assert f"t{held.MASK}@larkfield.example" in text


def test_without_a_change_nothing_would_be_sent(rooms, recruiter):
    job = live(rooms)
    assert "LinkedIn has the job as it is here" in words(recruiter.get(rooms.at("jobs:linkedin", job_id=job.id)))
    with rooms.cast.acting():
        jobs.update_job(job.id, jobs.draft_of(job, department="Night shift"))
    assert "Nothing would be sent." in words(recruiter.get(rooms.at("jobs:linkedin", job_id=job.id)))


def test_a_change_stands_beside_what_linkedin_has(rooms, recruiter):
    job = live(rooms)
    with rooms.cast.acting():
        jobs.update_job(job.id, jobs.draft_of(job, title="Welder", locations=["Ghent, Belgium", "Bruges, Belgium"]))
    text = words(recruiter.get(rooms.at("jobs:linkedin", job_id=job.id)))
    assert "Title Senior Backend Engineer Welder" in text
    assert "More locations – Bruges, Belgium" in text


def test_what_happened_is_told_newest_first_with_who_did_it(rooms, recruiter):
    job = live(rooms)
    with rooms.cast.acting():
        PostingNews.objects.create(job_id=job.id, kind="sent_create")
        PostingNews.objects.create(job_id=job.id, kind="refused", why="LinkedIn did not accept the job's title.")
        postings.unpublish(job.id)
    told = words(recruiter.get(rooms.at("jobs:linkedin", job_id=job.id))).partition("What happened")[2]
    places = [
        told.index(part) for part in ("Taken off LinkedIn", "LinkedIn refused it", "Sent to LinkedIn", "Published")
    ]
    assert places == sorted(places)
    assert "by Tomas Brandt" in told
    assert "LinkedIn did not accept the job's title." in told


def test_a_refused_posting_can_be_sent_again_by_those_who_may(rooms, recruiter, manager):
    job = live(rooms)
    with rooms.cast.acting():
        Mirror.objects.filter(entity_id=job.id).update(state="failed", failure_kind="rejected", failure_message="No.")
    assert "Send it again" in words(recruiter.get(rooms.at("jobs:linkedin", job_id=job.id)))
    assert "Send it again" not in words(manager.get(rooms.at("jobs:linkedin", job_id=job.id)))
    assert manager.post(rooms.at("jobs:send_again", job_id=job.id)).status_code == 403
    recruiter.post(rooms.at("jobs:send_again", job_id=job.id))
    with rooms.cast.acting():
        row = Mirror.objects.get(entity_id=job.id)
    assert (row.state, row.force) == ("marked", True)


def test_a_job_never_published_holds_nothing(rooms, recruiter):
    text = words(recruiter.get(rooms.at("jobs:linkedin", job_id=rooms.job().id)))
    assert "The job is not published" in text
    assert "LinkedIn holds nothing of this job." in text


def test_the_dialog_shows_what_is_sent_and_where_to_mend(rooms, recruiter):
    rooms.connect()
    text = words(recruiter.get(rooms.at("jobs:job", job_id=rooms.job().id)))
    assert "What LinkedIn is sent Field It would get Title Senior Backend Engineer" in text
    assert "Premium Needs a posting contract. None is connected." in text
    wrong = rooms.job(title="Baker", description="<p>Bake.</p>")
    page = recruiter.get(rooms.at("jobs:job", job_id=wrong.id)).content.decode()
    assert f"{rooms.at('jobs:edit', job_id=wrong.id)}#id_description" in page


def test_premium_is_refused_while_no_contract_is_connected(rooms, recruiter):
    rooms.connect()
    job = rooms.job()
    response = recruiter.post(rooms.at("jobs:publish", job_id=job.id), {"listing_type": "premium"})
    assert "posting contract" in said(response)[0]
    with rooms.cast.acting():
        assert postings.of_job(job.id) is None


def test_the_first_job_asks_about_the_others_before_it_goes(rooms, recruiter):
    rooms.connect()
    first, _ = rooms.job(title="Welder"), rooms.job(title="Baker")
    response = recruiter.post(rooms.at("jobs:publish", job_id=first.id), {"linkedin_apply": "on"})
    assert response.url == f"{rooms.at('linkedin:first_publish')}?job={first.id}&apply=yes"
    with rooms.cast.acting():
        assert postings.of_job(first.id) is None


def test_links_in_a_description_are_said_to_be_lost_and_stop_nobody(rooms, recruiter):
    rooms.connect()
    described = (
        "<p>We weld day and night, and read about it in <a href='https://larkfield.example'>our paper</a>.</p>" * 2
    )
    job = rooms.job(description=described)
    assert "shows links in descriptions as plain words" in words(recruiter.get(rooms.at("jobs:job", job_id=job.id)))
    recruiter.post(rooms.at("jobs:publish", job_id=job.id))
    with rooms.cast.acting():
        assert postings.of_job(job.id).status == "published"

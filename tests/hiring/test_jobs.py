"""Jobs say what is missing before they open, and closing a job closes its posting."""

import pickle

import pytest

from isthmus.hiring import jobs
from isthmus.hiring.models import Job, JobTally, Posting
from isthmus.hiring.problems import Problem, Refused
from isthmus.store.models import Change
from tests.builders import a_draft, a_job, a_published_job


def fields_of(refused) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def test_a_new_job_is_a_draft_with_nobody_counted(cast):
    with cast.acting():
        job = jobs.create_job(a_draft())
        assert (job.status, job.opened_at) == ("draft", None)
        assert JobTally.objects.get(job=job).applicants == 0


def test_every_problem_of_a_draft_is_told_at_once(cast):
    wrong = a_draft(title=" ", workplace="moon", poster_email="nobody", own_apply_url="javascript:alert(1)")
    with cast.acting(), pytest.raises(Refused) as refused:
        jobs.create_job(wrong)
    assert fields_of(refused) == ["title", "workplace", "poster_email", "own_apply_url"]
    assert refused.value.failure.kind == "rejected"


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u200b", "\u202e "])
def test_a_title_nobody_can_see_is_none(cast, title):
    with cast.acting(), pytest.raises(Refused) as refused:
        jobs.create_job(a_draft(title=title))
    assert [problem.field for problem in refused.value.problems] == ["title"]


def test_a_refusal_survives_pickling():
    refused = pickle.loads(pickle.dumps(Refused([Problem("title", "A job needs a title.")], code="job_invalid")))
    assert (refused.problems[0].field, refused.failure.code) == ("title", "job_invalid")


def test_a_job_without_description_and_place_cannot_open(cast):
    with cast.acting():
        job = jobs.create_job(a_draft(description="<p> </p>", locations=[]))
        with pytest.raises(Refused) as refused:
            jobs.open_job(job.id)
        assert fields_of(refused) == ["description", "locations"]
        assert Job.objects.get(id=job.id).status == "draft"


def test_a_remote_job_needs_no_place(cast):
    with cast.acting():
        assert a_job(workplace="remote", locations=[]).status == "open"


def test_places_stay_as_they_were_typed(cast):
    with cast.acting():
        job = jobs.create_job(a_draft(locations=[" NYC ", "Remote in USA", "", "NYC"]))
        assert job.locations == ["NYC", "Remote in USA"]


def test_an_open_job_cannot_lose_its_description(cast):
    with cast.acting():
        job = a_job()
        with pytest.raises(Refused):
            jobs.update_job(job.id, jobs.draft_of(job, description=""))
        assert Job.objects.get(id=job.id).description


def test_updating_with_the_same_words_changes_nothing(cast):
    with cast.acting():
        job = a_job()
        before = Change.objects.count()
        jobs.update_job(job.id, jobs.draft_of(Job.objects.get(id=job.id)))
        assert Change.objects.count() == before


def test_closing_a_job_closes_its_posting_and_reopening_does_not_republish(cast):
    with cast.acting():
        job, _ = a_published_job()
        jobs.close_job(job.id)
        posting = Posting.objects.get(job=job)
        assert (Job.objects.get(id=job.id).status, posting.status) == ("closed", "closed")
        jobs.open_job(job.id)
        assert Posting.objects.get(job=job).status == "closed"
        assert Job.objects.get(id=job.id).closed_at is None


def test_another_companys_job_does_not_exist(cast):
    with cast.acting():
        job = a_job()
    with cast.acting(cast.dele, cast.orrin):
        for act in (jobs.open_job, jobs.close_job, lambda job_id: jobs.update_job(job_id, a_draft())):
            with pytest.raises(Job.DoesNotExist):
                act(job.id)

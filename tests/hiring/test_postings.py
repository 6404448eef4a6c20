"""One posting per job: publishing opens the job, and repeating changes nothing."""

import pytest

from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job, Posting
from isthmus.hiring.problems import Refused
from isthmus.store.models import Change
from tests.builders import a_draft, a_job, a_published_job


def test_publishing_a_draft_opens_it(cast):
    with cast.acting():
        job = jobs.create_job(a_draft())
        posting = postings.publish(job.id, linkedin_apply=True)
        assert (posting.status, posting.linkedin_apply, posting.published_by) == ("published", True, cast.tomas.id)
        assert Job.objects.get(id=job.id).status == "open"


def test_a_job_with_something_missing_is_not_published(cast):
    with cast.acting():
        job = jobs.create_job(a_draft(description=""))
        with pytest.raises(Refused):
            postings.publish(job.id, linkedin_apply=True)
        assert not Posting.objects.exists()


def test_publishing_again_the_same_way_changes_nothing(cast):
    with cast.acting():
        job, _ = a_published_job()
        before = Change.objects.count()
        postings.publish(job.id, linkedin_apply=True)
        assert Change.objects.count() == before


def test_linkedin_apply_is_a_state_of_the_one_posting(cast):
    with cast.acting():
        job, posting = a_published_job()
        published_at = posting.published_at
        again = postings.publish(job.id, linkedin_apply=False)
        assert (again.id, again.linkedin_apply, again.published_at) == (posting.id, False, published_at)


@pytest.mark.parametrize(("end", "status"), [(postings.unpublish, "unpublished"), (postings.close, "closed")])
def test_ending_the_posting_leaves_the_job_open_and_can_be_undone(cast, end, status):
    with cast.acting():
        job, posting = a_published_job()
        end(job.id)
        end(job.id)
        assert postings.of_job(job.id).status == status
        assert Job.objects.get(id=job.id).status == "open"
        assert postings.publish(job.id, linkedin_apply=True).id == posting.id


def test_ending_what_never_was_is_nothing(cast):
    with cast.acting():
        assert postings.close(a_job().id) is None

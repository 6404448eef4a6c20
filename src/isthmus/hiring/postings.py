"""A job's advert on LinkedIn as the company wants it: published, with or without LinkedIn Apply, taken down, closed."""

from uuid import UUID

from isthmus.base.clock import now
from isthmus.hiring import jobs
from isthmus.hiring.models import Job, Posting, PostingStatus
from isthmus.store import tenancy


def publish(job_id: UUID, *, linkedin_apply: bool) -> Posting:
    """Want the job on LinkedIn, opening it first when it is not open.

    Publishing again the same way changes nothing. Raises Refused with what the job misses, Job.DoesNotExist.
    """
    job = jobs.open_job(job_id)
    posting = _posting(job)
    if posting.status == PostingStatus.PUBLISHED and posting.linkedin_apply == linkedin_apply:
        return posting
    if posting.status != PostingStatus.PUBLISHED:
        posting.published_at = now()
        posting.published_by = tenancy.current().user_id
    posting.status = PostingStatus.PUBLISHED
    posting.linkedin_apply = linkedin_apply
    posting.closed_at = None
    posting.save()
    return posting


def unpublish(job_id: UUID) -> Posting | None:
    """Take the advert down; the job stays open. None when there never was one."""
    return _end(job_id, PostingStatus.UNPUBLISHED)


def close(job_id: UUID) -> Posting | None:
    """Close the advert for good; the job itself stays as it is. None when there never was one."""
    return _end(job_id, PostingStatus.CLOSED)


def of_job(job_id: UUID) -> Posting | None:
    """The job's posting, or None."""
    posting: Posting | None = Posting.objects.filter(job_id=job_id).first()
    return posting


def _posting(job: Job) -> Posting:
    posting: Posting
    posting, _ = Posting.objects.select_for_update(no_key=True).get_or_create(job=job)
    return posting


def _end(job_id: UUID, status: PostingStatus) -> Posting | None:
    job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    posting: Posting | None = Posting.objects.select_for_update(no_key=True).filter(job=job).first()
    if posting is not None and posting.status == PostingStatus.PUBLISHED:
        posting.status = status
        posting.closed_at = now()
        posting.save(update_fields=["status", "closed_at"])
    return posting

"""The first publish: once one job goes to LinkedIn, all open public jobs go ("Create Apply Connect Jobs").

So before a company's first posting leaves, the open jobs that follow are listed with what stands against each, and a
person is asked. What LinkedIn would refuse stays behind, and is said to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from isthmus.bridge import connections
from isthmus.bridge.postings import preflight
from isthmus.bridge.postings.rules import Finding
from isthmus.hiring import postings
from isthmus.hiring.models import Job, JobStatus, Posting, PostingStatus


@dataclass(frozen=True)
class Follower:
    """An open job that is not on LinkedIn, and what LinkedIn would refuse about it."""

    job_id: UUID
    title: str
    locations: list[str]
    problems: list[Finding]

    @property
    def can_go(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class FirstPublish:
    """Every open job that follows, the asked one first. `is_first`: nothing of the company was ever published."""

    is_first: bool
    jobs: list[Follower] = field(default_factory=list)

    @property
    def ready(self) -> list[Follower]:
        return [one for one in self.jobs if one.can_go]

    @property
    def left_behind(self) -> list[Follower]:
        return [one for one in self.jobs if not one.can_go]

    @property
    def must_ask(self) -> bool:
        """Whether publishing one job would send others that nobody has named."""
        return self.is_first and len(self.jobs) > 1


@dataclass(frozen=True)
class Sent:
    """What came of a confirmed first publish."""

    published: list[Follower]
    left_behind: list[Follower]


def jobs_that_follow(job_id: UUID | None = None) -> FirstPublish:
    """What would be sent along with this job, or when Apply Connect is switched on; nothing is changed.

    Raises Job.DoesNotExist for another company's job.
    """
    first = [] if job_id is None else [Job.objects.get(id=job_id)]
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED).values("job_id")
    others = Job.objects.filter(status=JobStatus.OPEN).exclude(id__in=published).exclude(id=job_id)
    is_first = not Posting.objects.exclude(published_at=None).exists()
    return FirstPublish(is_first, _followers([*first, *others.order_by("title", "id")]))


def publish_all(job_ids: Iterable[UUID], *, linkedin_apply: bool | None = None) -> Sent:
    """Publish those of the jobs that LinkedIn would take and that a person confirmed; the others stay as they are.

    Without `linkedin_apply` the company's default decides. Ids that are no open job of the company are passed over, a
    first job that is still a draft is opened.
    """
    wanted = list(dict.fromkeys(job_ids))
    if linkedin_apply is None:
        connection = connections.current()
        linkedin_apply = bool(connection and connection.apply_connect and connection.apply_by_default)
    found = Job.objects.filter(id__in=wanted).exclude(status=JobStatus.CLOSED)
    followers = _followers(list(found.order_by("title", "id")), linkedin_apply=linkedin_apply)
    for one in followers:
        if one.can_go:
            postings.publish(one.job_id, linkedin_apply=linkedin_apply)
    return Sent([one for one in followers if one.can_go], [one for one in followers if not one.can_go])


def _followers(jobs: Sequence[Job], *, linkedin_apply: bool | None = None) -> list[Follower]:
    checked = preflight.check_all(jobs, linkedin_apply=linkedin_apply)
    return [Follower(job.id, job.title, list(job.locations), checked[job.id].blocking) for job in jobs]

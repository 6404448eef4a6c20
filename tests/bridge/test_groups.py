"""Postings counted by how they stand: the database and the page must mean the same by every word."""

import itertools
from collections import Counter

from isthmus.bridge.postings import RESOURCE, groups, health
from isthmus.bridge.postings.groups import OF_STATE, Group
from isthmus.bridge.postings.health import PostingState
from isthmus.hiring.models import Job, Posting
from isthmus.sync.models import Mirror, MirrorState
from tests import builders
from tests.web.rooms import Rooms

FACTS = (
    {},
    {"listing_status": "LISTED", "apply_status": "ENABLED"},
    {"listing_status": "LISTED", "apply_status": "NOT_ENABLED"},
    {"listing_status": "NOT_LISTED"},
    {"listing_status": "UNKNOWN"},
    {"listing_status": "IN_PROGRESS"},
    {"listing_status": "NOT_LISTED", "evaluated_only": True},
    {"listing_status": "LISTED", "evaluated_only": False},
)


def every_standing(connection) -> None:
    """A job for each combination of what may be wanted and what may be known."""
    wanted = itertools.product(("published", "unpublished", "closed"), (True, False))
    known = list(itertools.product(MirrorState.values, ("update", "renew"), (True, False), FACTS))
    made = [(*want, *know) for want in wanted for know in known]
    jobs = Job.objects.bulk_create(Job(title=f"Job {number}") for number in range(len(made)))
    postings, rows = [], []
    for job, (status, apply, state, operation, exists, facts) in zip(jobs, made, strict=True):
        postings.append(Posting(job=job, status=status, linkedin_apply=apply))
        rows.append(
            Mirror(
                connection_id=connection.id,
                resource=RESOURCE,
                entity_id=job.id,
                external_id=str(job.id),
                state=state,
                operation=operation,
                exists_there=exists,
                facts=facts,
            )
        )
    Posting.objects.bulk_create(postings)
    Mirror.objects.bulk_create(rows)


def test_the_database_and_the_page_agree_about_every_standing(cast):
    connection = Rooms(cast).connect()
    with cast.acting():
        every_standing(connection)
        jobs = Job.objects.all()
        stands = health.of_jobs(jobs.values_list("id", flat=True))
        expected = {job_id: OF_STATE[PostingState(one.state)] for job_id, one in stands.items()}
        told = [(job.id, group) for group in Group for job in groups.only(jobs, group.value)]
        assert sorted(told) == sorted(expected.items())
        assert len(told) == jobs.count()
        assert groups.counts(jobs) == Counter(expected.values())
        assert set(expected.values()) == set(Group)


def test_jobs_never_published_and_those_just_published_are_told_apart(cast):
    with cast.acting():
        builders.a_job(title="Never")
        builders.a_published_job(title="Just now")
        counted = groups.counts(Job.objects.all())
    assert (counted[Group.NOT_PUBLISHED], counted[Group.SENDING], sum(counted.values())) == (1, 1, 2)


def test_only_the_jobs_asked_for_are_counted_and_found(cast):
    connection = Rooms(cast).connect()
    with cast.acting():
        every_standing(connection)
        some = Job.objects.filter(title__endswith="7").order_by("title")
        found = [job.id for group in Group for job in groups.only(some, group.value)]
        assert sorted(found) == sorted(some.values_list("id", flat=True))
        assert groups.counts(some) == {group: groups.only(some, group.value).count() for group in Group}
        assert set(groups.counts(Job.objects.none()).values()) == {0}
        assert set(groups.counts(Job.objects.filter(id__in=[])).values()) == {0}


def test_every_state_has_its_group():
    assert set(OF_STATE) == set(PostingState)


def test_another_companys_jobs_are_not_counted(cast):
    with cast.acting():
        builders.a_published_job()
    with cast.acting(cast.dele, cast.orrin):
        assert sum(groups.counts(Job.objects.all()).values()) == 0

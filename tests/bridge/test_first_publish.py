"""Before the first posting: which open jobs follow, which stay behind and why, and that nothing moves unasked."""

import pytest

from isthmus.bridge import connections
from isthmus.bridge.postings import first_publish
from isthmus.hiring import postings
from isthmus.hiring.models import Job, Posting
from tests import builders
from tests.web.rooms import Rooms


@pytest.fixture
def here(cast):
    """Larkfield, connected, acting as Tomas."""
    Rooms(cast).connect()
    with cast.acting():
        yield cast


def test_every_open_job_follows_and_each_says_what_linkedin_would_refuse(here):
    first, welder = builders.a_job(), builders.a_job(title="Welder")
    builders.a_job(title="Designer", description="<p>Soon.</p>")
    builders.a_job(title="Draft", is_open=False)
    found = first_publish.jobs_that_follow(first.id)
    assert found.must_ask
    assert [one.title for one in found.ready] == [first.title, welder.title]
    (designer,) = found.left_behind
    assert "100 characters" in designer.problems[0].message
    assert not Posting.objects.exists()


def test_a_single_open_job_is_not_asked_about(here):
    assert not first_publish.jobs_that_follow(builders.a_job().id).must_ask


def test_after_the_first_nobody_is_asked_again_even_when_it_is_off_linkedin(here):
    first, _ = builders.a_job(), builders.a_job(title="Welder")
    postings.publish(first.id, linkedin_apply=False)
    postings.unpublish(first.id)
    assert not first_publish.jobs_that_follow(first.id).must_ask


def test_confirmed_jobs_go_and_those_with_problems_stay(here):
    first = builders.a_job()
    designer = builders.a_job(title="Designer", description="<p>Soon.</p>")
    sent = first_publish.publish_all([first.id, designer.id, first.id])
    assert ([one.title for one in sent.published], [one.title for one in sent.left_behind]) == (
        [first.title],
        ["Designer"],
    )
    assert Posting.objects.get().linkedin_apply


def test_the_default_of_the_company_decides_unless_somebody_does(here):
    connections.set_default(False)
    first, second = builders.a_job(), builders.a_job(title="Welder")
    first_publish.publish_all([first.id])
    first_publish.publish_all([second.id], linkedin_apply=True)
    assert dict(Posting.objects.values_list("job__title", "linkedin_apply")) == {first.title: False, "Welder": True}


def test_closed_jobs_and_other_companies_stay_out(here):
    with here.acting(here.dele, here.orrin):
        theirs = builders.a_job().id
    closed = builders.a_job(title="Closed")
    Job.objects.filter(id=closed.id).update(status="closed")
    assert first_publish.publish_all([theirs, closed.id]).published == []
    with pytest.raises(Job.DoesNotExist):
        first_publish.jobs_that_follow(theirs)

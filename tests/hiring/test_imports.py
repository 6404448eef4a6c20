"""Every line of a listing file is accounted for, and importing again changes nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.failures import IsthmusError
from isthmus.hiring import imports, jobs, listing_rules
from isthmus.hiring.models import Job
from isthmus.store.models import Change

REAL_LISTINGS = Path(__file__).parents[2] / ".." / "shared" / "data" / "job_listings.json"
BOSTON = "Boston, Massachusetts, United States"

pytestmark = pytest.mark.usefixtures("places_of_the_world")


def a_line(**changes):
    return {
        "source": "A list",
        "company_name": "Larkfield Robotics",
        "id": "l-1",
        "title": "Graduate Engineer",
        "active": True,
        "date_posted": 1714605534,
        "date_updated": 1714605534,
        "url": "https://jobs.larkfield.example/1/apply",
        "locations": ["NYC", "Remote in USA"],
        **changes,
    }


@pytest.fixture
def bring_in(tmp_path):
    def run(*lines, only=None):
        path = tmp_path / "listings.json"
        path.write_text(json.dumps(list(lines)))
        return imports.import_listings(path, only=only)

    return run


def test_a_listing_without_description_is_held_as_a_draft_with_what_it_says(cast, bring_in):
    with cast.acting():
        counts = bring_in(a_line())
        job = Job.objects.get()
        assert (counts.total, counts.added, counts.held) == (1, 1, 1)
        assert (job.status, job.description, job.workplace) == ("draft", "", "")
        assert job.locations == ["New York, New York, United States", "Remote in USA"]
        assert (job.own_apply_url, job.external_id) == ("https://jobs.larkfield.example/1/apply", "l-1")


def test_an_inactive_listing_is_a_closed_job(cast, bring_in):
    with cast.acting():
        assert bring_in(a_line(active=False)).held == 0
        assert Job.objects.get().status == "closed"


def test_a_listing_with_a_description_is_open(cast, bring_in):
    with cast.acting():
        bring_in(a_line(description="<p>Build robots</p><script>x</script>"))
        assert (Job.objects.get().status, Job.objects.get().description) == ("open", "<p>Build robots</p>")


def test_every_line_is_accounted_for(cast, bring_in):
    lines = [
        a_line(),
        a_line(id="l-2", active=False),
        a_line(id="l-3", company_name="Orrin Foods"),
        a_line(),
        a_line(id="l-4", url="javascript:alert(1)"),
        a_line(id="l-5", title=" "),
        a_line(id="l-6", active="yes"),
        a_line(id="l-7", locations="NYC"),
        a_line(id="l-8", title="x" * 301),
        "nonsense",
    ]
    with cast.acting():
        counts = bring_in(*lines, only="larkfield robotics")
        assert (counts.total, counts.added, counts.refused, counts.skipped, counts.held) == (10, 2, 6, 2, 1)
        assert counts.total == counts.added + counts.updated + counts.unchanged + counts.refused + counts.skipped
        assert [number for number, _ in counts.refusals] == [4, 5, 6, 7, 8, 9]


def test_importing_again_changes_nothing(cast, bring_in):
    lines = [a_line(), a_line(id="l-2", active=False), a_line(id="l-3", description="Build\n\nrobots & more")]
    with cast.acting():
        bring_in(*lines)
        before = Change.objects.count()
        again = bring_in(*lines)
        assert (again.unchanged, again.updated, again.added, again.held) == (3, 0, 0, 1)
        assert Change.objects.count() == before


def test_what_the_source_changes_is_followed(cast, bring_in):
    with cast.acting():
        bring_in(a_line())
        assert bring_in(a_line(title="Graduate Engineer II", locations=["Boston"])).updated == 1
        assert (Job.objects.get().title, Job.objects.get().locations) == ("Graduate Engineer II", [BOSTON])


def test_what_a_person_wrote_survives_the_next_import(cast, bring_in):
    with cast.acting():
        bring_in(a_line())
        job = Job.objects.get()
        jobs.update_job(job.id, jobs.draft_of(job, title="Robotics Graduate", description="<p>Build robots</p>"))
        jobs.open_job(job.id)
        counts = bring_in(a_line(title="Graduate Engineer II", locations=["Boston"]))
        job.refresh_from_db()
        assert (job.title, job.status, job.description) == ("Robotics Graduate", "open", "<p>Build robots</p>")
        assert (job.locations, counts.held) == ([BOSTON], 0)


def test_an_ended_listing_closes_its_job_and_one_that_is_back_waits_for_a_person(cast, bring_in):
    with cast.acting():
        bring_in(a_line(description="Build robots"))
        bring_in(a_line(description="Build robots", active=False))
        assert Job.objects.get().status == "closed"
        assert bring_in(a_line(description="Build robots")).updated == 1
        assert Job.objects.get().status == "draft"


def test_a_job_closed_by_hand_stays_closed_while_its_listing_lives(cast, bring_in):
    with cast.acting():
        bring_in(a_line(description="Build robots"))
        jobs.close_job(Job.objects.get().id)
        bring_in(a_line(description="Build robots", title="Other"))
        assert (Job.objects.get().status, Job.objects.get().title) == ("closed", "Other")


@pytest.mark.parametrize("content", [b"{}", b"not json", b"\xff\xfe"])
def test_a_file_that_is_no_list_is_refused(cast, tmp_path, content):
    path = tmp_path / "listings.json"
    path.write_bytes(content)
    with cast.acting(), pytest.raises(IsthmusError, match="The file"):
        imports.import_listings(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(sorted(a_line())), json_values).map(lambda changes: a_line(**changes)))
def test_a_line_is_read_or_refused_with_a_reason(line):
    try:
        listing = listing_rules.read(line)
    except listing_rules.Unusable as reason:
        assert str(reason)
    else:
        assert listing.title and listing.external_id
        was, now = (listing_rules.written(one.said(), {}) for one in (listing, replace(listing)))
        assert not listing_rules.to_write({**vars(listing), "workplace": ""}, was, now)


@pytest.mark.skipif(not REAL_LISTINGS.exists(), reason=f"the real listings are not at {REAL_LISTINGS}")
def test_one_real_employers_listings_come_in_whole(cast):
    raw = json.loads(REAL_LISTINGS.read_text())
    wanted = [line for line in raw if line["company_name"] == "Canonical"]
    with cast.acting():
        counts = imports.import_listings(REAL_LISTINGS, only="Canonical")
        assert counts.total == len(raw)
        assert (counts.added, counts.refused, counts.skipped) == (len(wanted), 0, len(raw) - len(wanted))
        assert counts.held == sum(line["active"] for line in wanted)
        assert imports.import_listings(REAL_LISTINGS, only="Canonical").unchanged == len(wanted)


@pytest.mark.skipif(not REAL_LISTINGS.exists(), reason=f"the real listings are not at {REAL_LISTINGS}")
def test_every_real_line_is_accounted_for_and_importing_again_changes_nothing(cast):
    raw = json.loads(REAL_LISTINGS.read_text())
    with cast.acting():
        first = imports.import_listings(REAL_LISTINGS)
        assert (first.total, first.skipped) == (1288, 0)
        assert first.total == first.added + first.refused
        assert first.held == sum(line["active"] for line in raw) - len(first.refusals)
        assert Job.objects.filter(status="closed").count() == first.added - first.held
        before = Change.objects.count()
        again = imports.import_listings(REAL_LISTINGS)
        assert (again.unchanged, again.refused, again.held) == (first.added, first.refused, first.held)
        assert Change.objects.count() == before

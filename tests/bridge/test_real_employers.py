"""Real employers' listings, all the way: imported, completed in bulk, published, and what LinkedIn says of each.

The listings are read from the folder of shared data beside the repository, and never copied.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from isthmus.bridge.postings import health, preflight
from isthmus.hiring import held, imports, place_fixes, postings
from isthmus.hiring.held import Completion
from isthmus.hiring.models import Job
from isthmus.store.models import Change

LISTINGS = Path(__file__).parents[2] / ".." / "shared" / "data" / "job_listings.json"
CREATE = "simpleJobPostings.batch_create"
DESCRIPTION = (
    "<p>{company} hires a {title} in {location}.</p><p>You would join a small team that releases once a week, writes "
    "its tests before it argues, and leaves nobody on call alone. Tell us what you have built.</p>"
)
COMPLETION = Completion(DESCRIPTION, "tomas@larkfield.example")

pytestmark = [
    pytest.mark.usefixtures("places_of_the_world"),
    pytest.mark.skipif(not LISTINGS.exists(), reason=f"no listings at {LISTINGS.name}: real employers are skipped"),
]


@pytest.fixture(scope="module")
def generation() -> str:
    """One generation suffices here; the others have their own tests."""
    return "rest"


def run_once(story: Any, employer: str) -> tuple[imports.Counts, dict[str, str]]:
    """Import, complete what is held, publish what no rule stands against; the words of each job that was kept back."""
    with story.cast.acting():
        counts = imports.import_listings(LISTINGS, only=employer)
        held.complete([job.id for job in held.held()], COMPLETION, employer)
        open_or_held = list(Job.objects.exclude(status="closed").order_by("external_id"))
        checked = preflight.check_all(open_or_held, linkedin_apply=True)
        kept_back = {}
        for job in open_or_held:
            if blocking := checked[job.id].blocking:
                kept_back[str(job.id)] = " ".join(f"{finding.message} {finding.fix}" for finding in blocking)
            else:
                postings.publish(job.id, linkedin_apply=True)
    story.settle()
    return counts, kept_back


def standing(story: Any) -> dict[str, tuple[str, str]]:
    """The state and message of every posting, by job."""
    with story.cast.acting():
        found = health.of_jobs(list(Job.objects.exclude(status="closed").values_list("id", flat=True)))
        return {str(job_id): (str(one.state), one.message) for job_id, one in found.items()}


@pytest.mark.parametrize(("employer", "turned_down"), [("Palantir", 1), ("Wiley Edge", 0)])
def test_a_real_employer_s_jobs_go_live_or_say_why_not_and_a_second_run_sends_nothing(
    connected, employer, turned_down, capsys
):
    """LinkedIn turns as many of Palantir's down as it is told to; what no rule lets through is not sent at all."""
    if turned_down:
        connected.sandbox.fault("task_fails", times=turned_down, gist="JOB_FIELD_PROCESSOR_TITLE")
    counts, kept_back = run_once(connected, employer)
    stands = standing(connected)
    live = [job for job, (state, _) in stands.items() if state in ("listed", "off_site")]
    refused = {job: words for job, (state, words) in stands.items() if job not in live}
    with capsys.disabled():
        print(
            f"\n{employer}: {counts.added} imported, {counts.held} held, {len(live)} live, "
            f"{len(refused)} refused by LinkedIn, {len(kept_back)} kept back before sending"
        )
        for words in [*refused.values(), *kept_back.values()]:
            print(f"  {words}")
    assert counts.held == len(live) + len(refused) + len(kept_back)
    assert live
    assert len(refused) == turned_down
    assert all(words for words in [*refused.values(), *kept_back.values()])
    calls = connected.sent(CREATE)
    with connected.cast.acting():
        changes = Change.objects.count()
    again, kept_again = run_once(connected, employer)
    assert (again.added, again.updated, again.unchanged) == (0, 0, counts.added)
    assert kept_again == kept_back
    assert connected.sent(CREATE) == calls
    assert standing(connected) == stands
    with connected.cast.acting():
        assert Change.objects.count() == changes


def test_a_place_linkedin_does_not_take_is_mended_and_its_job_goes_live(connected):
    _, before = run_once(connected, "Wiley Edge")
    with connected.cast.acting():
        unsettled = place_fixes.unresolved(held.held())
        assert [place.text for place in unsettled] == ["United Kingdom"]
        assert place_fixes.choose("United Kingdom", "London, United Kingdom") == 1
    _, kept_back = run_once(connected, "Wiley Edge")
    assert len(kept_back) == len(before) - 1
    assert not any("United Kingdom" in words for words in kept_back.values())
    assert Counter(state for state, _ in standing(connected).values()) == {"listed": 4 - len(kept_back)}

"""The same done to many jobs: what each would become is shown first, and exactly that is done."""

import pytest

from isthmus.bridge.models import BulkChange, BulkLine
from isthmus.bridge.postings.bulk import changes
from isthmus.bridge.postings.bulk.wishes import Wish
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job, Posting
from isthmus.hiring.problems import Refused
from tests import builders
from tests.web.rooms import Rooms

PUBLISH = Wish("publish", linkedin_apply=True)


@pytest.fixture
def connected_rooms(cast) -> Rooms:
    rooms = Rooms(cast)
    rooms.connect()
    return rooms


def some_jobs(count: int, **changes) -> list[Job]:
    return [builders.a_job(title=f"Welder {number}", **changes) for number in range(count)]


def planned(made, wish) -> tuple[BulkChange, list[BulkLine]]:
    change = changes.plan([job.id for job in made], wish, "A test")
    return change, list(change.lines.order_by("place"))


def verdicts(lines) -> list[str]:
    return [line.verdict for line in lines]


def told(line) -> list[tuple[str, str, str]]:
    return [(diff["label"], diff["before"], diff["after"]) for diff in line.diffs]


def test_planning_shows_each_job_and_changes_nothing(cast, connected_rooms):
    with cast.acting():
        fit, (live, _) = builders.a_job(title="Welder"), builders.a_published_job(title="Baker")
        short = builders.a_job(title="Miller", description="<p>Mill.</p>")
        over = jobs.close_job(builders.a_job(title="Old").id)
        change, lines = planned([fit, live, short, over], PUBLISH)
        assert verdicts(lines) == ["change", "skip", "problem", "skip"]
        assert told(lines[0]) == [
            ("Posting", "Not published", "Published"),
            ("Apply Connect", "–", "On LinkedIn"),
        ]
        assert "100 characters" in lines[2].why
        assert (change.state, postings.of_job(fit.id)) == ("planned", None)


def test_applying_does_exactly_what_was_shown(cast, connected_rooms):
    with cast.acting():
        made = some_jobs(3)
        change, _ = planned(made, PUBLISH)
        progress = changes.apply_some(change.id)
        assert (progress.state, progress.done, progress.left) == ("done", 3, 0)
        assert {posting.linkedin_apply for posting in Posting.objects.filter(status="published")} == {True}
        again, lines = planned(made, PUBLISH)
        assert verdicts(lines) == ["skip"] * 3
        assert changes.apply_some(again.id).done == 0


def test_a_job_changed_after_the_preview_is_left_alone_and_said_to_be(cast, connected_rooms):
    with cast.acting():
        made = some_jobs(2)
        change, _ = planned(made, Wish("change", "workplace", "remote"))
        jobs.update_job(made[0].id, jobs.draft_of(made[0], department="Research"))
        progress = changes.apply_some(change.id)
        assert (progress.done, progress.changed_meanwhile) == (1, 1)
        assert Job.objects.get(id=made[0].id).workplace == "hybrid"
        assert "changed after this was planned" in change.lines.get(place=0).outcome_why


def test_publishing_by_another_way_meanwhile_counts_as_changed(cast, connected_rooms):
    with cast.acting():
        (job,) = some_jobs(1)
        change, _ = planned([job], PUBLISH)
        postings.publish(job.id, linkedin_apply=False)
        assert changes.apply_some(change.id).changed_meanwhile == 1
        assert not postings.of_job(job.id).linkedin_apply


def test_many_are_applied_some_at_a_time_and_it_goes_on_where_it_stopped(cast, connected_rooms):
    with cast.acting():
        change, _ = planned(some_jobs(5), Wish("close"))
        assert [changes.apply_some(change.id, 2).state for _ in range(2)] == ["applying", "applying"]
        assert [one.id for one in changes.unfinished()] == [change.id]
        assert (changes.apply_some(change.id, 2).state, changes.unfinished()) == ("done", [])
        assert Job.objects.filter(status="closed").count() == 5


def test_one_that_is_stopped_stays_as_it_is(cast, connected_rooms):
    with cast.acting():
        change, _ = planned(some_jobs(3), Wish("close"))
        changes.apply_some(change.id, 1)
        progress = changes.stop(change.id)
        assert (progress.state, progress.done, progress.left) == ("stopped", 1, 2)
        assert changes.apply_some(change.id).done == 1


CHANGED = [
    (Wish("change", "poster_email", "ines@larkfield.example"), "poster_email", "ines@larkfield.example"),
    (Wish("change", "workplace", "remote"), "workplace", "remote"),
    (Wish("change", "employment", "contract"), "employment", "contract"),
    (Wish("change", "level", "director"), "level", "director"),
    (Wish("change", "department", "Night shift"), "department", "Night shift"),
    (Wish("change", "functions", ["qa", "it"]), "functions", ["qa", "it"]),
    (Wish("change", "industries", ["urn:li:industry:55"]), "industries", ["urn:li:industry:55"]),
    (Wish("change", "add_location", "Bruges, Belgium"), "locations", ["Ghent, Belgium", "Bruges, Belgium"]),
    (
        Wish("change", "own_apply_url", "https://careers.larkfield.example/x"),
        "own_apply_url",
        "https://careers.larkfield.example/x",
    ),
]


@pytest.mark.parametrize(("wish", "column", "after"), CHANGED, ids=lambda value: getattr(value, "field", None))
def test_every_field_that_can_be_changed_is(cast, connected_rooms, wish, column, after):
    with cast.acting():
        job, _ = builders.a_published_job()
        change, (line,) = planned([job], wish)
        assert line.verdict == "change"
        assert changes.apply_some(change.id).done == 1
        assert getattr(Job.objects.get(id=job.id), column) == after
        assert verdicts(planned([job], wish)[1]) == ["skip"]


def test_a_location_is_removed_however_it_is_written(cast, connected_rooms):
    with cast.acting():
        job = builders.a_job(locations=["Ghent, Belgium", "Bruges, Belgium"])
        change, _ = planned([job], Wish("change", "remove_location", "bruges,  belgium"))
        changes.apply_some(change.id)
        assert Job.objects.get(id=job.id).locations == ["Ghent, Belgium"]


def test_the_last_location_of_an_open_job_is_not_removed(cast, connected_rooms):
    with cast.acting():
        job, _ = builders.a_published_job()
        _, (line,) = planned([job], Wish("change", "remove_location", "Ghent, Belgium"))
        assert (line.verdict, "needs a location" in line.why) == ("problem", True)
        unposted = builders.a_job(title="Baker")
        change, _ = planned([unposted], Wish("change", "remove_location", "Ghent, Belgium"))
        assert changes.apply_some(change.id).refused == 1


def test_the_box_is_changed_for_what_is_published_alone(cast, connected_rooms):
    with cast.acting():
        (live, _), never = builders.a_published_job(title="Baker"), builders.a_job()
        change, lines = planned([live, never], Wish("change", "linkedin_apply", "off"))
        assert verdicts(lines) == ["change", "skip"]
        assert told(lines[0]) == [("Apply Connect", "On LinkedIn", "On your own page")]
        changes.apply_some(change.id)
        assert not postings.of_job(live.id).linkedin_apply


def test_only_where_nothing_stands_yet_leaves_the_others_alone(cast, connected_rooms):
    with cast.acting():
        empty, full = builders.a_job(poster_email="", title="Baker"), builders.a_job()
        _, lines = planned([empty, full], Wish("change", "poster_email", "ines@larkfield.example", only_empty=True))
        assert verdicts(lines) == ["change", "skip"]


def test_a_change_that_linkedin_would_refuse_is_not_made_to_a_published_job(cast, connected_rooms):
    with cast.acting():
        (live, _), draft = builders.a_published_job(title="Baker"), builders.a_job()
        change, lines = planned([live, draft], Wish("change", "functions", ["eng", "it", "qa", "hr"]))
        assert verdicts(lines) == ["problem", "change"]
        changes.apply_some(change.id)
        assert Job.objects.get(id=live.id).functions == ["eng"]


def test_a_change_that_linkedin_does_not_see_says_so(cast, connected_rooms):
    with cast.acting():
        live, _ = builders.a_published_job()
        _, (unseen,) = planned([live], Wish("change", "department", "Night shift"))
        _, (seen,) = planned([live], Wish("change", "level", "director"))
    assert unseen.notes == ["LinkedIn does not see this change: nothing is sent."]
    assert seen.notes == []


def test_drafts_are_opened_by_publishing_and_what_they_miss_is_said(cast, connected_rooms):
    with cast.acting():
        ready = builders.a_job(is_open=False)
        bare = builders.a_job(is_open=False, description="", title="Baker")
        change, lines = planned([ready, bare], PUBLISH)
        assert ("Job", "Draft", "Open") in told(lines[0])
        assert (lines[1].verdict, "no description" in lines[1].why) == ("skip", True)
        changes.apply_some(change.id)
        assert Job.objects.get(id=ready.id).status == "open"


def test_two_chosen_jobs_that_are_alike_do_not_both_go(cast, connected_rooms):
    with cast.acting():
        first, second = builders.a_job(), builders.a_job()
        _, lines = planned([first, second], PUBLISH)
    assert verdicts(lines) == ["change", "problem"]


def test_nothing_and_too_much_are_refused(cast, connected_rooms):
    with cast.acting(), pytest.raises(Refused, match="No job is chosen"):
        changes.plan([], PUBLISH, "Nothing")
    with cast.acting(), pytest.raises(Refused, match="More than"):
        changes.plan([builders.a_job().id] * (changes.MOST_JOBS + 1), PUBLISH, "Too much")


def test_another_companys_jobs_and_changes_are_out_of_reach(cast, connected_rooms):
    with cast.acting():
        job = builders.a_job()
        change, _ = planned([job], Wish("close"))
    with cast.acting(cast.dele, cast.orrin):
        theirs, lines = planned([job], Wish("close"))
        assert lines == []
        with pytest.raises(BulkChange.DoesNotExist):
            changes.apply_some(change.id)
    with cast.acting():
        assert Job.objects.get(id=job.id).status == "open"

"""Issues: one per cause, a record for each thing it affects, settled one by one, muted by a person."""

from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.ids import new_id
from isthmus.sync import issues, muting
from isthmus.sync.issues import Cause
from isthmus.sync.models import Issue, IssueRecord, IssueState, Mute

PLACE = Failure(Kind.REJECTED, "LinkedIn does not know this place.", code="location")
GROUP = "mirror:posting:retry:location"


@pytest.fixture(autouse=True)
def acting(cast):
    with cast.acting():
        yield


def refused(number: int, *, group: str = GROUP, failure: Failure = PLACE) -> Issue:
    return issues.raise_issue(Cause(f"mirror:{number}", entity="posting", entity_id=new_id(), group=group), failure)


def states() -> list[tuple[str, str]]:
    return list(Issue.objects.order_by("fingerprint").values_list("fingerprint", "state"))


def test_records_with_one_cause_are_one_issue_resolved_with_its_last_record():
    for number in range(3):
        issue = refused(number)
    assert (Issue.objects.count(), issues.affected([issue.id])) == (1, {issue.id: 3})
    assert issues.settle("mirror:0")
    assert issues.settle("mirror:1")
    assert states() == [(GROUP, "ongoing")]
    assert issues.settle("mirror:2")
    assert not issues.settle("mirror:2")
    assert states() == [(GROUP, "resolved")]
    assert Issue.objects.get().resolved_at is not None


def test_a_record_that_fails_for_another_reason_moves_to_that_reason():
    refused(1)
    refused(1, group="mirror:posting:retry:title")
    assert states() == [(GROUP, "resolved"), ("mirror:posting:retry:title", "ongoing")]
    assert IssueRecord.objects.filter(settled_at=None).count() == 1


def test_seen_again_after_it_was_resolved_it_begins_anew(move_clock):
    first = refused(1).first_seen_at
    issues.settle("mirror:1")
    move_clock(3600)
    issue = refused(1)
    assert (issue.state, issue.times, issue.resolved_at) == (IssueState.ONGOING, 1, None)
    assert issue.first_seen_at > first
    assert issues.records(issue.id).get().first_seen_at > first


def test_an_issue_without_a_record_is_its_own_record():
    issues.raise_issue(Cause("lane:x"), PLACE)
    assert issues.affected([Issue.objects.get().id]) == {}
    assert issues.settle("lane:x")


def test_muted_until_a_day_it_is_quiet_and_comes_back_by_itself(move_clock):
    issue = refused(1)
    muting.mute(issue.id, Mute.UNTIL, "The office moves.", until=now() + timedelta(days=1))
    refused(2)
    assert issues.open_issues() == []
    move_clock(86_401)
    assert [found.id for found in issues.open_issues()] == [issue.id]
    assert refused(3).state == IssueState.ONGOING


def test_muted_until_it_is_worse_one_more_record_wakes_it():
    issue = refused(1)
    muting.mute(issue.id, Mute.WORSE, "Known.")
    assert refused(1).state == IssueState.MUTED
    assert refused(2).state == IssueState.ONGOING
    assert Issue.objects.get().mute == ""


def test_muted_for_ever_it_stays_quiet_even_when_it_was_resolved_in_between():
    issue = refused(1)
    muting.mute(issue.id, Mute.ALWAYS, "An old board.")
    issues.settle("mirror:1")
    assert Issue.objects.get().state == IssueState.RESOLVED
    assert refused(1).state == IssueState.MUTED
    assert muting.unmute(issue.id).state == IssueState.ONGOING


def test_who_muted_it_and_why_is_kept(cast):
    issue = muting.mute(refused(1).id, Mute.ALWAYS, "  Not ours.  ")
    assert (issue.muted_by, issue.muted_why) == (cast.tomas.id, "Not ours.")


@pytest.mark.parametrize(
    ("how", "why", "days"),
    [(Mute.ALWAYS, " ", None), (Mute.UNTIL, "x", None), (Mute.UNTIL, "x", -1), (Mute.NONE, "x", None)],
)
def test_a_mute_needs_a_reason_and_an_end_to_come(how, why, days):
    issue = refused(1)
    until = now() + timedelta(days=days) if days else None
    with pytest.raises(IsthmusError):
        muting.mute(issue.id, how, why, until=until)
    assert Issue.objects.get().state == IssueState.ONGOING


def test_what_is_resolved_cannot_be_muted_and_a_reason_is_cut_to_length():
    issue = refused(1)
    assert len(muting.mute(issue.id, Mute.ALWAYS, "x" * 1_000_000).muted_why) == muting.LONGEST_WHY
    issues.settle("mirror:1")
    with pytest.raises(IsthmusError):
        muting.mute(issue.id, Mute.ALWAYS, "x")


def test_another_companys_issue_is_not_there(cast):
    issue = refused(1)
    with cast.acting(cast.dele, cast.orrin), pytest.raises(Issue.DoesNotExist):
        muting.mute(issue.id, Mute.ALWAYS, "x")
    with cast.acting(cast.dele, cast.orrin):
        assert not issues.settle("mirror:1")

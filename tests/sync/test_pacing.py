"""The planner: within every limit whatever comes, nearly all that is permitted, and a live change within a minute."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.sync import pacing
from isthmus.sync.pacing import Urgency, Used

START = datetime(2026, 11, 25, tzinfo=UTC) + pacing.SKEW
BATCH = 100


@dataclass(frozen=True)
class Limits:
    requests_a_day: int | None = None
    records_a_minute: int | None = None
    records_a_day: int | None = None


POSTINGS = Limits(100_000, 2_000, 60_000)
CANDIDATES = Limits(100_000, 10_000)


class World:
    """A side that counts strictly, at any moment a call can arrive; processes that reserve, call and end."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.used = limits, Used(pacing.first_day(START))
        self.calls = 0
        self.sent: list[tuple[datetime, datetime, int]] = []

    def begin(self, at: datetime, urgency: Urgency, wish: int) -> tuple[str, datetime, int] | None:
        allowed = pacing.permit(self.limits, self.used, at, batch=BATCH).most[urgency]
        records = min(wish, allowed)
        if not records:
            return None
        self.calls += 1
        self.used = pacing.reserved(self.limits, self.used, at, records, str(self.calls))
        return str(self.calls), at, records

    def end(self, call: tuple[str, datetime, int], at: datetime) -> None:
        name, begun, records = call
        self.used = pacing.ended(self.used, at, name)
        self.sent.append((begun, at, records))

    def worst_minute(self) -> int:
        """The most records that can have arrived within 60 seconds, wherever in its time each call arrived."""
        windows = [end for _, end, _ in self.sent]
        minute = timedelta(seconds=60)
        return max((self._within(start, start + minute) for start in windows), default=0)

    def _within(self, start: datetime, end: datetime) -> int:
        return sum(records for begun, ended, records in self.sent if begun < end and ended >= start)

    def on_day(self, day) -> tuple[int, int]:
        """Requests and records that a clock up to ten seconds off may have put on this day."""
        touching = [
            records
            for begun, ended, records in self.sent
            if (begun - pacing.SKEW).date() <= day <= (ended + pacing.SKEW).date()
        ]
        return len(touching), sum(touching)


limits = st.builds(
    Limits,
    st.none() | st.integers(1, 60),
    st.none() | st.integers(1, 300),
    st.none() | st.integers(1, 2_000),
)
steps = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from([0.0, 0.2, 1.0, 5.5, 20.0, 59.0, 61.0, 1800.0, 20_000.0]),
        st.sampled_from(Urgency),
        st.integers(1, 100),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(limits, steps, st.integers(0, 86_400 * 2))
def test_no_limit_is_ever_passed_whatever_several_processes_do(limit, what, second):
    world, at = World(limit), START + timedelta(seconds=second)
    under_way: dict[int, tuple[str, datetime, int]] = {}
    for process, passed, urgency, wish in what:
        at += timedelta(seconds=passed)
        for other, call in list(under_way.items()):
            if at - call[1] >= pacing.LONGEST_CALL:
                world.end(under_way.pop(other), call[1] + pacing.LONGEST_CALL)
        if process in under_way:
            world.end(under_way.pop(process), at)
        elif call := world.begin(at, urgency, wish):
            under_way[process] = call
    for call in under_way.values():
        world.end(call, min(at, call[1] + pacing.LONGEST_CALL))
    if limit.records_a_minute is not None:
        assert world.worst_minute() <= limit.records_a_minute
    for day in {begun.date() for begun, _, _ in world.sent} | {ended.date() for _, ended, _ in world.sent}:
        requests, records = world.on_day(day)
        assert requests <= (limit.requests_a_day or math.inf)
        assert records <= (limit.records_a_day or math.inf)


@given(limits, steps)
def test_a_call_that_was_cut_short_is_counted_until_it_can_no_longer_arrive(limit, what):
    world, at = World(replace(limit, records_a_minute=50)), START
    for _, passed, urgency, wish in what:
        at += timedelta(seconds=min(passed, 61.0))
        if call := world.begin(at, urgency, wish):
            world.sent.append((call[1], call[1] + pacing.LONGEST_CALL, call[2]))
    assert world.worst_minute() <= 50


@given(limits, steps)
def test_whoever_must_wait_is_told_a_later_moment_and_is_let_through_in_the_end(limit, what):
    world, at = World(limit), START
    for _, passed, urgency, wish in what:
        at += timedelta(seconds=passed)
        if call := world.begin(at, urgency, wish):
            world.end(call, at)
    for urgency in Urgency:
        moment = at
        for _ in range(20):
            allowed = pacing.permit(limit, world.used, moment, batch=BATCH)
            if allowed.most[urgency]:
                break
            assert allowed.ask_again[urgency] > moment
            moment = allowed.ask_again[urgency]
        assert allowed.most[urgency], f"{urgency} waits for ever"


def simulate(limit: Limits, *, live_every: float, live_at_once: int = 1) -> tuple[World, float, int]:
    """A day with more than it can hold, one lane, calls of half a second; the longest any live change waited."""
    world, at, midnight = World(limit), START, pacing.day_end(pacing.first_day(START))
    arrives, slowest, live = START, 0.0, 0
    waiting: list[datetime] = []
    while at < midnight:
        while arrives <= at:
            waiting += [arrives] * live_at_once
            arrives += timedelta(seconds=live_every)
        urgency = Urgency.NOW if waiting else Urgency.LATER
        call = world.begin(at, urgency, min(len(waiting), BATCH) or BATCH)
        if call is None:
            allowed = pacing.permit(limit, world.used, at, batch=BATCH)
            at = min(allowed.wait_of(urgency, at), arrives)
            continue
        if urgency is Urgency.NOW:
            slowest = max([slowest, *((at - moment).total_seconds() for moment in waiting[: call[2]])])
            del waiting[: call[2]]
            live += call[2]
        at += timedelta(seconds=0.5)
        world.end(call, at)
    return world, slowest, live


SCALED = Limits(1_000, 20, 600)


@pytest.mark.parametrize(
    "limit", [POSTINGS, SCALED, Limits(1_000, 10_000)], ids=["postings", "a hundredth", "requests"]
)
def test_a_full_day_is_used_nearly_whole_and_live_changes_leave_within_a_minute(limit):
    world, slowest, live = simulate(limit, live_every=900)
    permitted = pacing.permitted_a_day(limit, BATCH)
    sent = sum(records for _, _, records in world.sent)
    lost_to_live = 0 if limit.records_a_day else live * (BATCH - 1)
    assert sent >= 0.98 * permitted - lost_to_live
    assert sent <= permitted
    assert slowest <= 60
    assert live >= 90


def test_live_changes_below_what_is_kept_back_never_wait_for_the_backlog():
    world, slowest, _ = simulate(POSTINGS, live_every=60, live_at_once=8)
    assert slowest <= 60
    assert sum(records for _, _, records in world.sent) >= 0.98 * 60_000


def test_a_burst_of_live_changes_goes_first_and_the_backlog_makes_way():
    used = Used(pacing.first_day(START), records=48_000, requests=480)
    at = START + timedelta(seconds=1)
    allowed = pacing.permit(POSTINGS, used, at, batch=BATCH)
    assert allowed.most[Urgency.LATER] == 0
    assert allowed.most[Urgency.NOW] == 2_000
    assert allowed.most[Urgency.SOON] == 300


def test_one_hundred_full_batches_a_minute_would_spend_the_days_requests_early():
    assert pacing.permitted_a_day(CANDIDATES, BATCH) == 10_000_000
    assert pacing.permitted_a_day(POSTINGS, BATCH) == 60_000
    at = START + timedelta(hours=12)
    spent = Used(pacing.first_day(START), requests=90_001, records=9_000_100)
    allowed = pacing.permit(CANDIDATES, spent, at, batch=BATCH)
    assert (allowed.most[Urgency.LATER], allowed.most[Urgency.NOW]) == (0, 10_000)
    assert timedelta() < allowed.ask_again[Urgency.LATER] - at < timedelta(minutes=1)


def test_what_comes_back_at_midnight_waits_for_every_clock():
    used = Used(pacing.first_day(START), records=60_000, requests=600)
    late = pacing.day_end(used.day) - timedelta(seconds=15)
    allowed = pacing.permit(POSTINGS, used, late, batch=BATCH)
    assert allowed.most == (0, 0, 0)
    assert allowed.ask_again[Urgency.NOW] == pacing.day_end(used.day)
    assert pacing.permit(POSTINGS, used, pacing.day_end(used.day), batch=BATCH).most[Urgency.NOW] == 2_000


def test_a_refusal_closes_until_the_moment_named_or_ever_longer_but_never_past_the_day():
    used = Used(pacing.first_day(START))
    named = START + timedelta(seconds=33)
    assert pacing.refused(used, START, named).closed_until == named
    pauses = []
    for _ in range(12):
        used = pacing.refused(used, START, None)
        pauses.append((used.closed_until - START).total_seconds())
    assert pauses[:3] == [61, 122, 244]
    assert pauses[-1] == 3600
    late = pacing.day_end(used.day) - timedelta(minutes=2)
    assert pacing.refused(used, late, None).closed_until == pacing.day_end(used.day)
    assert pacing.permit(POSTINGS, used, START, batch=BATCH).most == (0, 0, 0)
    assert pacing.permit(POSTINGS, pacing.welcomed(used), START, batch=BATCH).most[Urgency.NOW] == 2_000


def test_a_clock_that_is_set_back_does_not_lock_anything_for_long():
    ahead = START + timedelta(hours=5)
    used = pacing.reserved(POSTINGS, Used(pacing.first_day(ahead)), ahead, 2_000, "a")
    allowed = pacing.permit(POSTINGS, used, START, batch=BATCH)
    assert allowed.ask_again[Urgency.NOW] - START <= timedelta(seconds=121)


def test_without_known_limits_everything_may_leave():
    allowed = pacing.permit(Limits(), Used(pacing.first_day(START), requests=10**6), START, batch=BATCH)
    assert all(allowed.allows(urgency, 10**6) for urgency in Urgency)

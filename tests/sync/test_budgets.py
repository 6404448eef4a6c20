"""The budget's row: counted before a call leaves, by all processes together, and never lost to a crash."""

import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection as database
from django.db import connections as databases

from isthmus.base.failures import IsthmusError, Kind
from isthmus.base.ids import new_id
from isthmus.store.tenancy import acting_for
from isthmus.sync import budgets, lanes, mirror, pacing
from isthmus.sync.budgets import Meter
from isthmus.sync.claiming import Batch, Pace
from isthmus.sync.models import Budget, Lane, Mirror
from isthmus.sync.pacing import Urgency
from isthmus.sync.standing import Wanted

PROCESSES, TRIES = 4, 12


@dataclass(frozen=True)
class Limits:
    requests_a_day: int | None = 100
    records_a_minute: int | None = 20
    records_a_day: int | None = 50


@pytest.fixture(autouse=True)
def _at_noon(move_clock) -> None:
    """The part of the day that has passed decides; so each test starts at the same time of day."""
    present = budgets.now()
    move_clock((present.replace(hour=12, minute=0, second=0) + timedelta(days=1) - present).total_seconds())


@pytest.fixture
def meter(connection_id) -> Meter:
    return Meter(connection_id, "app-1", "things", Limits())


def row_of(cast) -> Budget:
    with cast.acting():
        return Budget.objects.get()


def reading(cast, meter) -> budgets.Reading:
    with cast.acting():
        return budgets.read(meter)


def test_a_call_is_counted_before_it_leaves_and_freed_a_minute_after_it_ended(cast, meter, move_clock):
    call = budgets.take(cast.larkfield.id, meter, 20)
    assert (row_of(cast).records, row_of(cast).requests) == (20, 1)
    move_clock(50)
    budgets.ended(cast.larkfield.id, meter, call)
    move_clock(55)
    with pytest.raises(IsthmusError):
        budgets.take(cast.larkfield.id, meter, 1)
    move_clock(7)
    budgets.take(cast.larkfield.id, meter, 1)
    assert reading(cast, meter).in_the_minute == 1


def test_a_refused_call_is_not_counted_and_told_when_to_ask_again(cast, meter):
    budgets.take(cast.larkfield.id, meter, 15)
    with pytest.raises(IsthmusError) as refusal:
        budgets.take(cast.larkfield.id, meter, 6)
    failure = refusal.value.failure
    assert (failure.kind, failure.code) == (Kind.THROTTLED, "budget")
    assert failure.message == f"Waiting for LinkedIn's limit until {failure.retry_at:%H:%M} UTC (15 of 50 used today)."
    assert row_of(cast).records == 15


def test_the_process_that_died_before_its_call_has_only_counted_too_much(cast, meter, move_clock):
    budgets.take(cast.larkfield.id, meter, 20)
    move_clock(100)
    with pytest.raises(IsthmusError):
        budgets.take(cast.larkfield.id, meter, 1)
    move_clock(22)
    budgets.take(cast.larkfield.id, meter, 20)
    assert row_of(cast).records == 40


def test_processes_that_race_never_take_more_than_there_is(committed_cast, meter):
    taken, start = [], threading.Barrier(PROCESSES)

    def process() -> None:
        start.wait()
        for _ in range(TRIES):
            try:
                call = budgets.take(committed_cast.larkfield.id, meter, 3)
            except IsthmusError:
                continue
            taken.append(3)
            budgets.ended(committed_cast.larkfield.id, meter, call)
        databases.close_all()

    threads = [threading.Thread(target=process) for _ in range(PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 18
    assert row_of(committed_cast).records == 18


def test_a_refusal_by_the_other_side_closes_the_budget_and_is_counted(cast, meter, move_clock):
    call = budgets.take(cast.larkfield.id, meter, 1)
    budgets.ended(cast.larkfield.id, meter, call, throttled=True)
    with pytest.raises(IsthmusError) as refusal:
        budgets.take(cast.larkfield.id, meter, 1)
    shown = reading(cast, meter)
    assert (shown.throttled, shown.closed_until) == (1, refusal.value.failure.retry_at)
    move_clock(62)
    budgets.ended(cast.larkfield.id, meter, budgets.take(cast.larkfield.id, meter, 1))
    assert reading(cast, meter).closed_until is None
    assert reading(cast, meter).throttled == 1


def test_applications_and_companies_have_budgets_of_their_own(cast, meter):
    budgets.take(cast.larkfield.id, meter, 20)
    budgets.take(cast.larkfield.id, Meter(meter.connection_id, "app-2", "things", Limits()), 20)
    budgets.take(cast.orrin.id, meter, 20)
    with acting_for(cast.orrin.id):
        assert Budget.objects.count() == 1


def test_what_is_used_is_summed_up_for_metrics_without_naming_anybody(cast, meter):
    budgets.take(cast.larkfield.id, meter, 7)
    budgets.take(cast.orrin.id, meter, 9)
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM sync_budget_used(%s)", [budgets.now()])
        used = {(resource, period): amount for resource, period, amount in cursor.fetchall()}
    assert used["things", "day_records"] == 9
    assert used["things", "minute_records"] == 9
    assert used["things", "day_requests"] == 1


class Lanes:
    """A lane of things that keeps to the budget, as a real one does."""

    def __init__(self, cast, meter) -> None:
        self.cast, self.meter = cast, meter

    def mark(self, count: int, urgency: Urgency) -> None:
        with self.cast.acting():
            for _ in range(count):
                entity = new_id()
                mirror.mark(self.meter.connection_id, "thing", entity, str(entity), urgency=urgency)

    def claim(self) -> Batch | None:
        def want(rows):
            return {row.entity_id: Wanted({"n": 1}) for row in rows}

        return mirror.claim(self.cast.larkfield.id, self.meter.connection_id, "thing", want, self._pace)

    def send(self) -> list[int]:
        """What leaves until nothing may: the urgency of each record, batch by batch."""
        sent = []
        while batch := self.claim():
            budgets.ended(batch.company_id, self.meter, budgets.take(batch.company_id, self.meter, len(batch.items)))
            answers = {item.row_id: mirror.Taken(item.external_id) for item in batch.items}
            mirror.record_answers(batch, answers, first_poll=pacing.LONGEST_CLOSING)
            sent.append(len(batch.items))
        return sent

    def waiting(self) -> list[int]:
        with self.cast.acting():
            return sorted(Mirror.objects.filter(state="marked").values_list("urgency", flat=True))

    def lane(self) -> Lane:
        with self.cast.acting():
            return Lane.objects.get()

    def _pace(self) -> Pace:
        return Pace(budgets.permit(self.meter, batch=100), lambda until: budgets.waiting(self.meter, until=until))


@pytest.fixture
def things(cast, meter) -> Lanes:
    return Lanes(cast, meter)


def test_a_claim_takes_what_is_allowed_and_the_lane_waits_for_the_rest(things):
    things.mark(30, Urgency.NOW)
    assert things.send() == [20]
    lane = things.lane()
    assert (lane.failures, lane.failure_kind) == (0, "throttled")
    assert lane.failure_message.startswith("Waiting for LinkedIn's limit until ")
    assert lane.paused_until > budgets.now()


def test_the_urgent_leave_first_whenever_they_were_marked(things):
    things.mark(15, Urgency.LATER)
    things.mark(15, Urgency.SOON)
    things.mark(10, Urgency.NOW)
    things.send()
    assert things.waiting() == [Urgency.SOON] * 5 + [Urgency.LATER] * 15


def test_an_urgent_change_ends_the_wait_of_what_can_wait(things, move_clock):
    for _ in range(4):
        move_clock(70)
        things.mark(20, Urgency.LATER)
        things.send()
    assert things.waiting()
    assert things.lane().paused_until > budgets.now()
    things.mark(1, Urgency.NOW)
    with things.cast.acting():
        lanes.hurry(things.meter.connection_id, "mirror:thing")
    assert things.lane().paused_until <= budgets.now()
    things.send()
    assert Urgency.NOW not in things.waiting()


def test_marking_again_never_makes_a_waiting_change_less_urgent(things):
    things.mark(1, Urgency.NOW)
    with things.cast.acting():
        mirror.mark_known(things.meter.connection_id, "thing")
    assert things.waiting() == [Urgency.NOW]


def test_what_the_other_side_asked_for_goes_before_what_can_wait(things):
    things.mark(1, Urgency.LATER)
    things.send()
    with things.cast.acting():
        Mirror.objects.update(state="accepted")
        mirror.mark_known(things.meter.connection_id, "thing", force=True)
    assert things.waiting() == [Urgency.SOON]

"""The mirror's rows: claimed in batches, written down before they are sent, and never lost to a crash."""

from datetime import timedelta

import pytest
from django.db import connection

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.sync import lanes, mirror, tasks
from isthmus.sync.claiming import Batch
from isthmus.sync.models import Issue, Lane, Mirror
from isthmus.sync.standing import Operation, Step, TaskEnd, Wanted

TRANSIENT = Failure(Kind.TRANSIENT, "Trouble over there.", code="outcome_unknown")
THROTTLED = Failure(Kind.THROTTLED, "Too many.")
REJECTED = Failure(Kind.REJECTED, "Not like this.", code="title")
POLL = timedelta(seconds=2)


class Other:
    """Drives one resource of one connection as a lane would."""

    def __init__(self, cast, connection_id) -> None:
        self.cast, self.company_id, self.connection_id = cast, cast.larkfield.id, connection_id
        self.wanted: dict = {}

    def want(self, rows):
        return {row.entity_id: self.wanted.get(row.entity_id, Wanted(None)) for row in rows}

    def put(self, entity_id, body) -> None:
        self.wanted[entity_id] = Wanted(body)
        with self.cast.acting():
            mirror.mark(self.connection_id, "thing", entity_id, str(entity_id))

    def claim(self) -> Batch | None:
        return mirror.claim(self.company_id, self.connection_id, "thing", self.want)

    def take(self, batch) -> None:
        answers = {item.row_id: mirror.Taken(f"task-{item.external_id}") for item in batch.items}
        mirror.record_answers(batch, answers, first_poll=POLL)

    def end(self, **outcomes) -> None:
        open_tasks, _ = tasks.due(self.company_id, self.connection_id, "thing", limit=100)
        said = {item.row_id: outcomes.get("end", TaskEnd(True)) for item in open_tasks}
        tasks.record_tasks(self.company_id, self.connection_id, "thing", said, ask_again=POLL)

    def rows(self) -> list[Mirror]:
        with self.cast.acting():
            return list(Mirror.objects.order_by("marked_at", "id"))

    def row(self) -> Mirror:
        (row,) = self.rows()
        return row


@pytest.fixture
def other(cast, connection_id) -> Other:
    return Other(cast, connection_id)


def test_a_batch_has_a_hundred_of_one_operation_at_most(other):
    for _ in range(130):
        other.put(new_id(), {"n": 1})
    first, second = other.claim(), None
    assert (first.step, len(first.items)) == (Step.CREATE, 100)
    other.take(first)
    second = other.claim()
    assert len(second.items) == 30
    assert not {item.external_id for item in first.items} & {item.external_id for item in second.items}


def test_operations_are_not_mixed(other, move_clock):
    kept, changed = new_id(), new_id()
    other.put(changed, {"n": 1})
    other.take(other.claim())
    move_clock(3)
    other.end()
    other.put(changed, {"n": 2})
    other.put(kept, {"n": 1})
    batches = [other.claim()]
    other.take(batches[0])
    batches.append(other.claim())
    assert [(batch.step, len(batch.items)) for batch in batches] == [(Step.UPDATE, 1), (Step.CREATE, 1)]


def test_what_is_sent_is_written_down_and_sealed_before_the_call(other):
    other.put(new_id(), {"title": "Secret plans"})
    batch = other.claim()
    row = other.row()
    assert (row.state, row.operation, batch.items[0].body) == ("sending", "create", {"title": "Secret plans"})
    assert b"Secret" not in bytes(row.sealed_sent)


def test_after_a_crash_while_sending_a_creation_is_looked_up(other):
    other.put(new_id(), {"n": 1})
    other.claim()
    again = other.claim()
    assert again.step is Step.LOOK_UP
    mirror.record_look_up(again, {again.items[0].external_id})
    assert other.claim().step is Step.UPDATE


def test_the_answer_of_a_task_is_what_counts(other, move_clock):
    other.put(new_id(), {"n": 1})
    other.take(other.claim())
    assert other.row().state == "task_open"
    move_clock(3)
    other.end()
    row = other.row()
    assert (row.state, row.exists_there, bool(row.next_poll_at)) == ("accepted", True, True)
    assert other.claim() is None


def test_an_equal_body_is_not_sent_again(other, move_clock):
    entity = new_id()
    other.put(entity, {"n": 1})
    other.take(other.claim())
    move_clock(3)
    other.end()
    other.put(entity, {"n": 1})
    assert other.claim() is None
    assert other.row().state == "accepted"


def test_a_resync_sends_an_equal_body(other, move_clock, cast):
    other.put(new_id(), {"n": 1})
    other.take(other.claim())
    move_clock(3)
    other.end()
    with cast.acting():
        assert mirror.mark_known(other.connection_id, "thing", force=True) == 1
    assert other.claim().step is Step.UPDATE


def test_a_refused_item_becomes_an_issue_which_acceptance_settles(other, cast, move_clock):
    entity = new_id()
    other.put(entity, {"n": 1})
    batch = other.claim()
    mirror.record_answers(batch, {batch.items[0].row_id: TaskEnd(False, REJECTED)}, first_poll=POLL)
    with cast.acting():
        issue = Issue.objects.get()
    assert (other.row().state, issue.title, issue.action) == ("failed", "Not like this.", "retry")
    other.put(entity, {"n": 2})
    other.take(other.claim())
    move_clock(3)
    other.end()
    with cast.acting():
        assert Issue.objects.get().state == "resolved"


def test_one_items_silence_does_not_undo_the_others(other):
    first, second = new_id(), new_id()
    other.put(first, {"n": 1})
    other.put(second, {"n": 1})
    batch = other.claim()
    quiet, taken = batch.items
    answers = {taken.row_id: mirror.Taken("task"), quiet.row_id: mirror.NotTaken(TRANSIENT, maybe_done=True)}
    mirror.record_answers(batch, answers, first_poll=POLL)
    assert [(row.state, row.unsure) for row in other.rows()] == [("marked", True), ("task_open", False)]


def test_a_throttled_lane_rests_and_nothing_is_unsure(other, cast, move_clock):
    for _ in range(2):
        other.put(new_id(), {"n": 1})
    mirror.record_call_failed(other.claim(), THROTTLED, maybe_done=False)
    assert [row.unsure for row in other.rows()] == [False, False]
    lanes.register("mirror:thing", lambda *_: None)
    try:
        assert "mirror:thing" not in {item.lane for item in lanes.due()}
        move_clock(5)
        assert "mirror:thing" in {item.lane for item in lanes.due()}
    finally:
        lanes._runs.pop("mirror:thing")


def test_a_batch_refused_as_a_whole_is_sent_one_by_one(other):
    for _ in range(3):
        other.put(new_id(), {"n": 1})
    mirror.record_call_failed(other.claim(), REJECTED, maybe_done=False)
    sizes = []
    while batch := other.claim():
        sizes.append(len(batch.items))
        mirror.record_call_failed(batch, REJECTED, maybe_done=False)
    assert sizes == [1, 1, 1]
    assert {row.state for row in other.rows()} == {"failed"}


def test_lasting_trouble_isolates_the_one_that_causes_it(other, move_clock):
    for _ in range(2):
        other.put(new_id(), {"n": 1})
    for _ in range(3):
        mirror.record_call_failed(other.claim(), TRANSIENT, maybe_done=False)
        move_clock(60)
    assert len(other.claim().items) == 1


def test_a_misconfigured_lane_has_one_issue_until_it_works(other, cast):
    other.put(new_id(), {"n": 1})
    failure = Failure(Kind.MISCONFIGURED, "Ask an admin.")
    for _ in range(2):
        mirror.record_call_failed(other.claim(), failure, maybe_done=False)
        with cast.acting():
            Mirror.objects.update(next_attempt_at="2020-01-01T00:00Z")
    with cast.acting():
        assert [(issue.title, issue.times) for issue in Issue.objects.all()] == [("Ask an admin.", 2)]
    other.take(other.claim())
    with cast.acting():
        assert Issue.objects.get().state == "resolved"
        assert not Lane.objects.exclude(failures=0).exists()


def test_a_task_open_for_more_than_a_day_is_lost(other, move_clock):
    other.put(new_id(), {"n": 1})
    other.take(other.claim())
    move_clock(25 * 3600)
    other.end(end=tasks.InProgress())
    row = other.row()
    assert (row.state, row.unsure) == ("marked", True)
    assert other.claim().step is Step.LOOK_UP


def test_facts_are_read_without_touching_what_is_under_way(other, move_clock):
    entity = new_id()
    other.put(entity, {"n": 1})
    other.take(other.claim())
    move_clock(3)
    other.end()
    _, live = tasks.due(other.company_id, other.connection_id, "thing", limit=10)
    other.put(entity, {"n": 2})
    said = {live[0].row_id: tasks.Facts({"listing": "LISTED"}, timedelta(hours=1))}
    tasks.record_facts(other.company_id, other.connection_id, "thing", said, asked_at=now())
    row = other.row()
    assert (row.facts, row.state) == ({"listing": "LISTED"}, "marked")
    assert (live[0].operation, live[0].exists_there) == (Operation.CREATE, True)


def test_what_was_told_while_asking_is_not_overwritten(other, cast, move_clock):
    other.put(new_id(), {"n": 1})
    other.take(other.claim())
    move_clock(3)
    other.end()
    asked_at = now()
    move_clock(1)
    with cast.acting():
        row = Mirror.objects.get()
        tasks.learn(row, {"listing": "NOT_LISTED"}, now())
        row.next_poll_at = now()
        row.save()
    move_clock(1)
    said = {row.id: tasks.Facts({"listing": "LISTED"}, timedelta(hours=1))}
    tasks.record_facts(other.company_id, other.connection_id, "thing", said, asked_at=asked_at)
    assert other.row().facts == {"listing": "NOT_LISTED"}
    _, live = tasks.due(other.company_id, other.connection_id, "thing", limit=10)
    assert [item.row_id for item in live] == [row.id]


def test_bodies_of_another_company_do_not_open(other, cast):
    other.put(new_id(), {"n": 1})
    other.claim()
    with cast.acting(cast.dele, cast.orrin), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sync_mirror")
        assert cursor.fetchone() == (0,)

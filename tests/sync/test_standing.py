"""The mirror's rules, as a table and as a random walk against a small other system that can fail in every way."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from isthmus.base.failures import Failure, Kind
from isthmus.sync import standing
from isthmus.sync.standing import Operation, Plan, Standing, State, Step, TaskEnd, Wanted

A, B, BARE = {"title": "A", "industry": "4"}, {"title": "B", "industry": "4"}, {"title": "B"}
HELD = Standing(State.ACCEPTED, exists_there=True, accepted=A, accepted_digest=standing.digest(A))
REJECTED = Failure(Kind.REJECTED, "no")
TABLE = [
    ("new and wanted", Standing(), Wanted(A), Step.CREATE),
    ("new and not wanted", Standing(), Wanted(None), Step.NOTHING),
    ("there and unchanged", HELD, Wanted(A), Step.NOTHING),
    ("there and changed", HELD, Wanted(B), Step.UPDATE),
    ("there, and to be there for longer", HELD, Wanted(A, renew=True), Step.RENEW),
    ("changed, and to be there for longer", HELD, Wanted(B, renew=True), Step.UPDATE),
    ("not there, and to be there for longer", Standing(), Wanted(A, renew=True), Step.CREATE),
    ("renewal of unknown outcome", replace(HELD, operation=Operation.RENEW, unsure=True), Wanted(A), Step.UPDATE),
    ("there and no longer wanted", HELD, Wanted(None), Step.CLOSE),
    ("equal, but asked for again", replace(HELD, force=True), Wanted(A), Step.UPDATE),
    ("would blank a field nobody cleared", HELD, Wanted(BARE), Step.HOLD),
    ("blanks a field a person cleared", HELD, Wanted(BARE, cleared=lambda: frozenset({"industry"})), Step.UPDATE),
    ("blanking allowed", replace(HELD, allowed_digest=standing.digest(BARE)), Wanted(BARE), Step.UPDATE),
    ("another blanking than allowed", replace(HELD, allowed_digest=standing.digest(A)), Wanted(BARE), Step.HOLD),
    ("would be refused", Standing(), Wanted(A, refused=REJECTED), Step.REFUSE),
    ("refused before, unchanged", Standing(refused_digest=standing.digest(A)), Wanted(A), Step.STILL_REFUSED),
    ("refused before, changed", Standing(refused_digest=standing.digest(A)), Wanted(B), Step.CREATE),
    (
        "refused before, asked for again",
        Standing(refused_digest=standing.digest(A), force=True),
        Wanted(A),
        Step.CREATE,
    ),
    ("creation of unknown outcome", Standing(operation=Operation.CREATE, unsure=True), Wanted(A), Step.LOOK_UP),
    ("the same, no longer wanted", Standing(operation=Operation.CREATE, unsure=True), Wanted(None), Step.LOOK_UP),
    ("update of unknown outcome", replace(HELD, operation=Operation.UPDATE, unsure=True), Wanted(A), Step.UPDATE),
    ("closing of unknown outcome", replace(HELD, operation=Operation.CLOSE, unsure=True), Wanted(None), Step.CLOSE),
    ("the same, wanted again", replace(HELD, operation=Operation.CLOSE, unsure=True), Wanted(A), Step.LOOK_UP),
    (
        "an unsure update may have blanked already",
        replace(HELD, operation=Operation.UPDATE, unsure=True, sent={**A, "level": "x"}),
        Wanted(A),
        Step.HOLD,
    ),
]


@pytest.mark.parametrize(("now", "wanted", "step"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_is_planned(now, wanted, step):
    assert standing.planned(now, wanted).step is step


def test_a_closing_resends_what_was_accepted():
    assert standing.planned(HELD, Wanted(None)).body == A


def test_bodies_with_their_members_in_another_order_are_equal():
    assert standing.digest({"a": 1, "b": [1, 2]}) == standing.digest({"b": [1, 2], "a": 1})


def test_an_edit_while_a_task_is_open_waits_for_it():
    working = standing.taken(standing.sending(Standing(), Plan(Step.CREATE, A)), "task")
    edited = standing.marked(working)
    assert (edited.state, edited.dirty) == (State.TASK_OPEN, True)
    after = standing.ended(edited, TaskEnd(True), most_attempts=5)
    assert (after.state, after.exists_there) == (State.MARKED, True)
    assert standing.planned(after, Wanted(B)).step is Step.UPDATE


def test_a_closing_asked_for_during_creation_follows_it():
    working = standing.marked(standing.taken(standing.sending(Standing(), Plan(Step.CREATE, A)), "task"))
    created = standing.ended(working, TaskEnd(True), most_attempts=5)
    assert standing.planned(created, Wanted(None)) == Plan(Step.CLOSE, A)


def test_a_closing_asked_for_during_a_creation_that_fails_is_no_longer_needed():
    working = standing.marked(standing.taken(standing.sending(Standing(), Plan(Step.CREATE, A)), "task"))
    failed = standing.ended(working, TaskEnd(False, REJECTED), most_attempts=5)
    assert standing.planned(failed, Wanted(None)).step is Step.NOTHING


def test_a_duplicate_that_is_our_own_is_there_and_made_certain_by_an_update():
    working = standing.taken(standing.sending(Standing(), Plan(Step.CREATE, A)), "task")
    known = standing.ended(working, TaskEnd(False, REJECTED, exists=True), most_attempts=5)
    assert (known.state, known.exists_there) == (State.MARKED, True)
    assert standing.planned(known, Wanted(A)).step is Step.UPDATE


def test_two_answers_that_contradict_each_other_end_with_a_person():
    now = Standing()
    for _ in range(20):
        plan = standing.planned(now, Wanted(A))
        if plan.step not in (Step.CREATE, Step.UPDATE):
            break
        working = standing.taken(standing.sending(now, plan), "task")
        now = standing.ended(working, TaskEnd(False, REJECTED, exists=plan.step is Step.CREATE), most_attempts=5)
        if now.state is State.FAILED:
            break
    assert now.state is State.FAILED


def test_a_crash_between_writing_down_and_sending_looks_before_creating_again():
    crashed = standing.cut_short(standing.sending(Standing(), Plan(Step.CREATE, A)))
    assert standing.planned(crashed, Wanted(A)).step is Step.LOOK_UP
    absent = standing.looked_up(crashed, found=False)
    assert standing.planned(absent, Wanted(A)).step is Step.CREATE


def test_an_edit_back_after_an_update_of_unknown_outcome_is_sent():
    unsure = standing.not_sent(standing.sending(HELD, Plan(Step.UPDATE, B)), maybe_done=True)
    assert standing.planned(unsure, Wanted(A)).step is Step.UPDATE


def test_a_throttled_update_taken_back_is_not_sent():
    waiting = standing.not_sent(standing.sending(HELD, Plan(Step.UPDATE, B)), maybe_done=False)
    assert standing.planned(waiting, Wanted(A)).step is Step.NOTHING


def test_a_forced_send_that_did_not_leave_stays_forced():
    asked = standing.sending(replace(HELD, force=True), Plan(Step.UPDATE, A))
    waiting = standing.not_sent(asked, maybe_done=False)
    assert standing.planned(waiting, Wanted(A)).step is Step.UPDATE
    done = standing.ended(
        standing.taken(standing.sending(waiting, Plan(Step.UPDATE, A)), "t"), TaskEnd(True), most_attempts=5
    )
    assert standing.planned(standing.marked(done), Wanted(A)).step is Step.NOTHING


class OtherSystem:
    """Holds one posting; refuses to create what is there and to change what is not; forgets nothing."""

    def __init__(self) -> None:
        self.body: dict | None = None
        self.sends: list[tuple[str, str]] = []

    def do(self, operation: Operation, body) -> TaskEnd:
        self.sends.append((operation.value, standing.digest(body)))
        if operation is Operation.CREATE:
            if self.body is not None:
                return TaskEnd(False, REJECTED, exists=True)
            self.body = dict(body)
        elif operation is Operation.UPDATE:
            if self.body is None:
                return TaskEnd(False, REJECTED, exists=False)
            self.body = dict(body)
        else:
            self.body = None
        return TaskEnd(True)


class Walk(RuleBasedStateMachine):
    """Edits, closings, crashes and lost answers in any order; when they stop, both sides agree."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Standing()
        self.wanted: dict | None = None
        self.there = OtherSystem()
        self.reasons = 0
        self.open_end: TaskEnd | None = None

    @rule(body=st.sampled_from([A, B, None]))
    def somebody_changes_what_is_wanted(self, body):
        self.wanted = body
        self.now = standing.marked(self.now)
        self.reasons += 1

    @precondition(lambda self: self.now.state is State.MARKED)
    @rule(fate=st.sampled_from(["taken", "crash before the call", "crash after the call", "throttled", "answer lost"]))
    def the_lane_runs(self, fate):
        plan = standing.planned(self.now, Wanted(self.wanted))
        if plan.step is Step.LOOK_UP:
            self.now = standing.looked_up(self.now, found=self.there.body is not None)
            self.reasons += 1
        elif plan.step in (Step.CREATE, Step.UPDATE, Step.CLOSE):
            self.send(plan, fate)
        else:
            self.now = standing.settled_without_sending(self.now, plan.step)

    def send(self, plan: Plan, fate: str) -> None:
        self.now = standing.sending(self.now, plan)
        if fate == "crash before the call":
            self.now = standing.cut_short(self.now)
        elif fate == "throttled":
            self.now = standing.not_sent(self.now, maybe_done=False)
        else:
            end = self.there.do(self.now.operation, self.now.sent)
            if fate == "taken":
                self.now, self.open_end = standing.taken(self.now, "task"), end
            elif fate == "crash after the call":
                self.now = standing.cut_short(self.now)
            else:
                self.now = standing.not_sent(self.now, maybe_done=True)
        if fate != "taken":
            self.reasons += 1

    @precondition(lambda self: self.now.state is State.TASK_OPEN)
    @rule(fate=st.sampled_from(["told", "told", "lost"]))
    def the_task_is_asked_about(self, fate):
        if fate == "lost":
            self.now = standing.lost(self.now)
            self.reasons += 1
            return
        assert self.open_end is not None
        if not self.open_end.accepted:
            self.reasons += 1
        self.now = standing.ended(self.now, self.open_end, most_attempts=1_000)

    @invariant()
    def nothing_is_sent_without_a_reason(self):
        assert len(self.there.sends) <= 2 * self.reasons

    def teardown(self):
        self.now = standing.marked(self.now)
        for _ in range(20):
            if self.now.state is State.MARKED:
                self.the_lane_runs("taken")
            elif self.now.state is State.TASK_OPEN:
                self.the_task_is_asked_about("told")
        assert self.now.state is State.ACCEPTED
        assert self.there.body == self.wanted
        quiet = len(self.there.sends)
        self.now = standing.marked(self.now)
        self.the_lane_runs("taken")
        assert len(self.there.sends) == quiet


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)

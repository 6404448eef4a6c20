"""How one entity stands between us and the other system: a value, and what each event makes of it; no database.

State is levelled, not replayed: a change only marks; what to send is decided when it is sent, from what is wanted then
and what was last accepted. An outcome we do not know is found out before a creation is sent again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from isthmus.base.failures import Failure, Kind

Body = Mapping[str, Any]


class State(StrEnum):
    """The same words as `models.MirrorState`."""

    MARKED = "marked"
    SENDING = "sending"
    TASK_OPEN = "task_open"
    ACCEPTED = "accepted"
    FAILED = "failed"
    HELD = "held"


class Operation(StrEnum):
    """What a send does over there."""

    NONE = ""
    CREATE = "create"
    UPDATE = "update"
    RENEW = "renew"
    CLOSE = "close"


class Step(StrEnum):
    """What is to be done about an entity now."""

    CREATE = "create"
    UPDATE = "update"
    RENEW = "renew"
    CLOSE = "close"
    LOOK_UP = "look_up"
    NOTHING = "nothing"
    HOLD = "hold"
    REFUSE = "refuse"
    STILL_REFUSED = "still_refused"


@dataclass(frozen=True)
class Standing:
    """One entity.

    `dirty`: it changed while a send or task was open. `force`: send even an equal body; `forcing`: what is under way
    was forced. `alone`: send it by itself. `unsure`: how the last send ended is not known.
    """

    state: State = State.MARKED
    operation: Operation = Operation.NONE
    dirty: bool = False
    force: bool = False
    forcing: bool = False
    alone: bool = False
    exists_there: bool = False
    unsure: bool = False
    sent: Body = field(default_factory=dict)
    accepted: Body = field(default_factory=dict)
    accepted_digest: str = ""
    refused_digest: str = ""
    allowed_digest: str = ""
    task: str = ""
    attempts: int = 0


@dataclass(frozen=True)
class Wanted:
    """What the other system should hold: a body, or None for nothing; what it would refuse; what a person cleared.

    `cleared` is asked only when something would be blanked, since the answer may be costly. `renew`: what is there as
    it should be, is to be there for longer.
    """

    body: Body | None
    refused: Failure | None = None
    cleared: Callable[[], frozenset[str]] = frozenset
    renew: bool = False


@dataclass(frozen=True)
class Plan:
    """The step to take, the body to send with it, and the fields an update would blank without anybody's wish."""

    step: Step
    body: Body = field(default_factory=dict)
    blanked: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskEnd:
    """How a task ended, in the words of this house: accepted, or not and why.

    `exists` corrects what we believe when the failure tells: a duplicate is there, an unknown one is not. `facts` are
    what the answer tells about the entity besides.
    """

    accepted: bool
    failure: Failure | None = None
    exists: bool | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def digest(body: Body) -> str:
    """The same text for equal bodies, whatever the order of their members."""
    plain = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def marked(now: Standing, *, force: bool = False) -> Standing:
    """Something changed: look at the entity again, at once, or as soon as what is under way has ended."""
    if now.state in (State.SENDING, State.TASK_OPEN):
        return replace(now, dirty=True, force=now.force or force)
    return replace(now, state=State.MARKED, force=now.force or force, attempts=0)


def planned(now: Standing, wanted: Wanted) -> Plan:
    """What to do about a marked entity, given what is wanted at this moment."""
    if now.unsure and _must_look_up(now, wanted):
        return Plan(Step.LOOK_UP)
    if wanted.body is None:
        return Plan(Step.CLOSE, now.accepted or now.sent) if now.exists_there else Plan(Step.NOTHING)
    if wanted.refused is not None:
        return Plan(Step.REFUSE, wanted.body)
    return _planned_body(now, wanted, wanted.body)


def _must_look_up(now: Standing, wanted: Wanted) -> bool:
    """Updates and closings may be repeated; whether a creation or a closing worked decides what comes next."""
    closing = now.operation is Operation.CLOSE and wanted.body is not None
    return now.operation is Operation.CREATE or closing


def _planned_body(now: Standing, wanted: Wanted, body: Body) -> Plan:
    wished = digest(body)
    if not now.force and wished == now.refused_digest:
        return Plan(Step.STILL_REFUSED, body)
    if not now.exists_there:
        return Plan(Step.CREATE, body)
    if wished == now.accepted_digest and not now.force and not now.unsure:
        return Plan(Step.RENEW if wanted.renew else Step.NOTHING, body)
    blanked = _blanked(now, body)
    if blanked and wished != now.allowed_digest and (unwished := blanked - wanted.cleared()):
        return Plan(Step.HOLD, body, tuple(sorted(unwished)))
    return Plan(Step.UPDATE, body)


def _blanked(now: Standing, body: Body) -> set[str]:
    """Fields they hold, or may hold, that the new body would leave out: an update nulls what it omits."""
    held = {**now.accepted, **(now.sent if now.unsure else {})}
    return {name for name, value in held.items() if not _is_empty(value) and _is_empty(body.get(name))}


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def settled_without_sending(now: Standing, step: Step) -> Standing:
    """After a plan that sends nothing: all is well, or held for a person, or refused."""
    state = {Step.NOTHING: State.ACCEPTED, Step.HOLD: State.HELD}.get(step, State.FAILED)
    return replace(now, state=state, dirty=False, force=False, unsure=False if step is Step.NOTHING else now.unsure)


def sending(now: Standing, plan: Plan) -> Standing:
    """Written down before the call, so that a crash leaves the truth: this may have been sent."""
    return replace(
        now,
        state=State.SENDING,
        operation=Operation(plan.step.value),
        sent=plan.body,
        dirty=False,
        force=False,
        forcing=now.force,
        task="",
    )


def cut_short(now: Standing) -> Standing:
    """The run that was sending it ended without recording an answer."""
    return replace(now, state=State.MARKED, unsure=True, force=now.force or now.forcing)


def taken(now: Standing, task: str) -> Standing:
    """The other system took it and works on it."""
    return replace(now, state=State.TASK_OPEN, task=task, unsure=False)


def not_sent(now: Standing, *, maybe_done: bool, alone: bool = False) -> Standing:
    """The call as a whole failed; `maybe_done` when the other side may have acted all the same."""
    return replace(
        now,
        state=State.MARKED,
        unsure=now.unsure or maybe_done,
        alone=now.alone or alone,
        attempts=now.attempts + 1,
        force=now.force or now.forcing,
    )


def looked_up(now: Standing, *, found: bool) -> Standing:
    """We know now whether an unsure creation is there; what exactly it holds is made certain by the next update."""
    return replace(now, state=State.MARKED, unsure=False, exists_there=found, accepted_digest="")


def ended(now: Standing, end: TaskEnd, *, most_attempts: int) -> Standing:
    """A task ended, or an item was answered at once: accepted, to be tried again, or refused."""
    base = replace(now, task="", unsure=False)
    if end.accepted:
        return _after_acceptance(base)
    if end.exists is not None and end.exists is not base.exists_there and base.attempts < most_attempts:
        corrected = replace(base, exists_there=end.exists, accepted_digest="", attempts=base.attempts + 1)
        return replace(corrected, state=State.MARKED, dirty=False)
    if base.dirty:
        return replace(_refused(base, end), state=State.MARKED, dirty=False, attempts=0)
    if _may_pass(end.failure) and base.attempts < most_attempts:
        return replace(base, state=State.MARKED, attempts=base.attempts + 1, force=base.forcing)
    return _refused(base, end)


def _may_pass(failure: Failure | None) -> bool:
    """Whether the same send can succeed later: what is wrong with a set-up may mend itself, such as our own address
    being out of reach just when the other side looked; what is wrong with the data does not."""
    return failure is not None and (failure.may_retry or failure.kind is Kind.MISCONFIGURED)


def lost(now: Standing) -> Standing:
    """The task cannot be found any more: nobody knows how it ended."""
    return replace(now, state=State.MARKED, task="", unsure=True, dirty=False)


def _after_acceptance(now: Standing) -> Standing:
    closed = now.operation is Operation.CLOSE
    return replace(
        now,
        state=State.MARKED if now.dirty else State.ACCEPTED,
        dirty=False,
        forcing=False,
        alone=False,
        attempts=0,
        exists_there=not closed,
        accepted={} if closed else now.sent,
        accepted_digest="" if closed else digest(now.sent),
        refused_digest="",
        allowed_digest="",
    )


def _refused(now: Standing, end: TaskEnd) -> Standing:
    data_refused = end.failure is None or end.failure.kind is Kind.REJECTED
    about_data = now.operation not in (Operation.CLOSE, Operation.RENEW)
    refused = digest(now.sent) if data_refused and about_data else now.refused_digest
    return replace(now, state=State.FAILED, refused_digest=refused, alone=False, forcing=False)

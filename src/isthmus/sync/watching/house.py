"""What is wrong with the installation itself, for its operator: any floor may register a look, and mails tell of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring.mailing import UNSURE, Parcel
from isthmus.sync import post
from isthmus.sync.backoff import wait
from isthmus.sync.models import HouseAlarm, TellState, Told
from isthmus.sync.watching import alarm_rules
from isthmus.sync.watching.alarm_rules import Seen, Step

RAISED_AFTER = timedelta(minutes=1)
CALM_FOR = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class HouseTrouble:
    """One thing wrong with the installation: `about` names it, `since` is when it began."""

    about: str
    words: str
    what_to_do: str
    since: datetime
    kind: Kind = Kind.MISCONFIGURED


Look = Callable[[], Iterable[HouseTrouble]]
_looks: list[Look] = []


def register(look: Look) -> None:
    """Have this looked at whenever the watchman comes around; what it finds is told the operator."""
    if look not in _looks:
        _looks.append(look)


def troubles() -> list[HouseTrouble]:
    """Everything that is wrong with the installation now."""
    return [trouble for look in _looks for trouble in look()]


def look(more: Iterable[HouseTrouble] = ()) -> list[HouseTrouble]:
    """Raise and resolve the installation's alarms. Returns what is wrong now. Call alone (see watchman)."""
    wrong = {trouble.about: trouble for trouble in (*troubles(), *more)}
    with transaction.atomic():
        raised = {row.about: row for row in HouseAlarm.objects.select_for_update().filter(resolved_at=None)}
        for about in sorted({*wrong, *raised}):
            _one(wrong.get(about), raised.get(about), about)
    return list(wrong.values())


def _one(trouble: HouseTrouble | None, row: HouseAlarm | None, about: str) -> None:
    present = now()
    seen = Seen(trouble.since if trouble else None, row is not None, row.calm_since if row else None)
    match alarm_rules.step(seen, present, after=RAISED_AFTER, calm=CALM_FOR):
        case Step.RAISE if trouble is not None:
            HouseAlarm.objects.create(
                about=about,
                kind=trouble.kind.value,
                words=trouble.words,
                what_to_do=trouble.what_to_do,
                since=trouble.since,
            )
        case Step.GO_ON if row is not None:
            row.calm_since = None
            row.save(update_fields=["calm_since"])
        case Step.CALM_DOWN if row is not None:
            row.calm_since = present
            row.save(update_fields=["calm_since"])
        case Step.RESOLVE if row is not None:
            _resolve(row, present)


def _resolve(row: HouseAlarm, present: datetime) -> None:
    was_told = row.state in (TellState.SENT, TellState.UNSURE, TellState.SENDING)
    row.resolved_at = present
    if was_told:
        row.tell, row.state, row.attempts, row.next_attempt_at = Told.RESOLVED, TellState.PLANNED, 0, present
    else:
        row.state, row.next_attempt_at = TellState.FAILED, None
    row.save()


def send_house_mails() -> None:
    """Mail the operator what is due, each at most once. Call alone (see watchman), outside a transaction."""
    HouseAlarm.objects.filter(state=TellState.SENDING).update(state=TellState.UNSURE, next_attempt_at=None)
    if not settings.CONFIG.operator_email:
        return
    office = post.office()
    while (row := _take()) is not None:
        failure = post.hand_over(office, _parcel(row), settings.CONFIG.mail_from)
        _record(row, failure)


def _take() -> HouseAlarm | None:
    with transaction.atomic():
        due = HouseAlarm.objects.filter(state=TellState.PLANNED, next_attempt_at__lte=now())
        row = due.select_for_update().order_by("next_attempt_at", "id").first()
        if row is not None:
            row.state, row.attempts = TellState.SENDING, row.attempts + 1
            row.save(update_fields=["state", "attempts"])
        return row


def _parcel(row: HouseAlarm) -> Parcel:
    over = row.tell == Told.RESOLVED
    subject = f"Isthmus: {'over: ' if over else ''}{row.words}"
    where = f"This is the installation at {settings.CONFIG.public_url}; isthmus doctor says more."
    body = "\n\n".join(["It is over." if over else row.what_to_do, where])
    return Parcel(
        row.id, settings.CONFIG.operator_email, "", subject[:200], body, f"<{new_id()}@isthmus>", row.attempts
    )


def _record(row: HouseAlarm, failure: Failure | None) -> None:
    state = TellState.PLANNED
    if failure is None:
        state = TellState.SENT
    elif failure.code == UNSURE:
        state = TellState.UNSURE
    elif failure.kind in (Kind.REJECTED, Kind.BUG):
        state = TellState.FAILED
    again = now() + wait(row.attempts, first=30.0, longest=LONGEST_WAIT) if state == TellState.PLANNED else None
    mine = HouseAlarm.objects.filter(id=row.id, tell=row.tell, state=TellState.SENDING)
    mine.update(state=state, next_attempt_at=again)

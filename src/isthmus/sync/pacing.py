"""How much may leave now under limits per UTC day and per minute: values in, values out; no clock, no database.

LinkedIn does not say whether its minute slides: here no 60 seconds ever hold more than a minute's limit, which is right
under either reading. A call counts from before it leaves until a minute after it has ended; around midnight it counts
for both days, since nobody knows when it arrives, nor by whose clock.

Within the day, what can wait leaves a part of the limit to what cannot; that part shrinks as the day passes, so that at
midnight nothing is left over. Within the minute it takes its time, so that there is soon room again.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import Protocol

MINUTE_SECONDS = 60
SKEW = timedelta(seconds=10)
LONGEST_CALL = timedelta(seconds=60)
SPREAD_SECONDS = 6
QUICKEST_SECONDS = 40
LOOK_AGAIN = timedelta(seconds=45)
AT_LEAST = timedelta(seconds=1)
LONGEST_CLOSING = timedelta(hours=1)
_DAY = timedelta(days=1)
_EARLIER = MINUTE_SECONDS - SPREAD_SECONDS
_NO_END = 1_000_000_000


class Urgency(IntEnum):
    """What goes first: a change somebody just made, what the other side asked for, and everything that can wait."""

    NOW = 0
    SOON = 1
    LATER = 2


KEPT_BACK: Mapping[Urgency, float] = {Urgency.NOW: 0.0, Urgency.SOON: 0.1, Urgency.LATER: 0.2}


class Limits(Protocol):
    """What may be asked of one resource; None means no limit is known."""

    @property
    def requests_a_day(self) -> int | None: ...
    @property
    def records_a_minute(self) -> int | None: ...
    @property
    def records_a_day(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Recent:
    """Records that count against the minute until a moment (epoch seconds); `call` names them while under way."""

    records: int
    until: int
    call: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """What has been used: on one UTC day, already counted for the day after, and in the last minute.

    `refusals` is how often in a row the other side said that a limit is reached although we thought otherwise.
    """

    day: date
    requests: int = 0
    records: int = 0
    early_requests: int = 0
    early_records: int = 0
    recent: tuple[Recent, ...] = ()
    closed_until: datetime | None = None
    refusals: int = 0

    @property
    def in_the_minute(self) -> int:
        """Records that count against the minute."""
        return _sum(self.recent)


@dataclass(frozen=True, slots=True)
class Permit:
    """How many records of each urgency may leave now in one call, and when to ask again where that is none."""

    most: tuple[int, int, int]
    ask_again: tuple[datetime, datetime, datetime]

    def allows(self, urgency: int, already: int = 0) -> bool:
        """Whether one more record may join a call that carries `already`."""
        return already < self.most[urgency]

    def wait_of(self, urgency: int, present: datetime) -> datetime:
        """When to look again for something of this urgency; soon enough to see what is more urgent arrive meanwhile."""
        hurried = max(self.ask_again[Urgency.NOW], present + LOOK_AGAIN)
        return min(self.ask_again[urgency], hurried)


UNLIMITED = Permit((_NO_END,) * 3, (datetime.min.replace(tzinfo=UTC),) * 3)


def first_day(present: datetime) -> date:
    """The earliest UTC day a call made now may be counted on."""
    return (present - SKEW).date()


def day_end(day: date) -> datetime:
    """From when on nothing can be counted on this day any more."""
    return datetime.combine(day, time(), UTC) + _DAY + SKEW


def rolled(used: Used, present: datetime) -> Used:
    """What of it still counts at this moment."""
    day = first_day(present)
    if day > used.day:
        follows = day == used.day + _DAY
        early = (used.early_requests, used.early_records) if follows else (0, 0)
        used = replace(used, requests=early[0], records=early[1], early_requests=0, early_records=0)
    latest = _until(present + LONGEST_CALL)
    recent = (replace(part, until=min(part.until, latest)) for part in used.recent)
    return replace(used, day=day, recent=tuple(part for part in recent if part.until > present.timestamp()))


def reserved(limits: Limits, used: Used, present: datetime, records: int, call: str) -> Used:
    """When a call is about to leave: counted before it does, so that a crash never spends more than was counted."""
    used = rolled(used, present)
    recent = used.recent
    if limits.records_a_minute is not None:
        recent = (*recent, Recent(records, _until(present + LONGEST_CALL), call))
    counted = replace(used, requests=used.requests + 1, records=used.records + records, recent=recent)
    if not _near_midnight(used.day, present):
        return counted
    return replace(
        counted, early_requests=used.early_requests + 1, early_records=used.early_records + records, recent=recent
    )


def ended(used: Used, present: datetime, call: str) -> Used:
    """After the call has ended, in whatever way: the minute goes by from now on."""
    used = rolled(used, present)
    until = _until(present)
    sums: dict[int, int] = {}
    under_way = []
    for part in used.recent:
        if part.call and part.call != call:
            under_way.append(part)
        else:
            moment = min(part.until, until) if part.call else part.until
            sums[moment] = sums.get(moment, 0) + part.records
    settled = (Recent(records, moment) for moment, records in sorted(sums.items()))
    return replace(used, recent=(*settled, *under_way))


def refused(used: Used, present: datetime, until: datetime | None) -> Used:
    """After the other side said that a limit is reached: closed until the moment it named, else ever longer, at most
    until the day's counter starts anew."""
    refusals = used.refusals + 1
    pause = min(timedelta(seconds=MINUTE_SECONDS + 1) * 2 ** min(refusals - 1, 10), LONGEST_CLOSING)
    return replace(used, refusals=refusals, closed_until=min(until or present + pause, day_end(first_day(present))))


def welcomed(used: Used) -> Used:
    """After a call that was not refused for a limit."""
    return replace(used, refusals=0, closed_until=None)


def permit(limits: Limits, used: Used, present: datetime, *, batch: int) -> Permit:
    """What may leave now, for each urgency, when a call carries up to `batch` records."""
    used = rolled(used, present)
    grain = _grain(limits, batch)
    room = [_room(limits, used, present, urgency, batch) for urgency in Urgency]
    needs = (1, 1, grain)
    most = tuple(free if free >= need else 0 for free, need in zip(room, needs, strict=True))
    again = tuple(
        present if free else max(_opens_at(limits, used, present, urgency, need, batch), present + AT_LEAST)
        for urgency, free, need in zip(Urgency, most, needs, strict=True)
    )
    return Permit((most[0], most[1], most[2]), (again[0], again[1], again[2]))


def opens_at(limits: Limits, used: Used, present: datetime, records: int) -> datetime:
    """When a call with so many records may leave that cannot wait, if nothing else is sent meanwhile."""
    used = rolled(used, present)
    return max(_opens_at(limits, used, present, Urgency.NOW, records, records), present + AT_LEAST)


def permitted_a_day(limits: Limits, batch: int) -> int | None:
    """The most records a UTC day can hold: the tightest of all three figures; None when none is known."""
    figures = [
        limits.records_a_day,
        None if limits.requests_a_day is None else limits.requests_a_day * batch,
        None if limits.records_a_minute is None else limits.records_a_minute * 24 * 60,
    ]
    return min((figure for figure in figures if figure is not None), default=None)


def _room(limits: Limits, used: Used, present: datetime, urgency: Urgency, batch: int) -> int:
    if used.closed_until is not None and present < used.closed_until:
        return 0
    free = [_NO_END]
    for day, requests, records in _days(used, present):
        share = KEPT_BACK[urgency] * _left_of(day, present)
        if _free(limits.requests_a_day, requests, share) < 1:
            return 0
        free.append(_free(limits.records_a_day, records, share))
    if limits.records_a_minute is not None:
        free.append(limits.records_a_minute - used.in_the_minute)
        if urgency is not Urgency.NOW:
            free.append(_evenly(limits.records_a_minute, batch) - _sum(_just_now(used, present)))
    return max(min(free), 0)


def _opens_at(limits: Limits, used: Used, present: datetime, urgency: Urgency, need: int, batch: int) -> datetime:
    """When there will be room for `need` records, if nothing else is sent meanwhile."""
    moments = [present, used.closed_until or present]
    for day, requests, records in _days(used, present):
        moments.append(_day_opens(limits.requests_a_day, requests, 1, day, KEPT_BACK[urgency]))
        moments.append(_day_opens(limits.records_a_day, records, need, day, KEPT_BACK[urgency]))
    if limits.records_a_minute is not None:
        moments.append(_frees(used.recent, limits.records_a_minute, need, 0) or present)
        if urgency is not Urgency.NOW:
            evenly = _evenly(limits.records_a_minute, batch)
            moments.append(_frees(_just_now(used, present), evenly, need, _EARLIER) or present)
    return max(moments)


def _days(used: Used, present: datetime) -> list[tuple[date, int, int]]:
    """The days a call made now counts for, with what is used of each."""
    days = [(used.day, used.requests, used.records)]
    if _near_midnight(used.day, present):
        days.append((used.day + _DAY, used.early_requests, used.early_records))
    return days


def _near_midnight(day: date, present: datetime) -> bool:
    return (present + LONGEST_CALL + SKEW).date() > day


def _left_of(day: date, present: datetime) -> float:
    return min(max((day_end(day) - present) / _DAY, 0.0), 1.0)


def _free(limit: int | None, used: int, share: float) -> int:
    return _NO_END if limit is None else limit - used - int(limit * share)


def _day_opens(limit: int | None, used: int, need: int, day: date, share: float) -> datetime:
    """When a day has room: what is kept back shrinks evenly; what is used up comes back with the next day."""
    if limit is None:
        return datetime.min.replace(tzinfo=UTC)
    spare = limit - used - need
    if spare < 0:
        return day_end(day)
    return day_end(day) - (min((spare + 1) / (limit * share), 1.0) * _DAY if share else _DAY)


def _evenly(a_minute: int, batch: int) -> int:
    """How many records that can wait may leave within a few seconds."""
    return max(a_minute * SPREAD_SECONDS // QUICKEST_SECONDS, min(batch, a_minute))


def _just_now(used: Used, present: datetime) -> tuple[Recent, ...]:
    """The calls of the last few seconds."""
    return tuple(part for part in used.recent if part.until - _EARLIER > present.timestamp())


def _sum(recent: tuple[Recent, ...]) -> int:
    return sum(part.records for part in recent)


def _frees(recent: tuple[Recent, ...], limit: int, need: int, earlier: int) -> datetime | None:
    """When enough records stop counting, `earlier` seconds before the minute is over; None when there is room."""
    over = _sum(recent) + need - limit
    for part in sorted(recent, key=lambda part: part.until):
        if over <= 0:
            return None
        over -= part.records
        if over <= 0:
            return datetime.fromtimestamp(part.until - earlier, UTC)
    return None


def _grain(limits: Limits, batch: int) -> int:
    """The fewest records worth a call for what can wait: a thousandth of the day, at most a batch."""
    a_day = permitted_a_day(limits, batch)
    if a_day is None:
        return 1
    return max(min(batch, a_day // 1000, limits.records_a_minute or batch), 1)


def _until(moment: datetime) -> int:
    return math.ceil(moment.timestamp()) + MINUTE_SECONDS

"""Activity → Health: how far behind each stream is, against its objective, now and in the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.base.clock import now
from isthmus.sync import freshness
from isthmus.sync.freshness import StreamHealth
from isthmus.sync.models import Alarm, HealthSample
from isthmus.sync.watching import heartbeats, looking
from isthmus.web import streams
from isthmus.web.streams import ShownStream
from isthmus.web.tones import BAD, GOOD, Look

HOURS = 24
BARS = HOURS * 60 // looking.SAMPLE_MINUTES
TALLEST, SHORTEST = 22, 1
MOST_ALARMS = 20


@dataclass(frozen=True)
class Bar:
    """Ten minutes as drawn: where, how tall, and which of `kept`, `behind`, `far` or `unwatched` they were."""

    x: int
    y: int
    height: int
    look: str


@dataclass(frozen=True)
class Hour:
    """One hour in the table beside the chart."""

    at: datetime
    words: str
    is_behind: bool


@dataclass(frozen=True)
class Day:
    """A stream's last day: a chart, its words, and the same as a table."""

    bars: list[Bar]
    words: str
    hours: list[Hour]
    objective_y: int


@dataclass(frozen=True)
class WatchedStream:
    """One stream, with why it is behind and its last day."""

    shown: ShownStream
    name: str
    words: str
    whose_move: str
    objective: str
    day: Day


@dataclass(frozen=True)
class ShownAlarm:
    """One alarm: what was told, since when, until when."""

    title: str
    words: str
    whose_move: str
    since: datetime
    resolved_at: datetime | None


@dataclass(frozen=True)
class HealthPage:
    """Everything about how fresh things are."""

    streams: list[WatchedStream]
    alarms: list[ShownAlarm]
    worker_words: str
    worker_look: Look
    may_change: bool


def health_page(member: Member) -> HealthPage:
    """The page for one member."""
    workers = heartbeats.workers()
    samples = {sample.at: sample.lags for sample in HealthSample.objects.filter(at__gt=_moments()[0] - _step())}
    open_first = Alarm.objects.order_by(F("resolved_at").desc(nulls_first=True), "-raised_at")
    return HealthPage(
        streams=[_watched(health, samples, workers) for health in freshness.report()],
        alarms=[_alarm(row) for row in open_first[:MOST_ALARMS]],
        worker_words=_worker_words(workers),
        worker_look=BAD if workers.are_missing else GOOD,
        may_change=member.may("settings.manage"),
    )


def _watched(
    health: StreamHealth, samples: dict[datetime, dict[str, int]], workers: heartbeats.Workers
) -> WatchedStream:
    found = [samples.get(moment, {}).get(health.name) for moment in _moments()]
    return WatchedStream(
        shown=streams.shown_stream(health),
        name=health.name,
        words=looking.in_words(health, workers),
        whose_move=looking.whose_move(health, workers) if health.lag or health.whose_move else "",
        objective=freshness.lasting(health.objective.total_seconds()),
        day=_day(found, health.objective.total_seconds()),
    )


def _day(lags: Sequence[int | None], objective: float) -> Day:
    """`lags` in seconds, one for every ten minutes of the last day, oldest first; None where nobody watched."""
    return Day(
        bars=[_bar(place, lag, objective) for place, lag in enumerate(lags)],
        words=_day_words(lags, objective),
        hours=_hours(lags, objective),
        objective_y=TALLEST - TALLEST // freshness.FAR_BEHIND,
    )


def _bar(place: int, lag: int | None, objective: float) -> Bar:
    if lag is None:
        return Bar(place * 4, TALLEST - SHORTEST, SHORTEST, "unwatched")
    share = min(lag / (objective * freshness.FAR_BEHIND), 1.0)
    height = max(SHORTEST, round(share * TALLEST))
    look = "far" if share >= 1 else "behind" if lag > objective else "kept"
    return Bar(place * 4, TALLEST - height, height, look)


def _day_words(lags: Sequence[int | None], objective: float) -> str:
    seen = [lag for lag in lags if lag is not None]
    if not seen:
        return _("Nobody has watched yet.")
    if not max(seen):
        return _("Last 24 h: nothing was seen waiting.")
    beyond = sum(lag > objective for lag in seen)
    words = [_("Last 24 h: the oldest waited %s at worst.") % freshness.lasting(max(seen))]
    words += [_beyond_words(beyond, objective)] if beyond else []
    return " ".join(words)


def _beyond_words(samples: int, objective: float) -> str:
    """Of ten minutes the worst moment alone is known, and not which objective held then."""
    return ngettext(
        "In one of the ten-minute samples that was longer than the present objective of %(objective)s.",
        "In %(samples)d of the ten-minute samples that was longer than the present objective of %(objective)s.",
        samples,
    ) % {"samples": samples, "objective": freshness.lasting(objective)}


def _hours(lags: Sequence[int | None], objective: float) -> list[Hour]:
    each = 60 // looking.SAMPLE_MINUTES
    moments = _moments()
    hours = []
    for start in range(0, len(lags), each):
        seen = [lag for lag in lags[start : start + each] if lag is not None]
        words = _("not watched") if not seen else freshness.lasting(max(seen)) if max(seen) else _("nothing waited")
        hours.append(Hour(moments[start], words, bool(seen) and max(seen) > objective))
    return hours


def _moments() -> list[datetime]:
    last = looking.sample_moment(now())
    return [last - _step() * place for place in range(BARS - 1, -1, -1)]


def _step() -> timedelta:
    return timedelta(minutes=looking.SAMPLE_MINUTES)


def _alarm(row: Alarm) -> ShownAlarm:
    return ShownAlarm(row.title, row.words, row.whose_move, row.since, row.resolved_at)


def _worker_words(workers: heartbeats.Workers) -> str:
    if workers.are_missing:
        return _("The worker %s. Nothing is sent or handled until whoever runs Isthmus starts it.") % (
            looking.missing_words(workers)
        )
    return ngettext("%d worker is at work.", "%d workers are at work.", workers.alive) % workers.alive

"""Numbers read from the rows whenever Prometheus asks: streams against objectives, work by state, signs of life."""

from collections.abc import Iterable, Iterator
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from isthmus.api import reading
from isthmus.base.clock import now
from isthmus.sync import followers, freshness, inbox
from isthmus.sync.models import Heartbeat, HouseAlarm
from isthmus.sync.watching import heartbeats, lags

KINDS = (heartbeats.WORKER, heartbeats.WEB, heartbeats.INGEST)


class Streams(Collector):
    """How far behind each stream is at worst, over all companies, and how many of them are beyond their objective."""

    def collect(self) -> Iterable[Metric]:
        lag = GaugeMetricFamily(
            "isthmus_stream_lag_seconds", "Age of the oldest undone work, the most of any company.", labels=["stream"]
        )
        objective = GaugeMetricFamily(
            "isthmus_stream_objective_seconds", "Usual objective of a stream.", labels=["stream"]
        )
        behind = GaugeMetricFamily(
            "isthmus_streams_behind", "Companies whose stream is beyond its objective.", labels=["stream"]
        )
        for name, known in freshness.streams().items():
            objective.add_metric([name], known.objective.total_seconds())
        for name, seconds, companies in _lags():
            lag.add_metric([name], seconds)
            behind.add_metric([name], companies)
        yield from (lag, objective, behind)


class States(Collector):
    """What is not done, by kind of work and state; and alarms that are not over."""

    def collect(self) -> Iterable[Metric]:
        work = GaugeMetricFamily("isthmus_work", "Work that is not done, by state.", labels=["work", "state"])
        for name, state, rows in reading.rows("SELECT work, state, items FROM sync_work_open()"):
            work.add_metric([name, state], rows)
        alarms = GaugeMetricFamily("isthmus_alarms_open", "Alarms that are not over, by what about.", labels=["about"])
        for about, count in reading.rows("SELECT about, alarms FROM sync_alarms_open()"):
            alarms.add_metric([about], count)
        if reading.database_answers():
            alarms.add_metric(["installation"], HouseAlarm.objects.filter(resolved_at=None).count())
        yield from (work, alarms)


class Life(Collector):
    """Which processes live, and how old the last sign of life is; and what waits on this host's disk."""

    def collect(self) -> Iterable[Metric]:
        up = reading.database_answers()
        alive = GaugeMetricFamily("isthmus_processes_alive", "Processes that live, by kind.", labels=["kind"])
        age = GaugeMetricFamily(
            "isthmus_heartbeat_age_seconds", "Time since the last sign of life of any process.", labels=["kind"]
        )
        for kind in KINDS if up else ():
            alive.add_metric([kind], heartbeats.living(kind).count())
            last = Heartbeat.objects.filter(kind=kind).order_by("-worked_at").first()
            if last is not None:
                age.add_metric([kind], max((now() - last.worked_at).total_seconds(), 0.0))
        yield from (alive, age, *_spool())


def _spool() -> Iterator[Metric]:
    waiting = inbox.shelter().spool.state()
    oldest = max((now() - waiting.oldest_at).total_seconds(), 0.0) if waiting.oldest_at else 0.0
    yield GaugeMetricFamily(
        "isthmus_spool_deliveries", "Deliveries on this host's disk that wait for the database.", waiting.deliveries
    )
    yield GaugeMetricFamily("isthmus_spool_bytes", "Their size.", waiting.bytes)
    yield GaugeMetricFamily("isthmus_spool_oldest_seconds", "Age of the oldest of them.", oldest)
    yield GaugeMetricFamily(
        "isthmus_spool_set_aside", "Files there that could not be brought in.", len(waiting.set_aside)
    )
    yield CounterMetricFamily(
        "isthmus_spool_forged", "Forged deliveries refused while the database was away.", value=waiting.forged
    )


def _lags() -> list[tuple[Any, ...]]:
    known = freshness.streams()
    works = [stream.work for stream in known.values()]
    seconds = [int(stream.objective.total_seconds()) for stream in known.values()]
    sql = (
        "SELECT stream, lag, behind FROM sync_streams_behind("
        "%s, %s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s)"
    )
    return reading.rows(sql, [now(), list(known), works, seconds, *followers.fed(), lags.SETTLED_SECONDS])

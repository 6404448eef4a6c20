"""LinkedIn's throttles: how much one application may ask of one resource in a UTC day and in a minute. Counted in
memory, written down with the request log; every number is a choice, 0 being no limit."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from linkedin_sandbox.choices import Choices
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.store import Store
from linkedin_sandbox.tables import mails, throttle_counts
from linkedin_sandbox.wire import App, Call, Refused

_MINUTE = 60


@dataclass(frozen=True)
class Limits:
    """The names of the choices that hold a resource's limits; an empty name is a limit that is not documented."""

    requests_a_day: str
    records_a_minute: str = ""
    records_a_day: str = ""


_INTEGRATIONS = Limits("throttle_integration_requests_a_day")
LIMITS: dict[str, Limits] = {
    "simpleJobPostings": Limits(
        "throttle_posting_requests_a_day", "throttle_posting_records_a_minute", "throttle_posting_records_a_day"
    ),
    "simpleJobPostingTasks": Limits("throttle_task_requests_a_day"),
    "jobPostingStatus": Limits("throttle_status_requests_a_day"),
    "atsIntegrations": _INTEGRATIONS,
    "integrations": _INTEGRATIONS,
    "integrationConfigurations": _INTEGRATIONS,
}


@dataclass
class Count:
    """What one application has asked of one resource on one day; `seconds` holds the records of the last minute by
    second."""

    requests: int = 0
    records: int = 0
    refused: int = 0
    seconds: dict[int, int] = field(default_factory=dict)

    def minute(self, now: int, *, rolling: bool) -> int:
        """Records of this minute of the clock, or of the sixty seconds up to now."""
        second = now // 1000
        first = second - _MINUTE + 1 if rolling else second - second % _MINUTE
        return sum(records for at, records in self.seconds.items() if first <= at <= second)

    def add(self, now: int, records: int) -> None:
        """Count one call."""
        second = now // 1000
        self.requests += 1
        self.records += records
        if records:
            self.seconds = {at: held for at, held in self.seconds.items() if second - _MINUTE < at <= second}
            self.seconds[second] = self.seconds.get(second, 0) + records


Key = tuple[int, str, int]
_KEY = ("app_id", "resource", "day")


def _written(conn: Connection) -> Iterator[tuple[Key, Count]]:
    for row in conn.execute(select(throttle_counts)).mappings():
        seconds = {int(at): records for at, records in row["seconds"].items()}
        key = (row["app_id"], row["resource"], row["day"])
        yield key, Count(row["requests"], row["records"], row["refused"], seconds)


class Throttles:
    """The counts of every application. What is not yet written down is lost with the process, never an effect."""

    def __init__(self, store: Store) -> None:
        self._lock = threading.Lock()
        with store.read() as conn:
            self._counts = dict(_written(conn))
        self._unwritten: set[Key] = set()
        self._mails: list[dict[str, Any]] = []

    def take(self, choices: Choices, app: App, call: Call) -> None:
        """Count a call; raises a 429 when one of its limits would be passed."""
        limits = LIMITS.get(call.resource)
        if limits is None or not choices["throttles"]:
            return
        shared = choices["throttle_generations"] == "shared"
        resource = call.resource if shared else f"{call.generation}/{call.resource}"
        key = (app.id, resource, call.now // DAY_MS)
        records = _records(call) if limits.records_a_day else 0
        with self._lock:
            count = self._counts.setdefault(key, Count())
            self._unwritten.add(key)
            over = next(_over(choices, limits, count, call.now, records), None)
            if over is None:
                self._warn(choices, limits, key, count, call.now, records)
                count.add(call.now, records)
                return
            count.refused += 1
            if choices["throttled_calls_count"]:
                count.add(call.now, 0)
        raise _refused(choices, over, call.now)

    def _warn(self, choices: Choices, limits: Limits, key: Key, count: Count, now: int, records: int) -> None:
        share = choices["throttle_mail_percent"] / 100
        daily = (
            ("requests", limits.requests_a_day, count.requests, 1),
            ("records", limits.records_a_day, count.records, records),
        )
        for what, name, used, added in daily:
            limit = choices[name] if name else 0
            if limit and used < limit * share <= used + added:
                self._mails.append(_mail(key, what, limit, choices["throttle_mail_percent"], now))

    def flush(self, conn: Connection) -> None:
        """Write down what was counted since the last time."""
        with self._lock:
            rows = [dict(zip(_KEY, key, strict=True), **asdict(self._counts[key])) for key in self._unwritten]
            letters, self._mails = self._mails, []
            self._unwritten.clear()
        if rows:
            query = insert(throttle_counts)
            changed = {name: query.excluded[name] for name in ("requests", "records", "refused", "seconds")}
            conn.execute(query.on_conflict_do_update(index_elements=_KEY, set_=changed), rows)
        if letters:
            conn.execute(insert(mails), letters)

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self._counts.clear()
            self._unwritten.clear()
            self._mails.clear()

    def shown(self, choices: Choices, now: int) -> list[dict[str, Any]]:
        """What each application has used today, with its limits."""
        rolling = choices["throttle_minute"] == "rolling"
        with self._lock:
            counts = [(key, count) for key, count in self._counts.items() if key[2] == now // DAY_MS]
        lines = []
        for (app_id, resource, _), count in sorted(counts, key=itemgetter(0)):
            limits = LIMITS[resource.rpartition("/")[2]]
            used = {"requests_a_day": count.requests, "refused": count.refused}
            if limits.records_a_day:
                used |= {"records_a_minute": count.minute(now, rolling=rolling), "records_a_day": count.records}
            allowed = in_force(choices, limits)
            lines.append({"app_id": app_id, "resource": resource, "used": used, "limits": allowed})
        return lines


def in_force(choices: Choices, limits: Limits) -> Mapping[str, int]:
    """A resource's limits as they stand."""
    return {what: choices[name] for what, name in asdict(limits).items() if name}


def until_midnight(now: int) -> int:
    """Milliseconds until the daily counts start again, at 00:00 UTC."""
    return DAY_MS - now % DAY_MS


def _records(call: Call) -> int:
    try:
        body = call.json()
    except ValueError:
        return 0
    held = (body.get("elements") or body.get("entities")) if isinstance(body, dict) else None
    return len(held) if isinstance(held, (list, dict)) else 0


def _over(choices: Choices, limits: Limits, count: Count, now: int, records: int) -> Iterator[str]:
    rolling = choices["throttle_minute"] == "rolling"
    would_be = {
        "requests_a_day": count.requests + 1,
        "records_a_day": count.records + records,
        "records_a_minute": count.minute(now, rolling=rolling) + records,
    }
    for what, limit in in_force(choices, limits).items():
        if limit and would_be[what] > limit:
            yield what


def _refused(choices: Choices, what: str, now: int) -> Refused:
    wait_ms = 60_000 - now % 60_000 if what == "records_a_minute" else until_midnight(now)
    headers = {"Retry-After": str(-(-wait_ms // 1000))} if choices["throttle_retry_after"] else {}
    words = what.replace("_", " ")
    message = "Resource level throttle limit for calls to this resource is reached"
    return Refused(429, message, cause=f"throttle: {words}", headers=headers)


def _mail(key: Key, what: str, limit: int, percent: float, now: int) -> dict[str, Any]:
    subject = f"{percent:g} % of a daily limit is used"
    body = f"{key[1]}: {percent:g} % of {limit:,} {what} a day. Counting starts again at 00:00 UTC.\n"
    return {"app_id": key[0], "kind": "throttle_warning", "subject": subject, "body": body, "visible_at": now}

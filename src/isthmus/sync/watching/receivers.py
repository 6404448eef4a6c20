"""Whether a process that takes deliveries lives: its session ends with it, its signs of life when it hangs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.sync import receiving
from isthmus.sync.models import Heartbeat, HouseAlarm
from isthmus.sync.watching.heartbeats import RECEIVING, SEEN_WITHIN
from isthmus.sync.watching.house import HouseTrouble

NO_RECEIVER = "receivers"
KNOWN_FOR = timedelta(days=1)

_HAS_SESSION = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE application_name = %s AND datname = current_database() AND usename = current_user
    )
"""


def are_missing() -> bool:
    """Whether processes that take deliveries have lived within a day, and none does now.

    False also where none was ever seen: other programs may answer there. A process that lives but has lost its way to
    the database counts as missing; it answers all the same, so ask its address before you rely on this.
    """
    return _seen(KNOWN_FOR).exists() and not _lives()


def troubles() -> Iterator[HouseTrouble]:
    """The installation's own look: nobody takes deliveries. Told until somebody does."""
    since = _last_seen()
    if since is None or _lives():
        return
    yield HouseTrouble(
        about=NO_RECEIVER,
        words=_("No process takes deliveries: neither `isthmus serve` nor `isthmus ingest` runs."),
        what_to_do=_(
            "Start `isthmus serve`. LinkedIn sends an application seven times at most, so do not wait. Postings are"
            " kept back meanwhile: LinkedIn blocks an address that does not answer when it hears of them."
        ),
        since=since,
    )


def _lives() -> bool:
    return _seen(SEEN_WITHIN).exists() and _has_session()


def _seen(within: timedelta) -> QuerySet[Heartbeat]:
    return Heartbeat.objects.filter(kind__in=RECEIVING, seen_at__gt=now() - within)


def _last_seen() -> datetime | None:
    """When a receiver last gave a sign of life; once told as missing it is remembered longer than its signs are."""
    last: datetime | None = _seen(KNOWN_FOR).aggregate(last=Max("seen_at"))["last"]
    if last is None:
        alarm = HouseAlarm.objects.filter(about=NO_RECEIVER, resolved_at=None)
        last = alarm.values_list("since", flat=True).first()
    return last


def _has_session() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_SESSION, [receiving.SESSION_NAME])
        return bool(cursor.fetchone()[0])

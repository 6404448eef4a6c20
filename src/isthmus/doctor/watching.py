"""Who watches, as the doctor sees it."""

from collections.abc import Iterator

from django.conf import settings

from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.base.findings import Finding, fine, trouble
from isthmus.sync import freshness
from isthmus.sync.models import Heartbeat, HouseAlarm
from isthmus.sync.watching import heartbeats, looking, spools
from isthmus.sync.watching import receivers as reception
from isthmus.sync.watching.watchman import LOOK_ID

LATE_LOOKS = 10


def versions() -> Iterator[Finding]:
    """Which versions run."""
    kinds = (heartbeats.WORKER, heartbeats.WEB, heartbeats.INGEST)
    living = [beat for kind in kinds for beat in heartbeats.living(kind)]
    running = sorted({beat.version for beat in living})
    if len(running) > 1:
        words = f"processes of different versions run: {', '.join(running)}"
        yield trouble(words, "finish the upgrade: restart those that still run the old one.")


def looks() -> Iterator[Finding]:
    """Whether somebody looks how far behind the streams are."""
    last = Heartbeat.objects.filter(id=LOOK_ID).values_list("seen_at", flat=True).first()
    if last is None:
        yield fine("web and worker will look how far behind the streams are, once they run")
        return
    ago = (now() - last).total_seconds()
    words = f"the last look at how far behind the streams are was {freshness.lasting(max(ago, 0))} ago"
    if ago > LATE_LOOKS * settings.CONFIG.watch_seconds:
        yield trouble(words, "start isthmus serve or isthmus worker; nobody is alerted meanwhile.")
    else:
        yield fine(words)


def receivers() -> Iterator[Finding]:
    """Whether anybody takes deliveries."""
    missing = list(reception.troubles())
    yield from (trouble(one.words, one.what_to_do, kind=one.kind) for one in missing)
    if not missing and any(heartbeats.living(kind).exists() for kind in heartbeats.RECEIVING):
        yield fine("a process takes deliveries")


def reach() -> Iterator[Finding]:
    """Whether the operator would hear of trouble at all."""
    if settings.CONFIG.is_production and not (settings.CONFIG.operator_email or settings.CONFIG.ping_url):
        words = "ISTHMUS_OPERATOR_EMAIL and ISTHMUS_PING_URL are empty"
        yield fine(f"{words}: that every worker is gone shows in /metrics, on the pages and here, and nowhere else")


def house_alarms() -> Iterator[Finding]:
    """Every alarm about the installation that is not over, but for those the doctor has looked at itself."""
    looked_at = [looking.NO_WORKER, reception.NO_RECEIVER, *spools.abouts(heartbeats.host())]
    open_ones = HouseAlarm.objects.filter(resolved_at=None).exclude(about__in=looked_at)
    for alarm in open_ones.order_by("raised_at"):
        yield trouble(f"alarm: {alarm.words}", alarm.what_to_do, kind=Kind(alarm.kind))

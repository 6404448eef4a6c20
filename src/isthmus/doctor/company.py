"""One company as the doctor sees it; every check here runs acting for that company, and names it."""

from collections.abc import Iterator

from isthmus.base.clock import now
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.base.findings import ADMIN, Finding, fine, trouble
from isthmus.bridge import connections
from isthmus.bridge.models import ConnectionKind, ConnectionState
from isthmus.sync import freshness, inbox, issues
from isthmus.sync.freshness import StreamHealth
from isthmus.sync.models import Lane
from isthmus.sync.watching import endpoints, heartbeats, looking

NOT_FLOWING = frozenset({"failing", "late"})
STUCK_AFTER_FAILURES = 3


def connection(name: str) -> Iterator[Finding]:
    """Whether the company is connected to LinkedIn, whether LinkedIn lets it in, and what to register there."""
    found = connections.current()
    if found is None:
        yield fine(f"{name}: not connected to LinkedIn")
        return
    words = f"{name}: connection {found.get_state_display().lower()}"
    yield fine(words) if found.state == ConnectionState.COMPLETE else trouble(words, found.why, whose_move=ADMIN)
    if found.state == ConnectionState.COMPLETE and found.trouble:
        fix = "check the application's credentials under Settings → LinkedIn, or connect again."
        yield trouble(f"{name}: LinkedIn does not let it in: {found.why or found.trouble}", fix, whose_move=ADMIN)
    if found.kind == ConnectionKind.DIRECT and (address := connections.events_url(found)):
        yield fine(f"{name}: register in the developer portal of its own application: {address}")


def sealed(name: str) -> Iterator[Finding]:
    """Whether this host's keys open what was sealed before: a lost keyset is made anew, and opens nothing older."""
    closed = inbox.closed_to_us()
    if closed:
        words = f"{name}: this host's keyset does not open the keys of {closed} of its webhook addresses"
        yield trouble(words, "put the keyset file back from your backup; deliveries are sent back with 503 till then.")
    else:
        yield fine(f"{name}: what was sealed before opens")


def streams(name: str) -> Iterator[Finding]:
    """Whether each stream flows, and keeps its objective."""
    workers = heartbeats.workers()
    for health in freshness.report():
        words = f"{name}: {health.name} {health.words}"
        if health.is_behind:
            yield _behind(f"{name}: {health.name}", health, workers)
        elif health.state in NOT_FLOWING:
            kind = Kind(health.failure_kind or Kind.MISCONFIGURED)
            yield trouble(words, _read_the_cause("Activity"), kind=kind, whose_move=health.whose_move)
        else:
            yield fine(words)


def _behind(what: str, health: StreamHealth, workers: heartbeats.Workers) -> Finding:
    kind = Kind(health.failure_kind or Kind.TRANSIENT)
    why = f"{what}: {looking.in_words(health, workers)}"
    move = looking.whose_move(health, workers)
    return trouble(why, _read_the_cause("Activity → Health"), kind=kind, whose_move=move)


def _read_the_cause(page: str) -> str:
    """Pages open while a web process lives."""
    if heartbeats.living(heartbeats.WEB).exists():
        return f"open {page} and read the cause."
    return f"start isthmus serve, open {page} and read the cause."


def lanes(name: str) -> Iterator[Finding]:
    """Lanes that rest after failing again and again."""
    for lane in Lane.objects.filter(failures__gte=STUCK_AFTER_FAILURES, paused_until__gt=now()).order_by("name"):
        kind = Kind(lane.failure_kind or Kind.TRANSIENT)
        words = f"{name}: lane {lane.name} rests after {lane.failures} failures: {lane.failure_message}"
        move = ADMIN if kind is Kind.MISCONFIGURED else WHOSE_MOVE[kind]
        yield trouble(words, f"it is tried again at {lane.paused_until:%H:%M} UTC.", kind=kind, whose_move=move)


def alert_endpoints(name: str) -> Iterator[Finding]:
    """Addresses that should be told of alarms and are not."""
    for endpoint in endpoints.in_use():
        if endpoint.disabled_at is not None:
            words = f"{name}: alerts to {endpoint.origin} are switched off, since it failed for long"
            yield trouble(words, "mend the address, and switch it on under Settings → Alerts.", whose_move=ADMIN)
        elif endpoint.failing_since is not None:
            words = f"{name}: alerts to {endpoint.origin} have failed since {endpoint.failing_since:%-d %B %H:%M} UTC"
            yield trouble(words, f"{endpoint.failure_message} Mend it.", kind=Kind.TRANSIENT, whose_move=ADMIN)


def open_issues(name: str) -> Iterator[Finding]:
    """Every issue that needs a person."""
    for issue in issues.open_issues():
        kind = Kind(issue.kind)
        yield trouble(f"{name}: {issue.title}", issue.what_to_do, kind=kind, whose_move=WHOSE_MOVE[kind])

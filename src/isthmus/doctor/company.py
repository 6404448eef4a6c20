"""One company as the doctor sees it; every check here runs acting for that company, and names it."""

from collections.abc import Iterator

from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import ConnectionKind, ConnectionState
from isthmus.doctor.findings import ADMIN, Finding, fine, trouble
from isthmus.sync import freshness, issues

NOT_FLOWING = frozenset({"failing", "late"})


def connection(name: str) -> Iterator[Finding]:
    """Whether the company is connected to LinkedIn, and what to register there."""
    found = connections.current()
    if found is None:
        yield fine(f"{name}: not connected to LinkedIn")
        return
    words = f"{name}: connection {found.get_state_display().lower()}"
    yield fine(words) if found.state == ConnectionState.COMPLETE else trouble(words, found.why, whose_move=ADMIN)
    if found.kind == ConnectionKind.DIRECT and (address := connections.events_url(found)):
        yield fine(f"{name}: register in the developer portal of its own application: {address}")


def streams(name: str) -> Iterator[Finding]:
    """Whether each stream flows."""
    for health in freshness.report():
        words = f"{name}: {health.name} {health.words}"
        if health.state in NOT_FLOWING:
            kind = Kind(health.failure_kind or Kind.MISCONFIGURED)
            yield trouble(words, "open Activity and read the cause.", kind=kind, whose_move=health.whose_move)
        else:
            yield fine(words)


def open_issues(name: str) -> Iterator[Finding]:
    """Every issue that needs a person."""
    for issue in issues.open_issues():
        kind = Kind(issue.kind)
        yield trouble(f"{name}: {issue.title}", issue.what_to_do, kind=kind, whose_move=WHOSE_MOVE[kind])

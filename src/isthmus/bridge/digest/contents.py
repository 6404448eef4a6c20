"""What a week's digest tells: counts and names of jobs, never of applicants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.bridge.activity import causes
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Application, Job, Message, MessageState
from isthmus.people.models import Origin
from isthmus.sync import freshness, issues
from isthmus.sync.models import Exchange, Issue, IssueState, Mirror, MirrorState, Outbox, OutboxState

MOST = 10


@dataclass(frozen=True)
class Item:
    """One issue in a line: what, whose move, what to do."""

    id: Any
    title: str
    whose_move: str
    what_to_do: str


@dataclass(frozen=True)
class Gap:
    """One stream that does not flow now."""

    title: str
    words: str
    since: datetime | None


@dataclass(frozen=True)
class Week:
    """A week between two moments."""

    since: datetime
    until: datetime
    fresh: list[Item]
    ongoing: list[Item]
    resolved: list[Item]
    more_open: int
    gaps: list[Gap]
    failed_calls: int
    refused: list[str]
    refused_count: int
    applications: int
    by_linkedin: int
    held: int
    failed: int
    first: list[str]


def of_week(since: datetime, until: datetime) -> Week:
    """The acting company's week, as it stands now."""
    fresh, ongoing = _items(_open().filter(first_seen_at__gte=since)), _items(_open().filter(first_seen_at__lt=since))
    resolved = Issue.objects.filter(state=IssueState.RESOLVED, resolved_at__gte=since, resolved_at__lt=until)
    refused = Mirror.objects.filter(resource=RESOURCE, state__in=(MirrorState.FAILED, MirrorState.HELD))
    arrived = Application.objects.filter(received_at__gte=since, received_at__lt=until)
    gaps = _gaps()
    held, failed = _notices("held"), _notices("failed")
    return Week(
        since=since,
        until=until,
        fresh=fresh,
        ongoing=ongoing,
        resolved=_items(resolved),
        more_open=max(_open().count() - len(fresh) - len(ongoing), 0),
        gaps=gaps,
        failed_calls=Exchange.objects.filter(at__gte=since, at__lt=until).exclude(failure_kind="").count(),
        refused=_titles(refused),
        refused_count=refused.count(),
        applications=arrived.count(),
        by_linkedin=arrived.filter(origin=Origin.LINKEDIN_APPLY).count(),
        held=held,
        failed=failed,
        first=_first(gaps, [*ongoing, *fresh], refused.count(), held, failed),
    )


def _open() -> QuerySet[Issue]:
    return issues.needing_a_person()


def _items(found: QuerySet[Issue]) -> list[Item]:
    rows = list(found.order_by("first_seen_at", "id")[:MOST])
    titles = causes.titles(rows, with_people=False)
    return [Item(row.id, titles[row.id], WHOSE_MOVE[Kind(row.kind)], row.what_to_do) for row in rows]


def _gaps() -> list[Gap]:
    if connections.current() is None:
        return []
    troubled = [stream for stream in freshness.report() if stream.state in ("failing", "late")]
    return [Gap(one.title, one.failure_message or one.words, one.since) for one in troubled]


def _titles(refused: QuerySet[Mirror]) -> list[str]:
    ids = list(refused.order_by("-answered_at", "-id").values_list("entity_id", flat=True)[:MOST])
    return list(Job.objects.filter(id__in=ids).order_by("title").values_list("title", flat=True))


def _notices(state: str) -> int:
    """Notices by LinkedIn and e-mails of our own that are held, or that failed."""
    told = Outbox.objects.filter(resource=LIFECYCLE, state=OutboxState(state)).count()
    return told + Message.objects.filter(state=MessageState(state)).count()


def _first(gaps: list[Gap], items: list[Item], refused: int, held: int, failed: int) -> list[str]:
    """What to do, the most pressing first."""
    found = [_("See to “%(stream)s”: %(words)s") % {"stream": gap.title, "words": gap.words} for gap in gaps]
    if refused:
        found.append(
            ngettext(
                "Correct %d posting LinkedIn does not take.", "Correct %d postings LinkedIn does not take.", refused
            )
            % refused
        )
    if failed:
        found.append(ngettext("Look at %d notice that failed.", "Look at %d notices that failed.", failed) % failed)
    if held:
        found.append(ngettext("Release or cancel %d held notice.", "Release or cancel %d held notices.", held) % held)
    found += [f"{item.title} {item.what_to_do}".strip() for item in items if not refused or "job" not in item.title]
    return found[:MOST]

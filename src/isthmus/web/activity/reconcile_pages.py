"""What the Reconcile screen shows: the last comparison, how far one under way is, and every gap with its repair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import ReconcileGap, ReconcileRun
from isthmus.bridge.postings import RESOURCE
from isthmus.bridge.reconcile import APPLICATIONS, FACTS, FILES, INTEGRATION, POSTINGS, kinds, runs, tasks
from isthmus.sync import freshness
from isthmus.web.tones import BAD, GOOD, IN_MOTION, WAITING, Look

SHOWN = 20
HISTORY = 10


@dataclass(frozen=True)
class GapLine:
    """One gap: what it is about, since when, what else is known, and how its repair stands."""

    id: UUID
    name: str
    url: str
    since: datetime | None
    detail: str
    is_drift: bool
    whose_move: str
    look: Look
    state: str
    repair_why: str


@dataclass(frozen=True)
class Group:
    """The gaps of one kind; `repair_all` is the button's words, empty for whom may not."""

    kind: str
    title: str
    cause: str
    count: int
    lines: list[GapLine]
    button: str
    repair_all: str

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class RunLine:
    """One comparison of the past; `only` names what was compared when it was not everything."""

    at: datetime
    only: str
    took: str
    looked: str
    found: int
    settled: int
    not_asked: str


@dataclass(frozen=True)
class Progress:
    """The comparison under way: how many of its lists are done, and what it waits for."""

    done: int
    steps: int
    looked: str
    waits_until: datetime | None


@dataclass(frozen=True)
class ReconcilePage:
    """Both sides compared. `next_at` is when the company is compared by itself."""

    progress: Progress | None
    last: RunLine | None
    history: list[RunLine]
    groups: list[Group]
    next_at: datetime | None
    is_connected: bool
    may_repair: bool
    resources: Mapping[str, str]

    @property
    def gaps(self) -> int:
        return sum(group.count for group in self.groups)


def reconcile_page(member: Member) -> ReconcilePage:
    """The acting company's comparison as this member may see and use it."""
    connection = connections.current()
    may_repair = member.may("activity.retry")
    recent = runs.recent(HISTORY + 1)
    ended = [_run_line(run) for run in recent if run.ended_at is not None]
    return ReconcilePage(
        progress=next((_progress(run) for run in recent if run.ended_at is None), None),
        last=ended[0] if ended else None,
        history=ended[:HISTORY],
        groups=[_group(member, kind, count, may_repair=may_repair) for kind, count in _ordered(runs.counts())],
        next_at=tasks.next_at(connection) if connection is not None else None,
        is_connected=connection is not None,
        may_repair=may_repair,
        resources=_resources(),
    )


def _resources() -> dict[str, str]:
    return {
        POSTINGS: _("Postings"),
        APPLICATIONS: _("Applications"),
        FACTS: _("Notices"),
        FILES: _("Documents"),
        INTEGRATION: _("Integration"),
    }


def _ordered(counts: Any) -> list[tuple[str, int]]:
    return [(kind, counts[kind]) for kind in kinds.KINDS if counts.get(kind)]


def _group(member: Member, kind: str, count: int, *, may_repair: bool) -> Group:
    rows = list(runs.open_gaps().filter(kind=kind).order_by("since", "id")[:SHOWN])
    button = kinds.button(kind)
    words = ngettext("%(button)s", "%(button)s: all %(count)d", count) % {"button": button, "count": count}
    return Group(
        kind=kind,
        title=kinds.title(kind),
        cause=kinds.cause(kind),
        count=count,
        lines=[_line(member, row) for row in rows],
        button=button if may_repair else "",
        repair_all=words if may_repair else "",
    )


def _line(member: Member, gap: ReconcileGap) -> GapLine:
    look, state = _state(gap)
    return GapLine(
        id=gap.id,
        name=gap.name or _names().get(gap.entity, _("A record")),
        url=_url(member, gap),
        since=gap.since or gap.first_seen_at,
        detail=gap.detail,
        is_drift=gap.times >= runs.DRIFT_AFTER,
        whose_move=WHOSE_MOVE[Kind(gap.owner)],
        look=look,
        state=state,
        repair_why=gap.repair_why,
    )


def _state(gap: ReconcileGap) -> tuple[Look, str]:
    if gap.repair_wanted_at is not None:
        return IN_MOTION, _("Being repaired")
    if gap.repair_why:
        return BAD, _("Could not be repaired")
    if gap.repaired_at is not None and gap.repaired_at > gap.last_seen_at:
        return GOOD, _("Repaired; the next comparison confirms it")
    return WAITING, _("Open")


def _url(member: Member, gap: ReconcileGap) -> str:
    here: dict[str, Any] = {"slug": member.company_slug}
    if gap.entity == RESOURCE:
        return reverse("jobs:job", kwargs={**here, "job_id": gap.entity_id})
    kind = {"delivery": "deliveries", "fact": "facts"}.get(gap.entity)
    return reverse("activity:line", kwargs={**here, "kind": kind, "row_id": gap.entity_id}) if kind else ""


def _names() -> dict[str, str]:
    return {
        RESOURCE: _("A job that was deleted"),
        "fact": _("A notice to an applicant"),
        "view": _("An application was viewed"),
        "download": _("A résumé was downloaded"),
        "decision": _("An application was rejected"),
        "file": _("An applicant’s document"),
        "delivery": _("A delivery"),
        "integration": _("The Apply Connect integration"),
    }


def _run_line(run: ReconcileRun) -> RunLine:
    ended = run.ended_at or run.began_at
    took = freshness.lasting(max((ended - run.began_at).total_seconds(), 0))
    return RunLine(run.began_at, _only(run), took, _looked(run), run.found, run.settled, run.not_asked)


def _only(run: ReconcileRun) -> str:
    names = _resources()
    return "" if set(names) <= set(run.resources) else ", ".join(names[one] for one in run.resources if one in names)


def _progress(run: ReconcileRun) -> Progress:
    steps = [number for number, step in enumerate(tasks.STEPS) if step.resource in run.resources]
    return Progress(sum(number < run.step for number in steps), len(steps), _looked(run), run.waits_until)


def _looked(run: ReconcileRun) -> str:
    words = {
        POSTINGS: lambda n: ngettext("%d posting", "%d postings", n) % n,
        APPLICATIONS: lambda n: ngettext("%d delivery", "%d deliveries", n) % n,
        FACTS: lambda n: ngettext("%d notice", "%d notices", n) % n,
        FILES: lambda n: ngettext("%d document", "%d documents", n) % n,
        INTEGRATION: lambda n: ngettext("%d integration", "%d integrations", n) % n,
    }
    return ", ".join(words[name](run.looked[name]) for name in words if name in run.looked)

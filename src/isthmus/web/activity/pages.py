"""What Activity shows: lines of one kind with their state, their owner and the button that helps."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isthmus.accounts.roles import Member
from isthmus.bridge import activity
from isthmus.bridge.activity import Row, causes
from isthmus.hiring.problems import Refused
from isthmus.sync import issues
from isthmus.sync.models import Issue
from isthmus.web import paging
from isthmus.web.activity import filters as activity_filters
from isthmus.web.activity.filters import Choice, Filters
from isthmus.web.tones import BAD, GOOD, IN_MOTION, PLAIN, WAITING, Look

KIND_WORDS = {
    "issues": gettext_lazy("Needs a person"),
    "deliveries": gettext_lazy("Came in"),
    "postings": gettext_lazy("Postings out"),
    "facts": gettext_lazy("Told LinkedIn"),
    "files": gettext_lazy("Résumés fetched"),
    "calls": gettext_lazy("Calls"),
}
EMPTY_WORDS = {
    "issues": gettext_lazy("Nothing ever needed a person here. Problems appear with whose move it is and what to do."),
    "deliveries": gettext_lazy("Nothing came yet. LinkedIn writes here when somebody applies to a published job."),
    "postings": gettext_lazy("No posting was sent yet. Publish a job to see it leave, and what LinkedIn says to it."),
    "facts": gettext_lazy(
        "Nothing was told yet. When one of you views a LinkedIn application, downloads its résumé or rejects it, the"
        " applicant’s notice is listed here."
    ),
    "files": gettext_lazy("No résumé was fetched yet. It is, moments after an application with one arrives."),
    "calls": gettext_lazy("No call was made yet. Every question to LinkedIn is listed here for a month."),
}
OPERATIONS = {
    "create": gettext_lazy("publish"),
    "update": gettext_lazy("change"),
    "renew": gettext_lazy("renew"),
    "close": gettext_lazy("take off"),
}
HELD = Look("warn", "hand-raised")
LOOKS = {
    "received": WAITING,
    "done": GOOD,
    "duplicate": PLAIN,
    "waiting": WAITING,
    "kept": Look("accent", "archive-box"),
    "failed": BAD,
    "refused": Look("bad", "no-symbol"),
    "marked": WAITING,
    "sending": IN_MOTION,
    "task_open": IN_MOTION,
    "accepted": GOOD,
    "held": HELD,
    "sent": GOOD,
    "cancelled": PLAIN,
    "ongoing": HELD,
    "resolved": GOOD,
    "muted": Look("", "speaker-x-mark"),
}
ADDRESSES = {
    "application": ("candidates:application", "application_id"),
    "job": ("jobs:job", "job_id"),
    "postings": ("jobs:job", "job_id"),
    "posting": ("jobs:job", "job_id"),
    "delivery": ("activity:delivery", "delivery_id"),
}
BUTTONS = {"retry": gettext_lazy("Try again"), "allow": gettext_lazy("Send it anyway")}


@dataclass(frozen=True)
class Tab:
    """One kind of line; `is_waiting` when its count is of things that wait for a person."""

    name: str
    words: str
    is_here: bool
    count: int
    url: str
    is_waiting: bool = False


@dataclass(frozen=True)
class Line:
    """One line: what, how it stands, whose move, what helps."""

    row: Row
    title: str
    look: Look
    url: str
    detail_url: str
    retry_url: str
    button: str
    settings_url: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class ActivityPage:
    """Lines of one kind."""

    kind: str
    tabs: list[Tab]
    lines: list[Line]
    filters: Filters
    choices: list[Choice]
    next_url: str
    first_url: str
    nothing: str


def overview(member: Member, query: QueryDict) -> ActivityPage:
    """Lines of the kind asked for; without one, what needs a person, or else what came. Raises Http404 for others."""
    waiting = issues.needing_a_person().count()
    wanted, after = query.get("q", "").strip(), query.get("after", "")
    found_by_kind = activity.hits(wanted) if wanted else {}
    kind = query.get("show", "") or _first(found_by_kind, waiting)
    try:
        filters = activity_filters.read(query, kind)
        found = activity.page(kind, after or None, asked=filters.asked)
    except (KeyError, Refused) as error:
        raise Http404("No such list") from error
    kept = {"show": kind, **filters.texts}
    return ActivityPage(
        kind=kind,
        tabs=_tabs(kind, waiting, filters.texts, found_by_kind),
        lines=lines_of(member, found.rows),
        filters=filters,
        choices=activity_filters.choices(kind, filters),
        next_url=paging.next_url(kept, found.next),
        first_url=paging.first_url(kept, after),
        nothing=str(EMPTY_WORDS[kind]),
    )


def lines_of(member: Member, rows: list[Row]) -> list[Line]:
    """These rows as one member may see and use them."""
    titles = issue_titles(member, [row for row in rows if row.kind == "issues"])
    return [line(member, row, titles.get(row.id, "")) for row in rows]


def issue_titles(member: Member, rows: list[Row]) -> dict[Any, str]:
    """The titles of issues with the people they are about, for whoever may see people."""
    if not rows or not member.may("candidates.view"):
        return {}
    return causes.titles(list(Issue.objects.filter(id__in=[row.id for row in rows])), with_people=True)


def line(member: Member, row: Row, title: str = "") -> Line:
    """One row with what this member may do about it."""
    here: dict[str, Any] = {"slug": member.company_slug}
    may_retry = member.may("activity.retry") and row.action in BUTTONS
    its_own = {**here, "kind": row.kind, "row_id": row.id}
    to_settings = row.action == "settings" and member.may("settings.manage")
    return Line(
        row=row,
        title=title or row.title,
        look=LOOKS.get(row.state, PLAIN),
        url=url_of(member, row.entity, row.entity_id),
        detail_url=reverse("activity:line", kwargs=its_own),
        retry_url=reverse("activity:retry", kwargs=its_own) if may_retry else "",
        button=str(BUTTONS.get(row.action, "")),
        settings_url=reverse("linkedin:settings", kwargs=here) if to_settings else "",
        facts=_facts(row),
    )


def url_of(member: Member, entity: str, entity_id: Any) -> str:
    """The page of a record a line is about; empty where there is none."""
    view, name = ADDRESSES.get(entity, ("", ""))
    if not view or entity_id is None:
        return ""
    return reverse(view, kwargs={"slug": member.company_slug, name: entity_id})


def _first(hits: dict[str, int], waiting: int) -> str:
    """Which list opens by itself: the first with a hit, else what needs a person, else what came."""
    with_hits = (name for name in KIND_WORDS if hits.get(name))
    return next(with_hits, "issues" if waiting else "deliveries")


def _tabs(kind: str, waiting: int, texts: dict[str, str], hits: dict[str, int]) -> list[Tab]:
    shared = {name: texts[name] for name in ("job", "since", "until", "q") if texts[name]}
    found = []
    for name, words in KIND_WORDS.items():
        count = hits.get(name, 0) if hits else waiting if name == "issues" else 0
        url = f"?{urlencode({'show': name, **shared})}"
        found.append(Tab(name, str(words), name == kind, count, url, is_waiting=name == "issues" and not hits))
    return found


def operation_words(operation: str) -> str:
    """What a send to LinkedIn does there: publish, change, renew or take off."""
    words = OPERATIONS.get(operation.lower())
    return str(words) if words else operation


def _facts(row: Row) -> list[tuple[str, str]]:
    details = row.details
    times = details.get("times", 0) if row.kind == "issues" else details.get("times_received", 0)
    affected = details.get("affected", 0)
    found = [
        (_("Outcome"), str(details.get("outcome") or "")),
        (_("Operation"), operation_words(str(details.get("operation", "")))),
        (_("Affects"), causes.counted(row.entity, affected) if affected else ""),
        (_("Seen"), ngettext("%d time", "%d times", times) % times if times > 1 else ""),
        (_("Records"), str(details.get("items") or "")),
        (_("Took"), f"{details['milliseconds']} ms" if "milliseconds" in details else ""),
        (_("Tried"), ngettext("%d time", "%d times", row.attempts) % row.attempts if row.attempts > 1 else ""),
        (_("LinkedIn’s id"), row.request_id),
    ]
    return [(name, value) for name, value in found if value]

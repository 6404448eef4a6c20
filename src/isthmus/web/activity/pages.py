"""What Activity shows: lines of one kind with their state, their owner and the button that helps; and one delivery."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from isthmus.accounts.roles import Member
from isthmus.bridge import activity
from isthmus.bridge.activity import Row
from isthmus.hiring.problems import Refused
from isthmus.sync import issues
from isthmus.web import paging
from isthmus.web.tones import BAD, GOOD, IN_MOTION, PLAIN, WAITING, Look

KIND_WORDS = {
    "issues": "Needs a person",
    "deliveries": "Came in",
    "postings": "Postings out",
    "facts": "Told LinkedIn",
    "files": "Résumés fetched",
    "calls": "Calls",
}
EMPTY_WORDS = {
    "issues": "Nothing ever needed a person here. Problems appear with whose move it is and what to do.",
    "deliveries": "Nothing came yet. LinkedIn writes here when somebody applies.",
    "postings": "No posting was sent yet. Publish a job to see it leave.",
    "facts": "Nothing was told yet: viewed, résumé downloaded, not selected.",
    "files": "No résumé was fetched yet.",
    "calls": "No call was made yet.",
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
BUTTONS = {"retry": "Try again", "allow": "Send it anyway"}


@dataclass(frozen=True)
class Tab:
    """One kind of line."""

    name: str
    words: str
    is_here: bool
    count: int


@dataclass(frozen=True)
class Line:
    """One line: what, how it stands, whose move, what helps."""

    row: Row
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
    next_url: str
    first_url: str
    nothing: str


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery, as far as it may be shown."""

    line: Line
    visible: str
    external_id: str
    genuine: bool
    size: int
    times_received: int
    received_at: datetime
    last_received_at: datetime
    handled_at: datetime | None


def overview(member: Member, show: str, after: str) -> ActivityPage:
    """Lines of the kind asked for; without one, what needs a person, or else what came. Raises Http404 for others."""
    waiting = len(issues.open_issues())
    kind = show or ("issues" if waiting else "deliveries")
    try:
        found = activity.page(kind, after or None)
    except (KeyError, Refused) as error:
        raise Http404("No such list") from error
    filters = {"show": kind}
    return ActivityPage(
        kind=kind,
        tabs=[Tab(name, words, name == kind, waiting if name == "issues" else 0) for name, words in KIND_WORDS.items()],
        lines=[_line(member, row) for row in found.rows],
        next_url=paging.next_url(filters, found.next),
        first_url=paging.first_url(filters, after),
        nothing=EMPTY_WORDS[kind],
    )


def delivery(member: Member, delivery_id: UUID) -> DeliveryPage:
    """One delivery of the acting company: its visible copy alone."""
    found = activity.delivery_detail(delivery_id)
    return DeliveryPage(
        line=_line(member, found.row),
        visible=json.dumps(found.visible, indent=2, ensure_ascii=False, default=str),
        external_id=found.external_id,
        genuine=found.genuine,
        size=found.size,
        times_received=found.times_received,
        received_at=found.received_at,
        last_received_at=found.last_received_at,
        handled_at=found.handled_at,
    )


def _line(member: Member, row: Row) -> Line:
    here: dict[str, Any] = {"slug": member.company_slug}
    may_retry = member.may("activity.retry") and row.action in BUTTONS
    retry = reverse("activity:retry", kwargs={**here, "kind": row.kind, "row_id": row.id}) if may_retry else ""
    detail = reverse("activity:delivery", kwargs={**here, "delivery_id": row.id}) if row.kind == "deliveries" else ""
    to_settings = row.action == "settings" and member.may("settings.manage")
    return Line(
        row=row,
        look=LOOKS.get(row.state, PLAIN),
        url=_url(member, row),
        detail_url=detail,
        retry_url=retry,
        button=BUTTONS.get(row.action, ""),
        settings_url=reverse("linkedin:settings", kwargs=here) if to_settings else "",
        facts=_facts(row),
    )


def _url(member: Member, row: Row) -> str:
    view, name = ADDRESSES.get(row.entity, ("", ""))
    if not view or row.entity_id is None:
        return ""
    return reverse(view, kwargs={"slug": member.company_slug, name: row.entity_id})


def _facts(row: Row) -> list[tuple[str, str]]:
    details = row.details
    times = details.get("times", 0) if row.kind == "issues" else details.get("times_received", 0)
    found = [
        ("Outcome", str(details.get("outcome") or "")),
        ("Operation", str(details.get("operation", "")).lower()),
        ("Seen", f"{times} times" if times > 1 else ""),
        ("Records", str(details.get("items") or "")),
        ("Took", f"{details['milliseconds']} ms" if "milliseconds" in details else ""),
        ("Tried", f"{row.attempts} times" if row.attempts > 1 else ""),
        ("LinkedIn’s id", row.request_id),
    ]
    return [(name, value) for name, value in found if value]

"""One line of Activity on a page of its own: what it carried, how it went, and what can be done with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.bridge import activity
from isthmus.bridge.activity import DeliveryDetail, Row, masking, payloads
from isthmus.bridge.activity.payloads import Payload
from isthmus.sync import inbox
from isthmus.sync.models import Delivery, Exchange, Mirror, Outbox, Retrieval
from isthmus.web.activity import pages
from isthmus.web.activity.pages import Line

PART_WORDS: dict[str, Callable[[], str]] = {
    "came": lambda: _("What it said"),
    "sent": lambda: _("What was sent last"),
    "accepted": lambda: _("What LinkedIn accepted"),
    "told": lambda: _("What LinkedIn is told"),
}
REPLAYS: dict[str, Callable[[], str]] = {
    "received": lambda: _("It is about to be handled; there is nothing to replay."),
    "done": lambda: _("It was handled. Handling it again finds the same application; nothing is made twice."),
    "duplicate": lambda: _("It told nothing new; what it repeats was handled with its first delivery."),
    "waiting": lambda: _("It waits for what it depends on, and is tried again by itself; a replay tries at once."),
    "kept": lambda: _("Isthmus did not understand it. After an update a replay may."),
    "failed": lambda: _("It needs a person. Once the cause is mended, a replay handles it as if it had just come."),
    "refused": lambda: _("Its signature was not LinkedIn’s. It is never handled, whoever asks."),
}


@dataclass(frozen=True)
class Fact:
    """One thing known about a line: a text or a moment."""

    name: str
    text: str = ""
    at: datetime | None = None
    is_code: bool = False


@dataclass(frozen=True)
class Part:
    """One part of a payload, as text."""

    title: str
    text: str


@dataclass(frozen=True)
class LinePage:
    """One line, as one member may see it."""

    line: Line
    back_url: str
    kind_words: str
    facts: list[Fact]
    parts: list[Part]
    is_sealed: bool
    has_payload: bool
    is_personal: bool
    may_unmask: bool
    sent_url: str
    personal_url: str
    download_url: str
    bundle_url: str
    calls_url: str
    delivery: DeliveryDetail | None
    replay: str
    replay_url: str


def line_page(member: Member, kind: str, row_id: UUID, *, unseal: bool, personal: bool) -> LinePage:
    """The page of one line; every look at what it carried is recorded.

    `unseal` opens what is kept sealed; `personal` shows personal data, and is for whoever may see it alone. Raises
    KeyError for an unknown kind, ObjectDoesNotExist for another company's line.
    """
    row = activity.line(kind, row_id)
    delivery = activity.delivery_detail(row_id) if kind == "deliveries" else None
    payload = payloads.of(kind, row_id) if kind in payloads.KINDS else None
    is_sealed = payload is not None and bool(payload.sealed) and not unseal
    parts = _parts(payload, personal=personal) if payload is not None and not is_sealed else []
    if payload is not None and not is_sealed:
        action = "unmasked" if personal else "unsealed" if payload.sealed else "viewed"
        payloads.record_look(kind, row_id, payload, action, personal=personal)
    its_own = {"slug": member.company_slug, "kind": kind, "row_id": row_id}
    overview = reverse("activity:overview", kwargs={"slug": member.company_slug})
    return LinePage(
        line=pages.line(member, row),
        back_url=f"{overview}?show={kind}",
        kind_words=str(pages.KIND_WORDS[kind]),
        facts=_facts_of(kind, row_id, row),
        parts=parts,
        is_sealed=is_sealed,
        has_payload=payload is not None,
        is_personal=personal,
        may_unmask=member.may("activity.unmask"),
        sent_url="?sent=1",
        personal_url="?sent=1&personal=1",
        download_url=reverse("activity:download", kwargs=its_own),
        bundle_url=reverse("activity:bundle", kwargs=its_own) if row.failure_kind else "",
        calls_url=f"{overview}?q={row.request_id}" if row.request_id else "",
        delivery=delivery,
        replay=REPLAYS[row.state]() if delivery is not None else "",
        replay_url=_replay_url(member, row) if delivery is not None else "",
    )


def _replay_url(member: Member, row: Row) -> str:
    if row.state not in inbox.REPEATABLE or not member.may("activity.retry"):
        return ""
    return reverse("activity:retry", kwargs={"slug": member.company_slug, "kind": row.kind, "row_id": row.id})


def _parts(payload: Payload, *, personal: bool) -> list[Part]:
    shown = payload.shown(personal=personal)
    return [Part(PART_WORDS[name](), as_text(part)) for name, part in shown.items() if part]


def as_text(value: Any) -> str:
    """A value as indented JSON for a page."""
    return json.dumps(masking.shortened(value), indent=2, ensure_ascii=False, default=str)


def _facts_of(kind: str, row_id: UUID, row: Row) -> list[Fact]:
    found = [*_READERS[kind](row_id)]
    found += [Fact(_("Tried"), str(row.attempts))] if row.attempts else []
    found += [Fact(_("Next try"), at=row.next_attempt_at)] if row.next_attempt_at else []
    found += [Fact(_("LinkedIn’s request id"), row.request_id, is_code=True)] if row.request_id else []
    return [*(fact for fact in found if fact.text or fact.at), Fact(_("Our id"), str(row_id), is_code=True)]


def _delivery(row_id: UUID) -> list[Fact]:
    row = Delivery.objects.defer("sealed_body", "visible").get(id=row_id)
    return [
        Fact(_("Received"), at=row.received_at),
        Fact(_("Handled"), at=row.handled_at),
        Fact(_("Its id"), row.external_id, is_code=True),
    ]


def _posting(row_id: UUID) -> list[Fact]:
    row = Mirror.objects.get(id=row_id)
    return [
        Fact(_("Marked"), at=row.marked_at),
        Fact(_("Operation"), pages.operation_words(row.operation)),
        Fact(_("Sent"), at=row.sent_at),
        Fact(_("Answered"), at=row.answered_at),
        Fact(_("Next look"), at=row.next_poll_at),
        Fact(_("Our id there"), row.external_id, is_code=True),
        Fact(_("LinkedIn’s id"), row.job_posting or "", is_code=True),
        Fact(_("Its task"), row.task, is_code=True),
    ]


def _fact(row_id: UUID) -> list[Fact]:
    row = Outbox.objects.get(id=row_id)
    return [Fact(_("Due"), at=row.not_before), Fact(_("Written"), at=row.created_at), Fact(_("Told"), at=row.sent_at)]


def _file(row_id: UUID) -> list[Fact]:
    row = Retrieval.objects.defer("sealed_url").get(id=row_id)
    return [
        Fact(_("Announced"), at=row.created_at),
        Fact(_("Fetched"), at=row.done_at),
        Fact(_("Gone there"), at=row.expires_at),
    ]


def _call(row_id: UUID) -> list[Fact]:
    row = Exchange.objects.get(id=row_id)
    return [
        Fact(_("Made"), at=row.at),
        Fact(_("Answer"), f"HTTP {row.status}" if row.status else _("none")),
        Fact(_("Records"), str(row.items or "")),
        Fact(_("Took"), f"{row.milliseconds} ms"),
    ]


_READERS: dict[str, Callable[[UUID], list[Fact]]] = {
    "deliveries": _delivery,
    "postings": _posting,
    "facts": _fact,
    "files": _file,
    "calls": _call,
}

"""What My work shows, and its short form on Home."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from isthmus.accounts.roles import Member
from isthmus.hiring import handovers, mentions, notes
from isthmus.hiring.actors import names
from isthmus.hiring.models import HandOver, Mention
from isthmus.web.candidates import handing
from isthmus.web.candidates.handing import ShownHandOver

MOST_SHOWN = 100
MOST_AT_HOME = 5


@dataclass(frozen=True)
class Called:
    """A note that wants this member's attention."""

    call_words: str
    author: str
    candidate: str
    at: datetime
    body: str
    url: str


@dataclass(frozen=True)
class WorkPage:
    """Everything colleagues want of one member, newest first; `given` is what the member handed to others."""

    received: list[ShownHandOver]
    called: list[Called]
    given: list[ShownHandOver]
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.received or self.called or self.given)


def work(member: Member) -> WorkPage:
    """The whole page."""
    received = list(handovers.received_by(member.user_id)[:MOST_SHOWN])
    given = list(handovers.given_by(member.user_id)[:MOST_SHOWN])
    called = list(_calls(member)[:MOST_SHOWN])
    return WorkPage(handing.shown(member, received), _shown(member, called), handing.shown(member, given))


def at_home(member: Member) -> WorkPage | None:
    """The newest of it for Home; None for somebody who may not see candidates, or whom nobody wants anything of."""
    if not member.may("candidates.view"):
        return None
    received: list[HandOver] = list(handovers.received_by(member.user_id)[: MOST_AT_HOME + 1])
    called: list[Mention] = list(_calls(member)[: MOST_AT_HOME + 1])
    if not received and not called:
        return None
    shown = handing.shown(member, received[:MOST_AT_HOME]), _shown(member, called[:MOST_AT_HOME])
    return WorkPage(*shown, given=[], has_more=max(len(received), len(called)) > MOST_AT_HOME)


def count(member: Member) -> int:
    """How much waits for the member: hand-overs not answered yet, and unread calls."""
    return handovers.unanswered(member.user_id) + (_calls(member).count() if mentions.has_unread(member.user_id) else 0)


def _calls(member: Member) -> QuerySet[Mention]:
    readable = notes.visible_to(member.user_id).values("id")
    return mentions.unread_of(member.user_id).filter(note_id__in=readable)


def _shown(member: Member, calls: list[Mention]) -> list[Called]:
    authors = names(call.note.author_id for call in calls)
    return [
        Called(
            call_words=str(call.get_call_display()),
            author=authors.get(call.note.author_id, ""),
            candidate=str(call.note.candidate),
            at=call.at,
            body=call.note.body,
            url=_url(member, call.note.candidate_id, call.note.application_id, call.note_id),
        )
        for call in calls
    ]


def _url(member: Member, candidate_id: UUID, application_id: UUID | None, note_id: UUID) -> str:
    if application_id is not None:
        page = reverse("candidates:application", args=[member.company_slug, application_id])
    else:
        page = reverse("candidates:candidate", args=[member.company_slug, candidate_id])
    return f"{page}#note-{note_id}"

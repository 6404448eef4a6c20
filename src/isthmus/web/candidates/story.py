"""The timeline of a candidate's page: everything that happened, in groups one can look at alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.bridge import notices
from isthmus.hiring import timeline
from isthmus.hiring.models import Application
from isthmus.hiring.timeline import Event
from isthmus.people.models import Origin

OF_EVENT = {
    "application": ("envelope", ""),
    "match": ("user-group", ""),
    "stage": ("arrow-right", ""),
    "decision": ("scale", "accent"),
    "view": ("eye", "accent"),
    "download": ("arrow-down-tray", ""),
    "file": ("document-text", ""),
    "note": ("chat-bubble-bottom-center-text", ""),
    "hand_over": ("arrows-right-left", ""),
    "message": ("at-symbol", ""),
    "told": ("link", "accent"),
}
GROUPS = {
    "stage": "decisions",
    "decision": "decisions",
    "match": "decisions",
    "hand_over": "notes",
    "note": "notes",
    "message": "messages",
    "told": "linkedin",
}
DONE_BY_SOMEBODY = {"stage", "view", "download", "note", "hand_over", "message"}
QUOTED = {"note", "hand_over", "message"}


@dataclass(frozen=True)
class ShownEvent:
    """One entry. `is_reason` when its words say why something was decided, and do not quote somebody."""

    at: datetime
    group: str
    title: str
    why: str
    is_reason: bool
    actor: str
    icon: str
    tone: str
    delivery_id: UUID | None
    delivery_short: str


@dataclass(frozen=True)
class Group:
    """One choice above the timeline."""

    value: str
    words: str
    count: int


@dataclass(frozen=True)
class Story:
    """The card “Timeline”."""

    events: list[ShownEvent]
    groups: list[Group]


def of(candidate_id: UUID, applications: Iterable[Application]) -> Story:
    """Everything that happened with the candidate, newest first, LinkedIn's part included."""
    events = [*timeline.of_candidate(candidate_id), *_told(applications)]
    shown = [_event(event) for event in sorted(events, key=lambda event: event.at, reverse=True)]
    counts = Counter(event.group for event in shown)
    words = {
        "decisions": _("Decisions"),
        "notes": _("Notes"),
        "messages": _("Messages"),
        "linkedin": _("LinkedIn"),
    }
    groups = [Group(value, label, counts[value]) for value, label in words.items()]
    return Story(shown, [Group("all", _("Everything"), len(shown)), *groups])


def _told(applications: Iterable[Application]) -> Iterable[Event]:
    """What LinkedIn was told, when it took it."""
    for application in applications:
        if application.origin != Origin.LINKEDIN_APPLY:
            continue
        for notice in notices.told_linkedin(application.id):
            title = _("LinkedIn was told: %(fact)s") % {"fact": notice.words[:1].lower() + notice.words[1:]}
            yield Event(notice.sent_at or notice.due_at, "told", title, application_id=application.id)


def _event(event: Event) -> ShownEvent:
    icon, tone = OF_EVENT.get(event.kind, ("ellipsis-horizontal", ""))
    title = event.title if not event.actor_name else f"{event.title[:1].lower()}{event.title[1:]}"
    return ShownEvent(
        at=event.at,
        group=_group(event),
        title=f"· {title}" if event.actor_name and event.kind not in DONE_BY_SOMEBODY else title,
        why=event.why,
        is_reason=event.kind not in QUOTED,
        actor=event.actor_name,
        icon=icon,
        tone=tone,
        delivery_id=event.delivery_id,
        delivery_short=str(event.delivery_id)[-4:] if event.delivery_id else "",
    )


def _group(event: Event) -> str:
    if event.kind == "application" and event.delivery_id is not None:
        return "linkedin"
    return GROUPS.get(event.kind, "other")

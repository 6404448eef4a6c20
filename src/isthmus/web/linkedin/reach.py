"""How LinkedIn reaches this company's addresses, as the settings show it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from isthmus.bridge import connections
from isthmus.bridge.models import Connection, ConnectionKind, WebhookWatch
from isthmus.bridge.notifications import challenges
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look


@dataclass(frozen=True)
class ShownReach:
    """The webhook as LinkedIn sees it; `events_url` is an address to register by hand, for a direct connection."""

    words: str
    look: Look
    why: str
    last_challenge_at: datetime | None
    looked_at: datetime | None
    blocked_since: datetime | None
    tested_at: datetime | None
    answers: bool
    outcome: str
    may_ask: bool
    events_url: str


def of(connection: Connection) -> ShownReach:
    """How LinkedIn reaches the acting company."""
    watch = WebhookWatch.objects.filter(connection_id=connection.id).first() or WebhookWatch()
    last = challenges.last_answered(connection.id)
    words, look, why = _standing(watch, last)
    is_partner = connection.kind == ConnectionKind.PARTNER
    return ShownReach(
        words=words,
        look=look,
        why=why,
        last_challenge_at=last,
        looked_at=watch.looked_at,
        blocked_since=watch.blocked_since,
        tested_at=watch.tested_at,
        answers=bool(watch.answers),
        outcome=watch.outcome,
        may_ask=is_partner,
        events_url="" if is_partner else connections.events_url(connection),
    )


def _standing(watch: WebhookWatch, last: datetime | None) -> tuple[str, Look, str]:
    if watch.state == "blocked":
        return (
            _("Blocked by LinkedIn"),
            BAD,
            _("Applications made on LinkedIn do not arrive until LinkedIn lifts the block."),
        )
    if late := challenges.late_words():
        return _("Overdue"), WAITING, late
    if last is None:
        return _("Not checked yet"), PLAIN, _("LinkedIn checks the webhook with the first posting that has its form.")
    return _("Reached"), GOOD, ""

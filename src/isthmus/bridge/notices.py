"""What LinkedIn was told, or is about to be told, about an application, in words for the person who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import from_millis
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE
from isthmus.hiring.models import Application, Decision, Outcome
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import Origin
from isthmus.sync.models import Lane, Outbox, OutboxState

CHANNEL = "LinkedIn, on the applicant's page there and by e-mail if the contract and their settings allow"
WORDS = {
    LifecycleEvent.VIEWED: "Application viewed",
    LifecycleEvent.RESUME_DOWNLOADED: "Résumé downloaded",
    LifecycleEvent.REJECTED: "Not selected",
}
STATES = {
    OutboxState.WAITING: "waiting",
    OutboxState.SENDING: "waiting",
    OutboxState.SENT: "sent",
    OutboxState.CANCELLED: "cancelled",
    OutboxState.FAILED: "failed",
}


@dataclass(frozen=True)
class Notice:
    """One fact. `state` is waiting, sent, cancelled or failed; `at` when it was sent, else when it happened."""

    action: str
    words: str
    channel: str
    state: str
    at: datetime | None
    why: str


def for_application(application_id: UUID) -> list[Notice]:
    """Every fact about the application, oldest first; none for one that did not come through LinkedIn."""
    application = Application.objects.get(id=application_id)
    if application.origin != Origin.LINKEDIN_APPLY:
        return []
    rows = list(Outbox.objects.filter(resource=LIFECYCLE, subject_id=application_id).order_by("seq"))
    resting = Lane.objects.filter(name=LIFECYCLE_LANE).exclude(failures=0).first()
    return [_notice(row, resting) for row in rows] + _not_followed_yet(application, rows)


def _notice(row: Outbox, resting: Lane | None) -> Notice:
    state = STATES[OutboxState(row.state)]
    at = row.sent_at or from_millis(row.body["performed_at"])
    return Notice(row.action, WORDS[LifecycleEvent(row.action)], CHANNEL, state, at, _why(row, state, resting))


def _why(row: Outbox, state: str, resting: Lane | None) -> str:
    if state == "waiting":
        return row.failure_message or (resting.failure_message if resting else "It leaves within moments.")
    if state == "cancelled":
        return "Taken back before it left; the applicant was not told."
    return str(row.failure_message)


def _not_followed_yet(application: Application, rows: Sequence[Outbox]) -> list[Notice]:
    """A rejection decided a moment ago, before the worker has put it in the outbox."""
    if application.outcome != Outcome.DECLINED:
        return []
    declined = Decision.objects.filter(application=application, outcome=Outcome.DECLINED)
    told = sum(row.action == LifecycleEvent.REJECTED.value for row in rows)
    if declined.count() <= told:
        return []
    words, why = WORDS[LifecycleEvent.REJECTED], "It leaves within moments."
    return [Notice(LifecycleEvent.REJECTED.value, words, CHANNEL, "waiting", application.outcome_at, why)]

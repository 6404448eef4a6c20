"""What needs a person: one row per cause, opened when it is first seen and settled when the cause is gone."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.sync.models import Issue, IssueState


@dataclass(frozen=True)
class Cause:
    """Which record a problem is about and which button helps (`retry`, `allow`, `settings` or none)."""

    fingerprint: str
    what_to_do: str = ""
    action: str = ""
    entity: str = ""
    entity_id: UUID | None = None


def raise_issue(cause: Cause, failure: Failure, *, title: str = "") -> Issue:
    """Open the issue of this cause for the acting company, or count it once more."""
    present = now()
    fields: dict[str, object] = {
        "kind": failure.kind.value,
        "title": (title or failure.message)[:300],
        "what_to_do": cause.what_to_do or _WHAT_TO_DO[failure.kind],
        "action": cause.action,
        "entity": cause.entity,
        "entity_id": cause.entity_id,
        "last_seen_at": present,
    }
    issue: Issue
    issue, is_new = Issue.objects.get_or_create(
        fingerprint=cause.fingerprint, defaults={**fields, "first_seen_at": present}
    )
    if is_new:
        return issue
    if issue.state == IssueState.RESOLVED:
        fields |= {"state": IssueState.ONGOING, "first_seen_at": present, "times": 0}
    Issue.objects.filter(id=issue.id).update(**fields)
    Issue.objects.filter(id=issue.id).update(times=F("times") + 1)
    issue.refresh_from_db()
    return issue


def settle(fingerprint: str) -> bool:
    """The cause is gone. Returns whether an issue was open."""
    open_ones = Issue.objects.filter(fingerprint=fingerprint).exclude(state=IssueState.RESOLVED)
    return bool(open_ones.update(state=IssueState.RESOLVED, last_seen_at=now()))


def open_issues() -> list[Issue]:
    """What needs a person now, oldest first."""
    return list(Issue.objects.filter(state=IssueState.ONGOING).order_by("first_seen_at", "id"))


_WHAT_TO_DO: dict[Kind, str] = {
    Kind.TRANSIENT: "Nothing yet: Isthmus waits and tries again.",
    Kind.THROTTLED: "Nothing: Isthmus goes on when the limit resets.",
    Kind.MISCONFIGURED: "An admin checks the connection under Settings, then Isthmus tries again by itself.",
    Kind.REJECTED: "Correct the record; it is sent again when it is saved.",
    Kind.BUG: "Report it to Isthmus's developers; what came is kept and can be replayed after a fix.",
}

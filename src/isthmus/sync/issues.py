"""What needs a person: one row per cause, opened when it is first seen and settled when its last record is.

A cause is met in many records: forty jobs refused for one reason are one issue with forty records. Each record is
settled by itself; a record that fails for another reason than before moves to that reason's issue.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.sync.models import Issue, IssueRecord, IssueState, Mute


@dataclass(frozen=True)
class Cause:
    """Which record a problem is about, and which button helps (`retry`, `allow`, `settings` or none).

    `fingerprint` names the problem of this one record, and settles it; problems of one `group` are one issue. Without
    a group the record is an issue of its own.
    """

    fingerprint: str
    what_to_do: str = ""
    action: str = ""
    entity: str = ""
    entity_id: UUID | None = None
    group: str = ""


def raise_issue(cause: Cause, failure: Failure, *, title: str = "") -> Issue:
    """Open the issue of this cause for the acting company, or count it once more."""
    present = now()
    fields: dict[str, object] = {
        "kind": failure.kind.value,
        "code": failure.code[:120],
        "title": (title or failure.message)[:300],
        "what_to_do": cause.what_to_do or _advice.get(failure.code) or _(_WHAT_TO_DO[failure.kind]),
        "action": cause.action,
        "entity": cause.entity,
        "entity_id": cause.entity_id,
        "last_seen_at": present,
    }
    issue: Issue
    issue, is_new = Issue.objects.select_for_update().get_or_create(
        fingerprint=(cause.group or cause.fingerprint)[:200], defaults={**fields, "first_seen_at": present}
    )
    _affect(issue, cause, (title or failure.message)[:300], present)
    if not is_new:
        times = 1 if issue.state == IssueState.RESOLVED else F("times") + 1
        Issue.objects.filter(id=issue.id).update(**fields, **_again(issue, present), times=times)
        issue.refresh_from_db()
    _settle_records(cause.fingerprint, besides=issue.id)
    return issue


def settle(fingerprint: str) -> bool:
    """This record's problem is gone; with its last record an issue is resolved. Returns whether any was open."""
    return _settle_records(fingerprint)


def is_open(fingerprint: str) -> bool:
    """Whether this record's problem is known and not settled."""
    found: bool = IssueRecord.objects.filter(key=fingerprint[:200], settled_at=None).exists()
    return found


def needing_a_person() -> QuerySet[Issue]:
    """The acting company's issues that wait for somebody: ongoing, or muted until a moment that is past."""
    over = Q(state=IssueState.MUTED, mute=Mute.UNTIL, muted_until__lte=now())
    return Issue.objects.filter(Q(state=IssueState.ONGOING) | over)


def open_issues() -> list[Issue]:
    """What needs a person now, oldest first."""
    return list(needing_a_person().order_by("first_seen_at", "id"))


def affected(issue_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many records each of these issues affects now."""
    counted = _open_records(issue_ids).exclude(entity_id=None).values_list("issue_id").annotate(found=Count("id"))
    return dict(counted)


def records(issue_id: UUID) -> QuerySet[IssueRecord]:
    """Every record of an issue, those still open first, then the latest."""
    return IssueRecord.objects.filter(issue_id=issue_id).order_by(
        F("settled_at").desc(nulls_first=True), "-last_seen_at", "-id"
    )


def _open_records(issue_ids: Collection[UUID]) -> QuerySet[IssueRecord]:
    found: QuerySet[IssueRecord] = IssueRecord.objects.filter(issue_id__in=list(issue_ids), settled_at=None)
    return found.order_by()


def _affect(issue: Issue, cause: Cause, message: str, present: datetime) -> None:
    fields = {"entity": cause.entity, "entity_id": cause.entity_id, "message": message, "last_seen_at": present}
    record, is_new = IssueRecord.objects.get_or_create(
        issue=issue, key=cause.fingerprint[:200], defaults={**fields, "first_seen_at": present}
    )
    if not is_new:
        began = present if record.settled_at is not None else record.first_seen_at
        IssueRecord.objects.filter(id=record.id).update(**fields, first_seen_at=began, settled_at=None)


def _again(issue: Issue, present: datetime) -> dict[str, object]:
    """What being seen again makes of an issue's state: a resolved one opens, a muted one may be muted no longer."""
    stays_quiet = _stays_quiet(issue, present)
    if issue.state == IssueState.RESOLVED:
        state = IssueState.MUTED if stays_quiet else IssueState.ONGOING
        return {"state": state, "first_seen_at": present, "resolved_at": None} | ({} if stays_quiet else NOT_MUTED)
    if issue.state == IssueState.MUTED and not stays_quiet:
        return {"state": IssueState.ONGOING, **NOT_MUTED}
    return {}


def _stays_quiet(issue: Issue, present: datetime) -> bool:
    if issue.mute == Mute.UNTIL:
        return bool(issue.muted_until is not None and issue.muted_until > present)
    if issue.mute == Mute.WORSE:
        return issue.state == IssueState.MUTED and affected([issue.id]).get(issue.id, 0) <= issue.muted_count
    return issue.mute == Mute.ALWAYS


NOT_MUTED: dict[str, object] = {
    "mute": Mute.NONE,
    "muted_at": None,
    "muted_until": None,
    "muted_by": None,
    "muted_why": "",
    "muted_count": 0,
}


def _settle_records(key: str, *, besides: UUID | None = None) -> bool:
    """Settle the record of this key wherever it is open; issues left without an open record are resolved.

    The issues are locked first, so that nobody adds a record between the look and the resolving.
    """
    found = IssueRecord.objects.filter(key=key[:200], settled_at=None)
    if besides is not None:
        found = found.exclude(issue_id=besides)
    issue_ids = sorted(found.values_list("issue_id", flat=True))
    if not issue_ids:
        return False
    list(Issue.objects.select_for_update().filter(id__in=issue_ids).order_by("id"))
    present = now()
    was_open = bool(found.filter(issue_id__in=issue_ids).update(settled_at=present))
    still_open = Exists(IssueRecord.objects.filter(issue_id=OuterRef("id"), settled_at=None))
    done = Issue.objects.filter(~still_open, id__in=issue_ids).exclude(state=IssueState.RESOLVED)
    done.update(state=IssueState.RESOLVED, resolved_at=present)
    return was_open


def advise(by_code: Mapping[str, str]) -> None:
    """What to do about failures with these codes, where their kind alone would say something else."""
    _advice.update(by_code)


_advice: dict[str, str] = {}
_WHAT_TO_DO: dict[Kind, str] = {
    Kind.TRANSIENT: gettext_noop("Nothing yet: Isthmus waits and tries again."),
    Kind.THROTTLED: gettext_noop("Nothing: Isthmus goes on when the limit resets."),
    Kind.MISCONFIGURED: gettext_noop(
        "An admin checks the connection under Settings, then Isthmus tries again by itself."
    ),
    Kind.REJECTED: gettext_noop("Correct the record; it is sent again when it is saved."),
    Kind.BUG: gettext_noop("Report it to Isthmus's developers; what came is kept and can be replayed after a fix."),
}

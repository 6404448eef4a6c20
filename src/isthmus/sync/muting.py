"""Keeping an issue quiet: until a date, until it gets worse, or for ever; who asked for it and why is kept with it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.store import tenancy
from isthmus.sync import issues
from isthmus.sync.models import Issue, IssueState, Mute

LONGEST_WHY = 500


def mute(issue_id: UUID, how: Mute, why: str, *, until: datetime | None = None) -> Issue:
    """Keep an ongoing issue quiet, in the acting user's name.

    Raises Issue.DoesNotExist for another company's, IsthmusError (rejected) for one that is resolved, without a reason,
    or until a moment that is not to come.
    """
    issue: Issue = Issue.objects.select_for_update().get(id=issue_id)
    if problem := _problem(issue, how, why.strip(), until):
        raise IsthmusError(Failure(Kind.REJECTED, problem, code="not_muted"))
    issue.state, issue.mute, issue.muted_at = IssueState.MUTED, how, now()
    issue.muted_until = until if how == Mute.UNTIL else None
    issue.muted_by, issue.muted_why = tenancy.current().user_id, why.strip()[:LONGEST_WHY]
    issue.muted_count = issues.affected([issue.id]).get(issue.id, 0)
    issue.save()
    return issue


def unmute(issue_id: UUID) -> Issue:
    """Let an issue be heard again. Raises Issue.DoesNotExist for another company's."""
    issue: Issue = Issue.objects.select_for_update().get(id=issue_id)
    for name, value in issues.NOT_MUTED.items():
        setattr(issue, name, value)
    if issue.state == IssueState.MUTED:
        issue.state = IssueState.ONGOING
    issue.save()
    return issue


def _problem(issue: Issue, how: Mute, why: str, until: datetime | None) -> str:
    if issue.state == IssueState.RESOLVED:
        return _("This is resolved already; there is nothing to mute.")
    if how not in (Mute.UNTIL, Mute.WORSE, Mute.ALWAYS):
        return _("Choose how long it stays quiet.")
    if not why:
        return _("Say why, for whoever wonders later.")
    if how == Mute.UNTIL and (until is None or until <= now()):
        return _("Choose a day that is still to come.")
    return ""

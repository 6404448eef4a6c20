"""One issue on a page of its own: its cause, every record it affects, what happened to it, and whether it is muted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.bridge import activity
from isthmus.bridge.activity import causes
from isthmus.hiring.actors import names
from isthmus.store.models import Change
from isthmus.sync import issues
from isthmus.sync.models import Issue, Mute
from isthmus.web.activity import pages
from isthmus.web.activity.forms import MuteForm
from isthmus.web.activity.pages import Line

MOST_RECORDS = 200
MOST_EVENTS = 100
CREATED, CHANGED = "insert", "update"


@dataclass(frozen=True)
class AffectedRecord:
    """One record of an issue, with its page."""

    words: str
    url: str
    message: str
    since: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Event:
    """One thing that happened to an issue."""

    at: datetime
    words: str
    who: str
    icon: str
    tone: str


@dataclass(frozen=True)
class IssuePage:
    """One issue, as one member may see it."""

    line: Line
    issue: Issue
    open_words: str
    records: list[AffectedRecord]
    more_records: int
    events: list[Event]
    mute_words: str
    muted_by: str
    may_mute: bool
    form: MuteForm


def issue_page(member: Member, issue_id: UUID, form: MuteForm | None = None) -> IssuePage:
    """An issue with its records and its story. Raises Issue.DoesNotExist for another company's."""
    issue: Issue = Issue.objects.get(id=issue_id)
    row = activity.line("issues", issue_id)
    records = list(issues.records(issue_id)[: MOST_RECORDS + 1])
    shown = causes.affected(records[:MOST_RECORDS], with_people=member.may("candidates.view"))
    affected = issues.affected([issue_id]).get(issue_id, 0)
    known = names([issue.muted_by])
    return IssuePage(
        line=pages.lines_of(member, [row])[0],
        issue=issue,
        open_words=causes.counted(issue.entity, affected) if affected else "",
        records=[
            AffectedRecord(
                record.named.words,
                pages.url_of(member, record.named.target, record.named.target_id),
                record.message if record.message != issue.title else "",
                record.since,
                record.settled_at,
            )
            for record in shown
        ],
        more_records=max(issues.records(issue_id).count() - MOST_RECORDS, 0) if len(records) > MOST_RECORDS else 0,
        events=_events(issue_id),
        mute_words=str(Mute(issue.mute).label) if issue.mute else "",
        muted_by=known.get(issue.muted_by, ""),
        may_mute=member.may("activity.retry") and issue.state != "resolved",
        form=form or MuteForm(),
    )


def _events(issue_id: UUID) -> list[Event]:
    """What the change log tells about the issue, newest first."""
    rows = list(Change.objects.filter(entity="sync_issue", entity_id=issue_id).order_by("-seq")[:MOST_EVENTS])
    who = names(row.user_id for row in rows)
    told = ((row, _told(row)) for row in rows)
    return [Event(row.at, said[0], who.get(row.user_id, ""), said[1], said[2]) for row, said in told if said]


def _told(row: Change) -> tuple[str, str, str] | None:
    if row.operation == CREATED:
        return _("Seen for the first time"), "flag", "warn"
    before_after = row.fields.get("state")
    if not before_after:
        return None
    return _moved(*before_after)


def _moved(before: str, after: str) -> tuple[str, str, str] | None:
    if after == "muted":
        return _("Muted"), "speaker-x-mark", ""
    if after == "resolved":
        return _("Resolved: no record is affected any more"), "check", "good"
    if before == "muted":
        return _("Heard again"), "speaker-wave", "warn"
    return _("Seen again after it was resolved"), "flag", "warn"

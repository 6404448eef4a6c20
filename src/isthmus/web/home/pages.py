"""What Home shows."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership
from isthmus.accounts.roles import Member
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.bridge.activity import causes
from isthmus.bridge.models import ConnectionState
from isthmus.hiring.models import Application, Job, JobStatus, Posting, PostingStatus
from isthmus.sync import issues
from isthmus.sync.models import Issue
from isthmus.web import streams as shown_streams
from isthmus.web.home import happened
from isthmus.web.home.happened import ShownItem
from isthmus.web.streams import ShownStream
from isthmus.web.work import pages as work_pages
from isthmus.web.work.pages import WorkPage

MOST_ISSUES = 5


@dataclass(frozen=True)
class FirstStep:
    """One step of setting up, done or not."""

    title: str
    words: str
    is_done: bool
    url: str
    button: str


@dataclass(frozen=True)
class ShownIssue:
    """Something that needs a person; `url` is its page."""

    title: str
    url: str
    what_to_do: str
    whose_move: str
    times: int
    since: datetime


@dataclass(frozen=True)
class HomePage:
    """Home of one company, as one member may see it."""

    streams: list[ShownStream]
    issues: list[ShownIssue]
    more_issues: int
    feed: list[ShownItem]
    steps: list[FirstStep]
    may_see_activity: bool
    is_mine: bool
    work: WorkPage | None = None


def home(member: Member, *, mine: bool = False) -> HomePage:
    """What happened (to the member's own work alone when `mine`), what waits and what to do next."""
    waiting = issues.open_issues() if member.may("activity.view") else []
    steps = _steps(member)
    return HomePage(
        streams=streams(),
        issues=shown_issues(member, waiting[:MOST_ISSUES]),
        more_issues=max(len(waiting) - MOST_ISSUES, 0),
        feed=happened.shown(member, mine=mine),
        steps=[] if all(step.is_done for step in steps) else steps,
        may_see_activity=member.may("activity.view"),
        is_mine=mine,
        work=work_pages.at_home(member),
    )


def streams() -> list[ShownStream]:
    """The streams of the acting company."""
    return shown_streams.shown()


def shown_issues(member: Member, found: list[Issue]) -> list[ShownIssue]:
    """Issues in words, with what each is about."""
    titles = causes.titles(found, with_people=member.may("candidates.view"))
    return [
        ShownIssue(
            title=titles[issue.id],
            url=reverse("activity:line", args=[member.company_slug, "issues", issue.id]),
            what_to_do=issue.what_to_do,
            whose_move=WHOSE_MOVE[Kind(issue.kind)],
            times=issue.times,
            since=issue.first_seen_at,
        )
        for issue in found
    ]


def _steps(member: Member) -> list[FirstStep]:
    connection = connections.current()
    connected = connection is not None and connection.state == ConnectionState.COMPLETE
    open_jobs = Job.objects.filter(status=JobStatus.OPEN).exists()
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED).exists()
    admin, recruiter = member.may("settings.manage"), member.may("jobs.edit")
    to_linkedin, to_people = _address(member, "linkedin:settings"), _address(member, "members:list")
    to_jobs, to_new = _address(member, "jobs:list"), _address(member, "jobs:new")
    return [
        FirstStep(
            _("Connect LinkedIn"),
            _("Post jobs there and receive the applications here. An admin does this once."),
            connected,
            to_linkedin if admin else "",
            _("Connect"),
        ),
        FirstStep(
            _("Write a job"), _("Or import your listings."), open_jobs, to_new if recruiter else "", _("New job")
        ),
        FirstStep(
            _("Publish it"),
            _("With Apply Connect, people finish their application on LinkedIn."),
            published,
            to_jobs if recruiter else "",
            _("Go to jobs"),
        ),
        FirstStep(
            _("Receive the first application"),
            _("It appears here by itself, seconds after it was sent."),
            Application.objects.exists(),
            "",
            "",
        ),
        FirstStep(
            _("Bring in your colleagues"),
            _("Recruiters, hiring managers and an EEO officer, each with their own view."),
            Membership.objects.count() > 1,
            to_people if admin else "",
            _("Add people"),
        ),
    ]


def _address(member: Member, view: str) -> str:
    return reverse(view, kwargs={"slug": member.company_slug})

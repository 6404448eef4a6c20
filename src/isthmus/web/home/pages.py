"""What Home shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from isthmus.accounts.models import Membership
from isthmus.accounts.roles import Member
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import ConnectionState
from isthmus.hiring import feed
from isthmus.hiring.feed import FeedItem
from isthmus.hiring.models import Application, Job, JobStatus, Posting, PostingStatus
from isthmus.sync import issues
from isthmus.sync.models import Issue
from isthmus.web import streams as shown_streams
from isthmus.web.streams import ShownStream
from isthmus.web.work import pages as work_pages
from isthmus.web.work.pages import WorkPage

MOST_ISSUES = 5
OF_A_JOB = ("job", "posting", "postings")
OF_ITEM = {
    "application": ("envelope", "accent"),
    "decision": ("scale", ""),
    "stage": ("arrow-right", ""),
    "hand_over": ("arrows-right-left", ""),
    "note": ("chat-bubble-bottom-center-text", ""),
    "job": ("briefcase", ""),
    "posting": ("megaphone", ""),
}


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
    """Something that needs a person; `url` is the job it is about, empty when it is about none."""

    title: str
    url: str
    what_to_do: str
    whose_move: str
    times: int
    since: datetime


@dataclass(frozen=True)
class ShownItem:
    """One thing that happened."""

    at: datetime
    title: str
    why: str
    actor: str
    url: str
    icon: str
    tone: str


@dataclass(frozen=True)
class HomePage:
    """Home of one company, as one member may see it."""

    streams: list[ShownStream]
    issues: list[ShownIssue]
    more_issues: int
    feed: list[ShownItem]
    steps: list[FirstStep]
    may_see_activity: bool
    work: WorkPage | None = None


def home(member: Member) -> HomePage:
    """What happened, what waits and what to do next in the acting company."""
    waiting = issues.open_issues() if member.may("activity.view") else []
    steps = _steps(member)
    return HomePage(
        streams=streams(),
        issues=[shown_issue(member, issue) for issue in waiting[:MOST_ISSUES]],
        more_issues=max(len(waiting) - MOST_ISSUES, 0),
        feed=[_item(member, item) for item in feed.recent(20)],
        steps=[] if all(step.is_done for step in steps) else steps,
        may_see_activity=member.may("activity.view"),
        work=work_pages.at_home(member),
    )


def streams() -> list[ShownStream]:
    """The streams of the acting company."""
    return shown_streams.shown()


def shown_issue(member: Member, issue: Issue) -> ShownIssue:
    """An issue in words."""
    is_of_a_job = issue.entity in OF_A_JOB and issue.entity_id
    kwargs = {"slug": member.company_slug, "job_id": issue.entity_id}
    return ShownIssue(
        title=issue.title,
        url=reverse("jobs:job", kwargs=kwargs) if is_of_a_job else "",
        what_to_do=issue.what_to_do,
        whose_move=WHOSE_MOVE[Kind(issue.kind)],
        times=issue.times,
        since=issue.first_seen_at,
    )


def _item(member: Member, item: FeedItem) -> ShownItem:
    icon, tone = OF_ITEM.get(item.kind, ("ellipsis-horizontal", ""))
    return ShownItem(item.at, item.title, item.why, item.actor_name, _url(member, item), icon, tone)


def _url(member: Member, item: FeedItem) -> str:
    targets: list[tuple[str, str, UUID | None]] = [
        ("candidates:application", "application_id", item.application_id),
        ("candidates:candidate", "candidate_id", item.candidate_id),
        ("jobs:job", "job_id", item.job_id),
    ]
    for view, name, identity in targets:
        if identity:
            return reverse(view, kwargs={"slug": member.company_slug, name: identity})
    return ""


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
            "Connect LinkedIn",
            "Post jobs there and receive the applications here. An admin does this once.",
            connected,
            to_linkedin if admin else "",
            "Connect",
        ),
        FirstStep("Write a job", "Or import your listings.", open_jobs, to_new if recruiter else "", "New job"),
        FirstStep(
            "Publish it",
            "With Apply Connect, people finish their application on LinkedIn.",
            published,
            to_jobs if recruiter else "",
            "Go to jobs",
        ),
        FirstStep(
            "Receive the first application",
            "It appears here by itself, seconds after it was sent.",
            Application.objects.exists(),
            "",
            "",
        ),
        FirstStep(
            "Bring in your colleagues",
            "Recruiters, hiring managers and an EEO officer, each with their own view.",
            Membership.objects.count() > 1,
            to_people if admin else "",
            "Add people",
        ),
    ]


def _address(member: Member, view: str) -> str:
    return reverse(view, kwargs={"slug": member.company_slug})

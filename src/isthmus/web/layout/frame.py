"""What stands around every page of a company: where one can go, what waits there, and whether the streams are fresh."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isthmus.accounts.roles import Member
from isthmus.hiring.models import Job, JobStatus
from isthmus.sync.models import Issue, IssueState
from isthmus.web import streams
from isthmus.web.access import MemberRequest
from isthmus.web.streams import Summary
from isthmus.web.work import pages as work


@dataclass(frozen=True)
class Place:
    """One entry of the rail."""

    name: str
    icon: str
    url: str
    is_here: bool
    count: int = 0
    count_words: str = ""


@dataclass(frozen=True)
class Frame:
    """Rail and bar of one page."""

    company_name: str
    home_url: str
    search_url: str
    places: list[Place]
    others: list[Member] = field(default_factory=list)
    may_search: bool = False
    role_words: str = ""
    streams: Summary | None = None


MY_WORK = gettext_noop("My work")
RAIL: list[tuple[str, str, str, str | None, tuple[str, ...]]] = [
    (gettext_noop("Home"), "home", "home:home", "jobs.view", ("home",)),
    (gettext_noop("Jobs"), "briefcase", "jobs:list", "jobs.view", ("jobs", "imports")),
    (gettext_noop("Candidates"), "users", "candidates:list", "candidates.view", ("candidates", "board")),
    (MY_WORK, "inbox", "work:list", "candidates.view", ("work",)),
    (gettext_noop("Notices"), "bell", "notifications:desk", "candidates.view", ("notifications",)),
    (gettext_noop("Activity"), "arrows-right-left", "activity:overview", "activity.view", ("activity",)),
    (gettext_noop("Equal opportunity"), "scale", "eeo:report", "eeo.report", ("eeo",)),
    (
        gettext_noop("Settings"),
        "cog-6-tooth",
        "linkedin:settings",
        "settings.manage",
        ("linkedin", "company", "members", "api_keys", "notice_settings"),
    ),
]


def of(request: MemberRequest) -> Frame:
    """The frame of the page being shown to this member."""
    member = request.member
    return Frame(
        company_name=member.company_name,
        home_url=reverse("home:home", args=[member.company_slug]),
        search_url=reverse("candidates:list", args=[member.company_slug]),
        places=_places(request),
        others=[other for other in request.memberships if other.company_id != member.company_id],
        may_search=member.may("candidates.view"),
        role_words=str(member.role.label),
        streams=streams.in_a_word() if member.may("activity.view") else None,
    )


def _places(request: MemberRequest) -> list[Place]:
    member = request.member
    here = request.resolver_match.app_name if request.resolver_match else ""
    return [
        Place(_(name), icon, reverse(view, args=[member.company_slug]), here in screens, *_count(member, name))
        for name, icon, view, permission, screens in RAIL
        if permission is None or member.may(permission)
    ]


def _count(member: Member, name: str) -> tuple[int, str]:
    if name == "Jobs":
        return Job.objects.filter(status=JobStatus.OPEN).count(), _("open")
    if name == "Activity":
        return Issue.objects.filter(state=IssueState.ONGOING).count(), _("need a person")
    if name == MY_WORK:
        return work.count(member), _("wait for you")
    return 0, ""

"""What the notification desk and the demo's mailbox show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.accounts.models import Company
from isthmus.accounts.roles import Member
from isthmus.bridge import desk, member_view
from isthmus.bridge.desk import Wanted
from isthmus.bridge.member_view import Reach
from isthmus.bridge.notices import WORDS, Channel, Notice
from isthmus.hiring import paging as cursors
from isthmus.hiring.actors import names
from isthmus.hiring.models import Application, Job, JobStatus, Message, MessageKind, MessageState
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate
from isthmus.sync import post
from isthmus.web import paging
from isthmus.web.notifications.lines import CHANNELS, Shown, shown

PER_PAGE = 50
MOST_JOBS_OFFERED = 200
TABS: dict[str, tuple[object, tuple[str, ...]]] = {
    "": (_l("Waiting"), (MessageState.DRAFT, MessageState.SCHEDULED, MessageState.HELD)),
    "held": (_l("Held"), (MessageState.HELD,)),
    "failed": (_l("Failed"), (MessageState.FAILED,)),
    "sent": (_l("Sent"), (MessageState.SENT,)),
    "cancelled": (_l("Cancelled"), (MessageState.CANCELLED,)),
    "all": (_l("All"), ()),
}


@dataclass(frozen=True)
class Tab:
    """One of the desk's lists."""

    words: str
    url: str
    is_here: bool
    count: int = 0


@dataclass(frozen=True)
class Choice:
    """One filter above the list."""

    name: str
    words: str
    any: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Row:
    """One notice with whom and what it is about."""

    notice: Shown
    person: str
    person_url: str
    job: str
    by: str


@dataclass(frozen=True)
class DeskPage:
    """One page of the desk."""

    tabs: list[Tab]
    show: str
    choices: list[Choice]
    rows: list[Row]
    may_act: bool
    reach: str
    mailbox_url: str
    next_url: str
    first_url: str
    is_filtered: bool

    @property
    def has_open(self) -> bool:
        return any(row.notice.key for row in self.rows)


def desk_page(member: Member, asked: QueryDict) -> DeskPage:
    """The page the address asks for. Raises Http404 for a page address nobody made."""
    show, after = asked.get("show", ""), asked.get("after", "")
    show = show if show in TABS else ""
    choices = [_channels(asked.get("channel", "")), _events(asked.get("event", "")), _jobs(asked.get("job", ""))]
    channel, event, job = (choice.chosen for choice in choices)
    try:
        found = desk.page(Wanted(TABS[show][1], channel, event, _id(job)), after or None, PER_PAGE)
    except Refused as error:
        raise Http404("No such page") from error
    reach = member_view.reach()
    kept = {"show": show, "channel": channel, "event": event, "job": job}
    return DeskPage(
        tabs=_tabs(show),
        show=show,
        choices=choices,
        rows=_rows(member, found.rows, reach),
        may_act=member.may("messages.send"),
        reach=reach.why,
        mailbox_url=reverse("notifications:mailbox", args=[member.company_slug]) if post.has_mailbox() else "",
        next_url=paging.next_url(kept, found.next),
        first_url=paging.first_url(kept, after),
        is_filtered=bool(channel or event or job),
    )


def _tabs(here: str) -> list[Tab]:
    counts = desk.open_counts()
    held = counts[MessageState.HELD]
    numbers = {"": counts[MessageState.SCHEDULED] + held, "held": held, "failed": counts[MessageState.FAILED]}
    return [
        Tab(str(words), f"?show={name}" if name else "?", name == here, numbers.get(name, 0))
        for name, (words, _states) in TABS.items()
    ]


def _channels(chosen: str) -> Choice:
    options = [(channel.value, str(words)) for channel, words in CHANNELS.items()]
    return _choice("channel", _("Way"), _("Any way"), options, chosen)


def _events(chosen: str) -> Choice:
    told = [(event, f"{CHANNELS[Channel.LINKEDIN]}: {words}") for event, words in WORDS.items()]
    mails = [(kind, f"{CHANNELS[Channel.EMAIL]}: {words}") for kind, words in MessageKind.choices]
    options = [(str(getattr(value, "value", value)), words) for value, words in [*told, *mails]]
    return _choice("event", _("What"), _("Anything"), options, chosen)


def _jobs(chosen: str) -> Choice:
    jobs = Job.objects.exclude(status=JobStatus.DRAFT).order_by("status", "-created_at")[:MOST_JOBS_OFFERED]
    return _choice("job", _("Job"), _("Any job"), [(str(job.id), job.title) for job in jobs], chosen)


def _choice(name: str, words: str, any_words: str, options: list[tuple[str, str]], chosen: str) -> Choice:
    return Choice(name, words, any_words, options, chosen if chosen in {value for value, _ in options} else "")


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _rows(member: Member, found: list[Notice], reach: Reach) -> list[Row]:
    applications = Application.objects.select_related("job", "candidate").in_bulk(
        [notice.application_id for notice in found if notice.application_id]
    )
    loose = Candidate.objects.in_bulk([notice.candidate_id for notice in found if notice.candidate_id])
    actors = names(notice.changed_by_id or notice.by_user_id for notice in found)
    company = Company.objects.values_list("name", flat=True).get(id=member.company_id)
    return [_row(member, notice, applications, loose, actors, (company, reach)) for notice in found]


def _row(
    member: Member,
    notice: Notice,
    applications: dict[UUID, Application],
    loose: dict[UUID, Candidate],
    actors: dict[UUID | None, str],
    seen: tuple[str, Reach],
) -> Row:
    application = applications.get(notice.application_id) if notice.application_id else None
    candidate = application.candidate if application else loose.get(notice.candidate_id or UUID(int=0))
    by_linkedin = application is not None and notice.channel is Channel.LINKEDIN
    sights = member_view.at_linkedin(application, notice.event, *seen) if by_linkedin and application else []
    line = shown(notice, sights=sights)
    return Row(
        notice=line,
        person=str(candidate) if candidate else _("Somebody who is gone"),
        person_url=_person_url(member, application, candidate),
        job=application.job.title if application else "",
        by=actors.get(line.by_user_id, ""),
    )


def _person_url(member: Member, application: Application | None, candidate: Candidate | None) -> str:
    if application is not None:
        return reverse("candidates:application", args=[member.company_slug, application.id])
    return reverse("candidates:candidate", args=[member.company_slug, candidate.id]) if candidate else ""


@dataclass(frozen=True)
class Letter:
    """An e-mail as it stands in the mailbox."""

    at: datetime | None
    sender: str
    to_address: str
    reply_to: str
    subject: str
    body: str
    message_id: str


@dataclass(frozen=True)
class MailboxPage:
    """What the demo's candidates would have received."""

    letters: list[Letter]
    next_url: str
    first_url: str


def mailbox_page(member: Member, after: str) -> MailboxPage:
    """The newest e-mails first. Raises Http404 where mail really leaves, and for a page address nobody made."""
    if not post.has_mailbox():
        raise Http404("Mail leaves this house")
    try:
        sent = Message.objects.filter(state=MessageState.SENT)
        found, following = cursors.newest_first(sent, "due_at", after or None, PER_PAGE)
    except Refused as error:
        raise Http404("No such page") from error
    sender = post.sender(Company.objects.values_list("name", flat=True).get(id=member.company_id))
    return MailboxPage(
        [_letter(message, sender) for message in found], paging.next_url({}, following), paging.first_url({}, after)
    )


def _letter(message: Message, sender: str) -> Letter:
    return Letter(
        message.sent_at,
        sender,
        message.to_address,
        message.reply_to,
        message.subject,
        message.body,
        message.message_id,
    )

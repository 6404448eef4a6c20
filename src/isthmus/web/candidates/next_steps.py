"""What the person is told about an application, by whom, when: before it is sent, while it waits, and after."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.accounts.models import Company
from isthmus.base.clock import now
from isthmus.bridge import member_view, notices
from isthmus.bridge.apply_connect import facts
from isthmus.bridge.member_view import Reach, Sight
from isthmus.bridge.notices import Channel, Notice
from isthmus.hiring import messages, notice_settings
from isthmus.hiring.messages import Preview
from isthmus.hiring.models import Application, NoticeSettings
from isthmus.people.models import Origin
from isthmus.store import tenancy
from isthmus.web.notifications.lines import CHANNELS, Shown, shown
from isthmus.web.tones import PLAIN, WAITING

VIEWED, DOWNLOADED, REJECTED = "APPLICATION_VIEWED", "RESUME_DOWNLOADED", "APPLICATION_REJECTED"
SURELY_READ = timedelta(minutes=10)
EXPECTED = {
    VIEWED: (_l("Application viewed"), _l("when one of the hiring team opens it")),
    DOWNLOADED: (_l("Résumé downloaded"), _l("when one of the hiring team downloads it")),
    REJECTED: (_l("Not selected"), _l("when it is rejected")),
}


@dataclass(frozen=True)
class Ahead:
    """One thing LinkedIn would be told, and when."""

    title: str
    when: str
    state_words: str
    tone: str
    icon: str
    sights: list[Sight]


@dataclass(frozen=True)
class NextSteps:
    """The card “What happens next”; `left` are the rejection notices that re-opening could not untell."""

    words: str
    nothing: str = ""
    lines: list[Shown] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)
    left: list[Shown] = field(default_factory=list)
    in_motion: bool = False


def of(application: Application) -> NextSteps:
    """What is told about this application of the acting company, in the order it happens."""
    found = notices.for_application(application.id)
    reach = member_view.reach()
    lines = [shown(notice, sights=_sights(application, notice, reach)) for notice in found]
    left = [shown(notice) for notice in notices.what_left(application.id)]
    if application.origin != Origin.LINKEDIN_APPLY:
        words = _("Not through LinkedIn: LinkedIn tells nothing; your own e-mails only.")
        nothing = _("Nothing is sent about this application. Write to the person yourself.")
        return NextSteps(words, nothing, lines, [], left, _in_motion(lines))
    told = {notice.event for notice in found if notice.channel is Channel.LINKEDIN}
    ahead = _ahead(application, told, reach)
    moving = _in_motion(lines) or any(line.tone for line in ahead)
    return NextSteps(reach.why, "", lines, ahead, left, moving)


def _in_motion(lines: list[Shown]) -> bool:
    return any(line.is_due for line in lines)


def _ahead(application: Application, told: set[str], reach: Reach) -> list[Ahead]:
    settings, happened = notice_settings.current(), _first_moments(application)
    events = [event for event in EXPECTED if event not in told]
    company = _company()
    seen = {event: member_view.at_linkedin(application, event, company, reach) for event in events}
    return [_one_ahead(event, settings, seen[event], happened.get(event)) for event in events]


def _one_ahead(event: str, settings: NoticeSettings, sights: list[Sight], happened: datetime | None) -> Ahead:
    title, when = (str(words) for words in EXPECTED[event])
    if event in _kept(settings):
        return Ahead(title, _("your company keeps this to itself"), _("Not told"), "", PLAIN.icon, [])
    if happened and now() - happened > SURELY_READ:
        return Ahead(title, _("it happened while nothing was told"), _("Not told"), "", PLAIN.icon, [])
    if happened:
        return Ahead(title, "", _("Leaves soon"), WAITING.tone, WAITING.icon, sights)
    if event == REJECTED and settings.delay_rejections:
        when = _("%(delay)s after it is rejected") % {"delay": delay_words(settings.delay_hours)}
    return Ahead(title, when, _("Not yet"), PLAIN.tone, PLAIN.icon, sights)


def _kept(settings: NoticeSettings) -> set[str]:
    told = {VIEWED: settings.tell_views, DOWNLOADED: settings.tell_downloads}
    return {event for event, is_told in told.items() if not is_told}


def _first_moments(application: Application) -> dict[str, datetime]:
    """When what LinkedIn is to hear of first became true here, for what did."""
    opened = [view.at for view in application.views.all()]
    taken = application.downloads.select_related("file", "application")
    saved = [download.at for download in taken if facts.is_resume_taken(download)]
    return {event: min(moments) for event, moments in ((VIEWED, opened), (DOWNLOADED, saved)) if moments}


def _sights(application: Application, notice: Notice, reach: Reach) -> list[Sight]:
    if notice.channel is Channel.EMAIL:
        return []
    return member_view.at_linkedin(application, notice.event, _company(), reach)


def _company() -> str:
    return str(Company.objects.values_list("name", flat=True).get(id=tenancy.current_company_id()))


def delay_words(hours: int) -> str:
    """A delay as people say it: "36 hours", "3 days"."""
    if hours % 24 == 0:
        days = hours // 24
        return _("one day") if days == 1 else _("%(days)d days") % {"days": days}
    return _("one hour") if hours == 1 else _("%(hours)d hours") % {"hours": hours}


@dataclass(frozen=True)
class Forewarning:
    """Who will be told what when an application is rejected, in which words, when, and whether it can be taken back."""

    words: str
    tone: str
    tells_at: datetime
    delay_words: str
    sights: list[Sight]
    reach: Reach | None
    mail: Preview | None
    mail_trouble: str
    sends_mail: bool


def of_rejecting(application: Application, name: str) -> Forewarning:
    """What rejecting this application sets going."""
    settings, present = notice_settings.current(), now()
    by_linkedin = application.origin == Origin.LINKEDIN_APPLY
    mail, reach = messages.rejection_preview(application), member_view.reach()
    trouble = "" if isinstance(mail, Preview) else f"{mail.message} {mail.fix}"
    return Forewarning(
        words=_forewarned(name, by_linkedin=by_linkedin, settings=settings),
        tone="warn" if by_linkedin else "",
        tells_at=notice_settings.tell_at(present),
        delay_words=delay_words(settings.delay_hours) if settings.delay_rejections else "",
        sights=member_view.at_linkedin(application, REJECTED, _company(), reach),
        reach=reach if by_linkedin else None,
        mail=mail if isinstance(mail, Preview) else None,
        mail_trouble=trouble,
        sends_mail=settings.email_rejections,
    )


def _forewarned(name: str, *, by_linkedin: bool, settings: NoticeSettings) -> str:
    if not by_linkedin:
        return (
            _("LinkedIn tells nothing: the application did not come through it. Only your own e-mail can tell %s.")
            % name
        )
    if settings.delay_rejections:
        words = _(
            "Decided at once, told after %(delay)s. Until then it can be held or cancelled; re-opening takes it back."
        )
        return words % {"delay": delay_words(settings.delay_hours)}
    return _("Told within moments. Re-opening takes back what has not left; what has left cannot be untold.")


def reopened_words(application_id: UUID) -> str:
    """What re-opening took back, and what it could not."""
    left = notices.what_left(application_id)
    if not left:
        return _("Open again. Nothing had left: the person is not told of the rejection.")
    ways = dict.fromkeys(str(CHANNELS[notice.channel]) for notice in left)
    words = _(
        "Open again. The rejection has left already (%(ways)s) and cannot be untold: write to the person yourself."
    )
    return words % {"ways": ", ".join(ways)}

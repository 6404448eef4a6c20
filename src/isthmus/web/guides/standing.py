"""How the company stands in what the guides speak of, each in a few words with a way on."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.models import Membership
from isthmus.accounts.roles import Member
from isthmus.bridge import connections
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.hiring import notice_settings
from isthmus.hiring.models import Application, Outcome, Posting, PostingStatus
from isthmus.sync import digests, issues


@dataclass(frozen=True)
class State:
    """Good or not, in words; `url` leads to where it is changed, for whoever may."""

    words: str
    tone: str
    url: str = ""


def states(member: Member) -> dict[str, State]:
    """Every state a chapter may name."""
    connection = connections.current()
    settings = reverse("linkedin:settings", args=[member.company_slug]) if member.may("settings.manage") else ""
    return {
        "connection": _connection(connection, settings),
        "apply_connect": _apply_connect(connection, settings),
        "published": _published(),
        "waiting": _waiting(),
        "delay": _delay(),
        "people": _people(),
        "issues": _issues(),
        "digest": _digest(member),
    }


def _connection(connection: Connection | None, settings: str) -> State:
    if connection is None:
        return State(_("LinkedIn is not connected yet"), "warn", settings)
    if connection.state != ConnectionState.COMPLETE:
        return State(str(connection.get_state_display()), "warn", settings)
    return State(_("LinkedIn is connected"), "good", settings)


def _apply_connect(connection: Connection | None, settings: str) -> State:
    if connection is None or not connection.apply_connect:
        return State(_("Apply Connect is off"), "warn", settings)
    return State(_("Apply Connect is on"), "good", settings)


def _published() -> State:
    count = Posting.objects.filter(status=PostingStatus.PUBLISHED).count()
    words = ngettext("%d job is published", "%d jobs are published", count) % count
    return State(words if count else _("No job is published yet"), "good" if count else "")


def _waiting() -> State:
    count = Application.objects.filter(outcome=Outcome.PENDING).count()
    words = ngettext("%d application is in progress", "%d applications are in progress", count) % count
    return State(words if count else _("No application is in progress"), "accent" if count else "")


def _delay() -> State:
    settings = notice_settings.current()
    if not settings.delay_rejections:
        return State(_("A rejection is told at once"), "")
    hours = ngettext("%d hour", "%d hours", settings.delay_hours) % settings.delay_hours
    return State(_("A rejection is told after %s; until then it can be taken back") % hours, "accent")


def _people() -> State:
    count = Membership.objects.count()
    return State(ngettext("%d person works here", "%d people work here", count) % count, "good" if count > 1 else "")


def _issues() -> State:
    count = issues.needing_a_person().count()
    words = ngettext("%d thing needs a person", "%d things need a person", count) % count
    return State(words, "warn") if count else State(_("Nothing needs a person"), "good")


def _digest(member: Member) -> State:
    wanted = digests.is_wanted(member.user_id, member.role)
    return State(_("You get it every week"), "good") if wanted else State(_("You do not get it by e-mail"), "")

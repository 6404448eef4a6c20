"""What a company can do over its LinkedIn connection now, and why not: from real rows, each time anew."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from isthmus.bridge import contracts, integrations, member_view
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.contracts import Package
from isthmus.bridge.member_view import Reach
from isthmus.bridge.models import Connection, ConnectionState, WebhookWatch
from isthmus.bridge.notifications import challenges
from isthmus.bridge.postings import health
from isthmus.hiring.models import Application
from isthmus.people.models import Origin
from isthmus.sync.models import Outbox, OutboxState


class Standing(StrEnum):
    """Whether something works: it does, something keeps it from working, it is not switched on, or LinkedIn decides."""

    ON = "on"
    BROKEN = "broken"
    OFF = "off"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Capability:
    """One thing that works or does not. `why` says what keeps it from working, `seen` what shows that it works."""

    name: str
    title: str
    standing: Standing
    why: str = ""
    seen: str = ""
    last_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What the list is computed from."""

    state: str
    is_stopped: bool
    apply_connect: bool
    package: Package
    reach: Reach
    live: int
    live_with_apply: int
    last_application_at: datetime | None
    told: int
    last_told_at: datetime | None
    is_blocked: bool
    is_overdue: bool


def of(connection: Connection) -> list[Capability]:
    """Everything the connection is for, of the acting company."""
    return judge(gather(connection))


def gather(connection: Connection) -> Facts:
    """The facts as they are now."""
    there = health.on_linkedin()
    arrived = Application.objects.filter(origin=Origin.LINKEDIN_APPLY).order_by("-applied_at")
    told = Outbox.objects.filter(connection_id=connection.id, resource=LIFECYCLE, state=OutboxState.SENT)
    watch = WebhookWatch.objects.filter(connection_id=connection.id).first()
    package = contracts.package(connection)
    return Facts(
        state=connection.state,
        is_stopped=connection.stopped_at is not None,
        apply_connect=connection.apply_connect,
        package=package,
        reach=member_view.as_it_stands(package, integrations.standing(connection.id)),
        live=there.postings,
        live_with_apply=there.with_apply,
        last_application_at=arrived.values_list("applied_at", flat=True).first(),
        told=told.count(),
        last_told_at=told.order_by("-sent_at").values_list("sent_at", flat=True).first(),
        is_blocked=bool(watch and watch.state == "blocked"),
        is_overdue=challenges.is_overdue(connection),
    )


def judge(facts: Facts) -> list[Capability]:
    """The list from the facts."""
    return [_post(facts), _receive(facts), _tell(facts), *_with_the_package(facts), _premium()]


def _post(facts: Facts) -> Capability:
    name, title = "post", _("Post jobs")
    if why := _no_outflow(facts):
        return Capability(name, title, Standing.OFF, why)
    return Capability(name, title, Standing.ON, seen=_("On LinkedIn now: {count}.").format(count=facts.live))


def _receive(facts: Facts) -> Capability:
    name, title = "receive", _("Receive applications")
    if why := _not_connected(facts):
        return Capability(name, title, Standing.OFF, why)
    if not facts.apply_connect:
        why = _("Apply Connect is switched off: postings lead to your own application page.")
        return Capability(name, title, Standing.OFF, why)
    seen = _("Postings with LinkedIn’s form now: {count}.").format(count=facts.live_with_apply)
    if facts.is_blocked:
        why = _("LinkedIn has blocked your webhook: applications made there do not arrive.")
        return Capability(name, title, Standing.BROKEN, why, seen, facts.last_application_at)
    if facts.is_overdue:
        why = _("LinkedIn has not checked your webhook for longer than it should.")
        return Capability(name, title, Standing.BROKEN, why, seen, facts.last_application_at)
    return Capability(name, title, Standing.ON, seen=seen, last_at=facts.last_application_at)


def _tell(facts: Facts) -> Capability:
    name, title = "tell", _("Tell LinkedIn what happens")
    if why := _no_outflow(facts):
        return Capability(name, title, Standing.OFF, why)
    seen = _("Viewed, résumé downloaded, not selected: told {count} times.").format(count=facts.told)
    return Capability(name, title, Standing.ON, seen=seen, last_at=facts.last_told_at)


def _with_the_package(facts: Facts) -> list[Capability]:
    why = _no_outflow(facts) or _no_package(facts.package)
    shown = Standing.OFF if why else Standing.ON
    names = (
        ("highlights", _("Applicant highlights in lists")),
        ("profile", _("LinkedIn’s profile on the candidate page")),
    )
    seen = "" if why else _("Each viewer needs a Recruiter seat and a LinkedIn session in the browser.")
    return [*(Capability(name, title, shown, why, seen) for name, title in names), _notices(facts, why)]


def _notices(facts: Facts, why_not: str) -> Capability:
    """Whether applicants hear from LinkedIn: consent is a tick in LinkedIn's window, which its API may not tell."""
    name, title = "notices", _("Notices to applicants by LinkedIn")
    if not _no_outflow(facts) and not facts.package.is_active and facts.reach.tells is None:
        return Capability(name, title, Standing.THEIRS, facts.reach.why)
    if why_not:
        return Capability(name, title, Standing.OFF, why_not)
    consent = facts.package.contract.notifications if facts.package.contract else None
    if consent:
        return Capability(name, title, Standing.ON, seen=_("“Applicant notifications” is ticked at LinkedIn."))
    if consent is False:
        why = _("“Applicant notifications” is not ticked at LinkedIn: choose the contract again to tick it.")
        return Capability(name, title, Standing.OFF, why)
    why = _("LinkedIn passes them on if “Applicant notifications” was ticked in its window; its API does not tell.")
    return Capability(name, title, Standing.THEIRS, why)


def _premium() -> Capability:
    why = _("Promoted jobs need a posting contract of their own, which cannot be connected yet.")
    return Capability("premium", _("Promoted jobs"), Standing.OFF, why)


def _no_outflow(facts: Facts) -> str:
    if facts.is_stopped:
        return _("All outflow to LinkedIn is stopped.")
    return _not_connected(facts)


def _not_connected(facts: Facts) -> str:
    return {
        ConnectionState.INCOMPLETE.value: _("The connection comes first."),
        ConnectionState.KILLED.value: _("Your company has opted out of LinkedIn."),
        ConnectionState.RELINK_NEEDED.value: _("LinkedIn refuses the credentials: connect again."),
    }.get(facts.state, "")


def _no_package(package: Package) -> str:
    return "" if package.is_active else package.why

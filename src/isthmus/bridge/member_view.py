"""What the person will see of a notice, told in our own words: LinkedIn writes its page and its e-mails itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from isthmus.bridge import connections, contracts, integrations, notices
from isthmus.bridge.contracts import Package, PackageState
from isthmus.bridge.integrations import Standing
from isthmus.bridge.models import ConnectionState
from isthmus.hiring.models import Application
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import Origin

LONGEST_WAIT_HOURS = 72


@dataclass(frozen=True)
class Sight:
    """One place where the person sees it: where, what it says, and what that depends on."""

    where: str
    says: str
    depends: str = ""


@dataclass(frozen=True)
class Reach:
    """Whether LinkedIn tells applicants what it hears: None when its API does not tell us, and why."""

    tells: bool | None
    why: str


def reach() -> Reach:
    """How far notices through LinkedIn reach for the acting company, as last read there."""
    connection = connections.current()
    if connection is None or connection.state == ConnectionState.INCOMPLETE:
        return Reach(False, _("LinkedIn is not connected, so LinkedIn hears nothing."))
    if connection.state == ConnectionState.KILLED:
        return Reach(False, _("Your company has opted out of LinkedIn: LinkedIn hears nothing."))
    if connection.stopped_at is not None:
        return Reach(False, _("All outflow to LinkedIn is stopped: notices wait until it is resumed."))
    return as_it_stands(contracts.package(connection), integrations.standing(connection.id))


def as_it_stands(package: Package, standing: Standing) -> Reach:
    """How far they reach when the connection works: the Apply package here, and the integration at LinkedIn.

    Without a contract here LinkedIn may still notify, for an integration that was set up there before.
    """
    if package.state is PackageState.NO_CONTRACT and standing.is_on:
        why = _(
            "No Recruiter contract is chosen here, but the integration is on at LinkedIn: it tells applicants if"
            " “Applicant notifications” was ticked there; its API does not say."
        )
        return Reach(None, why)
    if package.state is PackageState.NO_CONTRACT and standing.is_on is None:
        return Reach(None, _("Whether LinkedIn tells applicants is not known: %(why)s") % {"why": standing.why})
    if package.state is PackageState.UNKNOWN:
        return Reach(None, _("Whether LinkedIn tells applicants is not known: %(why)s") % {"why": package.why})
    if not package.is_active:
        return Reach(False, _("LinkedIn hears it and tells nobody: %(why)s") % {"why": package.why})
    consent = package.contract.notifications if package.contract else None
    if consent is False:
        return Reach(False, _("LinkedIn hears it and tells nobody: “Applicant notifications” is not ticked there."))
    if consent:
        return Reach(True, _("LinkedIn tells applicants: “Applicant notifications” is ticked there."))
    return Reach(
        None, _("LinkedIn tells applicants if “Applicant notifications” was ticked there; its API does not say.")
    )


def at_linkedin(application: Application, event: str, company: str, known: Reach) -> list[Sight]:
    """What LinkedIn shows and writes about an application when it hears of this; nothing for one from elsewhere."""
    if application.origin != Origin.LINKEDIN_APPLY:
        return []
    about = {"job": application.job.title, "company": company, "status": notices.WORDS[LifecycleEvent(event)]}
    shown = _("“%(status)s”, on %(job)s at %(company)s, with the date.") % about
    if known.tells is False:
        return [Sight(_("Nothing, as it stands"), known.why, _("Otherwise: %(shown)s") % {"shown": shown})]
    mail = _("LinkedIn's own words: an update on the application for %(job)s at %(company)s.") % about
    late = _("LinkedIn may take up to %(hours)d hours.") % {"hours": LONGEST_WAIT_HOURS}
    return [
        Sight(
            _("On their LinkedIn page of applications"), shown, late if event == LifecycleEvent.REJECTED.value else ""
        ),
        Sight(_("In LinkedIn's e-mail"), mail, _("If they let LinkedIn write to them.")),
    ]

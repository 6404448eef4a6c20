"""What is judged about a set-up, each with its state, words, whose move it is and what to do: functions of values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from isthmus.bridge.contracts import PackageState
from isthmus.bridge.models import ConnectionKind, ConnectionState
from isthmus.bridge.set_up.situation import LOOPBACK, Named, Situation

MOST_SKEW = timedelta(seconds=60)
ENDS_SOON = timedelta(days=30)


class Grade(StrEnum):
    """How a check came out: well, worth a look, wrong, or nobody could tell."""

    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One check. `whose_move` and `what_to_do` are empty when nothing is to be done."""

    name: str
    title: str
    grade: Grade
    words: str
    whose_move: str = ""
    what_to_do: str = ""


def judge(situation: Situation, today: datetime) -> list[Finding]:
    """Every check, the wrong ones first, in a fixed order within each grade."""
    found = [check(situation, today) for check in CHECKS]
    order = [Grade.WRONG, Grade.LOOK, Grade.UNKNOWN, Grade.GOOD]
    return sorted(found, key=lambda finding: order.index(finding.grade))


def _credentials(now: Situation, today: datetime) -> Finding:
    name, title = "credentials", _("LinkedIn takes our credentials")
    if now.state == ConnectionState.KILLED:
        return Finding(
            name, title, Grade.LOOK, _("Your company has opted out."), _admin(), _("Connect again to go on.")
        )
    if now.state == ConnectionState.INCOMPLETE:
        words = _("The connection is not complete.")
        return Finding(name, title, Grade.WRONG, words, _admin(), _("Finish it on the tab Connection."))
    refused = now.asked.refused
    if refused is None:
        return Finding(name, title, Grade.GOOD, _("LinkedIn gave a token for them a moment ago."))
    if refused.may_retry:
        return Finding(name, title, Grade.UNKNOWN, refused.message, _isthmus(), _("Check again later."))
    what = _("Enter the present client id and secret on the tab Connection; old ones end when LinkedIn rotates them.")
    return Finding(name, title, Grade.WRONG, refused.message, _admin(), what)


def _outflow(now: Situation, today: datetime) -> Finding:
    name, title = "outflow", _("Outflow is open")
    if not now.is_stopped:
        return Finding(name, title, Grade.GOOD, _("Nothing is held back on purpose."))
    words = _("An admin has stopped all outflow: LinkedIn hears of nothing.")
    return Finding(name, title, Grade.WRONG, words, _admin(), _("Resume it when the reason is gone."))


def _address(now: Situation, today: datetime) -> Finding:
    name, title = "address", _("Our address is one LinkedIn can reach")
    parts = urlsplit(now.public_url)
    if parts.scheme == "https" and parts.hostname not in LOOPBACK:
        return Finding(name, title, Grade.GOOD, now.public_url)
    if not now.is_production and parts.hostname in LOOPBACK:
        return Finding(name, title, Grade.GOOD, _("{url}: well enough for a sandbox.").format(url=now.public_url))
    words = _("LinkedIn sends applications to public https addresses only, and ours is {url}.").format(
        url=now.public_url
    )
    return Finding(name, title, Grade.WRONG, words, _operator(), _("Set ISTHMUS_PUBLIC_URL to a public https address."))


def _webhook(now: Situation, today: datetime) -> Finding:
    name, title = "webhook", _("LinkedIn reaches the webhook")
    ask = _("Make the address reachable from outside, then “Ask LinkedIn to check again” on the tab Connection.")
    if now.is_blocked:
        words = _("LinkedIn has blocked it after three failures in a row: applications do not arrive.")
        return Finding(name, title, Grade.WRONG, words, _operator(), ask)
    if now.is_overdue:
        words = _("LinkedIn’s check is overdue; it should come every two hours.")
        return Finding(name, title, Grade.WRONG, words, _operator(), ask)
    if now.last_challenge_at is not None:
        return Finding(name, title, Grade.GOOD, _("LinkedIn has checked it, and got the right answer."))
    words = _("LinkedIn has never checked it. It does with the first posting that has its form.")
    return Finding(name, title, Grade.UNKNOWN, words)


def _answer(now: Situation, today: datetime) -> Finding:
    name, title = "answer", _("The webhook answers within three seconds")
    if now.asked.answers is None:
        return Finding(name, title, Grade.UNKNOWN, _("It could not be tried: the connection is not complete."))
    if now.asked.answers:
        return Finding(name, title, Grade.GOOD, _("Asked a moment ago as LinkedIn asks, it answered in time."))
    words = _("Asked a moment ago as LinkedIn asks, it did not answer rightly within three seconds.")
    what = _("See that {url} leads here from outside: name, certificate, proxy.").format(url=now.public_url)
    return Finding(name, title, Grade.WRONG, words, _operator(), what)


def _clock(now: Situation, today: datetime) -> Finding:
    name, title = "clock", _("Clocks agree")
    skew = now.asked.skew
    if skew is None:
        return Finding(name, title, Grade.UNKNOWN, _("LinkedIn did not say what time it has."))
    seconds = round(abs(skew.total_seconds()))
    if abs(skew) <= MOST_SKEW:
        return Finding(name, title, Grade.GOOD, _("Within {seconds} seconds of LinkedIn’s.").format(seconds=seconds))
    words = (
        _("Ours is {seconds} seconds ahead of LinkedIn’s.")
        if skew > timedelta(0)
        else _("Ours is {seconds} seconds late.")
    )
    what = _("Synchronise the server’s clock (NTP): tokens and notices carry times.")
    return Finding(name, title, Grade.WRONG, words.format(seconds=seconds), _operator(), what)


def _domains(now: Situation, today: datetime) -> Finding:
    name, title = "domains", _("LinkedIn’s windows may open on our pages")
    if now.asked.domains is not None and now.page_origin in now.asked.domains:
        return Finding(
            name, title, Grade.GOOD, _("{origin} is among the application’s domains.").format(origin=now.page_origin)
        )
    what = _("Add {origin} to the JavaScript domains of your application in LinkedIn’s developer portal.").format(
        origin=now.page_origin
    )
    if now.asked.domains is not None:
        words = _("{origin} is not among the application’s domains: LinkedIn draws nothing.").format(
            origin=now.page_origin
        )
        return Finding(name, title, Grade.WRONG, words, _admin(), what)
    if now.asked.domains_failure is not None:
        return Finding(name, title, Grade.UNKNOWN, now.asked.domains_failure.message, _admin(), what)
    words = _("LinkedIn does not let us read them.")
    whose = _admin() if now.kind == ConnectionKind.DIRECT else ""
    return Finding(name, title, Grade.UNKNOWN, words, whose, what if whose else "")


def _application(now: Situation, today: datetime) -> Finding:
    name, title = "application", _("The application’s number is known")
    if now.application:
        return Finding(name, title, Grade.GOOD, now.application)
    words = _("Without it a challenge cannot be told from another application’s.")
    what = _("Connect again with the application’s URN, from LinkedIn’s developer portal.")
    return Finding(name, title, Grade.LOOK, words, _admin(), what)


def _rehearsal(now: Situation, today: datetime) -> Finding:
    name, title = "rehearsal", _("Production speaks to LinkedIn, a rehearsal to a sandbox")
    if now.is_production == now.speaks_to_linkedin:
        words = _("LinkedIn itself.") if now.is_production else _("A sandbox: nobody outside is told anything.")
        return Finding(name, title, Grade.GOOD, words)
    if now.is_production:
        words = _("This is production, and its addresses of LinkedIn are not LinkedIn’s.")
        return Finding(name, title, Grade.WRONG, words, _operator(), _("Correct the ISTHMUS_LINKEDIN_…_URL settings."))
    words = _("This is a demo or test that speaks to LinkedIn itself.")
    what = _("Use another application than production’s: one client id in both mixes their jobs.")
    return Finding(name, title, Grade.LOOK, words, _operator(), what)


def _apply_connect(now: Situation, today: datetime) -> Finding:
    name, title = "apply", _("Apply Connect is on")
    if now.apply_connect:
        return Finding(name, title, Grade.GOOD, _("Postings may have LinkedIn’s form."))
    words = _("It is off: no posting has LinkedIn’s form.")
    return Finding(name, title, Grade.LOOK, words, _admin(), _("Switch it on, on this page."))


def _default(now: Situation, today: datetime) -> Finding:
    name, title = "default", _("New postings use Apply Connect by default")
    if now.apply_by_default:
        return Finding(name, title, Grade.GOOD, _("The box of a new posting starts ticked."))
    words = _("The box of a new posting starts unticked, so recruiters may forget it.")
    return Finding(name, title, Grade.LOOK, words, _admin(), _("Tick the default, unless you mean it so."))


def _contract(now: Situation, today: datetime) -> Finding:
    name, title = "contract", _("One contract of your own organization, in force")
    package, contract = now.package, now.package.contract
    if contract is None:
        what = _("Choose one under MANAGE, if you want highlights and notices; the rest works without.")
        return Finding(name, title, Grade.LOOK, package.why, _admin(), what)
    if contract.organization != now.organization:
        words = _("The contract was chosen for {theirs}, and the connection is for {ours} now.").format(
            theirs=contract.organization, ours=now.organization
        )
        return Finding(name, title, Grade.WRONG, words, _admin(), _("Choose a contract of this organization."))
    if package.state is PackageState.EXPIRED:
        return Finding(name, title, Grade.WRONG, package.why, _admin(), package.what_to_do)
    if contract.expires_at is None:
        return Finding(name, title, Grade.GOOD, _("Chosen. LinkedIn’s API does not tell when it ends."))
    days = (contract.expires_at - today).days
    if contract.expires_at - today > ENDS_SOON:
        return Finding(name, title, Grade.GOOD, _("It runs for {days} more days.").format(days=days))
    words = _("It runs out in {days} days; highlights and notices end with it.").format(days=days)
    return Finding(name, title, Grade.LOOK, words, _admin(), _("Renew it with LinkedIn."))


def _company_too(now: Situation, today: datetime) -> Finding:
    """Access granted for the contract and not for the company, or not ready yet."""
    name, title = "switched_on", _("The integration is switched on in Recruiter")
    if now.package.contract is None:
        return Finding(name, title, Grade.LOOK, _("It waits for a contract."))
    if now.integration.is_on:
        return Finding(name, title, Grade.GOOD, _("LinkedIn says so."))
    if now.integration.is_on is None:
        return Finding(name, title, Grade.UNKNOWN, now.integration.why, _isthmus(), _("Check again in some minutes."))
    what = _("A Recruiter admin opens Product settings → Integrations in Recruiter and switches it on for the company.")
    return Finding(name, title, Grade.WRONG, now.integration.words + ".", _admin(), what)


def _notices(now: Situation, today: datetime) -> Finding:
    name, title = "notices", _("Notices to applicants are decided")
    consent = now.package.contract.notifications if now.package.contract else None
    if consent:
        return Finding(name, title, Grade.GOOD, _("Applicant notifications are ticked at LinkedIn."))
    if consent is False:
        words = _("They are not ticked at LinkedIn: applicants hear nothing from it.")
        return Finding(name, title, Grade.LOOK, words, _admin(), _("Choose the contract again and tick them."))
    if now.package.contract is None:
        return Finding(name, title, Grade.LOOK, _("They need a contract first."))
    words = _("Whether “Applicant notifications” is ticked is not told by LinkedIn’s API.")
    return Finding(name, title, Grade.UNKNOWN, words, _admin(), _("Look in LinkedIn’s window under MANAGE."))


def _posters(now: Situation, today: datetime) -> Finding:
    name, title = "posters", _("Every open job names who posts it")
    if not now.without_poster.count:
        return Finding(name, title, Grade.GOOD, _("All {count} open jobs do.").format(count=now.open_jobs))
    words = _("{count} open jobs have no poster’s e-mail address: {titles}").format(**_said(now.without_poster))
    what = _("Enter it on the job; else the address of whoever publishes is sent.")
    return Finding(name, title, Grade.LOOK, words, _recruiters(), what)


def _locations(now: Situation, today: datetime) -> Finding:
    name, title = "locations", _("Every open job has a place")
    if not now.without_location.count:
        return Finding(name, title, Grade.GOOD, _("All {count} open jobs do.").format(count=now.open_jobs))
    words = _("{count} open jobs have none, and LinkedIn refuses those: {titles}").format(**_said(now.without_location))
    return Finding(name, title, Grade.WRONG, words, _recruiters(), _("Enter “City, Country” on the job."))


def _said(jobs: Named) -> dict[str, object]:
    more = " …" if jobs.count > len(jobs.titles) else ""
    return {"count": jobs.count, "titles": ", ".join(jobs.titles) + more}


def _admin() -> str:
    return _("an admin")


def _operator() -> str:
    return _("whoever runs Isthmus")


def _recruiters() -> str:
    return _("the recruiters")


def _isthmus() -> str:
    return _("nobody’s: Isthmus asks again")


CHECKS: tuple[Callable[[Situation, datetime], Finding], ...] = (
    _credentials,
    _outflow,
    _address,
    _webhook,
    _answer,
    _clock,
    _domains,
    _application,
    _rehearsal,
    _apply_connect,
    _default,
    _contract,
    _company_too,
    _notices,
    _posters,
    _locations,
)

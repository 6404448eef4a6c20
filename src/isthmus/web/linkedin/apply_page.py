"""What the Apply Connect tab shows: two states apart, what each gives, the contract, and what works now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from isthmus.accounts.models import User
from isthmus.accounts.roles import Member
from isthmus.bridge import capabilities, connections, contracts
from isthmus.bridge.capabilities import Standing
from isthmus.bridge.contracts import Package, PackageState
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.bridge.postings import first_publish
from isthmus.hiring.models import Posting, PostingStatus
from isthmus.web import plugins
from isthmus.web.plugins import Kind, Plugins, Tag
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look

CALLBACK = "isthmusIntegrated"
OF_PACKAGE = {
    PackageState.NO_CONTRACT: PLAIN,
    PackageState.WAITING: WAITING,
    PackageState.ACTIVE: GOOD,
    PackageState.EXPIRED: BAD,
    PackageState.UNKNOWN: Look("", "question-mark-circle"),
}
OF_CAPABILITY = {
    Standing.ON: GOOD,
    Standing.BROKEN: BAD,
    Standing.OFF: PLAIN,
    Standing.THEIRS: Look("accent", "information-circle"),
}


@dataclass(frozen=True)
class ShownState:
    """One of the two states: its words and look, why it is so, what to do."""

    words: str
    look: Look
    why: str = ""
    what_to_do: str = ""


@dataclass(frozen=True)
class ShownCapability:
    """One thing that works or does not."""

    title: str
    words: str
    look: Look
    why: str
    seen: str
    last_at: datetime | None


@dataclass(frozen=True)
class ShownContract:
    """The chosen contract as far as LinkedIn tells of it."""

    name: str
    contract: str
    organization: str
    notifications: str
    expires_at: datetime | None
    chosen_at: datetime
    chosen_by: str


@dataclass(frozen=True)
class ApplyPage:
    """The tab; without a complete connection it only says what comes first."""

    is_connected: bool
    is_stopped: bool = False
    is_on: bool = False
    by_default: bool = False
    integration: ShownState | None = None
    package: ShownState | None = None
    awaits_linkedin: bool = False
    contract: ShownContract | None = None
    capabilities: tuple[ShownCapability, ...] = ()
    with_apply: int = 0
    following: int = 0
    manage: bool = False
    plugins: Plugins = Plugins()
    tag: Tag | None = None


def of(member: Member, *, manage: bool = False) -> ApplyPage:
    """The tab of the acting company; `manage` opens LinkedIn's window over it."""
    connection = connections.current()
    if connection is None or connection.state != ConnectionState.COMPLETE:
        return ApplyPage(is_connected=False)
    package = contracts.package(connection)
    drawn = plugins.for_page(Kind.ONBOARDING) if manage else Plugins()
    with_apply = Posting.objects.filter(status=PostingStatus.PUBLISHED, linkedin_apply=True)
    return ApplyPage(
        is_connected=True,
        is_stopped=connection.stopped_at is not None,
        is_on=connection.apply_connect,
        by_default=connection.apply_by_default,
        integration=_integration(connection),
        package=ShownState(package.words, OF_PACKAGE[package.state], package.why, package.what_to_do),
        awaits_linkedin=package.state in (PackageState.WAITING, PackageState.UNKNOWN),
        contract=_contract(package),
        capabilities=shown_capabilities(connection),
        with_apply=with_apply.count(),
        following=0 if connection.apply_connect else len(first_publish.jobs_that_follow().jobs),
        manage=manage,
        plugins=drawn,
        tag=drawn.onboarding(callback=CALLBACK),
    )


def shown_capabilities(connection: Connection) -> tuple[ShownCapability, ...]:
    """What works now over the connection, and why not."""
    words = {
        Standing.ON: _("On"),
        Standing.BROKEN: _("Broken"),
        Standing.OFF: _("Off"),
        Standing.THEIRS: _("Up to LinkedIn"),
    }
    return tuple(
        ShownCapability(one.title, words[one.standing], OF_CAPABILITY[one.standing], one.why, one.seen, one.last_at)
        for one in capabilities.of(connection)
    )


def _integration(connection: Connection) -> ShownState:
    if not connection.apply_connect:
        return ShownState(_("Integration off"), PLAIN, "", _("Switch it on above."))
    if connection.stopped_at is not None:
        return ShownState(_("Integration on, outflow stopped"), BAD, _("Nothing is told to LinkedIn."))
    return ShownState(_("Integration on"), GOOD)


def _contract(package: Package) -> ShownContract | None:
    contract = package.contract
    if contract is None:
        return None
    consent = {True: _("Ticked"), False: _("Not ticked"), None: _("LinkedIn’s API does not tell")}
    chosen_by = User.objects.filter(id=contract.chosen_by).first() if contract.chosen_by else None
    return ShownContract(
        name=contract.name,
        contract=contract.contract,
        organization=contract.organization,
        notifications=consent[contract.notifications],
        expires_at=contract.expires_at,
        chosen_at=contract.chosen_at,
        chosen_by=str(chosen_by or _("somebody who has left")),
    )

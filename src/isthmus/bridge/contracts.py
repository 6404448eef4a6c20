"""The one Recruiter contract of a company's Apply Connect: chosen in LinkedIn's window, believed when LinkedIn says so.

Without one, posting and receiving work; highlights, the full profile and notices to applicants do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, connections, contract_words, integrations
from isthmus.bridge.contract_words import Told
from isthmus.bridge.models import Connection, ConnectionState, Contract, Integration
from isthmus.linkedin import APPLY_CONNECT, JOBS_TENANT, IntegrationKey, IntegrationsClient
from isthmus.linkedin.wire import Integration as Said
from isthmus.store import tenancy
from isthmus.sync import appointments

LONGEST_NAME = 200


class PackageState(StrEnum):
    """How far the Apply package is: no contract, chosen and not switched on, active, or run out; or nobody knows."""

    NO_CONTRACT = "no_contract"
    WAITING = "waiting"
    ACTIVE = "active"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Package:
    """The Apply package in words; `what_to_do` is empty when nothing is to be done."""

    state: PackageState
    words: str
    why: str = ""
    what_to_do: str = ""
    contract: Contract | None = None

    @property
    def is_active(self) -> bool:
        return self.state is PackageState.ACTIVE


def of(connection: Connection) -> Contract | None:
    """The contract the company has chosen, or None."""
    found: Contract | None = Contract.objects.filter(connection_id=connection.id).first()
    return found


def package(connection: Connection) -> Package:
    """How the Apply package of the acting company stands: our contract, and LinkedIn's word on the integration."""
    contract = of(connection)
    if contract is None:
        what = _("Press MANAGE to choose one. Jobs and applications work without.")
        return Package(PackageState.NO_CONTRACT, _("No contract"), _("No Recruiter contract is chosen."), what)
    if contract.expires_at is not None and contract.expires_at <= now():
        why = _("The contract has run out, by the end LinkedIn gave.")
        return Package(
            PackageState.EXPIRED, _("Contract expired"), why, _("Renew it, or choose another one."), contract
        )
    standing = integrations.standing(connection.id)
    if standing.is_on:
        return Package(PackageState.ACTIVE, _("Active"), contract=contract)
    if standing.is_on is None:
        return Package(PackageState.UNKNOWN, _("Not known"), standing.why, contract=contract)
    why = _("LinkedIn says of the integration: {words}.").format(words=standing.words[:1].lower() + standing.words[1:])
    what = _("A Recruiter admin of your company switches the integration on in LinkedIn Recruiter.")
    return Package(PackageState.WAITING, _("Chosen, not switched on yet"), why, what, contract)


def choose(callback: str) -> Contract:
    """Take the contract that LinkedIn's window says was chosen, after LinkedIn's API has confirmed it.

    Replaces the one before. Raises IsthmusError with the reason, and nothing is changed: rejected for one that may not
    be ours, and whatever kind of failure asking LinkedIn meets.
    """
    connection = _connected()
    told = contract_words.heard(callback)
    _judge(connection, told)
    read = integrations.as_whoever_may(connection, lambda client: _read_back(client, connection, told))
    said = [contract_words.told_by(one.model_dump(by_alias=True)) for one in read]
    _judge(connection, said)
    kept = _keep(connection, said)
    _note_state(connection, next(one.state_words for one in read if one.integration_type in (None, APPLY_CONNECT)))
    appointments.no_later_than(connection.id, integrations.LANE, now())
    return kept


def remove() -> bool:
    """Forget the contract. LinkedIn keeps the integration until the customer switches it off there. Whether one was."""
    connection = connections.current()
    if connection is None:
        return False
    removed, _ = Contract.objects.filter(connection_id=connection.id).delete()
    return bool(removed)


def _connected() -> Connection:
    connection = connections.current()
    if connection is None or connection.state != ConnectionState.COMPLETE:
        raise IsthmusError(Failure(Kind.REJECTED, "LinkedIn is not connected yet.", code="not_connected"))
    return clients.connection_for(connection.company_id, connection.id)


def _judge(connection: Connection, told: Sequence[Told]) -> None:
    contract_words.judge(told, organization=connection.organization, wanted=APPLY_CONNECT, today=now())


def _read_back(client: IntegrationsClient, connection: Connection, told: Sequence[Told]) -> list[Said]:
    """What LinkedIn itself says of the organization's integration, and of each one told to be a contract's."""
    keys = [IntegrationKey(connection.organization, APPLY_CONNECT, JOBS_TENANT)]
    keys += [IntegrationKey(one.context, one.type, one.tenant or JOBS_TENANT) for one in told if one.is_of_a_contract]
    said = []
    for key in dict.fromkeys(keys):
        found = client.read(key)
        if found is None:
            words = _("LinkedIn does not know the integration its window is said to have made: {type} of {context}.")
            raise contract_words.refused("not_confirmed", words.format(type=key.type, context=key.context))
        said.append(found)
    return said


def _keep(connection: Connection, said: Sequence[Told]) -> Contract:
    """One row, of what LinkedIn's API said alone: which contract it was, its end and the consent it may leave out."""
    values = {
        "organization": connection.organization,
        "contract": next((urn for one in said for urn in one.contracts), ""),
        "name": next((_clean(one.name) for one in said if one.name), ""),
        "notifications": next((one.notifications for one in said if one.notifications is not None), None),
        "expires_at": next((one.ends_at for one in said if one.ends_at is not None), None),
        "chosen_at": now(),
        "chosen_by": tenancy.current().user_id,
    }
    contract: Contract
    contract, _ = Contract.objects.update_or_create(connection_id=connection.id, defaults=values)
    return contract


def _note_state(connection: Connection, state: str) -> None:
    """The integration's state as it was just read, until its lane reads and names it moments later."""
    values = {"is_known": True, "state": state, "read_at": now(), "trouble": ""}
    Integration.objects.update_or_create(connection_id=connection.id, kind=APPLY_CONNECT, defaults=values)


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_NAME]

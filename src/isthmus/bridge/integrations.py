"""The company's Apply Connect integration at LinkedIn: given a name, read back, and how it stands in words.

Before the customer has used LinkedIn's plugin there is none, which is no fault: jobs and applications work without.
It is read once a day, and every few minutes while a contract waits for the customer's switch.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from isthmus.accounts.models import Company
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError
from isthmus.bridge import clients, outflow, provisioning, relink
from isthmus.bridge.models import Connection, ConnectionKind, Contract, Integration
from isthmus.linkedin import APPLY_CONNECT, JOBS_TENANT, IntegrationKey, IntegrationsClient, means_on
from isthmus.linkedin.wire import Integration as Said
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, lanes

EVENT = "INTEGRATION_STATUS_CHANGE"
LANE = "integration"
BUNDLE = APPLY_CONNECT
LONGEST_NAME = 80
READ_EVERY = timedelta(days=1)
READ_UNKNOWN_EVERY = timedelta(hours=6)
READ_AWAITED_EVERY = timedelta(minutes=5)
FORBIDDEN = 403
MAY_NOT = "LinkedIn does not let this application read the company’s integrations, so nobody knows here."
T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """The integration in words. `is_on`: the customer has switched it on in Recruiter; None when nobody knows."""

    is_on: bool | None
    words: str
    why: str
    name: str
    read_at: datetime | None


def standing(connection_id: UUID) -> Standing:
    """How the Apply package of the acting company stands at LinkedIn, as last read."""
    row = Integration.objects.filter(connection_id=connection_id, kind=APPLY_CONNECT).first()
    if row is None or row.is_known is None:
        why = row.trouble if row is not None and row.trouble else "LinkedIn is asked within moments."
        return Standing(None, "Not known", why, "", None)
    if not row.is_known:
        why = "LinkedIn does not know the integration: nobody at your company has used its plugin yet. Jobs and"
        why += " applications work without; applicant notices and highlights need it."
        return Standing(False, "Not set up at LinkedIn", row.trouble or why, "", row.read_at)
    is_on = means_on(row.state)
    words = {True: "Active", False: f"Not active ({row.state.lower()})", None: "Known to LinkedIn"}[is_on]
    why = "" if is_on else "A Recruiter admin of your company switches it on: Manage → your package → Apply package."
    return Standing(is_on, words, row.trouble or why, row.name, row.read_at)


def look_up(connection_id: UUID, request_id: str) -> None:
    """LinkedIn says that an integration has changed: ask what, now."""
    Integration.objects.update_or_create(
        connection_id=connection_id, kind=APPLY_CONNECT, defaults={"request_id": request_id}
    )
    appointments.no_later_than(connection_id, LANE, now())


def ask_now(connection_id: UUID) -> None:
    """Somebody waits for the customer's switch: ask LinkedIn how the integration stands, now."""
    appointments.no_later_than(connection_id, LANE, now())


def integration_name(company: str) -> str:
    """What the customer's admin sees in Recruiter; without LinkedIn's trademark."""
    words = " ".join(word for word in company.split() if "linkedin" not in word.lower())
    return f"Apply Connect - {words or 'Company'}"[:LONGEST_NAME].strip()


def name_of(said: Said) -> str:
    """The name LinkedIn shows, fit to be kept."""
    return (said.integration_name or "").replace("\x00", "")[:200]


def run(company_id: UUID, connection_id: UUID) -> None:
    """Read the integration, and name it when its name is not ours; a lane of its own."""
    if outflow.held(company_id, connection_id, LANE):
        return
    with acting_for(company_id, cause=LANE):
        row, _ = Integration.objects.get_or_create(connection_id=connection_id, kind=APPLY_CONNECT)
        wished = integration_name(Company.objects.values_list("name", flat=True).get(id=company_id))
    try:
        connection = clients.connection_for(company_id, connection_id)
        _let_our_pages_draw(connection)
        said = as_whoever_may(connection, lambda client: _find_and_name(client, connection, row.request_id, wished))
    except IsthmusError as error:
        with acting_for(company_id, cause=LANE):
            _note_failure(row, error.failure)
        return
    with acting_for(company_id, cause=LANE):
        _keep(row, said, wished)
        lanes.wake(connection_id, LANE)
        is_told_of_more = Integration.objects.filter(id=row.id).exclude(request_id="").exists()
        usual = now() + _pause(connection_id, said)
        appointments.next_at(connection_id, LANE, now() if is_told_of_more else usual)


def _pause(connection_id: UUID, said: Said | None) -> timedelta:
    """Until the next look: soon while a contract is chosen and the customer has not switched the integration on."""
    if said is None:
        return READ_UNKNOWN_EVERY
    is_awaited = not means_on(said.state_words) and Contract.objects.filter(connection_id=connection_id).exists()
    return READ_AWAITED_EVERY if is_awaited else READ_EVERY


def _let_our_pages_draw(connection: Connection) -> None:
    """Keep our address among those where LinkedIn draws; the check of the set-up says so when LinkedIn refuses."""
    if connection.kind == ConnectionKind.PARTNER:
        with suppress(IsthmusError):
            provisioning.domains_with_ours(connection)


def _note_failure(row: Integration, failure: Failure) -> None:
    """An application that may not read integrations is no fault of anybody's: everything else works without."""
    may_not = failure.status == FORBIDDEN
    trouble = MAY_NOT if may_not else failure.message
    Integration.objects.filter(id=row.id).update(trouble=trouble, request_id="" if may_not else row.request_id)
    if may_not:
        appointments.next_at(row.connection_id, LANE, now() + READ_EVERY)
    else:
        lanes.rest(row.connection_id, LANE, failure)


def _find_and_name(client: IntegrationsClient, connection: Connection, request_id: str, wished: str) -> Said | None:
    key = IntegrationKey(connection.organization, APPLY_CONNECT, JOBS_TENANT)
    said = _told_by_event(client, key, request_id) or client.read(key)
    if said is None or said.integration_name == wished:
        return said
    client.name(key, wished)
    return client.read(key)


def _told_by_event(client: IntegrationsClient, key: IntegrationKey, request_id: str) -> Said | None:
    """The integration as the event LinkedIn pushed tells it; None when the event is about others."""
    if not request_id:
        return None
    about = (key.context, key.type)
    return next(
        (one for one in client.changed(request_id) if (one.integration_context, one.integration_type) == about), None
    )


def as_whoever_may(connection: Connection, act: Callable[[IntegrationsClient], T]) -> T:
    """Act as the parent application, else as the child: LinkedIn's pages disagree about who may name integrations.

    Raises whatever IsthmusError the act raises.
    """
    if connection.kind == ConnectionKind.PARTNER:
        try:
            with clients.integrations_client(connection, as_parent=True) as client:
                return act(client)
        except IsthmusError as error:
            if error.failure.status != FORBIDDEN and error.failure.code != "no_parent":
                raise
    clients.refuse_while_paused(connection)
    try:
        with clients.integrations_client(connection, as_parent=False) as client:
            return act(client)
    except IsthmusError as error:
        relink.refused(connection.company_id, connection.id, error.failure)
        raise IsthmusError(relink.told(error.failure)) from error


def _keep(row: Integration, said: Said | None, wished: str) -> None:
    """What was read; a request id that came in meanwhile stays to be looked up."""
    values: dict[str, object] = {"is_known": said is not None, "read_at": now(), "trouble": ""}
    if said is not None:
        name = name_of(said)
        values |= {"name": name, "state": said.state_words}
        values |= {"named_at": row.named_at or now()} if name == wished else {}
        values |= {} if name == wished else {"trouble": "LinkedIn did not keep the name we gave the integration."}
    Integration.objects.filter(id=row.id).update(**values)
    Integration.objects.filter(id=row.id, request_id=row.request_id).update(request_id="")

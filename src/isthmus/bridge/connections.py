"""A company's LinkedIn connection: set up as partner or directly, its switches, its webhook address, its end."""

import re
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, notifications, reconcile
from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState
from isthmus.bridge.reconcile import schedule
from isthmus.linkedin import TokenSource, application_number
from isthmus.store.tenancy import current_company_id
from isthmus.sync import appointments, inbox, issues, lanes, outbox
from isthmus.sync.receiving import Key

SOURCE = "linkedin_apply"
WEBHOOK_PATH = "/webhooks/linkedin/apply/"
TOKEN_FIELD = "webhook token"  # noqa: S105 - the name of a sealed field
EVENTS_TOKEN_FIELD = "events token"  # noqa: S105 - the name of a sealed field
BY_APPOINTMENT = ("integration", "webhooks", "digest")
PROVISIONING = "provisioning"
_ORGANIZATION = re.compile(r"urn:li:organization:\d{1,19}")
_APPLICATION = re.compile(r"urn:li:developerApplication:\d{1,19}")


def current() -> Connection | None:
    """The acting company's connection, or None."""
    found: Connection | None = Connection.objects.first()
    return found


def connect_direct(organization: str, client_id: str, client_secret: str, application: str = "") -> Connection:
    """Connect with the company's own LinkedIn application; connecting again replaces the credentials.

    The credentials are tried at once: IsthmusError (misconfigured) when LinkedIn refuses them, and nothing is changed.
    When LinkedIn cannot be asked now, they are kept and tried later. `application` is its id (number or URN), if known.
    """
    _try(client_id, client_secret)
    connection = _row(ConnectionKind.DIRECT, organization)
    complete(connection, application=_application_urn(application), client_id=client_id, secret=client_secret)
    return connection


def connect_partner(organization: str) -> Connection:
    """Connect as a customer of our parent application: a child application is asked for, once, and made by the worker.

    The connection is incomplete until LinkedIn has answered. A crash asks again under the same id, which LinkedIn
    refuses to use twice. A company that has its child already keeps it.
    """
    connection = _row(ConnectionKind.PARTNER, organization)
    connection.foreign_id = connection.foreign_id or f"isthmus-{connection.company_id}"
    if connection.client_id and connection.sealed_secret:
        connection.state, connection.why, connection.trouble = ConnectionState.COMPLETE, "", ""
        connection.refusals, connection.refused_until = 0, None
        connection.save()
        lanes.wake(connection.id)
        return connection
    _ask_for_child(connection)
    return connection


def start_over() -> Connection:
    """Ask LinkedIn for another child application, because the secret of the first one is lost for good.

    Raises IsthmusError (rejected) while outflow is stopped, as `connect_partner` does when it would ask.
    """
    connection = _must_exist()
    number = int(connection.foreign_id.rpartition("+")[2]) if "+" in connection.foreign_id else 1
    connection.foreign_id = f"{connection.foreign_id.partition('+')[0]}+{number + 1}"
    connection.client_id = connection.application = ""
    _ask_for_child(connection)
    return connection


def enter_secret(client_secret: str) -> Connection:
    """The secret of the child application, from LinkedIn's portal or support. IsthmusError when LinkedIn refuses it."""
    connection = _must_exist()
    _try(connection.client_id, client_secret)
    complete(connection, application=connection.application, client_id=connection.client_id, secret=client_secret)
    return connection


def complete(connection: Connection, *, application: str, client_id: str, secret: str) -> None:
    """The connection has its credentials: it can speak, and be spoken to at an address of its own.

    A secret that is replaced still verifies what was signed with it.
    """
    before = _keys(connection)
    connection.application, connection.client_id = application, client_id
    connection.sealed_secret = clients.seal_secret(connection, secret)
    connection.state, connection.why, connection.trouble = ConnectionState.COMPLETE, "", ""
    connection.refusals, connection.refused_until = 0, None
    connection.connected_at = connection.connected_at or now()
    keys = [Key(application, secret), *[key for key in before if key.value != secret]][:2]
    if connection.sealed_webhook_token:
        inbox.change_keys(connection.id, keys)
    else:
        token = inbox.open_endpoint(SOURCE, connection.id, keys)
        connection.sealed_webhook_token = secrets.seal(token.encode(), company=connection.company_id, field=TOKEN_FIELD)
    _open_events(connection, keys)
    connection.save()
    issues.settle(trouble_fingerprint(connection.id))
    lanes.wake(connection.id)
    for lane in BY_APPOINTMENT:
        appointments.no_later_than(connection.id, lane, now())
    appointments.no_later_than(connection.id, reconcile.LANE, schedule.daily_after(connection.company_id, now()))


def set_apply_connect(on: bool) -> Connection:
    """Switch Apply Connect for the company. Off: live postings lose LinkedIn's form and lead to the company's page."""
    connection = _must_exist()
    if connection.apply_connect != on:
        connection.apply_connect = on
        connection.save(update_fields=["apply_connect"])
    return connection


def set_default(on: bool) -> Connection:
    """Whether a new posting's box “Use LinkedIn Apply Connect” starts ticked."""
    connection = _must_exist()
    if connection.apply_by_default != on:
        connection.apply_by_default = on
        connection.save(update_fields=["apply_by_default"])
    return connection


def opt_out() -> Connection:
    """Leave LinkedIn: every posting is closed there, and nothing more is told; a stop of outflow ends for that.

    Applications that are still on their way are received all the same, so that nobody applies in vain. Connecting
    again undoes it, and publishes what is still published here.
    """
    connection = _must_exist()
    connection.state = ConnectionState.KILLED
    connection.why = "An admin has opted out; nothing more is told to LinkedIn."
    connection.stopped_at = connection.stopped_by = None
    connection.save(update_fields=["state", "why", "stopped_at", "stopped_by"])
    outbox.cancel_all(connection.id)
    lanes.wake(connection.id)
    return connection


def webhook_url(connection: Connection) -> str:
    """Where LinkedIn sends this company's applications; empty until the connection is complete. A secret address."""
    return _address(connection, bytes(connection.sealed_webhook_token), TOKEN_FIELD, WEBHOOK_PATH)


def events_url(connection: Connection) -> str:
    """Where LinkedIn sends what else concerns this company alone; empty until it is complete. A secret address."""
    return _address(connection, bytes(connection.sealed_events_token), EVENTS_TOKEN_FIELD, notifications.EVENTS_PATH)


def report_trouble(connection: Connection, failure: Failure, *, trouble: str, what_to_do: str) -> None:
    """An admin must act before the connection works: said on the connection, and as an issue."""
    connection.trouble, connection.why = trouble, f"{failure.message} {what_to_do}".strip()
    connection.save(update_fields=["trouble", "why"])
    cause = issues.Cause(
        trouble_fingerprint(connection.id), what_to_do, action="settings", entity="connection", entity_id=connection.id
    )
    issues.raise_issue(cause, failure)


def trouble_fingerprint(connection_id: UUID) -> str:
    """The issue of a connection that does not work."""
    return f"connection:{connection_id}"


def organization_urn(text: str) -> str:
    """The organization's URN from its number or URN. Raises IsthmusError (rejected) for anything else."""
    urn = f"urn:li:organization:{text.strip()}" if text.strip().isdigit() else text.strip()
    if not _ORGANIZATION.fullmatch(urn):
        words = "LinkedIn knows organizations by a number. Use it, or urn:li:organization:number."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="organization"))
    return urn


def _open_events(connection: Connection, keys: list[Key]) -> None:
    """An address for events; at the parent's shared one the child that LinkedIn made for us is known by its number.

    A number that somebody typed in proves nothing, so a direct connection is not found there.
    """
    is_child = connection.kind == ConnectionKind.PARTNER
    addressee = application_number(connection.application) if is_child else ""
    if connection.sealed_events_token:
        inbox.readdress(notifications.SOURCE, connection.id, addressee)
        return
    token = inbox.open_endpoint(notifications.SOURCE, connection.id, keys, addressee=addressee, repeats=True)
    sealed = secrets.seal(token.encode(), company=connection.company_id, field=EVENTS_TOKEN_FIELD)
    connection.sealed_events_token = sealed


def _address(connection: Connection, sealed: bytes, field: str, path: str) -> str:
    if not sealed:
        return ""
    token = secrets.unseal(sealed, company=connection.company_id, field=field).decode()
    return f"{settings.CONFIG.public_url.rstrip('/')}{path}{token}"


def _application_urn(text: str) -> str:
    given = text.strip()
    urn = f"urn:li:developerApplication:{given}" if given.isdigit() else given
    if urn and not _APPLICATION.fullmatch(urn):
        words = "LinkedIn knows applications by a number. Use it, or leave it empty."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="application"))
    return urn


def _row(kind: ConnectionKind, organization: str) -> Connection:
    urn = organization_urn(organization)
    connection = Connection.objects.select_for_update().first() or Connection(company_id=current_company_id())
    if connection.kind and connection.kind != kind:
        connection.client_id = connection.application = connection.foreign_id = ""
        connection.sealed_secret = b""
    connection.kind, connection.organization = kind, urn
    if connection.state == ConnectionState.KILLED:
        connection.state = ConnectionState.INCOMPLETE
    try:
        with transaction.atomic():
            connection.save()
    except IntegrityError as error:
        words = "Another company of this installation is connected to this LinkedIn organization."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="organization_taken")) from error
    return connection


def _ask_for_child(connection: Connection) -> None:
    if connection.stopped_at is not None:
        words = "All outflow to LinkedIn is stopped, so no application is asked for. Resume it first."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="stopped"))
    connection.state, connection.trouble = ConnectionState.INCOMPLETE, "setting_up"
    connection.why = "LinkedIn is being asked for an application for this company."
    connection.save()
    issues.settle(trouble_fingerprint(connection.id))
    lanes.wake(connection.id)
    outbox.tell(connection.id, PROVISIONING, connection.id, f"provision:{connection.foreign_id}", "create", {})


def _must_exist() -> Connection:
    connection = Connection.objects.select_for_update().first()
    if connection is None:
        words = "LinkedIn is not connected yet."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="not_connected"))
    found: Connection = connection
    return found


def _keys(connection: Connection) -> list[Key]:
    if not connection.client_id or not connection.sealed_secret:
        return []
    return [Key(connection.application, clients.secret_of(connection))]


def _try(client_id: str, client_secret: str) -> None:
    try:
        TokenSource(client_id, client_secret, clients.config()).token()
    except IsthmusError as error:
        if not error.failure.may_retry:
            raise

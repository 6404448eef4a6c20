"""How a company's connection speaks to LinkedIn: addresses from the settings, secrets unsealed, every call noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import metering
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.linkedin import (
    ClientConfig,
    DeveloperWebhooksClient,
    Exchange,
    IntegrationsClient,
    LinkedInClient,
    OnExchange,
    ProvisioningClient,
    TokenSource,
)
from isthmus.linkedin.wire import Generation
from isthmus.store.tenancy import acting_for
from isthmus.sync import exchanges

SECRET_FIELD = "linkedin client secret"  # noqa: S105 - the name of a sealed field
PAUSED_CODE = "credentials_paused"
PAUSED = (
    "LinkedIn has refused the client id and secret several times in a row, so Isthmus does not call any more until an"
    " admin enters the present ones under Settings → LinkedIn; it tries the old ones once in a while."
)
ONE_FINDS_OUT = timedelta(minutes=10)
SENDING_STATES = (ConnectionState.COMPLETE, ConnectionState.RELINK_NEEDED, ConnectionState.KILLED)


def config() -> ClientConfig:
    """LinkedIn's addresses and API generation from the settings; only a demo or test may find them on a private net."""
    chosen = settings.CONFIG
    private = () if chosen.is_production else (chosen.linkedin_api_url, chosen.linkedin_www_url)
    return ClientConfig(
        api_url=chosen.linkedin_api_url,
        www_url=chosen.linkedin_www_url,
        generation=generation(),
        version=chosen.linkedin_version,
        private_origins=private,
    )


def generation() -> Generation:
    """Which generation of LinkedIn's API is spoken."""
    return cast(Generation, settings.CONFIG.linkedin_generation)


def connection_for(company_id: UUID, connection_id: UUID) -> Connection:
    """The connection a lane works for. Raises IsthmusError (misconfigured) when it cannot speak to LinkedIn yet."""
    with acting_for(company_id, cause="bridge"):
        connection: Connection = Connection.objects.get(id=connection_id)
    if connection.state not in SENDING_STATES or not connection.client_id or not connection.sealed_secret:
        words = "The connection to LinkedIn is not complete."
        raise IsthmusError(Failure(Kind.MISCONFIGURED, words, code="not_connected"))
    return connection


def caller_for(company_id: UUID, connection_id: UUID) -> Connection:
    """The same, for calls in the name of the connection's own application. See `refuse_while_paused`."""
    connection = connection_for(company_id, connection_id)
    refuse_while_paused(connection)
    return connection


def refuse_while_paused(connection: Connection) -> None:
    """Raise IsthmusError (misconfigured) while LinkedIn refuses the credentials again and again: nobody calls then.

    When the pause is over one caller may find out whether they are taken again; the others wait for what it finds.
    """
    until = connection.refused_until
    if until is None:
        return
    with acting_for(connection.company_id, cause="bridge"):
        over = Connection.objects.filter(id=connection.id, refused_until=until, refused_until__lte=now())
        if over.update(refused_until=now() + ONE_FINDS_OUT):
            return
    raise IsthmusError(Failure(Kind.MISCONFIGURED, PAUSED, code=PAUSED_CODE, retry_at=max(until, now())))


@contextmanager
def client_of(connection: Connection) -> Iterator[LinkedInClient]:
    """A client in the name of the connection's application; use it outside transactions."""
    note = noting(connection.company_id, connection.id)
    meter = metering.of_child(connection)
    with LinkedInClient(config(), tokens_of(connection), on_exchange=note, meter=meter) as client:
        yield client


def tokens_of(connection: Connection) -> TokenSource:
    """The connection's access tokens; one token is shared by the whole process."""
    return TokenSource(
        connection.client_id,
        secret_of(connection),
        config(),
        on_exchange=noting(connection.company_id, connection.id),
        meter=metering.of_child(connection),
    )


@contextmanager
def provisioning_client(connection: Connection) -> Iterator[ProvisioningClient]:
    """A client in the name of our parent application. Raises IsthmusError (misconfigured) when there is none."""
    note = noting(connection.company_id, connection.id)
    meter = metering.of_parent(connection)
    with ProvisioningClient(config(), parent_tokens_of(connection), on_exchange=note, meter=meter) as client:
        yield client


@contextmanager
def webhooks_client(connection: Connection) -> Iterator[DeveloperWebhooksClient]:
    """A client that sees the webhooks of our children. Raises IsthmusError (misconfigured) without a parent."""
    note = noting(connection.company_id, connection.id)
    meter = metering.of_parent(connection)
    with DeveloperWebhooksClient(config(), parent_tokens_of(connection), on_exchange=note, meter=meter) as client:
        yield client


@contextmanager
def integrations_client(connection: Connection, *, as_parent: bool) -> Iterator[IntegrationsClient]:
    """A client of the customer's integrations, in the name of our parent application or of the connection's own."""
    note = noting(connection.company_id, connection.id)
    tokens = parent_tokens_of(connection) if as_parent else tokens_of(connection)
    meter = metering.of_parent(connection) if as_parent else metering.of_child(connection)
    with IntegrationsClient(config(), tokens, on_exchange=note, meter=meter) as client:
        yield client


def parent_tokens_of(connection: Connection) -> TokenSource:
    """Tokens of our parent application, noted for the connection. IsthmusError (misconfigured) when there is none."""
    chosen = settings.CONFIG
    if not chosen.parent_client_id or not chosen.parent_client_secret:
        words = "This installation has no LinkedIn partner application, so it cannot make one for the company."
        raise IsthmusError(Failure(Kind.MISCONFIGURED, words, code="no_parent"))
    return TokenSource(
        chosen.parent_client_id,
        chosen.parent_client_secret,
        config(),
        on_exchange=noting(connection.company_id, connection.id),
        meter=metering.of_parent(connection),
    )


def secret_of(connection: Connection) -> str:
    """The connection's client secret."""
    return secrets.unseal(bytes(connection.sealed_secret), company=connection.company_id, field=SECRET_FIELD).decode()


def seal_secret(connection: Connection, secret: str) -> bytes:
    """A client secret as it is stored."""
    return secrets.seal(secret.encode(), company=connection.company_id, field=SECRET_FIELD)


def noting(company_id: UUID, connection_id: UUID) -> OnExchange:
    """Writes each call down for the Activity page, in a transaction of its own."""

    def note(exchange: Exchange) -> None:
        call = exchanges.Call(
            operation=exchange.operation,
            items=exchange.items,
            status=exchange.status,
            milliseconds=int(exchange.duration_ms),
            request_id=exchange.request_id,
            failure_kind=exchange.failure_kind,
        )
        with acting_for(company_id, cause="exchange"):
            exchanges.record(connection_id, call)

    return note

"""Notices when LinkedIn stops, or starts again, accepting a connection's credentials."""

from uuid import UUID

from isthmus.base.failures import Failure
from isthmus.bridge import connections
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.store.tenancy import acting_for
from isthmus.sync import issues

CREDENTIAL_CODES = frozenset({"credentials", "token_invalid", "token_expired"})
WHAT_TO_DO = "An admin enters the present client id and secret under Settings → LinkedIn. Nothing is lost meanwhile."


def refused(company_id: UUID, connection_id: UUID, failure: Failure) -> None:
    """A call failed; if it was for the credentials, the connection says that it needs a new link."""
    if failure.code not in CREDENTIAL_CODES:
        return
    with acting_for(company_id, cause="relink"):
        connection = Connection.objects.select_for_update().get(id=connection_id)
        if connection.state == ConnectionState.COMPLETE:
            connection.state = ConnectionState.RELINK_NEEDED
            connection.save(update_fields=["state"])
            connections.report_trouble(connection, failure, trouble="credentials", what_to_do=WHAT_TO_DO)


def accepted(company_id: UUID, connection: Connection) -> None:
    """A call worked; a connection that needed a new link does not any more."""
    if connection.state != ConnectionState.RELINK_NEEDED:
        return
    with acting_for(company_id, cause="relink"):
        Connection.objects.filter(id=connection.id, state=ConnectionState.RELINK_NEEDED).update(
            state=ConnectionState.COMPLETE, why="", trouble=""
        )
        issues.settle(connections.trouble_fingerprint(connection.id))

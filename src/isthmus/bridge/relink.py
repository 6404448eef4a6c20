"""Notices when LinkedIn stops, or starts again, accepting a connection's credentials.

After a few refusals in a row nobody calls in the application's name: LinkedIn would go on refusing, and may block who
insists. A new secret ends that at once; without one, a single call finds out now and then whether the old one works.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from isthmus.base.clock import now
from isthmus.base.failures import Failure
from isthmus.bridge import clients, connections
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.store.tenancy import acting_for
from isthmus.sync import issues, lanes
from isthmus.sync.backoff import wait

CREDENTIAL_CODES = frozenset({"credentials", "token_invalid", "token_expired"})
TOLD_HERE = CREDENTIAL_CODES | {clients.PAUSED_CODE}
TROUBLE = "credentials"
WHAT_TO_DO = (
    "An admin enters the present client id and secret under Settings → LinkedIn; Isthmus goes on at once. What would be"
    " sent waits meanwhile. What LinkedIn signs with a secret that is not known here is refused, and sent again by"
    " LinkedIn a few times only, so do not wait long."
)
REFUSALS_IN_A_ROW = 3
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(days=1)


def refused(company_id: UUID, connection_id: UUID, failure: Failure) -> None:
    """A call failed; if it was for the credentials, the connection says that it needs a new link, or is left alone."""
    if failure.code not in CREDENTIAL_CODES:
        return
    with acting_for(company_id, cause="relink"):
        connection = Connection.objects.select_for_update().get(id=connection_id)
        connection.refusals += 1
        beyond = connection.refusals - REFUSALS_IN_A_ROW
        if beyond >= 0:
            pause = wait(beyond + 1, first=FIRST_PAUSE.total_seconds(), longest=LONGEST_PAUSE)
            connection.refused_until = now() + pause
        connection.save(update_fields=["refusals", "refused_until"])
        if connection.trouble != TROUBLE:
            _report(connection, failure)


def accepted(company_id: UUID, connection: Connection) -> None:
    """A call worked; a connection that needed a new link does not any more, and whoever waited for that goes on."""
    if connection.state != ConnectionState.RELINK_NEEDED and not connection.refusals:
        return
    with acting_for(company_id, cause="relink"):
        row = Connection.objects.select_for_update().get(id=connection.id)
        row.refusals, row.refused_until = 0, None
        if row.trouble == TROUBLE:
            row.why = row.trouble = ""
        if row.state == ConnectionState.RELINK_NEEDED:
            row.state = ConnectionState.COMPLETE
        row.save(update_fields=["refusals", "refused_until", "why", "trouble", "state"])
        issues.settle(connections.trouble_fingerprint(row.id))
        lanes.wake(row.id)


def told(failure: Failure) -> Failure:
    """A refusal that `refused` has heard of, under a code by which a lane knows that it need not tell of it again."""
    return replace(failure, code=clients.PAUSED_CODE) if failure.code in CREDENTIAL_CODES else failure


def _report(connection: Connection, failure: Failure) -> None:
    if connection.state == ConnectionState.COMPLETE:
        connection.state = ConnectionState.RELINK_NEEDED
        connection.save(update_fields=["state"])
    connections.report_trouble(connection, failure, trouble=TROUBLE, what_to_do=WHAT_TO_DO)

"""The kill switch: nothing leaves for LinkedIn any more, at once, while everything that comes is still received.

It is not opting out. LinkedIn keeps what it holds: open jobs stay listed and people go on applying. Lanes that tell
LinkedIn something ask here before every call; the one call under way at that moment is not called back.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.store import tenancy
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes, outbox
from isthmus.sync.models import Mirror, MirrorState

STOPPED = "An admin has stopped all outflow to LinkedIn; it leaves when outflow is resumed under Settings → LinkedIn."
OPTED_OUT = "The company has opted out of LinkedIn; nobody is told anything there."
LOOK_AGAIN = timedelta(days=1)


def stop() -> Connection:
    """From this moment nothing is told to LinkedIn. Raises IsthmusError (rejected) without a connection to stop."""
    connection = _existing()
    if connection.state == ConnectionState.KILLED:
        raise _refused(_("The company has opted out of LinkedIn: nothing leaves in any case."))
    if connection.stopped_at is None:
        connection.stopped_at, connection.stopped_by = now(), tenancy.current().user_id
        connection.save(update_fields=["stopped_at", "stopped_by"])
    return connection


def resume(*, drop_waiting: bool) -> Connection:
    """LinkedIn is told again. What is due by now is told now, or never when `drop_waiting`; the rest keeps its time.

    Postings are levelled either way: LinkedIn hears how they stand now, not what happened in between.
    """
    connection = _existing()
    if connection.stopped_at is None:
        return connection
    connection.stopped_at = connection.stopped_by = None
    connection.save(update_fields=["stopped_at", "stopped_by"])
    if drop_waiting:
        outbox.cancel_due(connection.id, LIFECYCLE)
    lanes.wake(connection.id)
    return connection


def is_stopped() -> bool:
    """Whether nothing leaves on purpose: an admin has stopped outflow, or the company has opted out."""
    connection = connections.current()
    if connection is None:
        return False
    return connection.stopped_at is not None or connection.state == ConnectionState.KILLED


def waiting(connection_id: UUID) -> tuple[int, int]:
    """How many postings, and how many facts about applicants, would leave now."""
    postings = Mirror.objects.filter(connection_id=connection_id, state=MirrorState.MARKED).count()
    return postings, outbox.due_now(connection_id, LIFECYCLE).count()


def held(company_id: UUID, connection_id: UUID, lane: str, *, when_opted_out: bool = True) -> bool:
    """Whether this lane may tell LinkedIn nothing now; it is put to rest then. Ask before every call.

    `when_opted_out`: whether opting out holds the lane too; that which closes postings goes on.
    """
    with acting_for(company_id, cause=lane):
        connection = Connection.objects.get(id=connection_id)
        words = STOPPED if connection.stopped_at is not None else ""
        if when_opted_out and connection.state == ConnectionState.KILLED:
            words = OPTED_OUT
        if words:
            moment = now() + LOOK_AGAIN
            lanes.wait(connection_id, lane, Failure(Kind.MISCONFIGURED, words, code="stopped", retry_at=moment))
        return bool(words)


def _existing() -> Connection:
    connection = connections.current()
    if connection is None or not connection.client_id:
        raise _refused(_("LinkedIn is not connected: there is nothing to stop."))
    return connection


def _refused(words: str) -> IsthmusError:
    return IsthmusError(Failure(Kind.REJECTED, words, code="not_connected"))

"""Tells LinkedIn the facts in the outbox, one call each, in order within an application."""

from uuid import UUID

from isthmus.base import tracing
from isthmus.base.failures import IsthmusError, Kind
from isthmus.bridge import clients, outflow, relink
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE, facts
from isthmus.bridge.models import Connection
from isthmus.linkedin import LifecycleAction, LifecycleEvent, LinkedInClient
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, lanes, outbox
from isthmus.sync.outbox import Fact

STREAM = "facts"
KNOWN_ALREADY = "conflict"


def run(company_id: UUID, connection_id: UUID) -> None:
    """Tell everything that is due; a lane of its own."""
    try:
        connection = clients.caller_for(company_id, connection_id)
    except IsthmusError as error:
        with acting_for(company_id, cause=LIFECYCLE_LANE):
            lanes.rest(connection_id, LIFECYCLE_LANE, error.failure)
        return
    with clients.client_of(connection) as client:
        while not outflow.held(company_id, connection_id, LIFECYCLE_LANE):
            fact = outbox.take(company_id, connection_id, LIFECYCLE, overtaken=facts.overtaken)
            if fact is None or not _tell(connection, client, fact):
                return


def _tell(connection: Connection, client: LinkedInClient, fact: Fact) -> bool:
    """Tell one fact. Returns whether the lane may go on. A conflict means that LinkedIn knew it already."""
    company_id = connection.company_id
    try:
        with tracing.span("call", outbox.story_of(fact.row_id), operation="lifecycle"):
            client.lifecycle(_action(connection, fact))
    except IsthmusError as error:
        failure = error.failure
        if failure.code == KNOWN_ALREADY:
            outbox.told(company_id, fact, note=failure)
            return True
        outbox.not_told(company_id, fact, failure)
        relink.refused(company_id, connection.id, failure)
        with acting_for(company_id, cause=LIFECYCLE_LANE):
            freshness.failed(connection.id, STREAM, failure)
            return lanes.resting(connection.id, LIFECYCLE_LANE) is None and failure.kind is not Kind.THROTTLED
    outbox.told(company_id, fact)
    with acting_for(company_id, cause=LIFECYCLE_LANE):
        freshness.worked(connection.id, STREAM)
    relink.accepted(company_id, connection)
    return True


def _action(connection: Connection, fact: Fact) -> LifecycleAction:
    return LifecycleAction(
        job_application_id=fact.body["job_application_id"],
        action=LifecycleEvent(fact.action),
        performed_at=fact.body["performed_at"],
        integration_context=connection.organization or None,
    )

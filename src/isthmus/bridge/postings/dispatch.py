"""Sends postings to LinkedIn, batch by batch, and records what it said to each."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings

from isthmus.base import tracing
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, metering, outflow, relink
from isthmus.bridge.models import Connection
from isthmus.bridge.postings import LIMITED, MIRROR_LANE, RESOURCE, challenged, history, plan, translate
from isthmus.linkedin import OUTCOME_UNKNOWN, ItemAnswer, LinkedInClient, PostingStatus, outcome_unknown
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, holding, lanes, mirror
from isthmus.sync.claiming import Batch
from isthmus.sync.mirror import Answer, NotTaken, Taken
from isthmus.sync.models import Mirror
from isthmus.sync.pacing import Urgency
from isthmus.sync.standing import Step, TaskEnd

STREAM = "postings"
_CLOSED_ALREADY = frozenset({"not_open", "unknown_posting"})
_THERE = ("LISTED", "IN_PROGRESS")


def run(company_id: UUID, connection_id: UUID) -> None:
    """Send everything that is due; a lane of its own, so one batch is in flight per connection."""
    try:
        connection = clients.caller_for(company_id, connection_id)
    except IsthmusError as error:
        _rest(company_id, connection_id, error.failure)
        return
    claim = partial(
        mirror.claim, company_id, connection_id, RESOURCE, plan.want, partial(metering.pace, connection, LIMITED)
    )
    with clients.client_of(connection) as client:
        while not outflow.held(company_id, connection_id, MIRROR_LANE, when_opted_out=False):
            if _nobody_answers(connection):
                return
            batch = claim()
            if batch is None or not _carry_out(connection, client, batch):
                return


def allow(job_id: UUID) -> None:
    """Send the job's posting although it empties fields LinkedIn holds; only exactly as it is now."""
    row = Mirror.objects.select_for_update().get(resource=RESOURCE, entity_id=job_id)
    wanted = plan.want([row])[row.entity_id]
    if wanted.body is not None:
        mirror.allow(row, wanted.body)


def retry(job_id: UUID) -> None:
    """Send the job's posting again, even as LinkedIn refused it before. Raises Mirror.DoesNotExist."""
    row = Mirror.objects.get(resource=RESOURCE, entity_id=job_id)
    mirror.mark_known(row.connection_id, RESOURCE, [job_id], force=True, urgency=Urgency.NOW)
    lanes.hurry(row.connection_id, MIRROR_LANE)


def _nobody_answers(connection: Connection) -> bool:
    """Whether a challenge would find nobody now; the lane waits a moment then, and the stream says so."""
    failure = challenged.nobody_answers(connection)
    if failure is None:
        return False
    with acting_for(connection.company_id, cause=MIRROR_LANE):
        lanes.wait(connection.id, MIRROR_LANE, failure)
        freshness.failed(connection.id, STREAM, failure)
    return True


def _carry_out(connection: Connection, client: LinkedInClient, batch: Batch) -> bool:
    """Send one batch or look it up. Returns whether the lane may go on."""
    company_id = connection.company_id
    try:
        stories = [item.story for item in batch.items] if tracing.is_on() else []
        with tracing.span("call", links=stories, operation=batch.step.value, items=len(batch.items)):
            carry_out = _look_up if batch.step is Step.LOOK_UP else _send
            carry_out(client, batch)
    except IsthmusError as error:
        failure = error.failure
        if failure.kind is Kind.REJECTED and len(batch.items) > 1 and not _maybe_done(failure):
            return _find_the_one_at_fault(connection, client, batch, failure)
        mirror.record_call_failed(batch, failure, maybe_done=_maybe_done(failure))
        relink.refused(company_id, connection.id, failure)
        with acting_for(company_id, cause=MIRROR_LANE):
            freshness.failed(connection.id, STREAM, failure)
        return failure.kind is Kind.REJECTED
    with acting_for(company_id, cause=MIRROR_LANE):
        freshness.worked(connection.id, STREAM, count=len(batch.items))
    relink.accepted(company_id, connection)
    return True


def _find_the_one_at_fault(connection: Connection, client: LinkedInClient, batch: Batch, failure: Failure) -> bool:
    """LinkedIn refused a batch as a whole: halve it until what it refuses stands alone. Whether the lane may go on.

    What must not be sent any more meanwhile, for the kill switch or since this worker stops, is put back.
    """
    may_go_on = True
    for half in batch.halves():
        is_held = outflow.held(connection.company_id, connection.id, MIRROR_LANE, when_opted_out=False)
        if may_go_on and not is_held and not holding.is_stopping():
            may_go_on = _carry_out(connection, client, half)
        else:
            may_go_on = False
            mirror.record_call_failed(half, failure, maybe_done=False)
    return may_go_on


def _send(client: LinkedInClient, batch: Batch) -> None:
    operation = {translate.OPERATION: batch.step.value.upper()}
    answers = client.create_postings([{**item.body, **operation} for item in batch.items])
    by_id = {answer.external_job_posting_id: answer for answer in answers}
    recorded = {item.row_id: answer_of(batch.step, by_id[item.external_id]) for item in batch.items}
    mirror.record_answers(batch, recorded, first_poll=timedelta(seconds=settings.CONFIG.task_poll_seconds))
    with acting_for(batch.company_id, cause=MIRROR_LANE):
        history.note_sent(batch, recorded)


def _look_up(client: LinkedInClient, batch: Batch) -> None:
    found = client.posting_status([item.external_id for item in batch.items])
    for said in found.values():
        if isinstance(said, Failure) and said.kind is not Kind.REJECTED:
            raise IsthmusError(said)
    there = {
        external_id
        for external_id, said in found.items()
        if isinstance(said, PostingStatus) and said.listing_status in _THERE
    }
    mirror.record_look_up(batch, there)


def answer_of(step: Step, answer: ItemAnswer) -> Answer:
    """What LinkedIn's answer to one item means: taken, ended at once, or not known."""
    failure = answer.failure
    if failure is None:
        return Taken(answer.task_urn)
    if step is Step.CLOSE and failure.code in _CLOSED_ALREADY:
        return TaskEnd(accepted=True)
    if failure.may_retry:
        return NotTaken(failure, maybe_done=_maybe_done(failure))
    return TaskEnd(accepted=False, failure=challenged.not_at_once(failure))


def _maybe_done(failure: Failure) -> bool:
    """Whether LinkedIn may have acted: no answer, trouble of its own, or an answer nobody can read."""
    unreadable = failure.kind is Kind.BUG and failure.code == "unreadable"
    return unreadable or failure.code == OUTCOME_UNKNOWN or outcome_unknown(failure)


def _rest(company_id: UUID, connection_id: UUID, failure: Failure) -> None:
    with acting_for(company_id, cause=MIRROR_LANE):
        lanes.rest(connection_id, MIRROR_LANE, failure)
        freshness.failed(connection_id, STREAM, failure)

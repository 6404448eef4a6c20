"""The lane that sends our own e-mails: one company at a time, what is due, at most once each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from isthmus.accounts.models import Company
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.hiring import mailing
from isthmus.hiring.models import Message, MessageState
from isthmus.store.changes import ChangeRow
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, holding, issues, lanes, post
from isthmus.sync.backoff import wait
from isthmus.sync.post import Post

LANE, READER, STREAM = "messages", "sync.mail", "e-mails"
NOT_SENT = "The e-mail was not sent. Send it again from Notices, or reach the person another way."


def run(company_id: UUID, channel_id: UUID) -> None:
    """Send everything that is due; a lane of its own, whose channel is the company itself."""
    way_out = post.office()
    if way_out is None:
        _rest(company_id, post.NO_SERVER)
        return
    try:
        _send_all(company_id, way_out)
    except IsthmusError as error:
        _rest(company_id, error.failure)
    finally:
        way_out.close()


def backlog() -> int:
    """How many e-mails wait that may leave now."""
    return mailing.backlog()


def due_at() -> datetime | None:
    """Since when, or from when on, the earliest e-mail is due."""
    return mailing.due_at()


def follow(rows: Sequence[ChangeRow]) -> None:
    """Settle the issues of messages that somebody cancelled, or that were taken back with what they tell."""
    changed = {row.entity_id for row in rows if row.entity == "hiring_message" and row.operation == "update"}
    for message_id in Message.objects.filter(id__in=changed, state=MessageState.CANCELLED).values_list("id", flat=True):
        issues.settle(_fingerprint(message_id))


def _send_all(company_id: UUID, way_out: Post) -> None:
    with acting_for(company_id, cause=LANE):
        sender = post.sender(Company.objects.values_list("name", flat=True).get(id=company_id))
        for message_id in mailing.cut_short():
            _tell_a_person(message_id, mailing.CUT_SHORT)
    while not holding.is_stopping() and (due := _next(company_id)) is not None:
        if not holding.may_begin(due):
            with acting_for(company_id, cause=f"message:{due}"):
                mailing.failed(due, holding.SET_ASIDE)
                _tell_a_person(due, holding.SET_ASIDE)
            continue
        holding.check()
        way_out.open()
        if not _send(company_id, due, way_out, sender):
            return
    with acting_for(company_id, cause=LANE):
        lanes.wake(company_id, LANE)


def _next(company_id: UUID) -> UUID | None:
    with acting_for(company_id, cause=LANE):
        return mailing.next_due()


def _send(company_id: UUID, message_id: UUID, way_out: Post, sender: str) -> bool:
    """Send one. Returns whether the line is still good."""
    with acting_for(company_id, cause=f"message:{message_id}"):
        parcel = mailing.hand_over(message_id)
        if parcel is None:
            return True
        if way_out.keeps_here:
            mailing.sent(message_id)
            freshness.worked(company_id, STREAM)
            return True
    try:
        way_out.deliver(parcel, sender)
    except IsthmusError as error:
        with acting_for(company_id, cause=f"message:{message_id}"):
            _note(company_id, message_id, error.failure)
        return error.failure.code != mailing.UNSURE
    with acting_for(company_id, cause=f"message:{message_id}"):
        mailing.sent(message_id)
        issues.settle(_fingerprint(message_id))
        freshness.worked(company_id, STREAM)
    return True


def _note(company_id: UUID, message_id: UUID, failure: Failure) -> None:
    freshness.failed(company_id, STREAM, failure)
    if failure.kind is Kind.TRANSIENT:
        mailing.put_off(message_id, failure, lambda attempts: wait(attempts, first=60.0))
        return
    mailing.failed(message_id, failure)
    _tell_a_person(message_id, failure)


def _tell_a_person(message_id: UUID, failure: Failure) -> None:
    cause = issues.Cause(_fingerprint(message_id), NOT_SENT, entity="message", entity_id=message_id)
    issues.raise_issue(cause, failure)


def _rest(company_id: UUID, failure: Failure) -> None:
    with acting_for(company_id, cause=LANE):
        lanes.rest(company_id, LANE, failure)
        freshness.failed(company_id, STREAM, failure)


def _fingerprint(message_id: UUID) -> str:
    return f"message:{message_id}"

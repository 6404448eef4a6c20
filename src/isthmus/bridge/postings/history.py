"""What happened to a job's posting: what the company wished, what was sent, what LinkedIn answered and changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.models import PostingNews
from isthmus.hiring.actors import names
from isthmus.hiring.models import Posting
from isthmus.store.models import Change
from isthmus.sync.claiming import Batch
from isthmus.sync.mirror import Answer
from isthmus.sync.standing import Step, TaskEnd

MOST = 100
ACCEPTED, REFUSED = "accepted", "refused"
WORDS: Mapping[str, Any] = {
    "sent_create": _l("Sent to LinkedIn"),
    "sent_update": _l("Change sent to LinkedIn"),
    "sent_renew": _l("LinkedIn asked to list it for longer"),
    "sent_close": _l("LinkedIn asked to take it down"),
    ACCEPTED: _l("LinkedIn accepted it"),
    REFUSED: _l("LinkedIn refused it"),
    "listed": _l("Live on LinkedIn"),
    "not_listed": _l("No longer listed by LinkedIn"),
    "off_site": _l("LinkedIn switched its application form off"),
    "form_on": _l("LinkedIn’s application form is on"),
    "promoted": _l("Promoted on LinkedIn"),
    "not_promoted": _l("No longer promoted on LinkedIn"),
}
_WISHES = {"published": _l("Published"), "unpublished": _l("Taken off LinkedIn"), "closed": _l("Closed")}


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, in words, why, and by whom when a person did it."""

    at: datetime
    words: str
    why: str = ""
    by: str = ""
    is_bad: bool = False


def of_job(job_id: UUID) -> list[Event]:
    """What happened to the posting of a job of the acting company, newest first."""
    told = PostingNews.objects.filter(job_id=job_id).order_by("-at", "-id")[:MOST]
    events = [Event(row.at, str(WORDS.get(row.kind, row.kind)), row.why, is_bad=_is_bad(row.kind)) for row in told]
    posting_ids = Posting.objects.filter(job_id=job_id).values("id")
    wished = Change.objects.filter(entity="hiring_posting", entity_id__in=posting_ids).order_by("-seq")[:MOST]
    return sorted([*events, *_wishes(list(wished))], key=lambda event: event.at, reverse=True)[:MOST]


def note_sent(batch: Batch, answers: Mapping[UUID, Answer]) -> None:
    """Remember that these postings were sent, and which were refused at once. Call while acting for the company."""
    rows = [PostingNews(job_id=item.entity_id, kind=f"sent_{batch.step.value}") for item in batch.items]
    ends = ((item.entity_id, answers[item.row_id]) for item in batch.items)
    rows += [_end(job_id, end) for job_id, end in ends if isinstance(end, TaskEnd)]
    if batch.step is not Step.LOOK_UP:
        PostingNews.objects.bulk_create(rows)


def note_ended(ends: Mapping[UUID, TaskEnd]) -> None:
    """Remember how tasks ended, by job. Call while acting for the company."""
    PostingNews.objects.bulk_create([_end(job_id, end) for job_id, end in ends.items()])


def _end(job_id: UUID, end: TaskEnd) -> PostingNews:
    kind = ACCEPTED if end.accepted else REFUSED
    return PostingNews(job_id=job_id, kind=kind, why=end.failure.message if end.failure else "")


def _is_bad(kind: str) -> bool:
    return kind in (REFUSED, "not_listed", "off_site")


def _wishes(changes: Sequence[Change]) -> Iterator[Event]:
    who = names([change.user_id for change in changes])
    for change in changes:
        words = [*_of_status(change.fields), *_of_apply(change.fields)]
        if words and change.operation == "update":
            yield Event(change.at, " · ".join(words), by=who.get(change.user_id, "") if change.user_id else "")


def _of_status(fields: Mapping[str, Any]) -> Iterator[str]:
    after = _after(fields, "status")
    if after in _WISHES:
        yield str(_WISHES[after])


def _of_apply(fields: Mapping[str, Any]) -> Iterator[str]:
    after = _after(fields, "linkedin_apply")
    if after is not None:
        yield _("with Apply Connect") if after else _("without Apply Connect")


def _after(fields: Mapping[str, Any], name: str) -> Any:
    value = fields.get(name)
    return value[-1] if isinstance(value, list) and value else value

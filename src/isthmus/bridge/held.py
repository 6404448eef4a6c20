"""What LinkedIn holds of ours about an application, exactly: the posting it accepted and each fact it was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import Connection
from isthmus.bridge.notices import WORDS
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Application
from isthmus.linkedin import LifecycleAction, LifecycleEvent
from isthmus.sync import rows
from isthmus.sync.models import Mirror, Outbox, OutboxState

POSTING, FACT = "posting", "fact"


@dataclass(frozen=True)
class Held:
    """One thing LinkedIn accepted, a posting or a fact (then `words` says which): when, and the body as it was sent."""

    kind: str
    at: datetime | None
    body: dict[str, Any]
    words: str = ""
    request_id: str = ""


def of_application(application_id: UUID) -> list[Held]:
    """Everything, the posting first, then the facts in the order they were told. Raises Application.DoesNotExist."""
    application = Application.objects.get(id=application_id)
    return [*_posting(application.job_id), *_facts(application.id)]


def _posting(job_id: UUID) -> Iterator[Held]:
    for row in Mirror.objects.filter(resource=RESOURCE, entity_id=job_id, exists_there=True):
        if body := rows.body_of(row, "sealed_accepted"):
            yield Held(POSTING, row.answered_at, body, request_id=row.request_id)


def _facts(application_id: UUID) -> Iterator[Held]:
    told = Outbox.objects.filter(resource=LIFECYCLE, subject_id=application_id, state=OutboxState.SENT)
    contexts = dict(Connection.objects.values_list("id", "organization"))
    for row in told.order_by("seq"):
        action = LifecycleAction(
            job_application_id=row.body["job_application_id"],
            action=LifecycleEvent(row.action),
            performed_at=row.body["performed_at"],
            integration_context=contexts.get(row.connection_id) or None,
        )
        yield Held(FACT, row.sent_at, action.wire(), WORDS[action.action], row.request_id)

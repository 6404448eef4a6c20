"""When LinkedIn last challenged a connection's webhook, and whether the next challenge is overdue."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from isthmus.base.clock import now
from isthmus.bridge import connections
from isthmus.bridge.models import Connection
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Posting
from isthmus.sync import freshness
from isthmus.sync.models import Endpoint, Mirror

OVERDUE_AFTER = timedelta(hours=2, minutes=15)


def last_answered(connection_id: UUID) -> datetime | None:
    """When LinkedIn's latest challenge of the address for applications was answered."""
    endpoint = Endpoint.objects.filter(connection_id=connection_id, source=connections.SOURCE, closed_at=None).first()
    return endpoint.last_challenge_at if endpoint else None


def overdue_at(connection: Connection) -> datetime | None:
    """When a challenge should have come at the latest; None while LinkedIn has no reason to challenge."""
    if not connection.apply_connect:
        return None
    with_form = Posting.objects.filter(linkedin_apply=True).values("job_id")
    there = Mirror.objects.filter(connection_id=connection.id, resource=RESOURCE, exists_there=True)
    first_sent = there.filter(entity_id__in=with_form).aggregate(first=Min("sent_at"))["first"]
    if first_sent is None:
        return None
    last = last_answered(connection.id)
    return max(last or first_sent, connection.connected_at or first_sent) + OVERDUE_AFTER


def is_overdue(connection: Connection) -> bool:
    """Whether LinkedIn has not challenged for longer than it should."""
    last = last_answered(connection.id)
    if last is not None and now() - last <= OVERDUE_AFTER:
        return False
    moment = overdue_at(connection)
    return moment is not None and moment < now()


def late_words() -> str:
    """What to say of the stream of applications when challenges stay away; empty when all is well."""
    connection = connections.current()
    if connection is None or not is_overdue(connection):
        return ""
    last = last_answered(connection.id)
    since = f"since {freshness.ago(last)}" if last else "yet"
    return f"LinkedIn has not checked the webhook {since}; it should every two hours. Applications may not arrive."

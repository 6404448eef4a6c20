"""Takes in what LinkedIn tells about a posting of its own accord, exactly as if it had been read, and reads it anew."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from isthmus.base.clock import now
from isthmus.bridge.postings import RESOURCE, news, poll
from isthmus.linkedin import StatusNotice
from isthmus.sync import tasks
from isthmus.sync.models import Mirror, MirrorState


def take_in(connection_id: UUID, notice: StatusNotice, heard_at: datetime) -> str:
    """Apply a notice to what is known of the posting. What came of it, in words.

    The notice has no time and no number of its own, so an old one sent again looks like a new one: what is newer by our
    own reading wins, and the posting's state is read once more in any case.
    """
    known = Mirror.objects.select_for_update().filter(connection_id=connection_id, resource=RESOURCE)
    row = None if "\x00" in notice.external_job_posting_id else _find(known, notice.external_job_posting_id)
    if row is None:
        return "This posting is unknown here; nothing was changed."
    if row.state != MirrorState.TASK_OPEN:
        row.next_poll_at = now()
    facts = poll.facts_told(notice)
    before, words = row.facts, _is_older(row, facts.get("listed_at"), heard_at)
    if not words:
        tasks.learn(row, facts, heard_at)
    row.save(update_fields=["facts", "facts_at", "next_poll_at"])
    if row.facts != before:
        news.changed(row, before)
    return words or ("Taken in." if row.facts != before else "Known already.")


def _find(rows: QuerySet[Mirror], external_id: str) -> Mirror | None:
    found: Mirror | None = rows.filter(external_id=external_id).first()
    return found


def _is_older(row: Mirror, listed_at: int | None, heard_at: datetime) -> str:
    """Why the notice is not news, or nothing."""
    if row.facts_at is not None and row.facts_at > heard_at:
        return "Older than what was read since; ignored."
    known = row.facts.get("listed_at")
    if listed_at and known and listed_at < known:
        return "About an earlier listing of this job; ignored."
    return ""

"""Postings LinkedIn asks for again: sent with operation UPDATE within 30 minutes ("Job Resync Notifications")."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import Resync
from isthmus.bridge.postings import RESOURCE, plan
from isthmus.hiring.models import Job, Posting
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, issues, mirror
from isthmus.sync.models import Mirror, MirrorState
from isthmus.sync.pacing import Urgency

LANE = "resync"
WITHIN = timedelta(minutes=30)
SAME_WISH = timedelta(minutes=5)
LOOK_AGAIN = timedelta(minutes=5)
MOST_NAMED = 20
LATE = "LinkedIn asked for “{job}” again and it has not been sent for more than 30 minutes."
WHAT_TO_DO = "Look at the posting under Activity → Postings: what keeps it from being sent is said there."


def ask(connection_id: UUID, external_ids: Collection[str] | None, asked_at: datetime) -> str:
    """Have these postings, or all open ones, sent again; a wish repeated within minutes is one. What comes of it."""
    named = None if external_ids is None else list(dict.fromkeys(external_ids))
    rows = _rows(connection_id, named)
    open_jobs = _open_jobs([row.entity_id for row in rows])
    open_rows = [row for row in rows if row.entity_id in open_jobs]
    fresh = _fresh(connection_id, open_rows, asked_at)
    mirror.mark_known(connection_id, RESOURCE, fresh, force=True, urgency=Urgency.SOON)
    for job_id in fresh:
        due = {"asked_at": asked_at, "due_at": asked_at + WITHIN, "done_at": None}
        Resync.objects.update_or_create(connection_id=connection_id, job_id=job_id, defaults=due)
    if fresh:
        appointments.no_later_than(connection_id, LANE, asked_at + WITHIN)
    known = {row.external_id for row in rows}
    unknown = [one for one in named or [] if one not in known]
    return _words(len(fresh), len(open_rows) - len(fresh), len(rows) - len(open_rows), unknown)


def run(company_id: UUID, connection_id: UUID) -> None:
    """Look whether what LinkedIn asked for has been sent; say so when it is late. A lane of its own."""
    with acting_for(company_id, cause=LANE):
        open_ones = list(Resync.objects.select_for_update().filter(connection_id=connection_id, done_at=None))
        left = [wish for wish in open_ones if not _settle(wish)]
        late = [wish for wish in left if wish.due_at <= now()]
        _complain(late)
        moments = [now() + LOOK_AGAIN] if late else []
        moments += [wish.due_at for wish in left if wish.due_at > now()]
        appointments.next_at(connection_id, LANE, min(moments, default=None))


def _rows(connection_id: UUID, external_ids: Collection[str] | None) -> list[Mirror]:
    rows = Mirror.objects.filter(connection_id=connection_id, resource=RESOURCE)
    if external_ids is None:
        rows = rows.filter(exists_there=True)
    else:
        rows = rows.filter(external_id__in=[one for one in external_ids if "\x00" not in one])
    return list(rows.defer("sealed_sent", "sealed_accepted"))


def _open_jobs(job_ids: Sequence[UUID]) -> set[UUID]:
    connection = connections.current()
    postings = Posting.objects.filter(job_id__in=job_ids).select_related("job")
    return {posting.job_id for posting in postings if plan.is_wanted(posting, connection)}


def _fresh(connection_id: UUID, rows: Sequence[Mirror], asked_at: datetime) -> list[UUID]:
    """The jobs to send now: not those that wait to be sent again already, or were asked for a moment ago."""
    ids = [row.entity_id for row in rows]
    wishes = Resync.objects.filter(connection_id=connection_id, job_id__in=ids)
    known = {wish.job_id: wish for wish in wishes}
    return [row.entity_id for row in rows if not _is_same(known.get(row.entity_id), row, asked_at)]


def _is_same(wish: Resync | None, row: Mirror, asked_at: datetime) -> bool:
    if wish is None or row.state in (MirrorState.FAILED, MirrorState.HELD):
        return False
    return asked_at - wish.asked_at < SAME_WISH or (wish.done_at is None and not _was_sent(wish, row))


def _was_sent(wish: Resync, row: Mirror) -> bool:
    """LinkedIn has answered a send that left after the wish came."""
    sent, answered = row.sent_at, row.answered_at
    return sent is not None and answered is not None and wish.asked_at <= sent <= answered


def _settle(wish: Resync) -> bool:
    """Whether nothing is left to do about a wish; then it is closed, with its issue."""
    row = Mirror.objects.filter(connection_id=wish.connection_id, resource=RESOURCE, entity_id=wish.job_id).first()
    if row is not None and _open_jobs([wish.job_id]) and not _was_sent(wish, row):
        return False
    wish.done_at = now()
    wish.save(update_fields=["done_at"])
    issues.settle(_fingerprint(wish.job_id))
    return True


def _complain(late: Sequence[Resync]) -> None:
    titles = dict(Job.objects.filter(id__in=[wish.job_id for wish in late]).values_list("id", "title"))
    for wish in late:
        cause = issues.Cause(_fingerprint(wish.job_id), WHAT_TO_DO, "retry", RESOURCE, wish.job_id)
        words = LATE.format(job=titles.get(wish.job_id, "a job"))
        issues.raise_issue(cause, Failure(Kind.MISCONFIGURED, words, code="resync_late"))


def _fingerprint(job_id: UUID) -> str:
    return f"resync:{job_id}"


def _words(fresh: int, already: int, closed: int, unknown: Sequence[str]) -> str:
    parts = [f"Sent again: {fresh}."]
    parts += [f"On its way again already: {already}."] if already else []
    parts += [f"Not open here, so not sent: {closed}."] if closed else []
    if unknown:
        more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
        named = ", ".join(one.replace("\x00", "")[:60] for one in unknown[:MOST_NAMED])
        parts.append(f"Unknown here: {named}{more}.")
    return " ".join(parts)

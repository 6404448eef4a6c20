"""The pipeline as columns of cards: who stands where for a job or several, the newest first, twenty-five at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring import decisions
from isthmus.hiring.models import Application, Outcome, Stage, StageCategory
from isthmus.hiring.paging import moment_of, read_cursor, write_cursor
from isthmus.hiring.pipeline import ensure_stages
from isthmus.hiring.problems import Problem, Refused
from isthmus.people.models import Origin, full_name, initials
from isthmus.store import tenancy

PER_COLUMN = 25
HIRED, DECLINED = Outcome.HIRED.value, Outcome.DECLINED.value
ENDED = (HIRED, DECLINED)

# For each job and column the newest few, through the index of exactly that; then the newest few of those.
_NEWEST = """
SELECT found.id, found.kind, found.moment FROM (
    SELECT one.id, kind.key AS kind, one.moment,
        row_number() OVER (PARTITION BY kind.key ORDER BY one.moment DESC, one.id DESC) AS place
    FROM unnest(%(jobs)s::uuid[]) AS job (id)
    CROSS JOIN unnest(%(kinds)s::text[]) AS kind (key)
    CROSS JOIN LATERAL (
        SELECT a.id, a.{moment} AS moment FROM hiring_application a
        WHERE a.company_id = %(company)s AND a.job_id = job.id AND {condition}
            AND (%(behind)s::timestamptz IS NULL OR (a.{moment}, a.id) < (%(behind)s::timestamptz, %(last)s::uuid))
        ORDER BY a.{moment} DESC, a.id DESC LIMIT %(limit)s
    ) one
) found WHERE found.place <= %(limit)s ORDER BY found.moment DESC, found.id DESC
"""
_STANDING = _NEWEST.format(moment="applied_at", condition="a.outcome = 'pending' AND a.stage_id = kind.key::uuid")
_OVER = _NEWEST.format(moment="outcome_at", condition="a.outcome = kind.key")

_CARDS = """
SELECT bid.id, person.first_name, person.last_name, coalesce(nullif(person.headline, ''), person.employer), job.title,
    bid.origin = %(linkedin)s,
    EXISTS (SELECT FROM hiring_applicationview seen
        WHERE seen.company_id = %(company)s AND seen.application_id = bid.id AND seen.user_id = %(user)s),
    coalesce(bid.outcome_at, (SELECT entry.at FROM hiring_stageentry entry
        WHERE entry.company_id = %(company)s AND entry.application_id = bid.id
        ORDER BY entry.at DESC, entry.id DESC LIMIT 1), bid.applied_at)
FROM unnest(%(ids)s::uuid[]) AS shown (id)
JOIN hiring_application bid ON bid.company_id = %(company)s AND bid.id = shown.id
JOIN people_candidate person ON person.company_id = %(company)s AND person.id = bid.candidate_id
JOIN hiring_job job ON job.company_id = %(company)s AND job.id = bid.job_id
"""


@dataclass(frozen=True)
class Card:
    """One application as it stands in its column; `since` is when it came there."""

    application_id: UUID
    name: str
    initials: str
    headline: str
    job_title: str
    by_linkedin: bool
    is_viewed: bool
    since: datetime
    days: int


@dataclass(frozen=True)
class Column:
    """One step, or one of the two ends that matter; `key` names it in addresses, `next` continues it."""

    key: str
    name: str
    count: int
    cards: list[Card]
    next: str | None

    @property
    def is_end(self) -> bool:
        return self.key in ENDED


def columns(job_ids: Sequence[UUID]) -> list[Column]:
    """Every column with its first cards."""
    names = _names()
    steps = [key for key in names if key not in ENDED]
    found = _newest(_STANDING, job_ids, steps, None) | _newest(_OVER, job_ids, ENDED, None)
    counts = _counts(job_ids)
    cards = _cards([row for rows in found.values() for row in rows[:PER_COLUMN]])
    return [_column(key, name, counts.get(key, 0), found[key], cards) for key, name in names.items()]


def column(job_ids: Sequence[UUID], key: str, after: str | None) -> Column:
    """One column from a place on. Raises Refused for a foreign `after`, KeyError for a column there is not."""
    name = _names()[key]
    place = read_cursor(after, (moment_of, UUID)) if after else None
    found = _newest(_OVER if key in ENDED else _STANDING, job_ids, [key], place)[key]
    return _column(key, name, 0, found, _cards(found[:PER_COLUMN]))


def move(application_id: UUID, key: str) -> Application:
    """Put an application into a column. Raises Refused when it has an outcome, or for the one end that needs words.

    Raises Application.DoesNotExist, and KeyError for a column there is not.
    """
    name = _names()[key]
    if key == DECLINED:
        problem = Problem("to", _("“%s” is decided with a reason.") % name, _("Use Reject."))
        raise Refused([problem], code="needs_reason")
    if key == HIRED:
        return decisions.hire(application_id)
    return decisions.move(application_id, UUID(key))


def _names() -> dict[str, str]:
    stages: list[Stage] = ensure_stages()
    steps = {str(stage.id): stage.name for stage in stages if stage.category != StageCategory.HIRED}
    hired = next((stage.name for stage in stages if stage.category == StageCategory.HIRED), _("Hired"))
    return {**steps, HIRED: hired, DECLINED: str(Outcome.DECLINED.label)}


def _newest(
    sql: str, job_ids: Sequence[UUID], kinds: Sequence[str], place: Sequence[Any] | None
) -> dict[str, list[tuple[UUID, datetime]]]:
    asked = {
        "jobs": list(job_ids),
        "kinds": list(kinds),
        "company": tenancy.current_company_id(),
        "behind": place[0] if place else None,
        "last": place[1] if place else None,
        "limit": PER_COLUMN + 1,
    }
    found: dict[str, list[tuple[UUID, datetime]]] = {key: [] for key in kinds}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for application_id, kind, moment in cursor.fetchall():
            found[kind].append((application_id, moment))
    return found


def _counts(job_ids: Sequence[UUID]) -> dict[str, int]:
    bids = Application.objects.filter(job_id__in=job_ids)
    standing = bids.filter(outcome=Outcome.PENDING).values_list("stage_id").annotate(Count("id")).order_by()
    over = bids.filter(outcome__in=ENDED).values_list("outcome").annotate(Count("id")).order_by()
    return {str(key): number for key, number in [*standing, *over]}


def _column(key: str, name: str, count: int, found: list[tuple[UUID, datetime]], cards: dict[UUID, Card]) -> Column:
    shown = found[:PER_COLUMN]
    last = shown[-1] if len(found) > PER_COLUMN else None
    following = write_cursor(last[1].isoformat(), last[0]) if last else None
    return Column(key, name, count, [cards[one] for one, _moment in shown if one in cards], following)


def _cards(found: Sequence[tuple[UUID, datetime]]) -> dict[UUID, Card]:
    acting, today = tenancy.current(), now()
    asked: dict[str, Any] = {
        "ids": [application_id for application_id, _moment in found],
        "company": acting.company_id,
        "user": acting.user_id,
        "linkedin": Origin.LINKEDIN_APPLY.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, asked)
        return {row[0]: _card(today, *row) for row in cursor.fetchall()}


def _card(
    today: datetime,
    application_id: UUID,
    first: str,
    last: str,
    headline: str,
    job_title: str,
    by_linkedin: bool,
    is_viewed: bool,
    since: datetime,
) -> Card:
    return Card(
        application_id=application_id,
        name=full_name(first, last),
        initials=initials(first, last),
        headline=headline,
        job_title=job_title,
        by_linkedin=by_linkedin,
        is_viewed=is_viewed,
        since=since,
        days=max((today - since).days, 0),
    )

"""The lines of a candidate list: everything one line says of a person and one application, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from isthmus.hiring.models import Outcome
from isthmus.hiring.snippets import Finding
from isthmus.people.models import Origin, full_name, initials
from isthmus.store import tenancy

_OF_PEOPLE = """
SELECT person.id AS candidate_id, person.first_name, person.last_name, person.email, person.headline, person.employer,
    person.location, person.last_activity_at,
    (SELECT count(*) FROM hiring_application one
        WHERE one.company_id = %(company)s AND one.candidate_id = person.id) AS applications,
    (SELECT one.external_id FROM hiring_application one
        WHERE one.company_id = %(company)s AND one.candidate_id = person.id AND one.origin = %(linkedin)s
        ORDER BY one.applied_at DESC, one.id DESC LIMIT 1) AS linkedin_id,
    bid.id AS application_id, bid.job_id, coalesce(job.title, '') AS job_title,
    bid.stage_id, coalesce(stage.name, '') AS stage_name,
    coalesce(bid.outcome, '') AS outcome, coalesce(bid.origin, '') AS origin, bid.applied_at,
    bid.id IS NULL OR EXISTS (SELECT FROM hiring_applicationview seen
        WHERE seen.company_id = %(company)s AND seen.application_id = bid.id) AS is_viewed
FROM unnest(%(people)s::uuid[], %(bids)s::uuid[]) WITH ORDINALITY AS asked (person_id, bid_id, place)
JOIN people_candidate person ON person.company_id = %(company)s AND person.id = asked.person_id
{join} JOIN LATERAL (
    SELECT one.* FROM hiring_application one WHERE one.company_id = %(company)s AND {which}
) bid ON true
LEFT JOIN hiring_job job ON job.company_id = %(company)s AND job.id = bid.job_id
LEFT JOIN hiring_stage stage ON stage.company_id = %(company)s AND stage.id = bid.stage_id
ORDER BY asked.place
"""
_LATEST = "one.candidate_id = person.id ORDER BY one.applied_at DESC, one.id DESC LIMIT 1"
_WITH_LATEST = _OF_PEOPLE.format(join="LEFT", which=_LATEST)
_WITH_BIDS = _OF_PEOPLE.format(join="INNER", which="one.id = asked.bid_id")


@dataclass(frozen=True)
class CandidateRow:
    """One line of the candidate list: the person, and one application (the one filtered for, else the latest).

    `linkedin_id` is LinkedIn's id of their latest application that came through it, None when none did.
    """

    candidate_id: UUID
    name: str
    initials: str
    email: str
    headline: str
    employer: str
    location: str
    last_activity_at: datetime
    applications: int
    linkedin_id: str | None = None
    application_id: UUID | None = None
    job_id: UUID | None = None
    job_title: str = ""
    stage_id: UUID | None = None
    stage_name: str = ""
    outcome: str = ""
    origin: str = ""
    applied_at: datetime | None = None
    is_viewed: bool = True
    found: tuple[Finding, ...] = ()

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def origin_label(self) -> str:
        return str(Origin(self.origin).label) if self.origin else ""


def with_latest(candidate_ids: Sequence[UUID]) -> list[CandidateRow]:
    """A line for each person that is still there, in this order, with the latest application when there is one."""
    return _read(_WITH_LATEST, [(candidate_id, None) for candidate_id in candidate_ids])


def with_applications(pairs: Sequence[tuple[UUID, UUID | None]]) -> list[CandidateRow]:
    """A line for each (candidate, application) that are both still there, in this order."""
    return _read(_WITH_BIDS, pairs)


def _read(sql: str, pairs: Sequence[tuple[UUID, UUID | None]]) -> list[CandidateRow]:
    if not pairs:
        return []
    people, bids = zip(*pairs, strict=True)
    asked: dict[str, Any] = {
        "company": tenancy.current_company_id(),
        "people": list(people),
        "bids": list(bids),
        "linkedin": Origin.LINKEDIN_APPLY.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description]
        return [_row(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _row(said: dict[str, Any]) -> CandidateRow:
    first_name, last_name = said.pop("first_name"), said.pop("last_name")
    return CandidateRow(name=full_name(first_name, last_name), initials=initials(first_name, last_name), **said)

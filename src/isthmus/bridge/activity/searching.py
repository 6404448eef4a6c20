"""Which lines of a kind are asked for: by state, by kind of failure, by job, by time, by LinkedIn's id or ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from isthmus.base.failures import Kind
from isthmus.bridge.activity import lines
from isthmus.bridge.activity.lines import Row
from isthmus.bridge.apply_connect import LIFECYCLE, MEDIA
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Application, File
from isthmus.people.models import Origin
from isthmus.sync.models import (
    Delivery,
    DeliveryState,
    Exchange,
    Issue,
    IssueRecord,
    IssueState,
    Mirror,
    MirrorState,
    Outbox,
    OutboxState,
    Retrieval,
    RetrievalState,
)

URNS = ("jobApplication", "jobPosting", "simpleJobPosting", "simpleJobPostingTask")
LONGEST_QUERY = 300
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty does not matter. `query` is an id: LinkedIn's, a request's, or ours."""

    state: str = ""
    failure: str = ""
    job_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    query: str = ""


@dataclass(frozen=True)
class Listing:
    """How a kind is read: its rows, the column of their order, how they are shown, its states, its columns of ids."""

    rows: Callable[[], Rows]
    column: str
    shown: Callable[[Any], list[Row]]
    states: Mapping[str, str]
    ids: tuple[str, ...]
    of_job: Callable[[Rows, UUID], Rows] | None = None
    by_application: Callable[[Any], Q] | None = None
    state_column: str = "state"
    failure_column: str = "failure_kind"

    def found(self, asked: Asked) -> Rows:
        """The rows asked for, in no order."""
        found = self.rows()
        if asked.state:
            found = found.filter(**{self.state_column: asked.state})
        if asked.failure:
            found = found.filter(**{self.failure_column: asked.failure})
        if asked.job_id is not None and self.of_job is not None:
            found = self.of_job(found, asked.job_id)
        if asked.since is not None:
            found = found.filter(**{f"{self.column}__gte": asked.since})
        if asked.until is not None:
            found = found.filter(**{f"{self.column}__lt": asked.until})
        return found.filter(self._named(asked.query)) if asked.query else found

    def _named(self, query: str) -> Q:
        """The rows one of whose ids this is; a number stands for LinkedIn's URNs that end with it."""
        wanted = query.replace("\x00", "").strip()[:LONGEST_QUERY]
        names = [wanted, *(f"urn:li:{kind}:{wanted}" for kind in URNS)] if wanted.isdigit() else [wanted]
        found = _own_id(wanted)
        for column in self.ids:
            found |= Q(**{f"{column}__in": names})
        if self.by_application is not None:
            found |= self.by_application(
                Application.objects.filter(origin=Origin.LINKEDIN_APPLY, external_id__in=names)
            )
        return found


def _own_id(wanted: str) -> Q:
    found = Q(pk__in=[])
    try:
        return found | Q(pk=UUID(wanted))
    except ValueError:
        return found


def _deliveries_of(rows: Rows, job_id: UUID) -> Rows:
    known = Mirror.objects.filter(resource=RESOURCE, entity_id=job_id).values_list("external_id", flat=True)
    return rows.filter(about__in=[str(job_id), *known])


def _facts_of(rows: Rows, job_id: UUID) -> Rows:
    return rows.filter(subject_id__in=Application.objects.filter(job_id=job_id).values("id"))


def _files_of(rows: Rows, job_id: UUID) -> Rows:
    return rows.filter(target_id__in=File.objects.filter(application__job_id=job_id).values("id"))


def _issues_of(rows: Rows, job_id: UUID) -> Rows:
    return rows.filter(id__in=IssueRecord.objects.filter(entity_id=job_id, settled_at=None).values("issue_id"))


def _words(states: Any) -> dict[str, str]:
    return {value: str(label) for value, label in states.choices}


FAILURES = tuple(kind.value for kind in Kind)
LISTINGS: dict[str, Listing] = {
    "deliveries": Listing(
        lambda: Delivery.objects.defer("sealed_body"),
        "received_at",
        lines.of_deliveries,
        _words(DeliveryState),
        ("external_id", "request_id", "about"),
        _deliveries_of,
    ),
    "postings": Listing(
        lambda: Mirror.objects.filter(resource=RESOURCE).defer("sealed_sent", "sealed_accepted"),
        "marked_at",
        lines.of_postings,
        _words(MirrorState),
        ("external_id", "request_id", "job_posting"),
        lambda rows, job_id: rows.filter(entity_id=job_id),
    ),
    "facts": Listing(
        lambda: Outbox.objects.filter(resource=LIFECYCLE),
        "created_at",
        lines.of_facts,
        _words(OutboxState),
        ("request_id",),
        _facts_of,
        lambda applications: Q(subject_id__in=list(applications.values_list("id", flat=True))),
    ),
    "files": Listing(
        lambda: Retrieval.objects.filter(resource=MEDIA).defer("sealed_url"),
        "created_at",
        lines.of_files,
        _words(RetrievalState),
        ("request_id",),
        _files_of,
        lambda applications: Q(
            target_id__in=list(File.objects.filter(application__in=applications).values_list("id", flat=True))
        ),
    ),
    "calls": Listing(
        lambda: Exchange.objects.all(), "at", lines.of_calls, {}, ("request_id",), state_column="failure_kind"
    ),
    "issues": Listing(
        lambda: Issue.objects.all(),
        "last_seen_at",
        lines.of_issues,
        _words(IssueState),
        ("code",),
        _issues_of,
        failure_column="kind",
    ),
}

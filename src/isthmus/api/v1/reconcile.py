"""Both sides compared, over the API: the last comparison, its gaps, and asking for another."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Input
from isthmus.bridge.models import ReconcileGap, ReconcileRun
from isthmus.bridge.reconcile import RESOURCES, kinds, runs

section = Section("reconcile")

Resource = Literal["postings", "applications", "facts", "files", "integration"]


class RunOut(Schema):
    """One comparison."""

    id: UUID
    state: Literal["running", "done"]
    resources: list[Resource]
    looked: dict[str, int] = Field(description="How many records of each resource were compared.")
    asked: int = Field(description="How many postings LinkedIn was asked about.")
    not_asked: str = Field(description="Why LinkedIn was not asked, or empty.")
    found: int = Field(description="How many gaps it found.")
    settled: int = Field(description="How many earlier gaps it found gone.")
    began_at: datetime
    ended_at: datetime | None


class GapOut(Schema):
    """One gap between both sides."""

    id: UUID
    kind: str
    resource: Resource
    title: str = Field(description="What it is, in a few words.")
    cause: str = Field(description="How it came about, as far as is known.")
    name: str = Field(description="What it is about, such as a job’s title; never an applicant’s name.")
    entity: str
    entity_id: UUID
    owner: str = Field(description="One of the five kinds: whose move it is.")
    detail: str
    since: datetime | None
    times: int = Field(description="How many comparisons in a row found it; from the second on it is an issue.")
    first_seen_at: datetime
    repaired_at: datetime | None


class Standing(Schema):
    """How both sides stand to each other."""

    last: RunOut | None = Field(description="The latest comparison, under way or ended; null before the first.")
    gaps: dict[str, int] = Field(description="Open gaps by kind.")


class GapPage(Schema):
    """One page of open gaps, newest first."""

    items: list[GapOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class Asked(Input):
    """What to compare."""

    resources: list[Resource] = Field(default=[], description="Only these; all when empty.", max_length=len(RESOURCES))


EVERYTHING = Asked()


@section.get("", scope="sync:read", answer=Standing)
def get_reconcile(request: HttpRequest) -> Standing:
    """Read the latest comparison with LinkedIn and how many gaps are open."""
    latest = runs.recent(1)
    return Standing(last=run_shape(latest[0]) if latest else None, gaps=dict(runs.counts()))


@section.get("/gaps", scope="sync:read", answer=GapPage)
def list_gaps(request: HttpRequest, filters: Query[Page]) -> GapPage:
    """List the open gaps, newest first."""
    items, after = cut(runs.open_gaps(), filters, gap_shape)
    return GapPage(items=items, next=after)


@section.post("", scope="sync:write", answers={202: RunOut})
def start_reconcile(request: HttpRequest, sent: Asked = EVERYTHING) -> Status[RunOut]:
    """Compare both sides now: everything, without a body.

    A comparison under way is the answer to that too; repairs are made by an admin.
    """
    return Status(202, run_shape(runs.ask(sent.resources)))


def run_shape(run: ReconcileRun) -> RunOut:
    """A comparison as it appears in answers."""
    return shape(RunOut, run)


def gap_shape(gap: ReconcileGap) -> GapOut:
    """A gap as it appears in lists."""
    return shape(GapOut, gap, title=kinds.title(gap.kind), cause=kinds.cause(gap.kind))

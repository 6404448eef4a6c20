"""Which candidates a list is asked for: words, conditions on their applications, and an order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from isthmus.hiring import team
from isthmus.hiring.models import Application, ApplicationView, File, FileState, Job
from isthmus.store import tenancy

BY_ACTIVITY, BY_APPLICATION, BY_NAME = "activity", "applied", "name"
ORDERS = (BY_ACTIVITY, BY_APPLICATION, BY_NAME)
RESUME = "resume"


@dataclass(frozen=True)
class Wanted:
    """Everything a list may be asked for; all of it must fit. The conditions must fit one and the same application.

    `unopened` and `mine` are as the acting user sees it: not opened by them, for jobs whose hiring team they are on.
    """

    search: str = ""
    job_id: UUID | None = None
    stage_id: UUID | None = None
    outcome: str = ""
    origin: str = ""
    since: datetime | None = None
    unopened: bool = False
    mine: bool = False
    has_resume: bool = False
    order: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self._columns() or self.since or self.unopened or self.mine or self.has_resume)

    @property
    def is_narrow(self) -> bool:
        """Whether `narrow` is all that is asked for."""
        return not (self.unopened or self.has_resume)

    @property
    def in_order(self) -> str:
        """The order asked for; without one, applications come newest first where they are asked for."""
        if self.order in ORDERS:
            return self.order
        return BY_APPLICATION if self.is_filtered else BY_ACTIVITY

    def driving(self) -> QuerySet[Application]:
        """The applications that fit those conditions an index answers in the order of applying."""
        columns = self._columns()
        if "job_id" in columns:
            columns.pop("origin", None)
        else:
            columns = dict([*columns.items()][:1])
        return self._since(Application.objects.filter(**columns))

    def narrow(self) -> QuerySet[Application]:
        """The applications that fit the conditions on their own columns."""
        rows = self._since(Application.objects.filter(**self._columns()))
        user_id = tenancy.current().user_id
        if self.mine:
            rows = rows.filter(job__in=team.jobs_of(user_id).order_by() if user_id else Job.objects.none())
        return rows

    def fitting(self) -> QuerySet[Application]:
        """The applications that fit every condition."""
        rows = self.narrow()
        user_id = tenancy.current().user_id
        if self.unopened and user_id:
            seen = ApplicationView.objects.filter(application_id=OuterRef("id"), user_id=user_id)
            rows = rows.filter(~Exists(seen))
        if self.has_resume:
            resumes = File.objects.filter(application_id=OuterRef("id"), kind=RESUME, state=FileState.STORED)
            rows = rows.filter(Exists(resumes))
        return rows

    def _columns(self) -> dict[str, Any]:
        wanted = {"job_id": self.job_id, "stage_id": self.stage_id, "outcome": self.outcome, "origin": self.origin}
        return {column: value for column, value in wanted.items() if value}

    def _since(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        return rows.filter(applied_at__gte=self.since) if self.since else rows

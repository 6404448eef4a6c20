"""Equal opportunity: how people answered the voluntary questions, as counts, for the EEO officer."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from isthmus.hiring import eeo
from isthmus.hiring.eeo import JobCounts
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.showing import show


@dataclass(frozen=True)
class ReportPage:
    """Counts per job, and the smallest number that is shown."""

    jobs: list[JobCounts]
    fewest: int


@company_view("eeo.report")
@require_safe
@never_cache
def report(request: MemberRequest) -> HttpResponse:
    """The counts of the company."""
    return show(request, "eeo/report.html", ReportPage(eeo.report(), eeo.FEWEST))

"""Numbers for Prometheus: the process, the database, and how much work is due. No company, no person.

Open to this machine alone, or to whoever holds the token in ISTHMUS_METRICS_TOKEN.
"""

import hmac
from collections.abc import Iterable
from ipaddress import ip_address

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from isthmus.api import reading
from isthmus.api.numbers import Life, States, Streams
from isthmus.base import tallies
from isthmus.base.clock import now
from isthmus.sync import inbox

DUE_LANES = "SELECT lane, count(*) FROM sync_due(%s) GROUP BY lane ORDER BY lane"
BUDGETS = "SELECT resource, period, amount FROM sync_budget_used(%s) ORDER BY 1, 2"
OPEN_ISSUES = "SELECT kind, issues FROM sync_issues_open(%s) ORDER BY 1"
FAILING_STREAMS = "SELECT stream, failing FROM sync_streams_failing() ORDER BY 1"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class Work(Collector):
    """What is due, counted by kind of lane over all companies."""

    def collect(self) -> Iterable[Metric]:
        up = reading.database_answers()
        yield GaugeMetricFamily("isthmus_database_up", "1 when the database answers.", value=int(up))
        due = GaugeMetricFamily("isthmus_lanes_due", "Lanes with work that is due now, by kind.", labels=["lane"])
        for lane, count in reading.rows(DUE_LANES, [now()]):
            due.add_metric([lane], count)
        yield due
        stray = GaugeMetricFamily(
            "isthmus_stray_deliveries", "Deliveries at a shared address that name nobody here.", labels=["genuine"]
        )
        for genuine, count in _strays().items() if reading.database_answers() else ():
            stray.add_metric([genuine], count)
        yield stray


class Budgets(Collector):
    """What is used of LinkedIn's limits: the most of any application, since each has limits of its own."""

    def collect(self) -> Iterable[Metric]:
        used = GaugeMetricFamily(
            "isthmus_budget_used",
            "Calls or records counted against LinkedIn's limits, the most of any application.",
            labels=["resource", "window"],
        )
        throttled = GaugeMetricFamily(
            "isthmus_budget_throttled",
            "Calls LinkedIn refused for a limit (429), the most of any application.",
            labels=["resource"],
        )
        for resource, window, amount in reading.rows(BUDGETS, [now()]):
            if window == "throttled":
                throttled.add_metric([resource], amount)
            else:
                used.add_metric([resource, window], amount)
        yield used
        yield throttled


class Trouble(Collector):
    """What needs a person, and which streams fail, counted over all companies."""

    def collect(self) -> Iterable[Metric]:
        open_issues = GaugeMetricFamily(
            "isthmus_issues_open", "Issues that need a person, by kind of failure.", labels=["kind"]
        )
        for kind, count in reading.rows(OPEN_ISSUES, [now()]):
            open_issues.add_metric([kind], count)
        yield open_issues
        failing = GaugeMetricFamily(
            "isthmus_streams_failing", "Companies whose stream fails, by stream.", labels=["stream"]
        )
        for stream, count in reading.rows(FAILING_STREAMS):
            failing.add_metric([stream], count)
        yield failing


REGISTRY = CollectorRegistry(auto_describe=False)
OURS = (Work(), Budgets(), Trouble(), Streams(), States(), Life(), *tallies.ALL)
for _collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR, *OURS):
    REGISTRY.register(_collector)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every number, in Prometheus's text format; 404 for whoever may not see them.

    While the database is away the numbers that need none are still told, `isthmus_database_up` with 0 among them.
    """
    if not _may_see(request):
        raise Http404
    with reading.one():
        return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_see(request: HttpRequest) -> bool:
    token = settings.CONFIG.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _strays() -> dict[str, int]:
    counts = {"yes": 0, "no": 0}
    try:
        for stray in inbox.strays():
            counts["yes" if stray.genuine else "no"] += stray.deliveries
    except Error:
        return {}
    return counts

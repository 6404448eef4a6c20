"""Whether this process serves and reaches its database: for load balancers and supervisors."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from isthmus.base.clock import now
from isthmus.sync.watching import heartbeats


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process and the database answer, 503 when the database does not."""
    fine = database_answers()
    body = {"status": "ok" if fine else "failing", "database": "ok" if fine else "unreachable"}
    return JsonResponse(body, status=200 if fine else 503)


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The same with more: whether anybody does the work, and how old the last sign of that is.

    A worker that is gone does not stop this process from serving and receiving, so that the status stays 200.
    """
    if not database_answers():
        return JsonResponse({"status": "failing", "database": "unreachable"}, status=503)
    workers = heartbeats.workers()
    last = workers.last_seen_at
    return JsonResponse(
        {
            "status": "degraded" if workers.are_missing else "ok",
            "database": "ok",
            "workers": workers.alive,
            "worker_seen_seconds_ago": round((now() - last).total_seconds()) if last else None,
        }
    )


def database_answers() -> bool:
    """Whether the database answers a question that touches no table."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error:
        return False

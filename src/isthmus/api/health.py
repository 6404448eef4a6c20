"""Whether this process serves and reaches its database: for load balancers and supervisors."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process and the database answer, 503 when the database does not."""
    fine = database_answers()
    body = {"status": "ok" if fine else "failing", "database": "ok" if fine else "unreachable"}
    return JsonResponse(body, status=200 if fine else 503)


def database_answers() -> bool:
    """Whether the database answers a question that touches no table."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error:
        return False

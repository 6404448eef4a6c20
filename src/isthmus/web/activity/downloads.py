"""Lines of Activity as files: with what they carried, or as a bundle for support; whoever takes one is recorded."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from isthmus.bridge import activity
from isthmus.bridge.activity import Row, bundles, masking, payloads
from isthmus.store import audit
from isthmus.web.access import MemberRequest, company_view

SANDBOX = "default-src 'none'; sandbox"


@company_view("activity.view")
@require_safe
@never_cache
def download(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    """A line and what it carried, masked; whole with `?personal=1`, for whoever may see personal data."""
    personal = "personal" in request.GET
    if personal and not request.member.may("activity.unmask"):
        raise PermissionDenied("activity.unmask")
    row = _row(kind, row_id)
    carried: dict[str, Any] | None = None
    if kind in payloads.KINDS:
        payload = payloads.of(kind, row_id)
        carried = payload.shown(personal=personal)
        payloads.record_look(kind, row_id, payload, "downloaded", personal=personal)
    else:
        audit.record("downloaded", kind, row_id)
    line = {**bundles.of(row), "title": masking.scrubbed(row.title), "personal_data": personal, "payload": carried}
    return _attachment(line, f"isthmus-{kind}-{row_id}.json")


@company_view("activity.view")
@require_safe
@never_cache
def bundle(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    """What support needs to know about one line: no secrets, no personal data."""
    row = _row(kind, row_id)
    audit.record("downloaded", kind, row_id, fields=["support_bundle"])
    return _attachment(bundles.of(row), f"isthmus-support-{row_id}.json")


def _row(kind: str, row_id: UUID) -> Row:
    try:
        return activity.line(kind, row_id)
    except KeyError as error:
        raise Http404("No such kind of line") from error


def _attachment(content: dict[str, Any], name: str) -> HttpResponse:
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response

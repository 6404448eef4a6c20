"""A file on a page, as pictures and text, and as it was sent: the browser never opens it as part of this site."""

from uuid import UUID

from csp.decorators import csp_exempt
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from isthmus.hiring import files
from isthmus.hiring.models import File, FileState
from isthmus.store import audit
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import viewer
from isthmus.web.candidates.looking import no_guess
from isthmus.web.showing import show

SANDBOX = "default-src 'none'; sandbox"


@company_view("candidates.view")
@require_safe
def read(request: MemberRequest, file_id: UUID) -> HttpResponse:
    """A stored file to look at: a page of it as a picture, and its text. Nobody is told of a download."""
    file = _stored(file_id)
    page = viewer.page(request.member, file, _number(request))
    audit.record("viewed", "file", file.id, fields=["text", *(["picture"] if page.pages else [])])
    return show(request, "candidates/file.html", page, status=404 if page.is_missing else 200)


@csp_exempt()
@company_view("candidates.view")
@require_safe
@never_cache
def picture(request: MemberRequest, file_id: UUID) -> HttpResponse:
    """One page of a stored PDF as a picture drawn here; nothing of the file itself."""
    drawn = files.picture(_stored(file_id).id, _number(request))
    if drawn.why:
        raise Http404("There is no picture")
    response = HttpResponse(drawn.content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@csp_exempt()
@company_view("candidates.view")
@require_safe
@never_cache
def download(request: MemberRequest, file_id: UUID) -> HttpResponse:
    """The bytes exactly as sent, as an attachment; whoever gets them is recorded, so nothing is given to a guess."""
    file = _stored(file_id)
    if refusal := no_guess(request):
        return refusal
    content = files.content(file_id)
    if request.method == "GET":
        files.record_download(file_id)
    response = HttpResponse(content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name or "file") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _number(request: MemberRequest) -> int:
    """The page the address asks for; 0, which is no page, for what is not a number."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 0


def _stored(file_id: UUID) -> File:
    file: File = File.objects.get(id=file_id)
    if file.state != FileState.STORED:
        raise Http404("This file is not stored")
    return file

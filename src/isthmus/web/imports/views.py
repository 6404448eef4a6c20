"""Jobs → Import: a file of listings brought in by the worker, with its progress and what became of every line."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isthmus.base.failures import IsthmusError
from isthmus.hiring import imports
from isthmus.hiring.models import ImportRun
from isthmus.sync import importing
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.imports import pages, uploads
from isthmus.web.imports.forms import UploadForm
from isthmus.web.showing import show


@csrf_exempt  # the form is read, and its token judged, only once the upload is capped
def overview(request: HttpRequest, slug: str) -> Any:
    """Choose a file, and see the imports before."""
    uploads.cap(request)
    return csrf_protect(_overview)(request, slug=slug)


@company_view("jobs.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def _overview(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "imports/overview.html", pages.overview(UploadForm()))
    form = UploadForm(request.POST, request.FILES)
    if uploads.was_too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", _("The file is larger than listings may be."))
    run = _begun(form) if form.is_valid() else None
    if run is None:
        return show(request, "imports/overview.html", pages.overview(form), status=422)
    return redirect("imports:run", slug=request.member.company_slug, run_id=run.id)


@company_view("jobs.edit")
@require_safe
def run_page(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """How far an import is, what became of each line, and the places that could not be resolved."""
    run = ImportRun.objects.get(id=run_id)
    return show(request, "imports/run.html", pages.run_page(run, request.GET))


@company_view("jobs.edit")
@require_POST
def stop(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Bring no more lines in; what came in stays."""
    imports.stop(run_id)
    messages.success(request, _("Stopped. What came in stays; importing the file again brings in the rest."))
    return redirect("imports:run", slug=request.member.company_slug, run_id=run_id)


def _begun(form: UploadForm) -> ImportRun | None:
    upload = form.cleaned_data["file"]
    try:
        return importing.start(upload.read(), name=upload.name, only=form.cleaned_data["only"])
    except IsthmusError as error:
        form.add_error("file", error.failure.message)
        return None

"""Public job pages: an open job for anyone, and the form that applies for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from isthmus.accounts import companies
from isthmus.hiring import careers
from isthmus.hiring.careers import JobPage
from isthmus.hiring.models import Job
from isthmus.hiring.problems import Refused
from isthmus.store.tenancy import acting_for
from isthmus.web.careers import pages
from isthmus.web.careers.forms import ApplicationForm


def public_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Act for the company in the address, for anyone; 404 for an unknown company or a job that is not open."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, job_id: UUID, **more: Any) -> HttpResponse:
        found = companies.find(slug)
        if found is None:
            raise Http404("No such company")
        company_id, company_name = found
        with acting_for(company_id, cause="careers"):
            try:
                return view(request, slug, company_name, careers.page(job_id), **more)
            except Job.DoesNotExist as error:
                raise Http404("No such open job") from error

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def job(request: HttpRequest, slug: str, company_name: str, page: JobPage) -> HttpResponse:
    """Read about an open job, and apply."""
    if page.own_apply_url:
        return _show(request, company_name, page, None)
    if request.method != "POST":
        return _show(request, company_name, page, ApplicationForm(page))
    form = ApplicationForm(page, request.POST, request.FILES)
    if form.is_valid() and (form.is_trapped or _applied(page, form)):
        return redirect("careers:thanks", slug=slug, job_id=page.job_id)
    return _show(request, company_name, page, form, status=422)


@require_safe
@public_view
def thanks(request: HttpRequest, slug: str, company_name: str, page: JobPage) -> HttpResponse:
    """The application has arrived."""
    return render(request, "careers/thanks.html", {"company_name": company_name, "title": page.title})


def _applied(page: JobPage, form: ApplicationForm) -> bool:
    try:
        with transaction.atomic():
            careers.apply(page.job_id, form.submission(page.job_id))
    except Refused as refused:
        for problem in refused.problems:
            form.blame(problem.field, f"{problem.message} {problem.fix}".strip())
        return False
    return True


def _show(
    request: HttpRequest, company_name: str, page: JobPage, form: ApplicationForm | None, *, status: int = 200
) -> HttpResponse:
    shown = pages.public_job(company_name, Job.objects.get(id=page.job_id), page, form)
    return render(request, "careers/job.html", {"page": shown}, status=status)

"""Public job pages: a company's open jobs for anyone, each with the form that applies for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from isthmus.accounts import companies, visitors
from isthmus.hiring import careers, sendings
from isthmus.hiring.careers import JobPage
from isthmus.hiring.models import Job
from isthmus.hiring.problems import Refused
from isthmus.people.normalise import email_key
from isthmus.store.tenancy import acting_for
from isthmus.web.careers import pages, tokens, uploads
from isthmus.web.careers.forms import ApplicationForm
from isthmus.web.keeping import LOOKED_AT_AGAIN

TOO_MANY = "too_many"


def public_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Act for the company in the address, for anyone; 404 for an unknown company."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        found = companies.find(slug)
        if found is None:
            raise Http404("No such company")
        company_id, company_name = found
        with acting_for(company_id, cause="careers"):
            response = view(request, slug, company_name, **more)
        response.headers.setdefault("Cache-Control", LOOKED_AT_AGAIN)
        return response

    return guarded


def open_job(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the page of an open job; 410 with kind words for one that was closed, 404 for any other."""

    @wraps(view)
    def opened(request: HttpRequest, slug: str, company_name: str, job_id: UUID) -> HttpResponse:
        try:
            page = careers.page(job_id)
        except Job.DoesNotExist as error:
            if not careers.is_closed(job_id):
                raise Http404("No such open job") from error
            return render(request, "careers/closed.html", {"company_name": company_name, "slug": slug}, status=410)
        return view(request, slug, company_name, page)

    return opened


@require_safe
@public_view
def index(request: HttpRequest, slug: str, company_name: str) -> HttpResponse:
    """The company's open jobs."""
    page = pages.index(slug, company_name, request.GET.get("search", "").strip())
    return render(request, "careers/index.html", {"page": page})


@csrf_exempt  # the form is read, and its token judged, only once its files are capped
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Read about an open job, and apply."""
    uploads.cap(request)
    shown: HttpResponse = csrf_protect(_job)(request, slug=slug, job_id=job_id)
    if shown.status_code == 429:
        shown["Retry-After"] = str(int(sendings.WITHIN.total_seconds()))
    return shown


@public_view
@open_job
def _job(request: HttpRequest, slug: str, company_name: str, page: JobPage) -> HttpResponse:
    if page.own_apply_url:
        return _show(request, slug, company_name, page, None)
    if request.method != "POST":
        return _show(request, slug, company_name, page, ApplicationForm(page))
    form = ApplicationForm(page, request.POST, request.FILES)
    if why := sendings.too_many_tries(address=visitors.address_of(request)):
        form.add_error(None, why)
        return _show(request, slug, company_name, page, form, status=429)
    if form.is_valid() and form.is_trapped:
        return redirect("careers:thanks", slug=slug, job_id=page.job_id)
    if form.is_valid() and (
        why := tokens.trouble(form.cleaned_data["token"], page.job_id, form.cleaned_data["form_id"])
    ):
        form = _shown_anew(request, page, why)
    status = _answer(request, page, form) if form.is_valid() else 422
    if status == 200:
        return redirect("careers:thanks", slug=slug, job_id=page.job_id)
    return _show(request, slug, company_name, page, form, status=status)


@require_safe
@public_view
@open_job
def thanks(request: HttpRequest, slug: str, company_name: str, page: JobPage) -> HttpResponse:
    """The application has arrived."""
    return render(request, "careers/thanks.html", {"company_name": company_name, "title": page.title, "slug": slug})


def _shown_anew(request: HttpRequest, page: JobPage, why: str) -> ApplicationForm:
    """The form with everything that was written and a fresh token."""
    data = request.POST.copy()
    data["token"] = tokens.issue(page.job_id, data.get("form_id", ""))
    form = ApplicationForm(page, data, request.FILES)
    form.add_error(None, why)
    return form


def _answer(request: HttpRequest, page: JobPage, form: ApplicationForm) -> int:
    """Apply; 200, or the status of a refusal that then stands in the form."""
    try:
        with transaction.atomic():
            sendings.count(address=visitors.address_of(request), email=email_key(form.cleaned_data["email"]))
            careers.apply(page.job_id, form.submission(page.job_id))
    except Refused as refused:
        for problem in refused.problems:
            form.blame(problem.field, f"{problem.message} {problem.fix}".strip())
        return 429 if refused.failure.code == TOO_MANY else 422
    return 200


def _show(
    request: HttpRequest,
    slug: str,
    company_name: str,
    page: JobPage,
    form: ApplicationForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = pages.public_job(slug, company_name, Job.objects.get(id=page.job_id), page, form)
    return render(request, "careers/job.html", {"page": shown}, status=status)

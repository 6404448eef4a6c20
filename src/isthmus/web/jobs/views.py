"""Jobs: list, page, and the buttons that publish, open and close."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge.postings import preflight
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job
from isthmus.hiring.problems import refuse_if
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import pages, panel
from isthmus.web.showing import attempt, show, show_part


@company_view("jobs.view")
@require_safe
def job_list(request: MemberRequest) -> HttpResponse:
    """The company's jobs, newest first, with how each stands on LinkedIn."""
    return show(request, "jobs/list.html", pages.job_list(request.member, request.GET))


@company_view("jobs.view")
@require_safe
def job_page(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """One job: what is written, what is missing, its posting."""
    return show(request, "jobs/job.html", pages.job_page(request.member, Job.objects.get(id=job_id)))


@company_view("jobs.view")
@require_safe
def posting_panel(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """The posting's state alone, asked for again while it moves."""
    return show_part(request, "jobs/posting.html", None, panel=panel.of_job(request.member, Job.objects.get(id=job_id)))


@company_view("jobs.view")
@require_safe
def form_preview(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """The application form as a member sees it."""
    job = Job.objects.get(id=job_id)
    return show(request, "jobs/form.html", pages.form_page(request.member, job))


@company_view("jobs.publish")
@require_POST
def publish(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Put the job on LinkedIn, opening it first."""
    job = Job.objects.get(id=job_id)
    with attempt(request, "Publishing: LinkedIn is told now, and this page shows its answer."):
        refuse_if(preflight.check(job), code="posting_unready")
        postings.publish(job_id, linkedin_apply="linkedin_apply" in request.POST)
    return _to(request, job_id)


@company_view("jobs.publish")
@require_POST
def unpublish(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Take the posting down; the job stays open."""
    with attempt(request, "LinkedIn is told to take the posting down."):
        postings.unpublish(job_id)
    return _to(request, job_id)


@company_view("jobs.edit")
@require_POST
def open_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Open the job for applications on its own page."""
    with attempt(request, "The job is open."):
        jobs.open_job(job_id)
    return _to(request, job_id)


@company_view("jobs.publish")
@require_POST
def close_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Close the job, and with it the posting."""
    with attempt(request, "The job is closed."):
        jobs.close_job(job_id)
    return _to(request, job_id)


def _to(request: MemberRequest, job_id: UUID) -> HttpResponse:
    return redirect("jobs:job", slug=request.member.company_slug, job_id=job_id)

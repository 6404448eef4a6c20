"""Jobs: list, page, and the buttons that publish, open and close."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge.postings import dispatch, first_publish, preflight
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import listing, pages, panel, posting_page
from isthmus.web.showing import attempt, show, show_part


@company_view("jobs.view")
@require_safe
def job_list(request: MemberRequest) -> HttpResponse:
    """The company's jobs, newest first, with how each stands on LinkedIn."""
    return show(request, "jobs/list.html", listing.job_list(request.member, request.GET))


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


@company_view("jobs.view")
@require_safe
def on_linkedin(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """What LinkedIn holds of the job, what it would be told, and all that happened to the posting."""
    return show(request, "jobs/linkedin.html", posting_page.of_job(request.member, Job.objects.get(id=job_id)))


@company_view("jobs.publish")
@require_POST
def send_again(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Send the posting as it is now, even as LinkedIn refused it before; or let it empty what LinkedIn holds."""
    Job.objects.get(id=job_id)
    with attempt(request, _("LinkedIn is told now; this page shows its answer.")):
        dispatch.allow(job_id) if request.POST.get("allow") == "yes" else dispatch.retry(job_id)
    return redirect("jobs:linkedin", slug=request.member.company_slug, job_id=job_id)


@company_view("jobs.publish")
@require_POST
def publish(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Put the job on LinkedIn, opening it first."""
    job = Job.objects.get(id=job_id)
    with_apply = "linkedin_apply" in request.POST
    found = preflight.check_all([job], linkedin_apply=with_apply)[job_id].blocking
    if not found and first_publish.jobs_that_follow(job_id).must_ask:
        question = reverse("linkedin:first_publish", kwargs={"slug": request.member.company_slug})
        return redirect(f"{question}?{urlencode({'job': job_id, 'apply': 'yes' if with_apply else 'no'})}")
    with attempt(request, _("Publishing: LinkedIn is told now, and this page shows its answer.")):
        refuse_if([*_of_listing_type(request.POST.get("listing_type", "basic")), *found], code="posting_unready")
        postings.publish(job_id, linkedin_apply=with_apply)
    return _to(request, job_id)


def _of_listing_type(asked: str) -> list[Problem]:
    if asked == "basic":
        return []
    words = _("A premium job needs a posting contract, and none is connected.")
    return [Problem("listing_type", words, _("Publish it as a basic job."))]


@company_view("jobs.publish")
@require_POST
def unpublish(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Take the posting down; the job stays open."""
    with attempt(request, _("LinkedIn is told to take the posting down.")):
        postings.unpublish(job_id)
    return _to(request, job_id)


@company_view("jobs.edit")
@require_POST
def open_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Open the job for applications on its own page."""
    with attempt(request, _("The job is open.")):
        jobs.open_job(job_id)
    return _to(request, job_id)


@company_view("jobs.publish")
@require_POST
def close_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Close the job, and with it the posting."""
    with attempt(request, _("The job is closed.")):
        jobs.close_job(job_id)
    return _to(request, job_id)


def _to(request: MemberRequest, job_id: UUID) -> HttpResponse:
    return redirect("jobs:job", slug=request.member.company_slug, job_id=job_id)

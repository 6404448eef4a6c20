"""The question before the first job goes to LinkedIn: these open jobs go with it, those stay behind, shall they?"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import connections
from isthmus.bridge.postings import first_publish
from isthmus.bridge.postings.first_publish import FirstPublish
from isthmus.hiring.models import Job
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.showing import attempt, show


@dataclass(frozen=True)
class FirstPublishPage:
    """What would go, what would stay, and why it is asked: the first job, or switching Apply Connect on."""

    found: FirstPublish
    job: Job | None
    is_connected: bool
    is_switching: bool
    with_apply: bool


@company_view("jobs.publish")
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Every open job that would be sent, with what stands against each."""
    return show(request, "linkedin/first_publish.html", _page(request.GET))


@company_view("jobs.publish")
@require_POST
def send(request: MemberRequest) -> HttpResponse:
    """The question was answered with yes, for the jobs that were ticked."""
    asked = _page(request.POST)
    if asked.is_switching and not request.member.may("settings.manage"):
        raise PermissionDenied("settings.manage")
    with attempt(request):
        if asked.is_switching:
            connections.set_apply_connect(True)
        sent = first_publish.publish_all(_ids(request.POST.getlist("go")), linkedin_apply=asked.with_apply)
        messages.success(request, _words(asked, len(sent.published)))
        if sent.left_behind:
            titles = ", ".join(one.title for one in sent.left_behind[:5])
            messages.warning(request, _("Left behind, for LinkedIn would refuse them: {titles}.").format(titles=titles))
    if asked.is_switching:
        return redirect("linkedin:apply", slug=request.member.company_slug)
    if asked.job is not None:
        return redirect("jobs:job", slug=request.member.company_slug, job_id=asked.job.id)
    return redirect("jobs:list", slug=request.member.company_slug)


def _words(asked: FirstPublishPage, count: int) -> str:
    told = ngettext("{count} job is being sent to LinkedIn.", "{count} jobs are being sent to LinkedIn.", count)
    said = told.format(count=count) if count else _("No job is sent to LinkedIn.")
    return f"{_('Apply Connect is on.')} {said}" if asked.is_switching else said


def _page(given: QueryDict) -> FirstPublishPage:
    connection = connections.current()
    ids = _ids([given.get("job", "")])
    job = Job.objects.get(id=ids[0]) if ids else None
    is_switching = given.get("switch") == "on"
    default = connection is not None and connection.apply_by_default and (connection.apply_connect or is_switching)
    chosen = given.get("apply", "")
    return FirstPublishPage(
        found=first_publish.jobs_that_follow(job.id if job else None),
        job=job,
        is_connected=connection is not None,
        is_switching=is_switching,
        with_apply=chosen == "yes" if chosen in ("yes", "no") else default,
    )


def _ids(texts: list[str]) -> list[UUID]:
    """The ids among these texts; what is none is passed over."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found

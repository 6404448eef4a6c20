"""Writing a job: the editor's two views, and what its buttons do."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from isthmus.hiring.models import Job
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import desk as desks
from isthmus.web.jobs import faults, forms, laying, pay_rows, place_rows, question_rows, saving, team_rows
from isthmus.web.jobs.desk import Desk
from isthmus.web.showing import show

REFUSED, CHANGED_MEANWHILE = 422, 409


@company_view("jobs.edit")
@require_http_methods(["GET", "POST"])
def new_job(request: MemberRequest) -> HttpResponse:
    """Write a job from nothing; it stays a draft until it is opened or published."""
    return _edit(request, None)


@company_view("jobs.edit")
@require_http_methods(["GET", "POST"])
def edit_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Change a job, its hiring team and its questions."""
    return _edit(request, Job.objects.get(id=job_id))


def _edit(request: MemberRequest, job: Job | None) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, job, laying.of_job(job) if job else laying.empty(request.user.email))
    edit = request.POST.get("edit", "save")
    if edit == "save":
        desk = laying.judged(request.POST, job)
        saved = saving.save(job, desk, request.POST)
        if saved is not None:
            return redirect("jobs:job", slug=request.member.company_slug, job_id=saved.id)
        return _shown(request, job, desk, CHANGED_MEANWHILE if desk.met else REFUSED)
    if edit == "preview":
        desk = laying.judged(request.POST, job)
        saving.look(job, desk)
    else:
        desk = laying.taken_up(request.POST, job)
        _pressed(desk, edit, request, job)
    return _shown(request, job, desk)


def _shown(request: MemberRequest, job: Job | None, desk: Desk, status: int = 200) -> HttpResponse:
    page = desks.editor(request.member, job, desk, faults.of(desk))
    return show(request, "jobs/editor.html", page, status=status)


def _pressed(desk: Desk, edit: str, request: MemberRequest, job: Job | None) -> None:
    """Do what one button of the editor is for; what it does not know changes nothing."""
    kind = edit.partition("-")[0]
    if kind == "place":
        lines = place_rows.lines_of(request.POST.get("locations", ""))
        workplace = request.POST.get("workplace", "")
        lines = place_rows.edited(lines, edit, request.POST.get("place", ""), workplace)
        desk.form = forms.retyped(request.POST, locations="\n".join(lines))
    elif kind == "pay":
        desk.pay = pay_rows.edited(desk.pay, edit)
    elif kind == "team":
        desk.team = team_rows.edited(desk.team, edit)
    elif edit.startswith("theirs:") and job is not None:
        laying.take_over(desk, request.POST, job, {edit.partition(":")[2]})
    else:
        desk.rows = question_rows.edited(desk.rows, edit)
        desk.said = question_rows.what_happened(edit, len(desk.rows))

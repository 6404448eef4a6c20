"""Jobs: list, page, editor, and the buttons that publish, open and close."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isthmus.bridge.postings import preflight
from isthmus.hiring import jobs, postings, questions
from isthmus.hiring.models import Job
from isthmus.hiring.problems import Refused, refuse_if
from isthmus.hiring.questions import QuestionDraft
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import forms, pages, panel, question_rows
from isthmus.web.jobs.question_rows import QuestionRow
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


@company_view("jobs.edit")
@require_http_methods(["GET", "POST"])
def new_job(request: MemberRequest) -> HttpResponse:
    """Write a job from nothing; it stays a draft until it is opened or published."""
    return _edit(request, None, {"poster_email": request.user.email, **forms.FRESH}, [])


@company_view("jobs.edit")
@require_http_methods(["GET", "POST"])
def edit_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Change a job and its questions."""
    job = Job.objects.get(id=job_id)
    return _edit(request, job, forms.typed(job), question_rows.stored(questions.asked_now(job_id)))


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


def _edit(request: MemberRequest, job: Job | None, typed: dict[str, Any], rows: list[QuestionRow]) -> HttpResponse:
    form = forms.JobForm(initial=typed)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        rows = question_rows.posted(request.POST)
        edit = request.POST.get("edit", "save")
        form = forms.JobForm(request.POST, initial=typed) if edit == "save" else forms.retyped(request.POST, typed)
        if edit == "save":
            rows = [row for row in rows if not row.is_empty]
            saved = _save(job, form, rows, problems)
            if saved is not None:
                return _to(request, saved.id)
            status = 422
        else:
            rows = question_rows.edited(rows, edit)
    return show(request, "jobs/editor.html", pages.editor(request.member, job, form, rows, problems), status=status)


def _save(job: Job | None, form: forms.JobForm, rows: list[QuestionRow], problems: list[str]) -> Job | None:
    """The saved job; or None, with what is wrong said on the form, on a question or in `problems`."""
    checked = [row.check() for row in rows]
    if not form.is_valid() or not all(checked):
        problems.extend(["Nothing was saved: a question needs a correction."] if not all(checked) else [])
        return None
    try:
        with transaction.atomic():
            draft = form.draft(job)
            saved = jobs.update_job(job.id, draft) if job else jobs.create_job(draft)
            questions.set_questions(saved.id, [_draft(row) for row in rows])
            return saved
    except Refused as refused:
        for problem in refused.problems:
            _blame(form, rows, problem.field, f"{problem.message} {problem.fix}".strip(), problems)
        return None


def _blame(form: forms.JobForm, rows: list[QuestionRow], field: str, words: str, problems: list[str]) -> None:
    name, _, number = field.partition(".")
    if name == "questions" and number.isdecimal() and int(number) < len(rows):
        rows[int(number)].error = words
        problems[:] = ["Nothing was saved: a question needs a correction."]
    elif name in form.fields:
        form.add_error(name, words)
    else:
        problems.append(words)


def _draft(row: QuestionRow) -> QuestionDraft:
    options = [{"id": option.id, "label": option.label} for option in row.options if option.label]
    return QuestionDraft(row.question_id, row.text, row.kind, row.required, options if row.is_choice else [])

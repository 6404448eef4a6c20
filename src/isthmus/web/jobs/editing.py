"""Writing a job: the editor's two views, its buttons, and how what is wrong finds its field."""

import dataclasses
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from isthmus.hiring import form_sections, jobs, question_rules, questions
from isthmus.hiring.models import Job, Question
from isthmus.hiring.problems import Refused, refuse_if
from isthmus.hiring.questions import QuestionDraft
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import desk as desks
from isthmus.web.jobs import forms, preview, question_rows, row_details
from isthmus.web.jobs.desk import Desk
from isthmus.web.jobs.question_rows import QuestionRow
from isthmus.web.jobs.section_fields import SectionsForm
from isthmus.web.showing import show

NOTHING_SAVED = "Nothing was saved: a question needs a correction."


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


def _edit(request: MemberRequest, job: Job | None, typed: dict[str, Any], rows: list[QuestionRow]) -> HttpResponse:
    stored = job.form_sections if job else {}
    if request.method != "POST":
        desk = Desk(forms.JobForm(initial=typed), SectionsForm(stored), rows)
        return show(request, "jobs/editor.html", desks.editor(request.member, job, desk))
    edit = request.POST.get("edit", "save")
    form = forms.JobForm(request.POST, initial=typed) if edit == "save" else forms.retyped(request.POST, typed)
    desk = Desk(form, SectionsForm(stored, request.POST), question_rows.posted(request.POST))
    if edit == "save":
        desk.rows = [row for row in desk.rows if not row.is_empty]
        saved = _save(job, desk)
        if saved is not None:
            return redirect("jobs:job", slug=request.member.company_slug, job_id=saved.id)
        return show(request, "jobs/editor.html", desks.editor(request.member, job, desk), status=422)
    if edit == "preview":
        _look(job, desk)
    else:
        desk.rows = question_rows.edited(desk.rows, edit)
    return show(request, "jobs/editor.html", desks.editor(request.member, job, desk))


def _look(job: Job | None, desk: Desk) -> None:
    """Put on the desk what a member would see of the questions that are written."""
    written = [row for row in desk.rows if not row.is_empty]
    checked = [row.check() for row in written]
    if not desk.sections.is_valid() or not all(checked):
        desk.problems.append("There is nothing to show yet: something needs a correction.")
        return
    question_rows.ready_to_type(written)
    drafts = [row_details.draft(row) for row in written]
    try:
        refuse_if([*form_sections.problems(desk.sections.value()), *question_rules.problems(drafts, _own(drafts))])
    except Refused as refused:
        _blame_all(desk, written, refused)
        return
    shown = Job(**{name: desk.form[name].value() or "" for name in ("resume_requirement", "phone_requirement")})
    desk.preview = preview.of_drafts(shown, desk.sections.value(), drafts)


def _own(drafts: list[QuestionDraft]) -> list[Any]:
    """What is looked at needs no saved questions to compare with: each stands for itself."""
    return [Question(id=draft.id, kind=draft.kind) for draft in drafts if draft.id]


def _save(job: Job | None, desk: Desk) -> Job | None:
    """The saved job; or None, with what is wrong said on the form, on a question or among the problems."""
    checked = [row.check() for row in desk.rows]
    valid = [desk.form.is_valid(), desk.sections.is_valid()]
    if not all(valid) or not all(checked):
        desk.problems.extend([] if all(checked) else [NOTHING_SAVED])
        return None
    try:
        with transaction.atomic():
            draft = dataclasses.replace(desk.form.draft(job), form_sections=desk.sections.value())
            saved = jobs.update_job(job.id, draft) if job else jobs.create_job(draft)
            questions.set_questions(saved.id, [row_details.draft(row) for row in desk.rows])
            return saved
    except Refused as refused:
        _blame_all(desk, desk.rows, refused)
        return None


def _blame_all(desk: Desk, rows: list[QuestionRow], refused: Refused) -> None:
    for problem in refused.problems:
        _blame(desk, rows, problem.field, f"{problem.message} {problem.fix}".strip())


def _blame(desk: Desk, rows: list[QuestionRow], field: str, words: str) -> None:
    name, _, number = field.partition(".")
    if name == "questions" and number.isdecimal() and int(number) < len(rows):
        rows[int(number)].error = words
        desk.problems[:] = [NOTHING_SAVED]
    elif name in desk.form.fields:
        desk.form.add_error(name, words)
    elif not desk.sections.blame(field, words):
        desk.problems.append(words)

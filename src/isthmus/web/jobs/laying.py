"""Laying the desk: with what is saved, with what was typed, or with a part of the one over the other."""

from django.http import QueryDict

from isthmus.hiring import jobs, questions, team
from isthmus.hiring.models import Job
from isthmus.web.jobs import forms, meanwhile, pay_rows, question_rows, team_rows
from isthmus.web.jobs.desk import Desk
from isthmus.web.jobs.forms import JobForm
from isthmus.web.jobs.section_fields import SectionsForm

FUNCTION_FIELDS = ("function_1", "function_2", "function_3")


def empty(email: str) -> Desk:
    """The desk for a new job, with its writer as the poster."""
    return Desk(JobForm(initial={"poster_email": email, **forms.FRESH}), SectionsForm({}), [])


def of_job(job: Job) -> Desk:
    """The desk with a saved job."""
    return Desk(
        form=JobForm(initial=forms.typed(job)),
        sections=SectionsForm(job.form_sections),
        rows=question_rows.stored(questions.asked_now(job.id)),
        pay=pay_rows.stored(job),
        team=team_rows.stored(team.of_job(job.id)),
        version=meanwhile.version(saved_parts(job)),
    )


def judged(data: QueryDict, job: Job | None) -> Desk:
    """The desk with what was typed, to be judged and saved; questions left blank are off it."""
    form = JobForm(data, initial=forms.typed(job) if job else {})
    desk = _with_rows(form, data, job)
    desk.rows = [row for row in desk.rows if not row.is_empty]
    desk.pay = [row for row in desk.pay if not row.is_empty]
    desk.team = [row for row in desk.team if row.user]
    return desk


def taken_up(data: QueryDict, job: Job | None) -> Desk:
    """The desk with what was typed, as it stands."""
    return _with_rows(forms.retyped(data), data, job)


def take_over(desk: Desk, data: QueryDict, job: Job, parts: set[str]) -> None:
    """Put what is saved of these parts in place of what was typed."""
    saved = forms.typed(job)
    names = {name for part in parts for name in (FUNCTION_FIELDS if part == "functions" else (part,))}
    desk.form = forms.retyped(data, **{name: saved[name] for name in names & set(JobForm.base_fields)})
    if "form_sections" in parts:
        desk.sections = SectionsForm(job.form_sections)
    if "questions" in parts:
        desk.rows = question_rows.stored(questions.asked_now(job.id))
    if "pay" in parts:
        desk.pay = pay_rows.stored(job)
    if "team" in parts:
        desk.team = team_rows.stored(team.of_job(job.id))


def saved_parts(job: Job) -> dict[str, object]:
    """What is saved of a job, part by part."""
    asked = [questions.draft_of(question) for question in questions.asked_now(job.id)]
    members = [team.Part(one.user_id, one.part) for one in team.of_job(job.id)]
    return meanwhile.parts_of(jobs.draft_of(job), asked, members)


def _with_rows(form: JobForm, data: QueryDict, job: Job | None) -> Desk:
    return Desk(
        form=form,
        sections=SectionsForm(job.form_sections if job else {}, data),
        rows=question_rows.posted(data),
        pay=pay_rows.posted(data),
        team=team_rows.posted(data),
        version=data.get("version", ""),
        is_touched=True,
    )

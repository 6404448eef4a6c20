"""Saving what lies on the desk, or looking at it as a member would; what is wrong finds its place there."""

import dataclasses
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from isthmus.hiring import form_sections, jobs, question_rules, questions, team
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.models import Job, Question
from isthmus.hiring.problems import Refused, refuse_if
from isthmus.hiring.questions import QuestionDraft
from isthmus.web.jobs import laying, meanwhile, meeting_words, pay_rows, preview, question_rows, row_details, team_rows
from isthmus.web.jobs.desk import Desk


def save(job: Job | None, desk: Desk, data: QueryDict) -> Job | None:
    """The saved job; or None, with what is wrong said where it is, or with what somebody else changed meanwhile."""
    if not _is_readable(desk):
        return None
    draft, asked, members = _draft(job, desk), _asked(desk), team_rows.parts(desk.team)
    try:
        with transaction.atomic():
            if job is not None and _met(job, desk, data, meanwhile.parts_of(draft, asked, members)):
                return None
            saved = jobs.update_job(job.id, draft) if job else jobs.create_job(draft)
            questions.set_questions(saved.id, asked)
            team.set_team(saved.id, members)
            return saved
    except Refused as refused:
        _blame_all(desk, refused)
        return None


def look(job: Job | None, desk: Desk) -> None:
    """Put on the desk what a member would see of what is written; nothing is saved."""
    if not _is_readable(desk):
        desk.problems.insert(0, _("There is nothing to show yet: something needs a correction."))
        return
    question_rows.ready_to_type(desk.rows)
    draft, asked = _draft(job, desk), _asked(desk)
    try:
        refuse_if([*jobs.problems(draft), *question_rules.problems(asked, _own(asked))])
    except Refused as refused:
        _blame_all(desk, refused)
        return
    written = {item.name: getattr(draft, item.name) for item in dataclasses.fields(JobDraft)}
    desk.preview = preview.of_drafts(Job(**written), asked)


def _is_readable(desk: Desk) -> bool:
    checked = [row.check() for row in desk.rows]
    return all([desk.form.is_valid(), desk.sections.is_valid(), *checked])


def _draft(job: Job | None, desk: Desk) -> JobDraft:
    """What is written, as it would be stored; sections that say the same as before stay as they were written."""
    sections = desk.sections.value()
    if job is not None and form_sections.read(sections) == form_sections.read(job.form_sections):
        sections = job.form_sections
    draft = dataclasses.replace(desk.form.draft(job), form_sections=sections, pay=pay_rows.as_json(desk.pay))
    return jobs.tidied_draft(draft)


def _asked(desk: Desk) -> list[QuestionDraft]:
    return [row_details.draft(row) for row in desk.rows]


def _own(drafts: list[QuestionDraft]) -> list[Any]:
    """What is looked at needs no saved questions to compare with: each stands for itself."""
    return [Question(id=draft.id, kind=draft.kind) for draft in drafts if draft.id]


def _met(job: Job, desk: Desk, data: QueryDict, mine: dict[str, Any]) -> bool:
    """Whether somebody else changed the job meanwhile; then it is told, and what they alone changed is taken over."""
    now = Job.objects.select_for_update(no_key=True).get(id=job.id)
    theirs = laying.saved_parts(now)
    met = meanwhile.since(desk.version, theirs, mine)
    if not met:
        return False
    desk.met, desk.met_by = meeting_words.told(met, theirs, now), meeting_words.last_writer(now)
    desk.version = meanwhile.version(theirs)
    laying.take_over(desk, data, now, {one.part for one in met if not one.is_both})
    return True


def _blame_all(desk: Desk, refused: Refused) -> None:
    for problem in refused.problems:
        _blame(desk, problem.field, f"{problem.message} {problem.fix}".strip())


def _blame(desk: Desk, field: str, words: str) -> None:
    name, _dot, number = field.partition(".")
    rows: list[Any] = {"questions": desk.rows, "pay": desk.pay}.get(name, [])  # type: ignore[assignment]
    if number.isdecimal() and int(number) < len(rows):
        rows[int(number)].error = words
    elif name in desk.form.fields:
        desk.form.add_error(name, words)
    elif not desk.sections.blame(field, words):
        desk.problems.append(words)

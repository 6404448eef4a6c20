"""What a member sees of a job's form, drawn with the fields of the public page; nothing of it can be sent."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from isthmus.base.ids import new_id
from isthmus.hiring import careers, form_sections, question_details
from isthmus.hiring.models import Job, Question, QuestionKind
from isthmus.hiring.question_details import Prerequisite
from isthmus.hiring.question_rules import YES_NO
from isthmus.hiring.questions import QuestionDraft
from isthmus.web.careers.forms import ApplicationForm, Part

SELF_IDENTIFICATION = {
    "disability": "disability",
    "gender": "gender",
    "race": "race",
    "veteran_status": "veteran status",
}


@dataclass(frozen=True)
class Preview:
    """The parts of the form in order, and what LinkedIn asks in words of its own."""

    parts: list[Part]
    by_linkedin: list[str]


def of_job(job: Job) -> Preview:
    """The form of a saved job."""
    return _preview(careers.page_of(job))


def of_drafts(job: Job, sections: dict[str, Any], drafts: list[QuestionDraft]) -> Preview:
    """The form as it stands in the editor; `job` need not be saved."""
    ids: dict[str, UUID] = {draft.key: new_id() for draft in drafts}
    page = careers.page_of(job, [_unsaved(draft, ids) for draft in drafts])
    return _preview(replace(page, sections=form_sections.read(sections)))


def _preview(page: careers.JobPage) -> Preview:
    form = ApplicationForm(page)
    form.auto_id = "preview_%s"
    asked = page.sections.self_identification
    named = [words for name, words in SELF_IDENTIFICATION.items() if getattr(asked, name) != "hidden"]
    return Preview(form.parts, named)


def _unsaved(draft: QuestionDraft, ids: dict[str, UUID]) -> Question:
    details = draft.details
    if (first := details.prerequisite) is not None and first.question in ids:
        details = replace(details, prerequisite=Prerequisite(str(ids[first.question]), first.options))
    options = YES_NO if draft.kind == QuestionKind.YES_NO else draft.options
    return Question(
        id=ids[draft.key],
        text=draft.text,
        kind=draft.kind,
        required=draft.required,
        options=[{"id": option.get("id") or option["label"], "label": option["label"]} for option in options],
        section=draft.section,
        details=question_details.as_json(details),
    )

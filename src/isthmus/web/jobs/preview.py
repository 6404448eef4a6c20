"""What a member sees of a job and its form, drawn with the fields of the public page; nothing of it can be sent."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _lazy

from isthmus.base.ids import new_id
from isthmus.bridge.postings.description import description_of
from isthmus.hiring import careers, question_details
from isthmus.hiring.descriptions import clean
from isthmus.hiring.models import Job, Question, QuestionKind
from isthmus.hiring.question_details import Prerequisite
from isthmus.hiring.question_rules import YES_NO
from isthmus.hiring.questions import QuestionDraft
from isthmus.web.careers.forms import ApplicationForm, Part
from isthmus.web.jobs import pay_rows

SELF_IDENTIFICATION = {
    "disability": _lazy("disability"),
    "gender": _lazy("gender"),
    "race": _lazy("race"),
    "veteran_status": _lazy("veteran status"),
}


@dataclass(frozen=True)
class Advert:
    """What a member reads of the job before applying, and whether there is pay that is kept from them."""

    title: str
    places: list[str]
    facts: list[str]
    pay: list[str]
    is_pay_hidden: bool
    description: SafeString


@dataclass(frozen=True)
class Preview:
    """The job as it is shown, the parts of its form in order, and what LinkedIn asks in words of its own."""

    advert: Advert
    parts: list[Part]
    by_linkedin: list[str]


def of_job(job: Job) -> Preview:
    """A saved job and its form."""
    return _preview(job, careers.page_of(job))


def of_drafts(job: Job, drafts: list[QuestionDraft]) -> Preview:
    """The job and its form as they stand in the editor; `job` need not be saved."""
    ids: dict[str, UUID] = {draft.key: new_id() for draft in drafts}
    return _preview(job, careers.page_of(job, [_unsaved(draft, ids) for draft in drafts]))


def _advert(job: Job) -> Advert:
    sent = clean(description_of(job.description))
    return Advert(
        title=job.title,
        places=list(job.locations),
        facts=[
            words
            for words in (job.get_workplace_display(), job.get_employment_display(), job.get_level_display())
            if words
        ],
        pay=pay_rows.in_words(job) if job.pay_shown else [],
        is_pay_hidden=bool(job.pay) and not job.pay_shown,
        description=mark_safe(sent),  # noqa: S308 - cleaned by nh3 just now
    )


def _preview(job: Job, page: careers.JobPage) -> Preview:
    form = ApplicationForm(page)
    form.auto_id = "preview_%s"
    asked = page.sections.self_identification
    named = [str(words) for name, words in SELF_IDENTIFICATION.items() if getattr(asked, name) != "hidden"]
    return Preview(_advert(job), form.parts, named)


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

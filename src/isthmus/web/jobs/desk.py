"""The desk of the person who writes a job: what lies on it, and the page it is drawn on."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from isthmus.accounts.roles import Member
from isthmus.hiring.models import FormSection, Job
from isthmus.web.jobs import question_rows
from isthmus.web.jobs.forms import JobForm
from isthmus.web.jobs.preview import Preview
from isthmus.web.jobs.question_rows import QuestionRow
from isthmus.web.jobs.section_fields import SectionsForm


@dataclass
class Desk:
    """What lies before the person who writes a job: its forms, its questions, what is wrong, and how it would look."""

    form: JobForm
    sections: SectionsForm
    rows: list[QuestionRow]
    problems: list[str] = field(default_factory=list)
    preview: Preview | None = None


@dataclass(frozen=True)
class EditorPage:
    """The job form with its questions."""

    heading: str
    form: JobForm
    sections: SectionsForm
    preview: Preview | None
    questions: list[QuestionRow]
    problems: list[str]
    save_words: str
    cancel_url: str
    job_url: str = ""
    job_title: str = ""
    kinds: list[Any] = field(default_factory=lambda: question_rows.KINDS)
    places: list[Any] = field(default_factory=lambda: FormSection.choices)


def editor(member: Member, job: Job | None, desk: Desk) -> EditorPage:
    """The form for a new job, or for this one."""
    here = {"slug": member.company_slug}
    job_url = reverse("jobs:job", kwargs={**here, "job_id": job.id}) if job else ""
    return EditorPage(
        heading="Edit job" if job else "New job",
        form=desk.form,
        sections=desk.sections,
        preview=desk.preview,
        questions=question_rows.ready_to_type(desk.rows),
        problems=desk.problems,
        save_words="Save" if job else "Save as draft",
        cancel_url=job_url or reverse("jobs:list", kwargs=here),
        job_url=job_url,
        job_title=job.title if job else "",
    )

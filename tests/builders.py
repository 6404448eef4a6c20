"""Small makers of the records tests need; each runs inside an acting company and goes through the real services."""

from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

import docx
from fpdf import FPDF

from isthmus.base.clock import now
from isthmus.hiring import applications, jobs, postings, questions
from isthmus.hiring.applications import ExpectedFile, GivenAnswer, Received
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.models import Application, Job, Posting, Question
from isthmus.people.said import Said

DESCRIPTION = (
    "<p>Build the scheduler that keeps our welding cells busy, day and night.</p><ul><li>Python and SQL</li>"
    "<li>A sense for what happens when the power fails</li></ul>"
)
_numbers = count(7_200_000_001)


def a_draft(**changes: Any) -> JobDraft:
    """A job's text with everything it needs to be opened and to be posted."""
    return JobDraft(
        **{
            "title": "Senior Backend Engineer",
            "code": "BE-7",
            "description": DESCRIPTION,
            "locations": ["Ghent, Belgium"],
            "workplace": "hybrid",
            "employment": "full_time",
            "level": "mid_senior_level",
            "functions": ["eng"],
            "department": "Engineering",
            "poster_email": "tomas@larkfield.example",
            **changes,
        }
    )


def a_job(*, is_open: bool = True, **changes: Any) -> Job:
    """A job, open unless told otherwise."""
    job = jobs.create_job(a_draft(**changes))
    return jobs.open_job(job.id) if is_open else job


def a_published_job(*, linkedin_apply: bool = True, **changes: Any) -> tuple[Job, Posting]:
    """An open job with its posting published."""
    job = a_job(**changes)
    return job, postings.publish(job.id, linkedin_apply=linkedin_apply)


def some_questions(job: Job) -> list[Question]:
    """One question of each kind: text, number, single, multiple, yes/no, in this order."""
    options = [{"label": "Python"}, {"label": "SQL"}, {"label": "Kafka"}]
    return questions.set_questions(
        job.id,
        [
            questions.QuestionDraft(None, "Why us?", "text"),
            questions.QuestionDraft(None, "Years with SQL", "number", required=True),
            questions.QuestionDraft(None, "Strongest skill", "single", options=options),
            questions.QuestionDraft(None, "All your skills", "multiple", options=options),
            questions.QuestionDraft(None, "Right to work", "yes_no", required=True),
        ],
    )


def noor(**changes: Any) -> Said:
    """What Noor Peeters says about herself on LinkedIn."""
    return Said(
        **{
            "origin": "linkedin_apply",
            "first_name": "Noor",
            "last_name": "Peeters",
            "email": "noor.peeters@tessel.example",
            "phone": "+32 470 12 34 56",
            "headline": "Backend engineer at Tessel Labs",
            "employer": "Tessel Labs",
            "location": "Ghent, Belgium",
            "linkedin_person": "urn:li:person:AbC123xyz",
            "skills": [{"name": "SQL", "matched": True}],
            **changes,
        }
    )


def an_arrival(job: Job, **changes: Any) -> Received:
    """An application of Noor's as the bridge hands it over; a new id each time."""
    said = changes.pop("said", None) or noor()
    return Received(
        **{
            "said": said,
            "job_id": job.id,
            "origin": said.origin,
            "external_id": f"urn:li:jobApplication:{next(_numbers)}",
            "applied_at": now() - timedelta(minutes=1),
            **changes,
        }
    )


def a_received_application(job: Job | None = None, **changes: Any) -> Application:
    """An application received for the job (made here when not given)."""
    application, _ = applications.receive(an_arrival(job or a_job(), **changes))
    return application


def a_pdf(*lines: str) -> bytes:
    """A real PDF, one page, with these lines."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    for line in lines or ("Noor Peeters", "Backend engineer, Tessel Labs, Ghent"):
        pdf.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def a_docx(*lines: str, table: list[list[str]] | None = None) -> bytes:
    """A real Word document with these paragraphs, and a table when given."""
    document = docx.Document()
    for line in lines or ("Noor Peeters", "Backend engineer, Tessel Labs, Ghent"):
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


__all__ = [
    "DESCRIPTION",
    "ExpectedFile",
    "GivenAnswer",
    "a_docx",
    "a_draft",
    "a_job",
    "a_pdf",
    "a_published_job",
    "a_received_application",
    "an_arrival",
    "noor",
    "some_questions",
]

"""Fills an empty demo: companies, people, jobs, a LinkedIn connection to the sandbox, and its Recruiter contract.

Each step looks before it acts, so that a demo killed half-way through its first start is completed by the next one.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from isthmus.accounts import keys
from isthmus.accounts.models import User
from isthmus.bridge import connections as linkedin
from isthmus.bridge.models import ConnectionState
from isthmus.demo import cast, recruiter
from isthmus.demo.files import write_private
from isthmus.hiring import form_sections, jobs, questions
from isthmus.hiring.form_sections import EducationEntries, FormSections, SelfIdentification, WorkEntries
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.models import Employment, Job, Level, QuestionKind, Requirement, Workplace
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.questions import QuestionDraft
from isthmus.house import DEMO_FILE
from isthmus.operator import add_person, company_named
from isthmus.store.tenancy import acting_for
from isthmus.worker import drain_once


@dataclass(frozen=True)
class Seeded:
    """What the demo's ready line tells: how to sign in, and a key for the API."""

    api_key: str
    sign_ins: list[dict[str, str]]


def seed(folder: Path, credentials: dict[str, Any]) -> Seeded:
    """Make sure the demo's world exists. Returns how to get in."""
    for person in cast.PEOPLE:
        for company, role in person.roles.items():
            add_person(company, email=person.email, name=person.name, role=role, password=cast.PASSWORD)
    larkfield, _ = company_named(cast.LARKFIELD)
    orrin, _ = company_named(cast.ORRIN)
    _seed_jobs(larkfield, _user("tomas@larkfield.example"), larkfield_jobs())
    _seed_jobs(orrin, _user("dele@orrin.example"), _orrin_jobs())
    _connect(larkfield, _user("ines@larkfield.example"), str(credentials["organization_id"]))
    _give_contract(larkfield, _user("ines@larkfield.example"), str(credentials["url"]))
    return Seeded(_api_key(folder, larkfield, _user("ines@larkfield.example")), _sign_ins())


def _user(email: str) -> UUID:
    return User.objects.get(email=email).id


def _sign_ins() -> list[dict[str, str]]:
    return [
        {
            "name": person.name,
            "email": person.email,
            "password": cast.PASSWORD,
            "role": str(role),
            "company": company,
            "url": f"/c/{slugify(company)}/",
        }
        for person in cast.PEOPLE
        for company, role in person.roles.items()
    ]


def _api_key(folder: Path, company_id: UUID, user_id: UUID) -> str:
    """The demo's key: kept in the demo's own private file, since the database keeps only its digest."""
    path = folder / DEMO_FILE
    known = json.loads(path.read_text())
    if keys.verify(known.get("api_key", "")) is None:
        with acting_for(company_id, user_id=user_id, cause="demo"):
            _, known["api_key"] = keys.issue("Demo", keys.SCOPES)
        write_private(path, json.dumps(known, indent=1))
    return str(known["api_key"])


def _connect(company_id: UUID, user_id: UUID, organization: str) -> None:
    """Connect the company to the sandbox as a partner's customer, with Apply Connect on."""
    with acting_for(company_id, user_id=user_id, cause="demo"):
        connection = linkedin.current()
        if connection is None:
            linkedin.connect_partner(organization)
            linkedin.set_apply_connect(True)
    drain_once()


def _give_contract(company_id: UUID, user_id: UUID, sandbox_url: str) -> None:
    """Let the company have its Recruiter contract, so that LinkedIn tells applicants what it hears."""
    with acting_for(company_id, user_id=user_id, cause="demo"):
        connection = linkedin.current()
        if connection is None or connection.state != ConnectionState.COMPLETE:
            return
        recruiter.give_contract(sandbox_url, connection)
    drain_once()


def _seed_jobs(company_id: UUID, user_id: UUID, drafts: list[tuple[JobDraft, list[QuestionDraft], bool]]) -> None:
    for draft, asked, is_open in drafts:
        with acting_for(company_id, user_id=user_id, cause="demo"):
            if Job.objects.filter(code=draft.code).exists():
                continue
            job = jobs.create_job(draft)
            questions.set_questions(job.id, asked)
            if is_open:
                jobs.open_job(job.id)


def larkfield_jobs() -> list[tuple[JobDraft, list[QuestionDraft], bool]]:
    backend = JobDraft(
        title="Senior Backend Engineer",
        code="LR-101",
        description=cast.BACKEND,
        locations=["Ghent, Belgium"],
        workplace=Workplace.HYBRID,
        employment=Employment.FULL_TIME,
        level=Level.MID_SENIOR,
        functions=["eng", "it"],
        industries=["urn:li:industry:4"],
        department="Software",
        poster_email="tomas@larkfield.example",
        form_sections=form_sections.as_json(_everything()),
    )
    technician = JobDraft(
        title="Welding Cell Technician",
        code="LR-102",
        description=cast.TECHNICIAN,
        locations=["Antwerp, Belgium"],
        workplace=Workplace.ON_SITE,
        employment=Employment.FULL_TIME,
        level=Level.ASSOCIATE,
        functions=["mnfc"],
        industries=["urn:li:industry:55"],
        department="Workshop",
        poster_email="tomas@larkfield.example",
    )
    designer = JobDraft(
        title="Product Designer", code="LR-103", description="<p>To be written.</p>", department="Product"
    )
    return [(backend, _backend_questions(), True), (technician, [], True), (designer, [], False)]


def _everything() -> FormSections:
    """A form of all its steps: work, education and voluntary self-identification beside the questions."""
    return FormSections(
        work=WorkEntries(asked=True),
        education=EducationEntries(asked=True),
        self_identification=SelfIdentification(gender=Requirement.OPTIONAL.value),
    )


def _backend_questions() -> list[QuestionDraft]:
    notice = [{"label": "Now"}, {"label": "Within a month"}, {"label": "Later"}]
    tools = [{"label": "Python"}, {"label": "Kafka"}, {"label": "PostgreSQL"}]
    years = Details(help="Any database counts.", maximum=50, favourable_from=3)
    work = Details(help="What you are proud of.", extensions=("pdf", "docx"), largest_bytes=5 * 1024 * 1024)
    away = Details(start_label="Away from", end_label="Back on")
    ask = QuestionDraft
    return [
        ask(None, "How many years have you worked with SQL?", QuestionKind.INTEGER, required=True, details=years),
        ask(
            None,
            "May you work in the European Union?",
            QuestionKind.YES_NO,
            required=True,
            key="permit",
            details=Details(favourable_options=("yes",)),
        ),
        ask(
            None,
            "Which permit would you need?",
            QuestionKind.SHORT_TEXT,
            required=True,
            details=Details(prerequisite=Prerequisite("permit", ("no",)), longest=120),
        ),
        ask(None, "Which of these have you run in production?", QuestionKind.MULTIPLE, options=tools),
        ask(None, "When could you start?", QuestionKind.SINGLE, options=notice),
        ask(None, "Are you away in the next months?", QuestionKind.DATE_RANGE, details=away),
        ask(None, "A piece of your work", QuestionKind.DOCUMENT, details=work),
        ask(None, "Why would you like to join us?", QuestionKind.TEXT, details=Details(longest=2000)),
    ]


def _orrin_jobs() -> list[tuple[JobDraft, list[QuestionDraft], bool]]:
    baker = JobDraft(
        title="Night Baker",
        code="OF-7",
        description=cast.BAKER,
        locations=["Bruges, Belgium"],
        workplace=Workplace.ON_SITE,
        employment=Employment.FULL_TIME,
        level=Level.ASSOCIATE,
        functions=["prod"],
        industries=["urn:li:industry:34"],
        poster_email="dele@orrin.example",
    )
    return [(baker, [], True)]

"""The API alone, a key with every scope, and one application with everything that hangs on it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from isthmus.accounts import keys
from isthmus.base.clock import now
from isthmus.hiring import applications, files, handovers, jobs, notes, questions
from isthmus.hiring.applications import GivenAnswer, Received
from isthmus.hiring.handovers import Task
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.questions import QuestionDraft
from isthmus.people.said import Said
from tests.cast import Cast

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _api_alone(settings: Any) -> None:
    settings.ROOT_URLCONF = "isthmus.api.urls"
    caches["process"].clear()


@dataclass
class Caller:
    """A program with an API key."""

    key: str
    client: Client

    def __call__(self, method: str, path: str, body: object = None) -> HttpResponse:
        data = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, f"/api/v1{path}", data, "application/json", headers={"Authorization": f"Bearer {self.key}"}
        )

    def get(self, path: str, **query: object) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: object = None) -> HttpResponse:
        return self("POST", path, body)


@pytest.fixture
def issue(cast: Cast) -> Callable[..., Caller]:
    """`issue(*scopes, company=None)`: a caller with these scopes, or all."""

    def issued(*scopes: str, company: Any = None) -> Caller:
        with cast.acting(cast.dele if company else cast.ines, company):
            return Caller(keys.issue("Careers site", scopes or keys.SCOPES)[1], Client(raise_request_exception=False))

    return issued


@pytest.fixture
def api(issue: Callable[..., Caller]) -> Caller:
    return issue()


@pytest.fixture
def stranger(issue: Callable[..., Caller], cast: Cast) -> Caller:
    """A program of another company, with every scope."""
    return issue(company=cast.orrin)


def away(*_: object) -> None:
    """For `connection.execute_wrapper`: the database does not answer."""
    raise OperationalError("the database is away")


@dataclass(frozen=True)
class Story:
    """Noor's application for a job at Larkfield."""

    job_id: UUID
    application_id: UUID
    candidate_id: UUID
    file_id: UUID
    note_id: UUID
    hand_over_id: UUID


@pytest.fixture
def story(cast: Cast) -> Story:
    with cast.acting():
        job = jobs.create_job(JobDraft("Backend engineer", description="<p>Build.</p>", locations=["Ghent, Belgium"]))
        asked = questions.set_questions(job.id, [QuestionDraft(None, "Which languages?", "text")])
        said = Said("linkedin_apply", first_name="Noor", last_name="Peeters", email="noor.peeters@tessel.example")
        answers = [GivenAnswer(str(asked[0].id), "Python, Dutch")]
        received = Received(said, job.id, "linkedin_apply", "app-1", now(), answers, eeo=b"self-identified")
        application, _ = applications.receive(received)
        file = files.attach(application.id, PDF, name="Noor <b>.pdf")
        note = notes.add(application.candidate_id, "Strong on queues.", application_id=application.id)
        notes.add(application.candidate_id, "Between us: too dear.", audience="author")
        task = Task(cast.marek.id, "Call Noor", "She asked twice.")
        handed = handovers.hand_over(application.candidate_id, task, application_id=application.id)
    return Story(job.id, application.id, application.candidate_id, file.id, note.id, handed.id)

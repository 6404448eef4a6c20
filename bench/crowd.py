"""A company with very many candidates: generated people with applications, notes and résumés, copied in as owner."""

import os
import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import click
import psycopg
from psycopg.types.json import Jsonb

from bench.ground import Ground


def _words(text: str) -> list[str]:
    return text.split()


PEOPLE, JOBS, AT_ONCE = 200_000, 200, 5_000
EMAIL = "bench@larkfield.example"
FIRST: list[str] = _words(
    "Noor Ines Tomas Marek Petra Dele Ilse Amara Pieter Zoë Łukasz Jürgen Sofía Anaïs Bo Chen Yuki Fatima "
    "Ahmed Olga Ivan Maria Jean Anna Peter Laura Marco Nina Omar Priya Ravi Sara Tom Uma Victor Wei Xenia "
    "Yara Zofia Emma Liam Mia Noah Eva Max Lea Paul Ada"
)
SYLLABLES: list[str] = _words(
    "ba be bo da de do fa ga ha ka ko la le lo ma me mo na ne no pa pe ra re ro sa se ta te to va ve wa za"
)
ENDINGS: list[str] = _words("man sen ers ski ova ini ez son berg feld dottir ic ou aux ley ton")
TRADES: list[str] = _words(
    "Backend Frontend Welding Process Safety Data Quality Field Controls Robotics Design Sales Supply"
)
ROLES: list[str] = _words(
    "Engineer Technician Analyst Manager Designer Lead Specialist Coordinator Consultant Scientist"
)
PLACES = [
    "Ghent, Belgium",
    "Lyon, France",
    "Porto, Portugal",
    "Kraków, Poland",
    "Leeds, United Kingdom",
    "Turin, Italy",
]
SKILLS: list[str] = _words(
    "Python SQL Kafka Welding PLC CAD Excel Kubernetes React Rust C++ Statistics Payroll Negotiation "
    "Hydraulics AI Terraform Go Java Lean Kaizen Scrum English French German Polish Safety Audits "
    "Logistics Forecasting"
)
SENTENCES = [
    "Built and ran the {skill} platform of a plant with {number} machines and cut downtime by a third.",
    "Led a team of {number} people through the move from paper to {skill}, on time and within budget.",
    "Responsible for {skill} and {other} across three sites, reporting to the head of operations.",
    "Wrote the handbook for {skill} that new colleagues still start with, and trained {number} of them.",
    "Introduced {skill} where {other} had reached its limits; measured the effect and published the numbers.",
    "Kept customers in four countries informed while the {word} project changed course twice.",
]
NOTES = [
    "Good talk about {skill}.",
    "Would rather work remotely.",
    "Knows {other} well, asks good questions.",
    "Call back in {word}.",
]


@dataclass(frozen=True)
class Crowd:
    """What the pages are asked with: who asks, and words that are frequent, middling and rare."""

    slug: str
    user_id: UUID
    job_ids: list[UUID]
    people: int
    common: str = "python"
    rare: str = "zzyzx"

    @property
    def biggest_job(self) -> UUID:
        return self.job_ids[0]


class Copier:
    """Rows of one model, copied with every column; what a row does not say is the model's default."""

    def __init__(self, connection: psycopg.Connection, model: Any) -> None:
        self.connection = connection
        self.table = model._meta.db_table
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.defaults = {field.attname: field.get_default() for field in self.fields if field.attname != "id"}
        self.json = {field.attname for field in self.fields if field.get_internal_type() == "JSONField"}

    def copy(self, rows: Iterable[dict[str, Any]]) -> None:
        names = [field.attname for field in self.fields]
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {self.table} ({columns}) FROM STDIN") as stream,
        ):
            for row in rows:
                stream.write_row([self._value(name, row) for name in names])

    def _value(self, name: str, row: dict[str, Any]) -> Any:
        value = row[name] if name in row else self.defaults[name]
        return Jsonb(value) if name in self.json else value


@dataclass(frozen=True)
class Part:
    """What one process makes: the people from one number to another, of so many."""

    dsn: str
    company_id: UUID
    user_id: UUID
    job_ids: list[UUID]
    stage_ids: list[UUID]
    first: int
    last: int
    people: int


def gather(ground: Ground, people: int = PEOPLE) -> Crowd:
    """Found the company and its people, and say how long that took; those of a kept database are taken as they are."""
    from isthmus.accounts.models import User
    from isthmus.hiring.models import Job
    from isthmus.people.models import Candidate
    from isthmus.store.tenancy import acting_for

    if not User.objects.filter(email=EMAIL).exists():
        _found(ground, people)
    user = User.objects.get(email=EMAIL)
    with acting_for(ground.company_id, cause="bench"):
        _connect()
        job_ids = list(Job.objects.filter(code__startswith="B-").order_by("id").values_list("id", flat=True))
        return Crowd(ground.company_slug, user.id, job_ids, Candidate.objects.count())


def _connect() -> None:
    """The company's streams stand in the frame of every page."""
    from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState

    state = {"kind": ConnectionKind.DIRECT, "state": ConnectionState.COMPLETE, "apply_connect": True}
    Connection.objects.get_or_create(defaults={**state, "organization": "urn:li:organization:1"})


def _found(ground: Ground, people: int) -> None:
    from isthmus.accounts.models import User
    from isthmus.hiring import jobs, pipeline, tally, team
    from isthmus.operator import add_person
    from isthmus.store.tenancy import acting_for

    began = time.perf_counter()
    add_person("Larkfield Robotics", email=EMAIL, name="Tomas Brandt", role="recruiter", password="x" * 20)
    user = User.objects.get(email=EMAIL)
    with acting_for(ground.company_id, user_id=user.id, cause="bench"):
        job_ids = [jobs.create_job(_draft(number)).id for number in range(JOBS)]
        for job_id in job_ids:
            jobs.open_job(job_id)
        for job_id in job_ids[::7][:30]:
            team.set_team(job_id, [team.Part(user.id)])
        stage_ids = [stage.id for stage in pipeline.ensure_stages()]
    _copy_people(ground, user.id, job_ids, stage_ids, people)
    with acting_for(ground.company_id, cause="bench"):
        for job_id in job_ids:
            tally.recount(job_id)
    click.echo(f"{people:,} candidates made in {time.perf_counter() - began:.0f} s")


def _draft(number: int) -> Any:
    from isthmus.hiring.jobs import JobDraft

    return JobDraft(
        title=f"{TRADES[number % len(TRADES)]} {ROLES[number % len(ROLES)]} {number}",
        code=f"B-{number}",
        description="<p>Keep our welding cells busy, day and night, and know what happens when the power fails.</p>"
        * 3,
        locations=[PLACES[number % len(PLACES)]],
        workplace="on_site",
        employment="full_time",
        level="associate",
        functions=["eng"],
    )


def _copy_people(ground: Ground, user_id: UUID, job_ids: list[UUID], stage_ids: list[UUID], people: int) -> None:
    from django.db import connections

    dsn = ground.server.dsn("isthmus_superuser")
    starts = range(0, people, AT_ONCE)
    parts = [
        Part(dsn, ground.company_id, user_id, job_ids, stage_ids, start, min(start + AT_ONCE, people), people)
        for start in starts
    ]
    connections.close_all()
    for one in connections.all(initialized_only=True):
        one.close_pool()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP INDEX search_words")
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as processes:
            list(processes.map(_copy_part, parts))
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute(
            "CREATE INDEX search_words ON hiring_searchdocument USING gin (words) WITH (fastupdate = off)"
        )
        connection.execute("VACUUM ANALYZE")


def _copy_part(part: Part) -> None:
    """Without triggers, those that check references included: what is made here refers to what is made here."""
    from isthmus.store.tenancy import acting_for

    rows: dict[Any, list[dict[str, Any]]] = {}
    for person in _people(part):
        for model, row in person:
            rows.setdefault(model, []).append(row)
    with psycopg.connect(part.dsn) as connection, acting_for(part.company_id, cause="bench"):
        connection.execute("SET session_replication_role = replica")
        for model, made in rows.items():
            Copier(connection, model).copy(made)


def _people(part: Part) -> Iterator[list[tuple[Any, dict[str, Any]]]]:
    dice = random.Random(part.first)
    weights = [1 / (rank + 1) for rank in range(len(part.job_ids))]
    for number in range(part.first, part.last):
        person = _Person(dice, number, part)
        chosen = dice.choices(part.job_ids, weights, k=1 + (number % 5 == 0))
        yield [*person.self_and_words(part.user_id), *person.bids(chosen, part.stage_ids, part.user_id)]


class _Person:
    def __init__(self, dice: random.Random, number: int, part: Part) -> None:
        from isthmus.base.clock import now
        from isthmus.base.ids import new_id

        self.dice, self.number, self.company_id, self.new_id = dice, number, part.company_id, new_id
        self.candidate_id, self.profile_id, self.bid_id = new_id(), new_id(), new_id()
        self.moment = now() - timedelta(minutes=2 * (part.people - number))
        self.first = dice.choice(FIRST)
        self.last = (dice.choice(SYLLABLES) + dice.choice(SYLLABLES) + dice.choice(ENDINGS)).title()
        self.role = f"{dice.choice(TRADES)} {dice.choice(ROLES)}"
        self.employer = f"{dice.choice(SYLLABLES).title()}{dice.choice(SYLLABLES)} {dice.choice(TRADES)}"
        self.origin = dice.choice(("linkedin_apply", "linkedin_apply", "careers", "api"))
        self.skills = dice.sample(SKILLS, 6)

    def text(self, template: str) -> str:
        word = self.dice.choice(SYLLABLES) + self.dice.choice(SYLLABLES) + self.dice.choice(SYLLABLES)
        skill, other = self.dice.choice(self.skills), self.dice.choice(SKILLS)
        return template.format(skill=skill, other=other, number=self.dice.randint(2, 400), word=word)

    def resume(self) -> str:
        if self.number % 5 == 4:
            return ""
        rare = " Zzyzx." if self.number % 4_000 == 0 else ""
        return " ".join(self.text(self.dice.choice(SENTENCES)) for _ in range(8)) + rare

    def self_and_words(self, user_id: UUID) -> Iterator[tuple[Any, dict[str, Any]]]:
        from isthmus.hiring import models as hiring
        from isthmus.hiring.search_documents import of_profile
        from isthmus.hiring.search_words import Passage, vector
        from isthmus.people import models as people

        address = f"{self.first}.{self.last}{self.number}@mail.example".lower()
        said = {
            "first_name": self.first,
            "last_name": self.last,
            "email": address,
            "headline": self.role,
            "employer": self.employer,
            "location": self.dice.choice(PLACES),
        }
        profile = {
            **said,
            "email_key": address,
            "last_name_key": self.last.lower(),
            "skills": [{"name": skill} for skill in self.skills],
            "work": [{"title": self.role, "organization": self.employer, "start": "2019"}],
            "education": [],
        }
        at = {"created_at": self.moment, "last_activity_at": self.moment}
        yield people.Candidate, {"id": self.candidate_id, "profile_count": 1, **at, **said}
        here = {"id": self.profile_id, "candidate_id": self.candidate_id, "origin": self.origin}
        yield people.Profile, {**here, "external_id": f"b{self.number}", **profile}
        note = self.text(self.dice.choice(NOTES)) if self.number % 2 else ""
        if note:
            row = {"id": self.new_id(), "candidate_id": self.candidate_id, "profile_id": self.profile_id, "body": note}
            yield hiring.Note, {**row, "author_id": user_id, "at": self.moment}
        resume = self.resume()
        if resume:
            paper = {"id": self.new_id(), "application_id": self.bid_id, "profile_id": self.profile_id}
            yield hiring.File, {**paper, "state": "stored", "name": "cv.pdf", "external_id": "r", "text": resume}
        passages = [*of_profile(profile), Passage(note), Passage(resume)]
        document = {"id": self.new_id(), "candidate_id": self.candidate_id, "is_fresh": True}
        sort_name = f"{self.last} {self.first}".lower()
        yield (
            hiring.SearchDocument,
            {**document, "sort_name": sort_name, "words": vector(self.company_id, passages)},
        )

    def bids(self, jobs: list[UUID], stage_ids: list[UUID], user_id: UUID) -> Iterator[tuple[Any, dict[str, Any]]]:
        from isthmus.hiring import models as hiring

        for nth, job_id in enumerate(jobs):
            bid_id = self.bid_id if nth == 0 else self.new_id()
            outcome = self.dice.choices(("pending", "declined", "hired", "withdrawn"), (60, 35, 3, 2))[0]
            stage_id = self.dice.choices(stage_ids, (50, 20, 14, 10, 6, 0))[0]
            ended = None if outcome == "pending" else self.moment
            row = {"id": bid_id, "candidate_id": self.candidate_id, "profile_id": self.profile_id, "job_id": job_id}
            state = {"stage_id": stage_id, "outcome": outcome, "outcome_at": ended, "origin": self.origin}
            told = {"external_id": f"b{self.number}.{nth}", "applied_at": self.moment, "received_at": self.moment}
            yield hiring.Application, {**row, **state, **told}
            entry = {"id": self.new_id(), "application_id": bid_id, "stage_id": stage_id, "is_arrival": True}
            yield hiring.StageEntry, {**entry, "at": self.moment}
            if self.dice.random() < 0.5:
                yield hiring.ApplicationView, {"id": self.new_id(), "application_id": bid_id, "user_id": user_id}

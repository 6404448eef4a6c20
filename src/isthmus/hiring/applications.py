"""Applications arrive here, from whichever source, once each, whole or not at all."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.base import secrets, tracing
from isthmus.base.clock import now
from isthmus.base.filenames import safe_name
from isthmus.base.ids import new_id
from isthmus.hiring import messages, notice_settings, search_documents, tally
from isthmus.hiring.answer_words import shown, value_of
from isthmus.hiring.models import Answer, Application, EeoAnswer, File, Job, Question, StageEntry
from isthmus.hiring.pipeline import first_stage
from isthmus.people import intake
from isthmus.people.normalise import one_line, tidy, tidy_json
from isthmus.people.said import Said
from isthmus.store import tenancy

EEO_FIELD = "eeo"
COVER_LETTER = "Cover letter"
NOT_UNDERSTOOD = "Not understood"


@dataclass(frozen=True)
class GivenAnswer:
    """One answer: the question's id as the source sent it, the value, and the value in words (made here if empty).

    `document` is the `external_id` of an expected file that is the answer; `about` names the job, the school or the
    round it belongs to. An answer that is not `understood` keeps what may be seen of it as its value.
    """

    question_id: str
    value: Any
    shown: str = ""
    document: str = ""
    about: str = ""
    understood: bool = True


@dataclass(frozen=True)
class ExpectedFile:
    """A document the source announced; its content is fetched or stored later under this `external_id`."""

    kind: str
    external_id: str
    name: str = ""


@dataclass(frozen=True)
class Received:
    """An application as a source delivered it. `eeo` holds self-identification as bytes, to be sealed apart."""

    said: Said
    job_id: UUID
    origin: str
    external_id: str
    applied_at: datetime
    answers: Sequence[GivenAnswer] = field(default_factory=list)
    files: Sequence[ExpectedFile] = field(default_factory=list)
    eeo: bytes | None = None
    delivery_id: UUID | None = None


def receive(received: Received) -> tuple[Application, bool]:
    """The application, and whether this call created it: once per `(origin, external_id)`, however often it arrives.

    Everything is written in the surrounding transaction. An empty `external_id` makes a new application each time.
    Raises Job.DoesNotExist for a job of another company.
    """
    job: Job = Job.objects.get(id=received.job_id)
    external_id = tidy(received.external_id, 300)
    if external_id and (known := _known(received.origin, external_id)) is not None:
        return known, False
    received_at = now()
    with tracing.span("intake", origin=received.origin):
        placed = intake.place(_with_identity(received, external_id))
    fresh = _insert(received, external_id, job, placed, received_at)
    if fresh is None:
        return Application.objects.get(origin=received.origin, external_id=external_id), False
    StageEntry.objects.create(application=fresh, stage=fresh.stage, is_arrival=True, at=fresh.received_at)
    _expect_files(fresh, received.files)
    _keep_answers(fresh, received.answers)
    _seal_apart(fresh, received.eeo)
    search_documents.write(placed.candidate)
    tally.received(job.id)
    if notice_settings.current().email_receipts:
        messages.about_arrival(fresh)
    return fresh, True


def read_again(application_id: UUID, received: Received) -> int:
    """Replace the answers that were not understood by what the same delivery is found to say now.

    Returns how many still are not; everything else about the application stays. Raises Application.DoesNotExist.
    """
    application = Application.objects.select_for_update(no_key=True).get(id=application_id)
    _expect_files(application, received.files)
    now_read = [row for row in _answer_rows(application, received.answers) if row.understood]
    unread = list(application.answers.filter(understood=False))
    for row in unread:
        better = next((one for one in now_read if _asks_the_same(one, row)), None)
        if better is not None:
            now_read.remove(better)
            row.value, row.shown, row.understood = better.value, better.shown, True
            row.save(update_fields=["value", "shown", "understood"])
    return sum(not row.understood for row in unread)


def _asks_the_same(one: Answer, other: Answer) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("question_id", "question_text", "about"))


def _known(origin: str, external_id: str) -> Application | None:
    found: Application | None = Application.objects.filter(origin=origin, external_id=external_id).first()
    return found


def _with_identity(received: Received, external_id: str) -> Said:
    """The same saying must be found again, so a profile without an id of its own takes the application's."""
    said = received.said
    return dataclasses.replace(
        said,
        external_id=said.external_id or external_id,
        delivery_id=said.delivery_id or received.delivery_id,
    )


def _insert(
    received: Received, external_id: str, job: Job, placed: intake.Placed, received_at: datetime
) -> Application | None:
    """The new row, or None when another transaction was first with the same id."""
    application = Application(
        id=new_id(),
        job=job,
        profile=placed.profile,
        candidate=placed.candidate,
        stage=first_stage(),
        origin=received.origin,
        external_id=external_id,
        delivery_id=received.delivery_id,
        applied_at=received.applied_at,
        received_at=received_at,
    )
    Application.objects.bulk_create([application], ignore_conflicts=True)
    return application if Application.objects.filter(id=application.id).exists() else None


def _keep_answers(application: Application, given: Sequence[GivenAnswer]) -> None:
    Answer.objects.bulk_create(_answer_rows(application, given))


def _answer_rows(application: Application, given: Sequence[GivenAnswer]) -> list[Answer]:
    """A question this job does not know keeps its id as its text: nothing an applicant said is lost."""
    if not given:
        return []
    questions = {str(question.id): question for question in Question.objects.filter(job_id=application.job_id)}
    files = dict(File.objects.filter(application=application).values_list("external_id", "id"))
    rows = []
    for order, answer in enumerate(given):
        question = questions.get(answer.question_id.strip().lower())
        file_id = files.get(tidy(answer.document, 500)) if answer.document else None
        row = Answer(
            application=application,
            question=question,
            question_text=question.text if question else tidy(answer.question_id, 1000),
            value={"file_id": str(file_id)} if file_id else _kept(answer.value),
            about=one_line(answer.about, 300),
            understood=answer.understood,
            order=order,
        )
        rows.append(_in_words(row, question, answer))
    return rows


def _kept(value: Any) -> Any:
    """The value as a row can hold it; nothing to be seen of an answer is an empty text."""
    return "" if value is None else tidy_json(value)


def _in_words(row: Answer, question: Question | None, given: GivenAnswer) -> Answer:
    if not given.understood:
        row.shown = NOT_UNDERSTOOD
        return row
    kind, options = (question.kind, question.options) if question else ("", [])
    row.value = value_of(kind, row.value)
    row.shown = tidy(given.shown) or shown(kind, options, row.value)
    return row


def _expect_files(application: Application, expected: Sequence[ExpectedFile]) -> None:
    rows = [
        File(
            application=application,
            profile_id=application.profile_id,
            kind=tidy(announced.kind, 20),
            external_id=tidy(announced.external_id, 500),
            name=safe_name(announced.name, default="") if announced.name else "",
        )
        for announced in expected
    ]
    File.objects.bulk_create(rows, ignore_conflicts=True)


def _seal_apart(application: Application, eeo: bytes | None) -> None:
    if eeo is None:
        return
    company = tenancy.current_company_id()
    EeoAnswer.objects.create(
        job_id=application.job_id,
        application_id=application.id,
        profile_id=application.profile_id,
        sealed=secrets.seal(eeo, company=company, field=EEO_FIELD),
    )

"""The answers of an application as people and programs read them: words, files, hopes, and what was not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from isthmus.hiring import answer_words, question_details
from isthmus.hiring.answer_words import Fit
from isthmus.hiring.models import Answer, Application, File, Question


@dataclass(frozen=True)
class ShownAnswer:
    """One answer; `file` when it is a document, `fit` when the job hopes for certain answers to this question."""

    question_id: UUID | None
    question: str
    value: Any
    shown: str
    about: str
    understood: bool
    file: File | None
    fit: Fit | None


@dataclass(frozen=True)
class NotAsked:
    """A question that this person was not asked, and why."""

    question: str
    reason: str


@dataclass(frozen=True)
class AnswersShown:
    """Everything an application says in answer to questions."""

    given: list[ShownAnswer] = field(default_factory=list)
    not_asked: list[NotAsked] = field(default_factory=list)

    @property
    def against_hopes(self) -> list[ShownAnswer]:
        """The answers that are not what the job hopes for: a mark for people to see, deciding nothing."""
        return [answer for answer in self.given if answer.fit is not None and not answer.fit.is_hoped_for]


def of_application(application: Application) -> AnswersShown:
    """The answers of an application of the acting company."""
    questions = {str(one.id): one for one in Question.objects.filter(job_id=application.job_id)}
    files = {str(file.id): file for file in application.files.all()}
    rows = list(application.answers.all())
    return AnswersShown([_shown(row, questions, files) for row in rows], list(_not_asked(rows, questions)))


def _shown(row: Answer, questions: Mapping[str, Question], files: Mapping[str, File]) -> ShownAnswer:
    question = questions.get(str(row.question_id)) if row.question_id else None
    file_id = row.value.get("file_id") if isinstance(row.value, dict) else None
    return ShownAnswer(
        question_id=row.question_id,
        question=row.question_text,
        value=row.value,
        shown=row.shown,
        about=row.about,
        understood=row.understood,
        file=files.get(str(file_id)) if file_id else None,
        fit=answer_words.fit(question, row.value) if question and row.understood else None,
    )


def _not_asked(rows: Sequence[Answer], questions: Mapping[str, Question]) -> Iterator[NotAsked]:
    """Questions without an answer whose prerequisite was answered otherwise."""
    values = {str(row.question_id): row.value for row in rows if row.question_id}
    for identity, question in questions.items():
        prerequisite = question_details.read(question.details).prerequisite
        if prerequisite is None or identity in values or question.retired_at is not None:
            continue
        if prerequisite.question in values and not answer_words.is_met(prerequisite, values):
            yield NotAsked(question.text, f"Not asked: {answer_words.condition(question, questions)}.")

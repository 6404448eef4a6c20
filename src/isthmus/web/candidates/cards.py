"""The card of one application: where it stands, what was answered, what came with it, and who has it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.hiring import answers_shown
from isthmus.hiring.answers_shown import NotAsked, ShownAnswer
from isthmus.hiring.handovers import Owner
from isthmus.hiring.models import Application, FileState, Outcome, Stage
from isthmus.people.models import Origin
from isthmus.web.candidates import background, documents
from isthmus.web.candidates.background import Skill, Station
from isthmus.web.candidates.documents import Documents
from isthmus.web.tones import GOOD, OF_OUTCOME, Look

DOUBT = Look("warn", "exclamation-triangle")


@dataclass(frozen=True)
class Step:
    """One stage as a step: done, here, ended or ahead."""

    id: UUID
    name: str
    state: str


@dataclass(frozen=True)
class GivenAnswer:
    """A question as it was asked, the answer in words or as a file, and how it meets what the job hopes for."""

    question: str
    shown: str
    file_id: UUID | None = None
    fit_tone: str = ""
    fit_icon: str = ""
    fit_words: str = ""
    fit_reason: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class ApplicationCard:
    """One application with everything that came with it."""

    id: UUID
    job_id: UUID
    job_title: str
    applied_at: datetime
    origin_words: str
    state_words: str
    tone: str
    icon: str
    is_open: bool
    in_focus: bool
    outcome_words: str
    outcome_reason: str
    answers: list[GivenAnswer]
    not_asked: list[NotAsked]
    against_hopes: int
    skills: list[Skill]
    work: list[Station]
    education: list[Station]
    documents: Documents
    stage_id: UUID
    stages: list[Stage]
    steps: list[Step]
    next_stage: Stage | None
    owner: Owner


def of(application: Application, stages: list[Stage], focus: Application | None, owner: Owner) -> ApplicationCard:
    """The card of an application with its answers, files, job, stage and profile at hand."""
    outcome = Outcome(application.outcome)
    is_open = outcome == Outcome.PENDING
    look = OF_OUTCOME[outcome]
    answers = answers_shown.of_application(application)
    return ApplicationCard(
        id=application.id,
        job_id=application.job_id,
        job_title=application.job.title,
        applied_at=application.applied_at,
        origin_words=str(Origin(application.origin).label),
        state_words=application.stage.name if is_open else str(outcome.label),
        tone=look.tone,
        icon=look.icon,
        is_open=is_open,
        in_focus=focus is not None and application.id == focus.id,
        outcome_words=str(outcome.label),
        outcome_reason=application.outcome_reason,
        answers=[_answer(answer) for answer in answers.given],
        not_asked=answers.not_asked,
        against_hopes=len(answers.against_hopes),
        skills=background.skills(application.profile),
        work=background.stations(application.profile.work),
        education=background.stations(application.profile.education),
        documents=documents.of(application),
        stage_id=application.stage_id,
        stages=stages,
        steps=_steps(application, stages),
        next_stage=next((stage for stage in stages if stage.order > application.stage.order), None),
        owner=owner,
    )


def _answer(answer: ShownAnswer) -> GivenAnswer:
    question = f"{answer.question} ({answer.about})" if answer.about else answer.question
    if answer.file is not None:
        stored = answer.file.state == FileState.STORED
        words = answer.file.name or _("A document")
        return GivenAnswer(question, words, file_id=answer.file.id if stored else None)
    if answer.fit is None:
        return GivenAnswer(question, answer.shown or "–", is_doubtful=not answer.understood)
    look, words = (GOOD, _("As hoped for")) if answer.fit.is_hoped_for else (DOUBT, _("Not as hoped for"))
    if answer.fit.knocks_out:
        words = _("Knock-out question")
    return GivenAnswer(
        question,
        answer.shown or "–",
        fit_tone=look.tone,
        fit_icon=look.icon,
        fit_words=words,
        fit_reason=answer.fit.reason,
    )


def _steps(application: Application, stages: list[Stage]) -> list[Step]:
    ended = application.outcome in (Outcome.DECLINED, Outcome.WITHDRAWN)
    here = "ended" if ended else "here"
    order = application.stage.order
    states = [here if stage.order == order else "done" if stage.order < order else "ahead" for stage in stages]
    return [Step(stage.id, stage.name, state) for stage, state in zip(stages, states, strict=True)]

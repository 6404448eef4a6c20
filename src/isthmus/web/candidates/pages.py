"""What a candidate's page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from isthmus.accounts.roles import Member
from isthmus.hiring import answers_shown, notes, pipeline, timeline
from isthmus.hiring.actors import names
from isthmus.hiring.answers_shown import NotAsked, ShownAnswer
from isthmus.hiring.models import Application, Audience, File, FileState, Note, Outcome, Stage
from isthmus.people.models import Candidate, Origin, Profile
from isthmus.web.candidates import background, contact, documents, held, next_steps
from isthmus.web.candidates.background import Skill, Station
from isthmus.web.candidates.contact import Fact
from isthmus.web.candidates.documents import Documents
from isthmus.web.candidates.next_steps import NextSteps
from isthmus.web.tones import GOOD, OF_OUTCOME, Look

MEDIA_WORDS = {
    "application/pdf": "PDF",
    "application/msword": "Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
}
DOUBT = Look("warn", "exclamation-triangle")
OF_EVENT = {
    "application": ("envelope", ""),
    "match": ("user-group", ""),
    "stage": ("arrow-right", ""),
    "decision": ("scale", "accent"),
    "view": ("eye", "accent"),
    "download": ("arrow-down-tray", ""),
    "file": ("document-text", ""),
    "note": ("chat-bubble-bottom-center-text", ""),
}


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


@dataclass(frozen=True)
class ShownNote:
    """A colleague's words."""

    author: str
    initials: str
    at: datetime
    body: str
    is_private: bool


@dataclass(frozen=True)
class ShownEvent:
    """One entry of the timeline."""

    at: datetime
    title: str
    why: str
    is_reason: bool
    actor: str
    icon: str
    tone: str
    delivery_id: UUID | None
    delivery_short: str


@dataclass(frozen=True)
class CandidatePage:
    """One person as the company sees them."""

    id: UUID
    name: str
    initials: str
    headline: str
    came_by_linkedin: bool
    profile_words: str
    applications: list[ApplicationCard]
    focus: ApplicationCard | None
    notes: list[ShownNote]
    events: list[ShownEvent]
    contact: list[Fact]
    notices: NextSteps | None
    held: list[str]
    rejection: next_steps.Forewarning | None
    may_decide: bool
    may_note: bool
    may_see_activity: bool


@dataclass(frozen=True)
class FilePage:
    """The text read in a file."""

    id: UUID
    file_name: str
    name: str
    back_url: str
    size: int
    media_words: str
    text: str


def candidate(member: Member, person: Candidate, focus: Application | None) -> CandidatePage:
    """The page of a candidate of the acting company, with one application in focus."""
    applications = _applications(person, focus)
    stages = pipeline.ensure_stages()
    cards = [_card(row, stages, focus) for row in applications]
    focused = applications[0] if focus else None
    profiles = list(Profile.objects.filter(candidate=person).order_by("said_at", "id"))
    return CandidatePage(
        id=person.id,
        name=str(person),
        initials=person.initials,
        headline=_headline(person),
        came_by_linkedin=any(row.origin == Origin.LINKEDIN_APPLY for row in applications),
        profile_words=f"{len(profiles)} profile{'' if len(profiles) == 1 else 's'}",
        applications=cards,
        focus=cards[0] if focused else None,
        notes=_notes(notes.visible(person.id)),
        events=[_event(event) for event in timeline.of_candidate(person.id)],
        contact=contact.facts(person, profiles),
        notices=next_steps.of(focused) if focused else None,
        held=held.lines(focused) if focused else [],
        rejection=next_steps.of_rejecting(focused, str(person)) if focused else None,
        may_decide=member.may("applications.decide"),
        may_note=member.may("candidates.note"),
        may_see_activity=member.may("activity.view"),
    )


def _applications(person: Candidate, focus: Application | None) -> list[Application]:
    """The person's applications, the one in focus first, then the newest."""
    found = Application.objects.filter(candidate=person).order_by("-applied_at", "-id")
    whole = found.select_related("job", "stage", "profile").prefetch_related("answers", "files")
    return sorted(whole, key=lambda row: focus is None or row.id != focus.id)


def file_page(member: Member, file: File) -> FilePage:
    """The text of a stored file, beside the person it came from."""
    application = Application.objects.select_related("candidate").get(id=file.application_id)
    here = {"slug": member.company_slug, "application_id": application.id}
    return FilePage(
        id=file.id,
        file_name=file.name,
        name=str(application.candidate),
        back_url=reverse("candidates:application", kwargs=here),
        size=file.size,
        media_words=MEDIA_WORDS.get(file.media_type, file.media_type),
        text=file.text,
    )


def _headline(person: Candidate) -> str:
    work = person.headline
    if person.employer and person.employer.lower() not in work.lower():
        work = f"{work} at {person.employer}" if work else person.employer
    return " · ".join(part for part in (work, person.location) if part)


def _card(application: Application, stages: list[Stage], focus: Application | None) -> ApplicationCard:
    outcome = Outcome(application.outcome)
    is_open = outcome == Outcome.PENDING
    look = OF_OUTCOME[outcome]
    answers = answers_shown.of_application(application)
    return ApplicationCard(
        id=application.id,
        job_id=application.job_id,
        job_title=application.job.title,
        applied_at=application.applied_at,
        origin_words=Origin(application.origin).label,
        state_words=application.stage.name if is_open else outcome.label,
        tone=look.tone,
        icon=look.icon,
        is_open=is_open,
        in_focus=focus is not None and application.id == focus.id,
        outcome_words=outcome.label,
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
    )


def _answer(answer: ShownAnswer) -> GivenAnswer:
    question = f"{answer.question} ({answer.about})" if answer.about else answer.question
    if answer.file is not None:
        stored = answer.file.state == FileState.STORED
        words = answer.file.name or "A document"
        return GivenAnswer(question, words, file_id=answer.file.id if stored else None)
    if answer.fit is None:
        return GivenAnswer(question, answer.shown or "–", is_doubtful=not answer.understood)
    look, words = (GOOD, "As hoped for") if answer.fit.is_hoped_for else (DOUBT, "Not as hoped for")
    if answer.fit.knocks_out:
        words = "Knock-out question"
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


def _notes(found: list[Note]) -> list[ShownNote]:
    authors = names(note.author_id for note in found)
    return [_note(note, authors.get(note.author_id, "A program")) for note in found]


def _note(note: Note, author: str) -> ShownNote:
    initials = "".join(word[0] for word in author.split()[:2]).upper()
    return ShownNote(author, initials, note.at, note.body, note.audience == Audience.AUTHOR)


def _event(event: Any) -> ShownEvent:
    icon, tone = OF_EVENT.get(event.kind, ("ellipsis-horizontal", ""))
    title = event.title if not event.actor_name else f"{event.title[:1].lower()}{event.title[1:]}"
    return ShownEvent(
        at=event.at,
        title=f"· {title}" if event.actor_name else title,
        why=event.why,
        is_reason=event.kind != "note",
        actor=event.actor_name,
        icon=icon,
        tone=tone,
        delivery_id=event.delivery_id,
        delivery_short=str(event.delivery_id)[-4:] if event.delivery_id else "",
    )

"""An application as LinkedIn delivers it, in the words of this house: nothing invented, what is missing stays empty."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import from_millis
from isthmus.bridge.apply_connect import answers
from isthmus.bridge.apply_connect.people import external_id_of, phone_of
from isthmus.hiring import files
from isthmus.hiring.applications import COVER_LETTER, ExpectedFile, GivenAnswer, Received
from isthmus.linkedin import ApplicationDelivery, Experience, Media, OpenedDelivery
from isthmus.people.models import Origin
from isthmus.people.said import Said


@dataclass(frozen=True)
class Context:
    """What is known beside the delivery's body: its row, when it came, and the job with the kinds of its questions."""

    delivery_id: UUID
    received_at: datetime
    job_id: UUID
    kinds: Mapping[str, str]


@dataclass(frozen=True, repr=False)
class Download:
    """A file to fetch for the application: under which id it is expected, and from where."""

    external_id: str
    url: str


def received(opened: OpenedDelivery, context: Context) -> Received:
    """The application to be received."""
    application = opened.application
    applied_at = applied_at_of(application, context.received_at)
    return Received(
        said=_said(application, context, applied_at),
        job_id=context.job_id,
        origin=Origin.LINKEDIN_APPLY.value,
        external_id=application.job_application_id,
        applied_at=applied_at,
        answers=list(_answers(application, context.kinds)),
        files=[ExpectedFile(kind, external_id_of(media)) for kind, media in _media(application)],
        eeo=_eeo(opened),
        delivery_id=context.delivery_id,
    )


def downloads(application: ApplicationDelivery) -> list[Download]:
    """Every file the application announces."""
    return [Download(external_id_of(media), media.url) for _, media in _media(application)]


def applied_at_of(application: ApplicationDelivery, received_at: datetime) -> datetime:
    """When the member applied; the moment of receipt when LinkedIn does not say, or names an impossible time."""
    try:
        said = from_millis(application.applied_at or 0)
    except (OverflowError, ValueError):
        return received_at
    return said if from_millis(0) < said < received_at else received_at


def _said(application: ApplicationDelivery, context: Context, applied_at: datetime) -> Said:
    work = application.work
    now = next((job for job in work if job.current or not job.end), None)
    return Said(
        origin=Origin.LINKEDIN_APPLY.value,
        first_name=f"{application.first_name} {application.middle_name}".strip(),
        last_name=application.last_name,
        email=application.email,
        phone=phone_of(application.phone),
        headline=_headline(now),
        employer=now.organization if now else "",
        location=application.location,
        linkedin_person=application.job_applicant,
        skills=[
            {
                "name": skill.skill_name or "",
                "matched": bool(skill.job_matched),
                "verified": bool(skill.assessment_verified),
            }
            for skill in application.applicant_skills
        ],
        work=[job.model_dump() for job in work],
        education=[school.model_dump() for school in application.education],
        delivery_id=context.delivery_id,
        said_at=applied_at,
    )


def _headline(job: Experience | None) -> str:
    if job is None:
        return ""
    return " at ".join(part for part in (job.title, job.organization) if part)


def _answers(application: ApplicationDelivery, kinds: Mapping[str, str]) -> Iterator[GivenAnswer]:
    if application.cover_letter_text:
        yield GivenAnswer(COVER_LETTER, application.cover_letter_text)
    for answer in application.answers:
        if (given := answers.given(answer, kinds)) is not None:
            yield given


def _media(application: ApplicationDelivery) -> Iterator[tuple[str, Media]]:
    if application.resume is not None:
        yield "resume", application.resume
    if application.cover_letter is not None:
        yield "cover_letter", application.cover_letter
    for answer in application.answers:
        if answer.document is not None:
            yield files.ANSWER, answer.document


def _eeo(opened: OpenedDelivery) -> bytes | None:
    if not opened.self_identification:
        return None
    return json.dumps(opened.self_identification).encode()

"""One application as LinkedIn delivers it ("Receive Applications"), opened so that self-identification stays apart."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.deliveries.answers import (
    Experience,
    Media,
    Phone,
    experiences,
    location_of,
    media_of,
    named,
    phone_of,
    text_of,
)
from isthmus.linkedin.deliveries.custom import CustomAnswer, custom_answers
from isthmus.linkedin.deliveries.visible import split_delivery
from isthmus.linkedin.wire.base import WireModel

APPLICATION_TYPE = "EXPORT_JOB_APPLICATION"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What JSON can spell and PostgreSQL can store neither as text nor as jsonb: NUL and half a surrogate pair."""


class ApplicantSkill(WireModel):
    """A skill LinkedIn adds to an application (at most three)."""

    skill_urn: str | None = None
    skill_name: str | None = None
    job_matched: bool | None = None
    assessment_verified: bool | None = None


class ApplicationDelivery(WireModel):
    """The visible copy of a delivery, with readers for what the applicant answered; missing answers are empty."""

    type: str
    job_application_id: str = Field(min_length=1)
    external_job_id: str = Field(min_length=1)
    job_applicant: str = ""
    applied_at: int | None = None
    question_responses: dict[str, Any] = Field(default_factory=dict, repr=False)
    applicant_skills: list[ApplicantSkill] = Field(default_factory=list)

    @property
    def first_name(self) -> str:
        return text_of(self._contact("first"))

    @property
    def middle_name(self) -> str:
        return text_of(self._contact("middle"))

    @property
    def last_name(self) -> str:
        return text_of(self._contact("last"))

    @property
    def email(self) -> str:
        return text_of(self._contact("email", "mail"))

    @property
    def phone(self) -> Phone | None:
        return phone_of(self._contact("cellphone", "phone"))

    @property
    def location(self) -> str:
        return location_of(self._contact("location", "city"))

    @property
    def resume(self) -> Media | None:
        return media_of(self.question_responses.get("resumeQuestionResponses"))

    @property
    def cover_letter(self) -> Media | None:
        return media_of(self.question_responses.get("coverLetterQuestionResponses"))

    @property
    def cover_letter_text(self) -> str:
        section = self.question_responses.get("coverLetterQuestionResponses")
        written = named(section, "text")
        return text_of(written if written is not None else named(named(section, "letter", "cover"), "text"))

    @property
    def answers(self) -> list[CustomAnswer]:
        """Answers to the company's own questions, in every section, in the order delivered."""
        return custom_answers(self.question_responses)

    @property
    def work(self) -> list[Experience]:
        """Jobs the applicant listed; `title` and `organization` are job title and employer."""
        return list(experiences(self.question_responses.get("workQuestionResponses")))

    @property
    def education(self) -> list[Experience]:
        """Schools the applicant listed; `title` and `organization` are degree and school."""
        return list(experiences(self.question_responses.get("educationQuestionResponses")))

    def _contact(self, *words: str) -> Any:
        return named(self.question_responses.get("contactInformationQuestionResponses"), *words)


@dataclass(frozen=True, slots=True, repr=False)
class OpenedDelivery:
    """A delivery ready to work with: what may be stored openly (and a reader of it), what goes to the EEO store."""

    visible: dict[str, Any]
    self_identification: dict[str, Any]
    application: ApplicationDelivery


def open_delivery(body: bytes) -> OpenedDelivery:
    """Reads the body of a verified delivery; IsthmusError (bug), without any of its values, when that is impossible."""
    try:
        raw = _storable(json.loads(body))
    except (ValueError, RecursionError):
        raise _unreadable("the body is not JSON") from None
    if not isinstance(raw, dict):
        raise _unreadable("the body is not a JSON object")
    parts = split_delivery(raw)
    return OpenedDelivery(parts.visible, parts.self_identification, ApplicationDelivery.read(parts.visible))


def _storable(said: Any) -> Any:
    """The same value with what PostgreSQL refuses replaced: U+FFFD in texts, null for NaN and the infinities."""
    match said:
        case str():
            return _UNSTORABLE.sub("\ufffd", said)
        case float():
            return said if math.isfinite(said) else None
        case list():
            return [_storable(item) for item in said]
        case dict():
            return {_storable(name): _storable(value) for name, value in said.items()}
    return said


def _unreadable(detail: str) -> IsthmusError:
    message = "LinkedIn delivered something Isthmus cannot read."
    return IsthmusError(Failure(Kind.BUG, message, code="unreadable", detail=detail))

"""Everything a posting is made of, as one value, so that translating and checking need no database."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from isthmus.bridge.postings.description import description_of
from isthmus.hiring.form_sections import FormSections
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.pay import PayPart
from isthmus.hiring.question_details import Details


@dataclass(frozen=True)
class Asked:
    """A screening question as LinkedIn is to ask it."""

    id: UUID
    text: str
    kind: QuestionKind
    required: bool
    options: list[dict[str, str]]
    section: FormSection = FormSection.QUESTIONS
    details: Details = Details()


@dataclass(frozen=True)
class Advert:
    """One job's posting. `listed_at` is in epoch milliseconds; an empty `webhook_url`: LinkedIn's form is not used."""

    external_id: str
    organization: str
    title: str
    description: str
    apply_url: str
    poster_email: str
    listed_at: int
    locations: list[str] = field(default_factory=list)
    workplace: str = ""
    employment: str = ""
    level: str = ""
    functions: list[str] = field(default_factory=list)
    industries: list[str] = field(default_factory=list)
    pay: list[PayPart] = field(default_factory=list)
    job_code: str = ""
    webhook_url: str = ""
    resume: str = ""
    phone: str = ""
    sections: FormSections = FormSections()
    questions: list[Asked] = field(default_factory=list)
    listing_type: str = "basic"
    visibility: str = "public"

    @cached_property
    def sent_description(self) -> str:
        """The description as it is sent; each rule looks at that."""
        return description_of(self.description)


Body = dict[str, Any]

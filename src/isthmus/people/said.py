"""What one source says about a person, on its way in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.base.clock import now


@dataclass(frozen=True)
class Said:
    """One source's words about one person; `origin` and `external_id` together name the saying for good.

    `trusted` is for sources the company answers for (a recruiter's typing), never for an applicant's own words.
    """

    origin: str
    external_id: str = ""
    trusted: bool = False
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    headline: str = ""
    employer: str = ""
    location: str = ""
    linkedin_person: str = ""
    skills: list[Any] = field(default_factory=list)
    work: list[Any] = field(default_factory=list)
    education: list[Any] = field(default_factory=list)
    delivery_id: UUID | None = None
    said_at: datetime = field(default_factory=now)

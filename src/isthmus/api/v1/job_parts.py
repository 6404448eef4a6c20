"""Pay and hiring team of a job, as they are written and read over the API."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Input, Line
from isthmus.hiring import team
from isthmus.hiring.problems import Problem, refuse_if

PayKind = Literal[
    "base_salary",
    "bonus",
    "sign_on_bonus",
    "commission",
    "tips",
    "over_time",
    "profit_sharing",
    "stock",
    "stock_options",
    "other",
]
Period = Literal["yearly", "monthly", "semimonthly", "biweekly", "weekly", "daily", "hourly"]
TeamRole = Literal["recruiter", "hiring_manager", "coordinator"]


class PayShape(Input):
    """One part of the pay. Give one end or both; the same amount twice is an exact amount."""

    type: PayKind = Field("base_salary", description="What is paid; each kind at most once.")
    period: Period = Field("yearly", description="How often.")
    currency: Line = Field(description="ISO 4217, such as EUR.")
    lowest: Line = Field("", description="Decimal text, such as 60000 or 18.50; empty: open.")
    highest: Line = Field("", description="The same; empty: open.")


class PartIn(Input):
    """A colleague's part in the hiring."""

    email: Line = Field(description="The address a member of the company signs in with.")
    role: TeamRole = Field("recruiter", description="What they do.")


class PartOut(Schema):
    """A colleague's part in the hiring."""

    user_id: UUID
    name: str
    email: str
    role: TeamRole


def team_shape(job_id: UUID) -> list[PartOut]:
    """The job's hiring team, in order."""
    return [shape(PartOut, one, role=one.part) for one in team.of_job(job_id)]


def set_team(job_id: UUID, sent: Sequence[PartIn]) -> None:
    """Make these colleagues the job's team. Raises Refused for addresses of nobody who hires in the company."""
    known = {one.email.lower(): one.user_id for one in team.may_join()}
    strangers = [part.email for part in sent if part.email.strip().lower() not in known]
    fix = "Use the address of a member who may see jobs."
    refuse_if(
        (Problem("team", f"“{email[:100]}” does not hire in this company.", fix) for email in strangers),
        code="team_invalid",
    )
    team.set_team(job_id, [team.Part(known[part.email.strip().lower()], part.role) for part in sent])

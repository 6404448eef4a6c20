"""What an operator's requests may say: bodies and queries as models, checked before any work and published in
`/_sandbox/openapi.json`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, model_validator

from linkedin_sandbox.clock import YEAR_3000
from linkedin_sandbox.seed.names import MEMBERS, SEED

_CENTURY = 3_200_000_000
_LARGEST_ID = 2**53

_LATEST = YEAR_3000 * 1000

Urn = Annotated[str, Field(pattern=r"^urn:li:\w+:.+$", examples=["urn:li:organization:2414183"])]
Amount = Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,2})?$", examples=["2000.00"])]
Jobs = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=1000)]


class Ask(BaseModel):
    """A body or query in which nothing unknown is passed over in silence."""

    model_config = ConfigDict(extra="forbid")


class Clock(Ask):
    """Move the clock by seconds, or set it."""

    advance_seconds: float | None = Field(None, ge=-_CENTURY, le=_CENTURY, allow_inf_nan=False)
    set: int | None = Field(None, ge=0, le=_LATEST, description="Epoch milliseconds.")
    tick: bool = Field(True, description="Whether everything due happens at once.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Clock:
        if (self.advance_seconds is None) == (self.set is None):
            raise ValueError("say advance_seconds or set")
        return self


class Reset(Ask):
    """What to start over with."""

    clock: bool = Field(False, description="Whether the clock runs on real time again.")
    seed: int = Field(SEED, ge=0, le=_LARGEST_ID, description="The same number deals the same people and jobs.")
    members: int = Field(MEMBERS, ge=2, le=200_000)
    jobs: int = Field(0, ge=0, le=100_000, description="Jobs that are listed without having been posted.")


class Details(Ask):
    """Details of a failure; each kind reads its own."""

    status: int | None = Field(None, ge=400, le=599)
    message: str | None = Field(None, max_length=2000)
    retry_after: int | None = Field(None, ge=0, le=86_400)
    apply: bool | None = None
    seconds: float | None = Field(None, ge=0, le=_CENTURY, allow_inf_nan=False)
    gist: str | None = Field(None, max_length=100)
    copies: int | None = Field(None, ge=1, le=20)
    items: list[Annotated[int, Field(ge=0, le=10_000)]] | None = Field(None, max_length=1000)
    location: str | None = Field(None, max_length=2000, pattern=r"^[!-~]+$")
    url: str | None = Field(None, max_length=2000)


class Fault(Ask):
    """A failure to order."""

    kind: str = Field(description="One of the kinds `GET /_sandbox/faults` lists.")
    operation: str = Field("", description="An operation's name; empty is any.")
    times: int = Field(1, ge=1, le=1_000_000)
    params: Details | None = None


class Choices(RootModel[dict[str, JsonValue]]):
    """Choices by name."""


class Organization(Ask):
    """A company page."""

    name: str = Field(min_length=1, max_length=200, pattern=r"\S")
    id: int | None = Field(None, ge=1, le=_LARGEST_ID)
    slug: str | None = Field(None, min_length=1, max_length=200)


class Page(Ask):
    """What a company page has settled about postings; what is left out stays."""

    kind: Literal["employer", "staffing", "generic"] = Field(
        "employer", description="Only employers may post free jobs."
    )
    industry: int | None = Field(None, ge=1, le=10_000, description="None: jobs without industries fail.")
    blocks_postings: bool = False
    opted_in: bool = True
    source_opted_in: bool = True
    exports_blocked: bool = False


class Contract(Ask):
    """What a contract holds; what is left out stays."""

    job_slots: int = Field(0, ge=0, le=1_000_000)
    budget: Amount | None = None
    spent: Amount = "0"
    partner_toggle: bool = False
    standing: Literal["good", "OFFER_ENDED", "TRIAL_SPENT", "PAYMENT_FAILED", "CAMPAIGN_INVALID"] = "good"
    expires_at: int | None = Field(None, ge=0, le=_LATEST, description="Epoch milliseconds.")
    default_poster: str | None = Field(None, max_length=200)


class MigrationEnd(Ask):
    """Whose move from feed to API."""

    client_id: str
    organization_id: int = Field(ge=1, le=_LARGEST_ID)


class Migration(MigrationEnd):
    """Whose move from feed to API is evaluated, and what the status of its jobs says meanwhile."""

    detail: Literal["", "MIGRATION_MISSING_SCRAPED_JOB", "MIGRATION_MISSING_JOB_POSTING"] = ""


class Integration(Ask):
    """How an integration stands, without asking the customer."""

    client_id: str
    context: Urn
    integration_type: str | None = None
    state: str | None = None
    enabled: bool = True
    applicant_notifications: bool = True
    name: str | None = Field(None, max_length=200)


class Switch(Ask):
    """The customer's own switch of an integration."""

    on: bool = True


class Consent(Ask):
    """Whether applicants may be told."""

    applicant_notifications: bool


class Nothing(Ask):
    """Nothing to say."""


class Report(Ask):
    """How many members report a job."""

    times: int = Field(1, ge=1, le=1000)


class TakeDown(Ask):
    """Why a job is taken down."""

    why: str = Field("TAKEN_DOWN", max_length=60)


class Promote(Ask):
    """Whose slot a job is put into; none is the customer's own promotion on LinkedIn."""

    contract_id: int | None = Field(None, ge=1, le=_LARGEST_ID)


class EndPromotion(Ask):
    """Why a promotion ends: a gist of the campaign-and-money group; empty when the customer ended it."""

    why: str = Field("", max_length=60)


class Spend(Ask):
    """What a pay-for-performance job is charged."""

    amount: str = Field(pattern=r"^\d{1,9}(\.\d{1,2})?$", examples=["12.50"])


class ShowTo(Ask):
    """Who sees a job."""

    tag: str = Field(max_length=60)


class PortalWebhook(Ask):
    """A webhook for the developer portal."""

    event: str
    url: str = Field(max_length=2000)
    client_id: str | None = None


class Resync(Ask):
    """Jobs to ask for again; none named is all that are open."""

    client_id: str | None = None
    jobs: Jobs | None = None


class Application(Ask):
    """A member's application."""

    job: int | str = Field(description="LinkedIn's job number, or your external id.")
    answers: dict[str, JsonValue] | None = Field(None, examples=[{"coverLetterText": "I look forward to it."}])


class Requests(Ask):
    """Which lines of the request log."""

    limit: int = Field(100, ge=1, le=5000)
    after: int = Field(0, ge=0, le=_LARGEST_ID, description="Only lines with a higher id.")
    before: int = Field(0, ge=0, le=_LARGEST_ID, description="Only lines with a lower id; 0 is any.")
    operation: str = ""
    status: int | None = Field(None, ge=100, le=599)
    client_id: str = ""
    text: str = Field("", max_length=200, description="Somewhere in path, query, cause or bodies.")
    since: int = Field(0, ge=0, le=_LATEST, description="Epoch milliseconds of the sandbox's clock.")


class Lines(Ask):
    """How many of the newest, below which number."""

    limit: int = Field(500, ge=1, le=5000)
    before: int = Field(0, ge=0, le=_LARGEST_ID, description="Only those with a lower id; 0 is any.")


class Deliveries(Lines):
    """Which events."""

    limit: int = Field(200, ge=1, le=5000)
    kind: str = ""
    bodies: str | None = Field(None, description="Anything: bodies as text.")


class Jobs_(Lines):  # noqa: N801 - beside the list of ids
    """Which postings."""

    external_id: str = ""


class Members(Ask):
    """Which members."""

    q: str = Field("", max_length=200)

"""A job posting as we send it ("Job Posting Schema"), one set of names for both generations of the API."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import AliasChoices, Field

from isthmus.linkedin.wire.base import Generation, WireModel
from isthmus.linkedin.wire.questions import OnsiteApplyConfiguration

_COMPANY_MEMBER: dict[Generation, str] = {"v2": "integrationContext", "rest": "company"}
_REQUISITION = {"accessRestricted", "requisitionOwnerEmail", "requisitionOwnerFirstName", "requisitionOwnerLastName"}
_FOREIGN: dict[Generation, set[str]] = {
    "v2": {"company", "partnerRequisitionId"},
    "rest": {"integrationContext"} | _REQUISITION,
}


class Operation(StrEnum):
    """What to do with a posting. v2 has no upgrade or downgrade of its own: there they travel as UPDATE."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    RENEW = "RENEW"
    CLOSE = "CLOSE"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"


_LISTING_TYPES = {Operation.UPGRADE.value: "PREMIUM", Operation.DOWNGRADE.value: "BASIC"}


class Money(WireModel):
    """An amount as decimal text, in an ISO 4217 currency."""

    amount: str
    currency_code: str


class PayRange(WireModel):
    """From and to; either end may be open."""

    start: Money | None = None
    end: Money | None = None


class PayValue(WireModel):
    """A range or an exact amount, one of the two."""

    range: PayRange | None = None
    exact_amount: Money | None = None


class Pay(WireModel):
    """One part of the pay, for example BASE_SALARY per YEARLY."""

    type: str
    period: str
    value: PayValue
    amount: Money | None = None


class Compensation(WireModel):
    """All parts of the pay."""

    compensations: list[Pay]


class JobPosting(WireModel):
    """One posting as sent, under our names in both generations; every operation resends the whole posting.

    Times are epoch milliseconds. `company_urn` is `integrationContext` in v2 and `company` in rest.
    """

    external_job_posting_id: str
    operation: Operation = Field(
        validation_alias=AliasChoices("jobPostingOperationType", "operation"),
        serialization_alias="jobPostingOperationType",
    )
    company_urn: str | None = Field(
        default=None, validation_alias=AliasChoices("integrationContext", "company", "company_urn")
    )
    company_page_url: str | None = None
    company_name: str | None = None
    company_apply_url: str | None = None
    title: str | None = None
    description: str | None = None
    listed_at: int | None = None
    location: str | None = None
    alternate_locations: list[str] | None = None
    workplace_types: list[str] | None = None
    categories: list[str] | None = None
    industries: list[str] | None = None
    employment_status: str | None = None
    experience_level: str | None = None
    skills_description: str | None = None
    company_job_code: str | None = None
    compensation: Compensation | None = None
    tracking_pixel_url: str | None = None
    expire_at: int | None = None
    listing_type: str | None = None
    availability: str | None = None
    poster_email: str | None = None
    show_poster_info: bool | None = None
    contract: str | None = None
    partner_requisition_id: str | None = None
    access_restricted: bool | None = None
    requisition_owner_email: str | None = None
    requisition_owner_first_name: str | None = None
    requisition_owner_last_name: str | None = None
    onsite_apply_configuration: OnsiteApplyConfiguration | None = None

    def to_wire(self, generation: Generation) -> dict[str, Any]:
        """The element to send in that generation; members the generation does not know are left out."""
        data = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"company_urn"})
        if self.company_urn:
            data[_COMPANY_MEMBER[generation]] = self.company_urn
        return in_generation(data, generation)


def in_generation(element: Mapping[str, Any], generation: Generation) -> dict[str, Any]:
    """An element of either generation in the words of this one; what this one does not know is left out."""
    data = {name: value for name, value in element.items() if name not in _FOREIGN[generation]}
    company = next((element[name] for name in _COMPANY_MEMBER.values() if element.get(name)), None)
    if company is not None:
        data[_COMPANY_MEMBER[generation]] = company
    operation = data.get("jobPostingOperationType")
    if generation == "v2" and operation in _LISTING_TYPES:
        data |= {"jobPostingOperationType": Operation.UPDATE.value, "listingType": _LISTING_TYPES[operation]}
    return data

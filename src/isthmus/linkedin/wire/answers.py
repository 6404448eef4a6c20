"""What LinkedIn says about postings we sent: item answers, tasks ("Check Job Operation Task Status"), posting status.

Words that may grow (states, error types) stay plain text; compare them with the enumerations here.
"""

from enum import StrEnum
from typing import Any

from pydantic import AliasChoices, Field, field_validator

from isthmus.linkedin.wire.base import WireModel


class TaskState(StrEnum):
    """How far an accepted operation is; PROCESSED: accepted, but the customer's jobs still come from a feed."""

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    PROCESSED = "PROCESSED"


class ItemError(WireModel):
    """Why one element was refused; every member may be missing."""

    message: str = ""
    status: int | None = None
    code: str | None = None
    service_error_code: int | None = None
    request_id: str | None = None
    error_details: dict[str, Any] | None = None


class BatchCreateItem(WireModel):
    """LinkedIn's answer to one element of a batch create ("Create Job Postings"): a task URN, or an error."""

    status: int
    id: str | None = None
    location: str | None = None
    error: ItemError | None = None
    entity: dict[str, Any] | None = None

    @property
    def external_job_posting_id(self) -> str:
        """Our id of the posting this answer is about, when LinkedIn repeats it; else empty."""
        details = self.error.error_details if self.error else None
        for source in (self.entity, details):
            if source and source.get("externalJobPostingId") is not None:
                return str(source["externalJobPostingId"])
        return ""


class Task(WireModel):
    """How an accepted operation went ("Check Job Operation Task Status"); `parts` when it went so per location."""

    id: str
    status: str
    external_job_posting_id: str | None = None
    location: str | None = None
    job_posting: str | None = None
    error_message: str | None = None
    parts: "list[Task] | None" = None


class StatusDetail(WireModel):
    """Why a state is what it is; `error_type` is CUSTOMER_ERROR, PARTNER_ERROR or LINKEDIN_ERROR."""

    error_code: int | str | None = None
    error_type: str | None = None
    status_message: str | None = None

    @field_validator("error_code")
    @classmethod
    def _number(cls, code: int | str | None) -> int | str | None:
        return int(code) if isinstance(code, str) and code.isdecimal() else code


class CompanyDetails(WireModel):
    """The company page a posting landed on; documentation and official examples name the members differently."""

    name: str | None = Field(default=None, validation_alias=AliasChoices("name", "companyName"))
    page_url: str | None = Field(default=None, validation_alias=AliasChoices("pageUrl", "companyPage"))


class JobPostingInfo(WireModel):
    """The live posting; times in epoch milliseconds, `expire_at` unknown until listed."""

    listed_at: int | None = None
    expire_at: int | None = None
    location: str | None = None
    alternate_locations: list[str] | None = None
    company_details: CompanyDetails | None = None
    visibility_tag: str | None = None


class PostingStatus(WireModel):
    """The state of one posting as members see it ("Check Job Posting Statuses")."""

    external_job_posting_id: str
    listing_status: str
    linked_in_apply_status: str | None = None
    promotion_status: str | None = None
    job_posting_info: JobPostingInfo | None = None
    job_posting_url: str | None = None
    listing_status_detail: StatusDetail | None = None
    linked_in_apply_status_detail: StatusDetail | None = None
    promotion_status_detail: StatusDetail | None = None
    job_campaign: str | None = None
    partner_job_campaign: str | None = None
    raw_location: str | None = None

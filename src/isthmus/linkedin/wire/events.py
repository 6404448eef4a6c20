"""Records of events about postings ("Job Resync Notifications", "Job Status Change Notifications")."""

from pydantic import Field, field_validator

from isthmus.linkedin.wire.answers import PostingStatus
from isthmus.linkedin.wire.base import WireModel


class ResyncJobs(WireModel):
    """LinkedIn asks for postings again, with operation UPDATE and within 30 minutes: these, or all open ones."""

    developer_application_urn: str
    sync_all_open_jobs: bool = False
    external_job_posting_ids: list[str] = Field(default_factory=list)

    @field_validator("external_job_posting_ids", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return [] if value is None else value


class StatusNotice(PostingStatus):
    """LinkedIn changed how a posting stands; only the members that are present say something."""

    developer_application_urn: str
    listing_status: str = ""

    @field_validator("listing_status", mode="before")
    @classmethod
    def _null_says_nothing(cls, value: object) -> object:
        return "" if value is None else value

"""What happened to an application, as LinkedIn wants to hear it ("Sync Job Application Notifications")."""

from enum import StrEnum

from isthmus.linkedin.wire.base import WireModel


class LifecycleEvent(StrEnum):
    """The actions whose literal names LinkedIn publishes."""

    VIEWED = "APPLICATION_VIEWED"
    RESUME_DOWNLOADED = "RESUME_DOWNLOADED"
    REJECTED = "APPLICATION_REJECTED"


class LifecycleAction(WireModel):
    """One fact about one application. `performed_at` is when it happened with us, in epoch milliseconds."""

    job_application_id: str
    action: LifecycleEvent
    performed_at: int
    integration_context: str | None = None

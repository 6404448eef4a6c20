"""LinkedIn's edge: its records, encodings, tokens, errors and signatures. No Django, and no meaning of ours."""

from isthmus.linkedin.client import LARGEST_BATCH, Acknowledged, ItemAnswer, LinkedInClient
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.deliveries import (
    APPLICATION_TYPE,
    ApplicationDelivery,
    CustomAnswer,
    Experience,
    Media,
    OpenedDelivery,
    Phone,
    Split,
    open_delivery,
    split_delivery,
)
from isthmus.linkedin.errors import (
    NOT_SENT,
    OUTCOME_UNKNOWN,
    Duplicate,
    duplicate_of,
    outcome_unknown,
    status_failure,
    task_failure,
)
from isthmus.linkedin.exchange import Exchange, Meter, OnExchange
from isthmus.linkedin.limits import LIMITS, Limit, limit_of
from isthmus.linkedin.media import COVER_LETTER_BYTES, DOCUMENT_BYTES, RESUME_BYTES, fetch_media
from isthmus.linkedin.oauth import TokenSource, forget_tokens
from isthmus.linkedin.provisioning import ProvisioningClient
from isthmus.linkedin.signatures import answer_challenge, sign, verify
from isthmus.linkedin.wire import (
    JobPosting,
    LifecycleAction,
    LifecycleEvent,
    NewApplication,
    OnsiteApplyConfiguration,
    Operation,
    PostingStatus,
    ProvisionedApplication,
    Questions,
    Task,
    TaskState,
)

__all__ = [
    "APPLICATION_TYPE",
    "COVER_LETTER_BYTES",
    "DOCUMENT_BYTES",
    "LARGEST_BATCH",
    "NOT_SENT",
    "OUTCOME_UNKNOWN",
    "RESUME_BYTES",
    "Acknowledged",
    "ApplicationDelivery",
    "ClientConfig",
    "CustomAnswer",
    "Duplicate",
    "Exchange",
    "Experience",
    "ItemAnswer",
    "JobPosting",
    "LIMITS",
    "Limit",
    "LifecycleAction",
    "LifecycleEvent",
    "LinkedInClient",
    "Media",
    "Meter",
    "NewApplication",
    "OnExchange",
    "OnsiteApplyConfiguration",
    "OpenedDelivery",
    "Operation",
    "Phone",
    "PostingStatus",
    "ProvisionedApplication",
    "ProvisioningClient",
    "Questions",
    "Split",
    "Task",
    "TaskState",
    "TokenSource",
    "answer_challenge",
    "duplicate_of",
    "fetch_media",
    "limit_of",
    "forget_tokens",
    "open_delivery",
    "outcome_unknown",
    "sign",
    "split_delivery",
    "status_failure",
    "task_failure",
    "verify",
]

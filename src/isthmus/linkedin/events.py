"""Events LinkedIn pushes that are not applications: asked-for postings, changed postings, thin events to look up.

"Job Resync Notifications", "Job Status Change Notifications" and "Receive Push Events". The envelope of push events is
not documented, so its members are read in every spelling seen; what is not known is kept by its type alone.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.wire import ResyncJobs, StatusNotice

RESYNC_TYPE = "RESYNC_JOBS"
STATUS_TYPE = "JOB_POSTING_STATUS"
INTEGRATION_TYPE = "INTEGRATION_STATUS_CHANGE"
EXPORT_TYPE = "EXPORT_CANDIDATE_PROFILE"
THIN_TYPES = frozenset({INTEGRATION_TYPE, EXPORT_TYPE})
LONGEST_ID = 120
_TYPE_NAMES = ("type", "eventType", "event-type", "event_type")
_REQUEST_NAMES = ("requestId", "request-id", "request_id")
_APPLICATION = re.compile(r"(?:urn:li:developerApplication:)?(\d{1,19})")


@dataclass(frozen=True)
class PushEvent:
    """A thin event: something changed, and under this request id LinkedIn says what."""

    type: str
    request_id: str


@dataclass(frozen=True)
class OtherEvent:
    """An event of a type nothing here acts on."""

    type: str


Event = ResyncJobs | StatusNotice | PushEvent | OtherEvent


def read_event(body: bytes) -> Event:
    """The event in a delivery's body. IsthmusError (bug) for what cannot be read."""
    data = _record(body)
    if data is None:
        raise _unreadable("not a JSON object")
    kind = event_type(data)
    if kind == RESYNC_TYPE:
        return ResyncJobs.read(data)
    if kind == STATUS_TYPE:
        return StatusNotice.read(data)
    if kind in THIN_TYPES:
        return PushEvent(kind, _request_id(data))
    return OtherEvent(kind)


def application_named(body: bytes) -> str:
    """The number of the application a delivery names; empty for none, or for a body that cannot be read."""
    data = _record(body) or {}
    return application_number(data.get("developerApplicationUrn"))


def application_number(said: Any) -> str:
    """The number in an application's URN, or the number itself; empty for anything else."""
    found = _APPLICATION.fullmatch(str(said)) if isinstance(said, str | int) else None
    return found[1] if found else ""


def is_thin(body: bytes) -> bool:
    """Whether the body is a push event that only says where to look, which LinkedIn may send unsigned."""
    return event_type(_record(body) or {}) in THIN_TYPES


def event_type(data: dict[str, Any]) -> str:
    """The event's type under whichever name it stands; empty for none."""
    kind = next((data[name] for name in _TYPE_NAMES if isinstance(data.get(name), str)), "")
    return kind.replace("\x00", "")[:LONGEST_ID]


def _request_id(data: dict[str, Any]) -> str:
    said = next((data[name] for name in _REQUEST_NAMES if data.get(name) is not None), "")
    text = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if not text or "\x00" in text or len(text) > LONGEST_ID:
        raise _unreadable("requestId")
    return text


def _record(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _unreadable(detail: str) -> IsthmusError:
    message = "LinkedIn sent something Isthmus cannot read."
    return IsthmusError(Failure(Kind.BUG, message, code="unreadable", detail=detail))

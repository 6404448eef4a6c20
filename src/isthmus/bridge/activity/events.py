"""What an event of LinkedIn's is called on the Activity screen."""

from collections.abc import Mapping
from typing import Any


def title_of(visible: Mapping[str, Any], job: str) -> str:
    """The event in words, from what may be shown of it and the title of its job, if it has one."""
    kind = visible.get("type", "")
    if kind == "RESYNC_JOBS":
        count = visible.get("count", 0)
        what = "every open job" if visible.get("all") else f"{count} job{'' if count == 1 else 's'}"
        return f"LinkedIn asks for {what} again"
    if kind == "JOB_POSTING_STATUS":
        return f"LinkedIn tells how {job or 'a job'} stands"
    if kind == "INTEGRATION_STATUS_CHANGE":
        return "LinkedIn tells that an integration changed"
    return f"Event {kind}".strip() if kind else "Event from LinkedIn"

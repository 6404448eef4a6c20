"""What a task look-up refuses (*Check Job Operation Task Status*)."""

from __future__ import annotations

import re

from linkedin_sandbox.wire import Refused, envelope

_TASK = re.compile(r"urn:li:simpleJobPostingTask:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def check_key(key: str) -> None:
    """400 for a batch key that is no task URN."""
    if not _TASK.fullmatch(key):
        raise Refused(400, f"Batch key value is invalid: {key}", cause="not a task URN")


def unknown(key: str) -> dict[str, object]:
    """The entry of an unknown, foreign or outlived task; not documented, Rest.li convention."""
    return envelope(404, f"No task {key}")

"""What a status look-up refuses."""

from __future__ import annotations

from linkedin_sandbox.wire import Refused, envelope

MOST_IDS = 100


def check_count(keys: list[str]) -> None:
    """At most 100 ids; the status is our choice."""
    if len(keys) > MOST_IDS:
        raise Refused(400, f"At most {MOST_IDS} ids per call", cause="too many ids")


def unknown(key: str) -> dict[str, object]:
    """The entry of an id this application never posted; not documented, Rest.li convention."""
    return envelope(404, f"No job posting found for {key}")

"""What of a payload is shown to whom: field by field, as pure functions of values.

What came in may hold anything an applicant wrote, under names nobody documents, so only fields known to be harmless are
shown; what we sent is our own advert, so only fields that name a person are hidden. E-mail addresses and telephone
numbers are hidden wherever they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HIDDEN = "•••"
DEEPEST = 40
LONGEST_SHOWN = 4_000
MOST_SHOWN = 200
_EMAIL = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"']{1,255}")
_PHONE = re.compile(r"(?<![\w:/.-])(?:\+|00)?\(?\d(?:[\s().-]{0,2}\d){7,14}(?![\w-])")


@dataclass(frozen=True)
class Rules:
    """Which members show their values: those named in `shown`, or, where that is None, all but those in `hidden`."""

    shown: frozenset[str] | None = None
    hidden: frozenset[str] = field(default_factory=frozenset)

    def shows(self, member: str) -> bool:
        return member in self.shown if self.shown is not None else member not in self.hidden


DELIVERY = Rules(
    frozenset(
        {
            *("type", "jobApplicationId", "appliedAt", "externalJobId", "questionIdentifier", "symbolicName"),
            *("jobMatched", "assessmentVerified", "listingStatus", "linkedInApplyStatus", "promotionStatus"),
            *("count", "all", "ids", "outcome"),
        }
    )
)
POSTING = Rules(hidden=frozenset({"posterEmail", "posterUrn", "poster", "firstName", "lastName", "email", "phone"}))
FACT = Rules(frozenset({"action", "job_application_id", "performed_at"}))


def masked(payload: Any, rules: Rules) -> Any:
    """The payload with what its rules hide put out of sight; nothing of a hidden value but its kind remains."""
    return _walk(payload, rules.shows, "", 0)


def scrubbed(text: str) -> str:
    """A text without e-mail addresses and telephone numbers."""
    return _PHONE.sub(HIDDEN, _EMAIL.sub(HIDDEN, text))


def shortened(payload: Any) -> Any:
    """The payload as a page may show it: long texts, long lists and deep nesting cut, and saying so."""
    return _cut(payload, 0)


def _walk(node: Any, shows: Callable[[str], bool], member: str, depth: int) -> Any:
    if depth > DEEPEST:
        return HIDDEN
    if isinstance(node, dict):
        return {scrubbed(str(name)): _walk(value, shows, str(name), depth + 1) for name, value in node.items()}
    if isinstance(node, list | tuple):
        return [_walk(item, shows, member, depth + 1) for item in node]
    return _leaf(node, may_show=shows(member))


def _leaf(value: Any, *, may_show: bool) -> Any:
    if value is None or value == "":
        return value
    if not may_show:
        return f"{HIDDEN} ({_kind(value)})"
    return scrubbed(value) if isinstance(value, str) else value


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "yes or no"
    return "number" if isinstance(value, int | float) else "text"


def _cut(node: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return "… nested deeper than is shown here"
    if isinstance(node, dict):
        shown = {str(name)[:200]: _cut(value, depth + 1) for name, value in list(node.items())[:MOST_SHOWN]}
        return shown | ({"…": f"{len(node) - MOST_SHOWN} more"} if len(node) > MOST_SHOWN else {})
    if isinstance(node, list | tuple):
        left = [f"… {len(node) - MOST_SHOWN} more"] if len(node) > MOST_SHOWN else []
        return [_cut(item, depth + 1) for item in node[:MOST_SHOWN]] + left
    if isinstance(node, str) and len(node) > LONGEST_SHOWN:
        return f"{node[:LONGEST_SHOWN]}… {len(node) - LONGEST_SHOWN} more characters"
    return node

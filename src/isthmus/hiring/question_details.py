"""What a question says beyond its words and options: help, limits, labels, what is hoped for, when it is asked.

Kept as JSON beside the question, without what is not set; option ids name options, question ids name questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

Number = int | float


@dataclass(frozen=True)
class Prerequisite:
    """Ask only when an earlier question was answered with one of these options."""

    question: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Details:
    """Everything a question may say; each kind uses its own part, and None or empty means not said.

    `favourable_*` mark an application with a visible reason, `knock_out` marks it more strongly; neither decides
    anything about it. `extensions` None takes any file, an empty tuple only files without an extension.
    """

    help: str = ""
    expanded_help: str = ""
    shown_as: str = ""
    preselected: str = ""
    suggested: str | Number | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    shortest: int | None = None
    longest: int | None = None
    start_label: str = ""
    end_label: str = ""
    no_end_label: str = ""
    largest_bytes: int | None = None
    extensions: tuple[str, ...] | None = None
    favourable_options: tuple[str, ...] = ()
    favourable_from: Number | None = None
    favourable_to: Number | None = None
    knock_out: bool = False
    prerequisite: Prerequisite | None = None

    @property
    def lowest(self) -> Number:
        """The smallest number taken: 0 when nothing else is said, as on LinkedIn."""
        return 0 if self.minimum is None else self.minimum


NOTHING = Details()


def read(stored: Mapping[str, Any]) -> Details:
    """The details as they were stored by `as_json`."""
    known = {field.name: stored[field.name] for field in fields(Details) if field.name in stored}
    for name in ("extensions", "favourable_options"):
        if name in known:
            known[name] = tuple(known[name])
    if "prerequisite" in known:
        held = known["prerequisite"]
        known["prerequisite"] = Prerequisite(held["question"], tuple(held["options"]))
    return Details(**known)


def as_json(details: Details) -> dict[str, Any]:
    """The details as they are stored: what is not said is left out."""
    return {
        field.name: _plain(value)
        for field in fields(Details)
        if (value := getattr(details, field.name)) != getattr(NOTHING, field.name)
    }


def said(details: Details) -> set[str]:
    """The names of what is said."""
    return set(as_json(details))


def _plain(value: Any) -> Any:
    if isinstance(value, Prerequisite):
        return {"question": value.question, "options": list(value.options)}
    return list(value) if isinstance(value, tuple) else value

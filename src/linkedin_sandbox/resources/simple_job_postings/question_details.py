"""What a custom question's kind may say of itself (*OnsiteApplyConfiguration Schema*, questionDetails): each member's
type, and the few limits between them. Pure functions over the JSON as sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linkedin_sandbox.resources.simple_job_postings import coercing

Json = dict[str, Any]

COMPONENTS = ("CHECKBOXES", "DROPDOWN", "RADIO_BUTTONS", "BUTTONS", "TEXT", "MULTILINE_TEXT")
DETAILS: dict[str, dict[str, str]] = {
    "multipleChoiceQuestionDetails": {
        "defaultValueSymbolicName": "string",
        "selectMultiple": "boolean",
        "favorableMultipleChoiceAnswer": "object",
    },
    "numericQuestionDetails": {"favorableNumericAnswer": "object"},
    "textQuestionDetails": {"suggestedValue": "string", "minLength": "long", "maxLength": "long"},
    "dateRangeQuestionDetails": {"startLabel": "string", "endLabel": "string"},
    "documentQuestionDetails": {"maximumSize": "long", "acceptableFileExtensions": "strings"},
}
_NUMBERS = {"integerQuestionDetails": "long", "decimalQuestionDetails": "double"}
_MISSING = "field is required but not found and has no default value"


def errors(path: str, kind: str, detail: Any) -> Iterator[str]:
    """`{path} :: {what}` for everything malformed in one member of the union."""
    if not isinstance(detail, dict):
        yield f"{path} :: cannot be coerced to a record"
        return
    yield from _component(f"{path}/preferredFormComponent", detail.get("preferredFormComponent"))
    yield from _typed(path, DETAILS[kind], detail)
    if kind == "multipleChoiceQuestionDetails":
        yield from _choices(path, detail)
    elif kind == "numericQuestionDetails":
        yield from _number(path, detail)
    elif kind == "textQuestionDetails":
        longest = detail.get("maxLength")
        if coercing.is_int(longest) and longest <= 0:
            yield f"{path}/maxLength :: {longest} is not greater than 0"


def _typed(path: str, types: dict[str, str], holder: Json) -> Iterator[str]:
    for name, kind in types.items():
        if holder.get(name) is not None:
            yield from coercing.wrong(f"{path}/{name}", kind, holder[name])


def _component(path: str, value: Any) -> Iterator[str]:
    if value is not None and not isinstance(value, str):
        yield f"{path} :: enum type is not backed by a String"
    elif value is not None and value not in COMPONENTS:
        yield f'{path} :: "{value}" is not an enum symbol'


def _choices(path: str, detail: Json) -> Iterator[str]:
    choices = detail.get("choices")
    if not isinstance(choices, list) or not choices:
        yield f"{path}/choices :: {_MISSING}"
        return
    for index, choice in enumerate(choices):
        for name in ("symbolicName", "displayValue"):
            if not isinstance(choice, dict) or not isinstance(choice.get(name), str) or not choice[name]:
                yield f"{path}/choices/{index}/{name} :: {_MISSING}"
    favoured = detail.get("favorableMultipleChoiceAnswer")
    if isinstance(favoured, dict):
        yield from _typed(f"{path}/favorableMultipleChoiceAnswer", {"favorableSymbolicNames": "strings"}, favoured)


def _number(path: str, detail: Json) -> Iterator[str]:
    held = [name for name in _NUMBERS if detail.get(name) is not None]
    if len(held) != 1:
        yield f"{path} :: exactly one of {', '.join(_NUMBERS)} is required"
        return
    limits, kind = detail[held[0]], _NUMBERS[held[0]]
    if not isinstance(limits, dict):
        yield from coercing.wrong(f"{path}/{held[0]}", "object", limits)
        return
    yield from _typed(f"{path}/{held[0]}", dict.fromkeys(("suggestedValue", "minValue", "maxValue"), kind), limits)
    favoured = detail.get("favorableNumericAnswer")
    if isinstance(favoured, dict):
        ends = dict.fromkeys(("favorableFloor", "favorableCeiling"), "double")
        yield from _typed(f"{path}/favorableNumericAnswer", ends, favoured)

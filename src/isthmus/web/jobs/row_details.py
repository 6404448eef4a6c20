"""A question's details as they are typed in the editor, and what they mean."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from isthmus.hiring.answer_words import plain_number
from isthmus.hiring.detail_rules import FITTING
from isthmus.hiring.models import QuestionKind
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.questions import QuestionDraft

if TYPE_CHECKING:
    from isthmus.web.jobs.question_rows import QuestionRow

WORDS = ("help", "expanded_help", "shown_as", "start_label", "end_label", "no_end_label")
NUMBERS = ("minimum", "maximum", "favourable_from", "favourable_to")
LENGTHS = ("shortest", "longest")
PARTS = (
    *WORDS,
    *NUMBERS,
    *LENGTHS,
    "suggested",
    "largest_mb",
    "extensions",
    "no_ending",
    "preselected",
    "hoped",
    "knock_out",
)
MEGABYTE = 1024 * 1024
_NUMERIC = (QuestionKind.INTEGER, QuestionKind.NUMBER)


def typed(details: Details) -> dict[str, str]:
    """The details as the editor's fields hold them."""
    said = {name: getattr(details, name) for name in (*WORDS, "preselected")}
    said |= {name: _number_words(getattr(details, name)) for name in (*NUMBERS, *LENGTHS, "suggested")}
    size = details.largest_bytes
    return said | {
        "largest_mb": plain_number(round(size / MEGABYTE, 7)) if size else "",
        "extensions": ", ".join(details.extensions or ()),
        "no_ending": "on" if details.extensions == () else "",
        "knock_out": "on" if details.knock_out else "",
        "hoped": " ".join(details.favourable_options),
    }


def problem(row: "QuestionRow") -> str:
    """Why what was typed means nothing; empty when it does."""
    try:
        draft(row)
    except ValueError as reason:
        return str(reason)
    return ""


def draft(row: "QuestionRow") -> QuestionDraft:
    """The question for the hiring service. Raises ValueError with what cannot be read."""
    options = [{"id": option.id, "label": option.label} for option in row.options if option.label]
    return QuestionDraft(
        row.question_id,
        row.text,
        row.kind,
        row.required,
        options if row.is_choice else [],
        row.section,
        _details(row),
        row.key,
    )


def _details(row: "QuestionRow") -> Details:
    """Only what fits the kind: fields of other kinds are hidden in the form, and what stands in them is left aside."""
    fitting = FITTING.get(QuestionKind(row.kind), set())
    said = row.said
    values: dict[str, Any] = {name: said.get(name, "") for name in WORDS}
    values |= {name: _number(said.get(name, "")) for name in NUMBERS}
    values |= {name: _whole(said.get(name, "")) for name in LENGTHS}
    values["suggested"] = _number(said.get("suggested", "")) if row.kind in _NUMERIC else said.get("suggested") or None
    values["preselected"] = said.get("preselected", "")
    values["largest_bytes"] = _bytes(said.get("largest_mb", ""))
    values["extensions"] = _extensions(said)
    values["favourable_options"] = _hoped_for(row)
    values["knock_out"] = bool(said.get("knock_out"))
    kept = {name: value for name, value in values.items() if name in fitting or name in ("help", "expanded_help")}
    return Details(**kept, prerequisite=_prerequisite(row.after))


def _hoped_for(row: "QuestionRow") -> tuple[str, ...]:
    if row.is_choice:
        return tuple(option.id for option in row.options if option.label and option.hoped_for)
    return tuple(row.said.get("hoped", "").split())


def _prerequisite(after: list[str]) -> Prerequisite | None:
    named = [value.rpartition("|") for value in after]
    questions = {question for question, _, _ in named}
    if len(questions) > 1:
        raise ValueError(_("It can depend on one other question: tick answers of one alone."))
    return Prerequisite(questions.pop(), tuple(option for _, _, option in named)) if questions else None


def _extensions(said: dict[str, str]) -> tuple[str, ...] | None:
    if said.get("no_ending"):
        return ()
    named = [part.removeprefix(".").lower() for part in said.get("extensions", "").replace(",", " ").split()]
    return tuple(dict.fromkeys(named)) or None


def _number(text: str) -> int | float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:30]}) from None
    return int(number) if number.is_integer() else number


def _whole(text: str) -> int | None:
    number = _number(text)
    if isinstance(number, float):
        raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text[:30]})
    return number


def _bytes(text: str) -> int | None:
    number = _number(text)
    if isinstance(number, float) and not -1e9 < number < 1e9:
        raise ValueError(_("“%(text)s” is not a size in MB.") % {"text": text[:30]})
    return None if number is None else round(number * MEGABYTE)


def _number_words(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return plain_number(value)

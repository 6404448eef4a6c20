"""One question of an application form, and how a custom question of a job becomes one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from linkedin_sandbox.resources.simple_job_postings.questions import prerequisite

Json = dict[str, Any]
DOCUMENT_LIMIT = 100 * 1024 * 1024


@dataclass(frozen=True)
class Ask:
    """One question. `kind`: text, email, phone, long, choice, integer, decimal, dates, months, file or check."""

    name: str
    label: str
    kind: str
    required: bool = False
    help: str = ""
    more: str = ""
    options: tuple[tuple[str, str], ...] = ()
    component: str = ""
    many: bool = False
    least: float | None = None
    most: float | None = None
    suggested: Any = None
    extensions: tuple[str, ...] | None = None
    is_sniffed: bool = False
    labels: tuple[str, str] = ("From", "To")
    end_hidden: bool = False
    open_end: str = ""
    needs: tuple[str, tuple[str, ...]] | None = None
    is_html: bool = False
    question_id: str = ""

    @property
    def limits(self) -> str:
        """The limits of an answer in words, or an empty string."""
        return " ".join(filter(None, (_kinds(self), _range(self), _open_end(self))))

    @property
    def needed_names(self) -> tuple[str, ...]:
        """Where the answer this question depends on may stand: in its own entry, else in the form."""
        if self.needs is None:
            return ()
        prefix = self.name.removesuffix(f"question.{self.question_id}")
        return tuple(dict.fromkeys((f"{prefix}question.{self.needs[0]}", f"question.{self.needs[0]}")))


def _kinds(ask: Ask) -> str:
    if ask.kind != "file" or ask.extensions is None:
        return ""
    return f"{spoken(ask.extensions)}." if ask.extensions else "A file without extension."


def spoken(extensions: tuple[str, ...]) -> str:
    """`DOC, DOCX or PDF`."""
    *others, last = (extension.upper() for extension in extensions)
    return f"{', '.join(others)} or {last}" if others else last


def _open_end(ask: Ask) -> str:
    return f"Leave the end empty for: {ask.open_end}." if ask.open_end else ""


def _range(ask: Ask) -> str:
    if ask.kind == "file":
        return f"At most {size(ask.most)}." if ask.most else ""
    unit = {"text": " characters", "long": " characters", "integer": "", "decimal": ""}.get(ask.kind)
    if unit is None or not ask.question_id:
        return ""
    least = ask.least if unit == "" else ask.least or None
    if least is None and ask.most is None:
        return ""
    if ask.most is None:
        return f"At least {least:,.15g}{unit}."
    return f"At most {ask.most:,.15g}{unit}." if least is None else f"{least:,.15g} to {ask.most:,.15g}{unit}."


def size(limit: float) -> str:
    """`2 MB`, `512 KB` or `10 bytes`."""
    for unit, name in ((1024 * 1024, "MB"), (1024, "KB")):
        if limit >= unit:
            return f"{limit / unit:.3g} {name}"
    return f"{limit:g} bytes"


def customs(asked: list[Json] | None) -> Iterator[Ask]:
    for question in asked or []:
        kind, detail = next(iter(question["questionDetails"].items()))
        needs = prerequisite(question)
        ask = Ask(
            f"question.{question['partnerQuestionIdentifier']}",
            question["questionText"],
            "text",
            required=bool(question.get("required")),
            help=question.get("helpMessage") or "",
            more=question.get("expandedHelpMessage") or "",
            is_html=True,
            question_id=question["partnerQuestionIdentifier"],
            needs=(needs[0], tuple(needs[1])) if needs else None,
        )
        yield _DETAILED[kind](ask, detail)


def _choice(ask: Ask, detail: Json) -> Ask:
    many = bool(detail.get("selectMultiple")) or detail.get("preferredFormComponent") == "CHECKBOXES"
    options = tuple((choice["symbolicName"], choice["displayValue"]) for choice in detail["choices"])
    component = detail.get("preferredFormComponent") or ("CHECKBOXES" if many else "RADIO_BUTTONS")
    return replace(
        ask,
        kind="choice",
        options=options,
        many=many,
        component=component,
        suggested=detail.get("defaultValueSymbolicName"),
    )


def _numeric(ask: Ask, detail: Json) -> Ask:
    kind = "integer" if detail.get("integerQuestionDetails") is not None else "decimal"
    limits = detail[f"{kind}QuestionDetails"]
    least = limits.get("minValue")
    return replace(
        ask,
        kind=kind,
        least=0 if least is None else least,
        most=limits.get("maxValue"),
        suggested=limits.get("suggestedValue"),
    )


def _text(ask: Ask, detail: Json) -> Ask:
    kind = "long" if detail.get("preferredFormComponent") == "MULTILINE_TEXT" else "text"
    return replace(
        ask,
        kind=kind,
        least=detail.get("minLength") or 0,
        most=detail.get("maxLength"),
        suggested=detail.get("suggestedValue"),
    )


def _dates(ask: Ask, detail: Json) -> Ask:
    labels = (detail.get("startLabel") or "From", detail.get("endLabel") or "To")
    hide = detail.get("hideEndDateLabel")
    return replace(
        ask, kind="dates", labels=labels, end_hidden=hide is True, open_end=hide if isinstance(hide, str) else ""
    )


def _document(ask: Ask, detail: Json) -> Ask:
    accepted = detail.get("acceptableFileExtensions")
    return replace(
        ask,
        kind="file",
        most=detail.get("maximumSize") or DOCUMENT_LIMIT,
        extensions=None if accepted is None else tuple(accepted),
    )


_DETAILED = {
    "multipleChoiceQuestionDetails": _choice,
    "numericQuestionDetails": _numeric,
    "textQuestionDetails": _text,
    "dateRangeQuestionDetails": _dates,
    "documentQuestionDetails": _document,
}

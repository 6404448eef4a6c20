"""What the details of a question must look like, kind by kind: pure."""

import math
import re
from collections.abc import Callable, Collection, Iterator

from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.hiring.question_details import Details, Number, said

LONGEST_HELP = 300
LONGEST_EXPANDED_HELP = 2000
LONGEST_LABEL = 100
LONGEST_ANSWER = 10_000
MOST_EXTENSIONS = 20
LARGEST_NUMBER = 1e15
SHOWN_AS = {
    QuestionKind.SINGLE: ("radio", "dropdown", "buttons"),
    QuestionKind.YES_NO: ("radio", "dropdown", "buttons"),
    QuestionKind.MULTIPLE: ("checkboxes",),
}
EXTENSION = re.compile(r"[a-z0-9]{1,10}")

_ALWAYS = {"help", "expanded_help", "prerequisite"}
_TEXT = {"suggested", "shortest", "longest"}
_NUMBER = {"suggested", "minimum", "maximum", "favourable_from", "favourable_to", "knock_out"}
_CHOICE = {"shown_as", "preselected", "favourable_options", "knock_out"}
FITTING = {
    QuestionKind.SHORT_TEXT: _TEXT,
    QuestionKind.TEXT: _TEXT,
    QuestionKind.INTEGER: _NUMBER,
    QuestionKind.NUMBER: _NUMBER,
    QuestionKind.SINGLE: _CHOICE,
    QuestionKind.MULTIPLE: _CHOICE,
    QuestionKind.YES_NO: _CHOICE,
    QuestionKind.DATE_RANGE: {"start_label", "end_label", "no_end_label"},
    QuestionKind.DOCUMENT: {"largest_bytes", "extensions"},
}


def problems(where: str, kind: QuestionKind, details: Details, options: Collection[str]) -> Iterator[Problem]:
    """Everything wrong with the details of a question; `options` are all names its options may be called by."""
    if stray := sorted(said(details) - FITTING[kind] - _ALWAYS):
        yield Problem(where, f"This kind of question has no {_words(stray[0])}.", "Leave it out.")
    for name, limit in (("help", LONGEST_HELP), ("expanded_help", LONGEST_EXPANDED_HELP)):
        if len(getattr(details, name)) > limit:
            yield Problem(where, f"The {_words(name)} is longer than {limit} characters.", "Shorten it.")
    if details.knock_out and not _hopes(details):
        words = "A knock-out question needs an answer that is hoped for."
        yield Problem(where, words, "Say which answer is, or make it an ordinary question.")
    yield from _OF_KIND[kind](where, kind, details, options)


def _hopes(details: Details) -> bool:
    return bool(details.favourable_options) or (details.favourable_from, details.favourable_to) != (None, None)


def _text(where: str, kind: QuestionKind, details: Details, _options: Collection[str]) -> Iterator[Problem]:
    shortest, longest = details.shortest or 0, LONGEST_ANSWER if details.longest is None else details.longest
    if shortest < 0 or not 1 <= longest <= LONGEST_ANSWER:
        yield Problem(where, f"Lengths run from 0 to {LONGEST_ANSWER} characters.", "Correct the lengths.")
    elif shortest > longest:
        yield Problem(where, "The shortest answer is longer than the longest.", "Correct the lengths.")
    if isinstance(details.suggested, int | float):
        yield Problem(where, "The suggested answer must be words.", "Write words, or leave it empty.")
    elif details.suggested and not shortest <= len(details.suggested) <= longest:
        yield Problem(where, "The suggested answer does not keep to the lengths.", "Correct it, or the lengths.")
    if kind == QuestionKind.SHORT_TEXT and isinstance(details.suggested, str) and "\n" in details.suggested:
        yield Problem(where, "The suggested answer has more than one line.", "Write one line.")


def _number(where: str, kind: QuestionKind, details: Details, _options: Collection[str]) -> Iterator[Problem]:
    given = [getattr(details, name) for name in sorted(_NUMBER - {"knock_out"})]
    if not all(is_number(value, whole=kind == QuestionKind.INTEGER) for value in given if value is not None):
        word = "whole number" if kind == QuestionKind.INTEGER else "number"
        yield Problem(where, f"A limit or suggestion is not a {word}.", "Correct it, or leave it empty.")
        return
    if details.maximum is not None and details.lowest >= details.maximum:
        words = f"The largest number must be more than the smallest, which is {details.lowest}."
        yield Problem(where, words, "Correct the limits.")
    elif not all(_is_within(value, details.lowest, details.maximum) for value in given if value is not None):
        words = "A suggested or hoped-for number is outside the limits."
        yield Problem(where, words, "Correct it, or the limits.")
    floor, ceiling = details.favourable_from, details.favourable_to
    if floor is not None and ceiling is not None and floor > ceiling:
        yield Problem(where, "The hoped-for numbers run backwards.", "Put the smaller one first.")


def _choice(where: str, kind: QuestionKind, details: Details, options: Collection[str]) -> Iterator[Problem]:
    if details.shown_as and details.shown_as not in SHOWN_AS[kind]:
        words = f"Use one of: {', '.join(SHOWN_AS[kind])}; or leave it out."
        yield Problem(where, "This question cannot be shown like that.", words)
    named = [*details.favourable_options, *([details.preselected] if details.preselected else [])]
    if any(name.casefold() not in options for name in named):
        yield Problem(where, "A hoped-for or chosen option is not among the options.", "Choose from the options.")


def _dates(where: str, _kind: QuestionKind, details: Details, _options: Collection[str]) -> Iterator[Problem]:
    if any(len(text) > LONGEST_LABEL for text in (details.start_label, details.end_label, details.no_end_label)):
        yield Problem(where, f"A label is longer than {LONGEST_LABEL} characters.", "Shorten it.")


def _document(where: str, _kind: QuestionKind, details: Details, _options: Collection[str]) -> Iterator[Problem]:
    if details.largest_bytes is not None and not 1 <= details.largest_bytes <= LARGEST:
        words = f"Documents may have up to {LARGEST // 1024 // 1024} MB."
        yield Problem(where, words, "Correct the size, or leave it empty.")
    extensions = details.extensions or ()
    if len(extensions) > MOST_EXTENSIONS:
        yield Problem(where, f"More than {MOST_EXTENSIONS} file endings.", "Name fewer.")
    if wrong := next((one for one in extensions if not EXTENSION.fullmatch(one)), None):
        fix = "Write file endings in lower case without a dot, such as pdf."
        yield Problem(where, f"“{wrong[:20]}” is not a file ending.", fix)
    if len(set(extensions)) < len(extensions):
        yield Problem(where, "A file ending stands here twice.", "Remove one of them.")


_OF_KIND: dict[QuestionKind, Callable[[str, QuestionKind, Details, Collection[str]], Iterator[Problem]]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.TEXT: _text,
    QuestionKind.INTEGER: _number,
    QuestionKind.NUMBER: _number,
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.YES_NO: _choice,
    QuestionKind.DATE_RANGE: _dates,
    QuestionKind.DOCUMENT: _document,
}


def is_number(value: object, *, whole: bool = False) -> bool:
    """Whether this is a number an answer may be."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < LARGEST_NUMBER and math.isfinite(value) and (not whole or value == int(value))


def _is_within(value: Number, lowest: Number, highest: Number | None) -> bool:
    return lowest <= value and (highest is None or value <= highest)


def _words(name: str) -> str:
    return name.replace("_", " ")

"""Takes a file of job listings apart into its lines, whatever it holds: a function of bytes."""

import json
from typing import Any, NoReturn

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.people.normalise import tidy_json

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_LINE = 200_000
MOST_LINES = 50_000
TOO_LONG = {"too_long": True}


def lines_of(content: bytes) -> list[Any]:
    """The listings in a JSON file, fit to be stored; one that is too long is TOO_LONG instead.

    Raises IsthmusError (rejected) when the file is too large, or no list in JSON.
    """
    if len(content) > LARGEST_FILE:
        raise unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    lines = _parsed(content)
    if not isinstance(lines, list):
        raise unreadable("The file holds no list of listings.", type(lines).__name__)
    if len(lines) > MOST_LINES:
        raise unreadable(f"The file holds more than {MOST_LINES:,} listings.")
    return [_fit(line) for line in lines]


def unreadable(message: str, detail: str = "") -> IsthmusError:
    """The refusal of a whole file."""
    return IsthmusError(Failure(kind=Kind.REJECTED, message=message, code="listings_unreadable", detail=detail))


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise unreadable("The file cannot be read as JSON.", type(error).__name__) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _fit(line: Any) -> Any:
    try:
        return TOO_LONG if len(json.dumps(line)) > LONGEST_LINE else tidy_json(line)
    except (ValueError, RecursionError):
        return TOO_LONG

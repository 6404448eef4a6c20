"""Pages that stay quick however far one turns: each continues after the last row's place in its order."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from isthmus.hiring.problems import Problem, Refused

MOST = 200
Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in order, and what to pass as `after` for the next page (None: this is the last)."""

    rows: list[Row]
    next: str | None


def size(limit: int) -> int:
    """A page size within bounds."""
    return max(1, min(limit, MOST))


def newest_first(rows: QuerySet[Found], column: str, after: str | None, limit: int) -> tuple[list[Found], str | None]:
    """One page of rows by a moment, newest first, and the cursor of the next page."""
    ordered = rows.order_by(f"-{column}", "-id")
    if after is not None:
        moment, identity = read_cursor(after, (moment_of, UUID))
        at = Q(**{column: moment})
        ordered = ordered.filter(
            Q(**{f"{column}__lt": moment}) | (at & Q(id__lt=identity)), **{f"{column}__lte": moment}
        )
    found = list(ordered[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], write_cursor(getattr(last, column).isoformat(), last.pk) if last else None


def moment_of(text: str) -> datetime:
    """A moment as `write_cursor` wrote it, in UTC: PostgreSQL does not take every zone Python does. ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("not within the calendar") from error


def write_cursor(*place: Any) -> str:
    """A place in an order as text that travels in a URL."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in place]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, kinds: Sequence[Callable[[str], Any]]) -> list[Any]:
    """The parts of a place. Raises Refused for anything `write_cursor` did not make."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValueError("not a list of texts")
        return [kind(part) for kind, part in zip(kinds, parts, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        problem = Problem("after", "This page address is not one of ours.", "Start from the first page.")
        raise Refused([problem], code="bad_cursor") from error

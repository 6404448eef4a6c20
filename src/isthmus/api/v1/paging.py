"""Pages by key: newest first, each page names where the next begins, and no page is slower than another.

Ids are made in order of time, so the id itself is the key; clients treat it as opaque.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from ninja import Field, Schema

Row = TypeVar("Row", bound=Model)
Shape = TypeVar("Shape")


class Page(Schema):
    """Which page of a list."""

    after: UUID | None = Field(None, description="`next` of the page before; leave out for the first page.")
    limit: int = Field(50, ge=1, le=100, description="How many at most.")


def cut(rows: "QuerySet[Row]", page: Page, shape: Callable[[Row], Shape]) -> tuple[list[Shape], UUID | None]:
    """One page of the rows as shapes, and the key of the next page, or None on the last."""
    if page.after is not None:
        rows = rows.filter(id__lt=page.after)
    found: list[Any] = list(rows.order_by("-id")[: page.limit + 1])
    shown = found[: page.limit]
    return [shape(row) for row in shown], shown[-1].pk if len(found) > page.limit else None

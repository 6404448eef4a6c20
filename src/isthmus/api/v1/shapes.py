"""Rows as answers: every field of a shape is taken from the row by its name, and nothing else is."""

from typing import Any, TypeVar

from ninja import Schema

Shape = TypeVar("Shape", bound=Schema)


def shape(kind: type[Shape], row: object, **more: Any) -> Shape:
    """The row in this shape; `more` gives the fields that are not the row's own."""
    own: dict[str, Any] = {name: getattr(row, name) for name in kind.model_fields if name not in more}
    return kind(**own, **more)

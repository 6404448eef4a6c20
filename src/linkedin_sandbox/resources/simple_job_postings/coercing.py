"""Whether a JSON value is of the type the schema gives a member, and LinkedIn's words for one that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard


def is_int(value: Any) -> TypeGuard[int]:
    """Whether a value is a whole number; JSON's true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return is_int(value) or isinstance(value, float)


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_TYPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "string": ("String", lambda value: isinstance(value, str)),
    "long": ("Long", is_int),
    "double": ("Double", _is_number),
    "boolean": ("Boolean", lambda value: isinstance(value, bool)),
    "strings": ("an array of String", _is_strings),
    "object": ("a record", lambda value: isinstance(value, dict)),
}


def wrong(path: str, kind: str, value: Any) -> Iterator[str]:
    """`{path} :: {value} cannot be coerced to {type}` when it cannot (*Create Job Postings*, row 2)."""
    name, is_of_it = _TYPES[kind]
    if not is_of_it(value):
        yield f"{path} :: {value} cannot be coerced to {name}"

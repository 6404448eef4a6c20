"""A job of several locations: its results under one task, or in tasks of their own, gathered to one answer.

LinkedIn documents that such a job fans out, "a task per alternate location" and since 2026 "one task URN with several
results", but not the shape: a list, a record that holds one, and further tasks of the same job are all understood.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

PARTS = "parts"
_HOLDERS = ("results", "elements", "tasks")
_GRAVEST_FIRST = ("IN_PROGRESS", "PROCESSED", "SUCCEEDED", "FAILED")


def gathered(results: Mapping[str, Any], asked: Sequence[str]) -> dict[str, Any]:
    """The results of the tasks asked about, those of further locations put under them as `parts`."""
    by_urn = {unquote(urn): result for urn, result in results.items()}
    further = [result for urn, result in by_urn.items() if urn not in asked and isinstance(result, Mapping)]
    return {urn: _one(urn, by_urn[urn], further) for urn in asked if urn in by_urn}


def _one(urn: str, result: Any, further: Sequence[Mapping[str, Any]]) -> Any:
    parts = _parts(result)
    if not parts:
        return result
    job = parts[0].get("externalJobPostingId")
    parts += [other for other in further if job is not None and other.get("externalJobPostingId") == job]
    if len(parts) == 1 and not isinstance(result, list):
        return result
    return _summed_up(urn, parts)


def _parts(result: Any) -> list[Mapping[str, Any]]:
    """The single results in one answer, whichever way it holds them."""
    if isinstance(result, list):
        return [part for part in result if isinstance(part, Mapping)]
    if not isinstance(result, Mapping):
        return []
    for holder in _HOLDERS:
        held = result.get(holder)
        inner = list(held.values()) if isinstance(held, Mapping) else held
        if isinstance(inner, list) and inner:
            return [{**_without(result, holder), **part} for part in inner if isinstance(part, Mapping)]
    return [result]


def _without(result: Mapping[str, Any], holder: str) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name not in (holder, "status", "errorMessage")}


def _summed_up(urn: str, parts: list[Mapping[str, Any]]) -> dict[str, Any]:
    """One task for all: open while any is open, failed only when all are; what failed besides stays in its part."""
    states = [str(part.get("status")) for part in parts]
    state = next((one for one in _GRAVEST_FIRST if one in states), states[0])
    first = next(part for part in parts if str(part.get("status")) == state)
    return {**first, "id": urn, "status": state, PARTS: [{"id": urn, **part} for part in parts]}

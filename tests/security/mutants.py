"""Payloads that were right and are not any more: one or several members removed, renamed, doubled or replaced."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

DEEP = 60
WORSE: list[Any] = [
    *(None, True, -1, 0, 10**30, 1.5e308, float("nan"), float("inf"), "9" * 400),
    *("", " ", "x" * 20_000, "\u0000", "a\u0000b", "\ud800", "\u202eevil\u202c"),
    *("urn:li:person:", "urn:li:organization:0", "../../etc/passwd", "<script>alert(9)</script>", "=HYPERLINK(1)"),
    *("javascript:alert(9)", "http://127.0.0.1/"),
    *([], {}, [None], [[]], {"value": {}}, {"": ""}, {"value": ["x"]}, ["x"] * 500),
]


def places(node: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every member inside a JSON value."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for key, value in inner for place in ((*here, key), *places(value, (*here, key)))]


@st.composite
def mutants(draw: Any, originals: list[Any]) -> Any:
    """One of the originals with one to three things wrong in it."""
    node = copy.deepcopy(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 3))):
        known = places(node)
        if known:
            _spoil(draw, node, draw(st.sampled_from(known)))
    return node


def _spoil(draw: Any, node: Any, place: tuple[Any, ...]) -> None:
    holder = node
    for key in place[:-1]:
        holder = holder[key]
    how, key = draw(st.sampled_from(["worse", "worse", "worse", "gone", "renamed", "wrapped", "deep"])), place[-1]
    if how == "worse":
        holder[key] = copy.deepcopy(draw(st.sampled_from(WORSE)))
    elif how == "gone":
        del holder[key]
    elif how == "wrapped":
        holder[key] = [holder[key], {"value": copy.deepcopy(holder[key])}]
    elif how == "deep":
        holder[key] = _nested(holder[key])
    elif isinstance(holder, dict):
        holder[draw(st.sampled_from(["", "\u0000", "type", f"{key}2", "__proto__"]))] = holder.pop(key)


def _nested(value: Any) -> Any:
    for _ in range(DEEP):
        value = {"value": value}
    return value


@st.composite
def bodies(draw: Any, originals: list[Any]) -> bytes:
    """Such a payload as bytes, now and then cut, doubled or in another encoding."""
    text = json.dumps(draw(mutants(originals)))
    body = text.encode()
    how = draw(st.sampled_from(["whole"] * 8 + ["cut", "doubled", "utf-16", "bom", "noise"]))
    if how == "cut":
        return body[: draw(st.integers(0, len(body)))]
    if how == "doubled":
        return body + body
    if how == "utf-16":
        return text.encode("utf-16")
    if how == "bom":
        return b"\xef\xbb\xbf" + body
    return bytes([draw(st.integers(0, 255))]) + body[1:] if how == "noise" else body

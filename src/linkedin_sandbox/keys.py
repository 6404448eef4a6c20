"""Complex keys of Rest.li: several fields that name one entity together, in either protocol's spelling. Keys of the
same fields are equal whatever their order and encoding; answers repeat a key the way the caller wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from linkedin_sandbox.wire import Call, Refused

MOST = 100
_INDEXED = re.compile(r"ids\[(\d{1,4})\]\.(\w{1,64})")
_NAME = re.compile(r"\w{1,64}")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_RESERVED = frozenset("(),:'")


@dataclass(frozen=True)
class Key:
    """One complex key: its fields by name in the alphabet's order, and how it was written."""

    fields: tuple[tuple[str, str], ...]
    written: str = field(compare=False)

    def get(self, name: str) -> str | None:
        """A field's value."""
        return dict(self.fields).get(name)

    @property
    def names(self) -> frozenset[str]:
        """The names of its fields."""
        return frozenset(name for name, _ in self.fields)


def malformed(what: str) -> Refused:
    """A key that cannot be read; 400 is our choice."""
    return Refused(400, f"Invalid key: {what}", cause="malformed key")


def in_query(call: Call) -> list[Key]:
    """The keys of `ids`: `ids[0].field=…` in protocol 1, `ids=List((field:…))` in protocol 2; each key once.

    400 when there are none, more than 100, or one cannot be read."""
    found = _from_list(call.query) if call.protocol == 2 else _from_indexes(call.query)
    if not found:
        raise Refused(400, "Parameter 'ids' is missing or empty", cause="ids")
    if len(found) > MOST:
        raise Refused(400, f"At most {MOST} ids per call", cause="too many ids")
    return list(dict.fromkeys(found))


def in_path(call: Call, segment: str) -> Key:
    """The key that is a path segment, percent-encoded as a whole or not."""
    mark = "(" if call.protocol == 2 else "="
    return parse(call, segment if mark in segment else _decoded(segment))


def in_entities(call: Call, body: Any) -> dict[Key, Any]:
    """`{"entities": {key: …}}` by key; 400 when it is anything else, holds more than 100, or holds one key twice."""
    entities = body.get("entities") if isinstance(body, dict) else None
    if not isinstance(entities, dict) or not entities:
        raise Refused(400, 'A body of {"entities":{key:…}} is required', cause="entities")
    if len(entities) > MOST:
        raise Refused(400, f"At most {MOST} entities per call", cause="too many ids")
    found = {parse(call, text): value for text, value in entities.items()}
    if len(found) != len(entities):
        raise Refused(400, "Two entities have the same key", cause="key twice")
    return found


def check_same(asked: Iterable[Any], sent: Iterable[Any]) -> None:
    """400, our choice, when the ids in the query are not the keys in the body."""
    if set(asked) != set(sent):
        raise Refused(400, "The ids in the query differ from the keys of the entities", cause="ids differ from keys")


def parse(call: Call, text: str) -> Key:
    """One key as text, in the call's protocol."""
    return _record(text) if call.protocol == 2 else _pairs(text.split("&"), "=", text)


def _from_indexes(query: str) -> list[Key]:
    groups: dict[int, list[str]] = {}
    for pair in filter(None, query.split("&")):
        raw_name, _, value = pair.partition("=")
        name = unquote(raw_name)
        match = _INDEXED.fullmatch(name)
        if match:
            groups.setdefault(int(match[1]), []).append(f"{match[2]}={value}")
        elif name == "ids" or name.startswith("ids["):
            raise malformed(f"{name} is not of the form ids[0].field under Rest.li protocol 1.0.0")
    return [_pairs(pairs, "=", "&".join(pairs)) for _, pairs in sorted(groups.items())]


def _from_list(query: str) -> list[Key]:
    values = [raw for name, _, raw in (pair.partition("=") for pair in query.split("&")) if name == "ids"]
    if not values:
        return []
    text = values[0]
    if len(values) > 1 or not (text.startswith("List(") and text.endswith(")")):
        raise malformed("ids is not one List(…) under Rest.li protocol 2.0.0")
    inner = text[len("List(") : -1]
    return [_record(part) for part in _top_level(inner)] if inner else []


def _top_level(text: str) -> list[str]:
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth not in (0, 1):
            raise malformed("parentheses do not match")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    if depth:
        raise malformed("parentheses do not match")
    return parts


def _record(text: str) -> Key:
    if not (text.startswith("(") and text.endswith(")")):
        raise malformed("a key is (field:value,field:value) under Rest.li protocol 2.0.0")
    pairs = text[1:-1].split(",")
    if any(_RESERVED & set(pair.partition(":")[2]) for pair in pairs):
        raise malformed("reserved characters in a value must be percent-encoded")
    return _pairs(pairs, ":", text)


def _pairs(pairs: list[str], sign: str, written: str) -> Key:
    fields: dict[str, str] = {}
    for pair in pairs:
        raw_name, found, raw_value = pair.partition(sign)
        name, value = _decoded(raw_name), _decoded(raw_value)
        if not found or not _NAME.fullmatch(name) or not value:
            raise malformed(f"a field is a name, {sign} and a value")
        if name in fields:
            raise malformed(f"field {name} stands twice")
        fields[name] = value
    return Key(tuple(sorted(fields.items())), written)


def _decoded(text: str) -> str:
    if _LONE_PERCENT.search(text):
        raise malformed("a percent sign begins no escape")
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise malformed("an escape is not UTF-8") from None

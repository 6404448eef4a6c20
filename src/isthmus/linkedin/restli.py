"""Rest.li's encodings of keys, ids and lists, protocol 1 and 2, and how an answer's keys find their way back to ours.

Protocol 1 (no header): `ids=a&ids=b`, `ids[0].field=v`, composite keys `f=v&f=v`. Protocol 2: `List(a,b)`, `(k:v,k:v)`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar
from urllib.parse import quote, unquote

from isthmus.base.failures import Failure, IsthmusError, Kind

Protocol = Literal[1, 2]
Key = str | Mapping[str, str]
Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]
Decoded = str | list["Decoded"] | dict[str, "Decoded"]
T = TypeVar("T")

_EMPTY = "''"
_CLOSERS = ",:()"


def encode(value: Value) -> str:
    """A value in protocol 2 form, ready for a URL: lists, records, and percent-encoded texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "(" + ",".join(f"{encode(name)}:{encode(inner)}" for name, inner in value.items()) + ")"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "List(" + ",".join(encode(inner) for inner in value) + ")"
    return quote(str(value), safe="") or _EMPTY


def decode(text: str) -> Decoded:
    """The value of a protocol 2 text; every scalar stays a text. IsthmusError (bug) when it is malformed."""
    value, end = _decode_at(text, 0)
    if end != len(text):
        raise _malformed(text)
    return value


def encode_key(key: Key, protocol: Protocol = 1) -> str:
    """A key for a path or a body: a text as it is, a composite as `f=v&f=v` or `(f:v,f:v)`."""
    if isinstance(key, str):
        return key
    if protocol == 2:
        return encode(key)
    return "&".join(f"{_part(name)}={_part(value)}" for name, value in key.items())


def decode_key(text: str) -> Key:
    """A key from an answer, in either protocol's form, percent-encoded or not; composites become a dict."""
    if text.startswith("(") and text.endswith(")"):
        value = decode(text)
        return {name: str(inner) for name, inner in value.items()} if isinstance(value, dict) else text
    if "=" in text:
        pairs = [part.partition("=") for part in text.split("&")]
        return {unquote(name): unquote(value) for name, _, value in pairs}
    decoded = unquote(text)
    composite = decoded != text and (decoded.startswith("(") or "=" in decoded)
    return decode_key(decoded) if composite else decoded


def ids_query(ids: Sequence[Key], protocol: Protocol = 1) -> str:
    """The query string that names these ids; all of them texts, or all composites."""
    if protocol == 2:
        return "ids=" + encode(list(ids))
    return "&".join(_ids_protocol_1(ids))


def by_key(requested: Sequence[Key], answers: Mapping[str, T]) -> dict[int, T]:
    """The answers by the position of the id they belong to, whatever encoding or field order their keys use."""
    texts = {unquote(text): value for text, value in answers.items()} | dict(answers)
    records = {_canonical(key): value for text, value in answers.items() if isinstance(key := _read(text), Mapping)}
    found: dict[int, T] = {}
    for position, key in enumerate(requested):
        if isinstance(key, str) and key in texts:
            found[position] = texts[key]
        elif not isinstance(key, str) and (canonical := _canonical(key)) in records:
            found[position] = records[canonical]
    return found


def _ids_protocol_1(ids: Sequence[Key]) -> Iterator[str]:
    for position, key in enumerate(ids):
        if isinstance(key, str):
            yield f"ids={quote(key, safe='')}"
            continue
        for name, value in key.items():
            yield f"ids[{position}].{_part(name)}={quote(value, safe='')}"


def _part(text: str) -> str:
    """Protocol 1 escapes what would end the part; colons stay readable, as in LinkedIn's own examples."""
    return quote(text, safe=":")


def _canonical(key: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """The same for equal keys whatever their order; `$params`, which LinkedIn adds to some, is not part of a key."""
    return frozenset((name, value) for name, value in key.items() if name != "$params")


def _read(text: str) -> Key:
    try:
        return decode_key(text)
    except IsthmusError:
        return text


def _decode_at(text: str, at: int) -> tuple[Decoded, int]:
    if text.startswith("List(", at):
        return _decode_list(text, at + len("List("))
    if text.startswith("(", at):
        return _decode_record(text, at + 1)
    end = _end_of_text(text, at)
    raw = text[at:end]
    if not raw:
        raise _malformed(text)
    return ("" if raw == _EMPTY else unquote(raw)), end


def _decode_list(text: str, at: int) -> tuple[list[Decoded], int]:
    items: list[Decoded] = []
    if text.startswith(")", at):
        return items, at + 1
    while True:
        item, at = _decode_at(text, at)
        items.append(item)
        if text.startswith(")", at):
            return items, at + 1
        at = _expect(",", text, at)


def _decode_record(text: str, at: int) -> tuple[dict[str, Decoded], int]:
    record: dict[str, Decoded] = {}
    if text.startswith(")", at):
        return record, at + 1
    while True:
        name, at = _decode_at(text, at)
        value, at = _decode_at(text, _expect(":", text, at))
        if not isinstance(name, str):
            raise _malformed(text)
        record[name] = value
        if text.startswith(")", at):
            return record, at + 1
        at = _expect(",", text, at)


def _end_of_text(text: str, at: int) -> int:
    return next((index for index in range(at, len(text)) if text[index] in _CLOSERS), len(text))


def _expect(mark: str, text: str, at: int) -> int:
    if not text.startswith(mark, at):
        raise _malformed(text)
    return at + 1


def _malformed(text: str) -> IsthmusError:
    detail = f"{len(text)} characters"
    return IsthmusError(Failure(Kind.BUG, "A Rest.li key cannot be read.", code="restli", detail=detail))

"""A page as a browser would take it apart: what would run, what forms it holds, where its addresses lead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from tests.security.hostile import SCRIPT

RUNS = ("javascript:", "vbscript:", "data:text", "data:application")
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "hx-get", "hx-post", "srcdoc"}
TYPED = {"text", "search", "email", "url", "tel", "number", "date", "password", "datetime-local", "hidden"}
DATA = {"application/ld+json", "application/json"}
"""Kinds of script element a browser never runs."""
NONCE = re.compile(r"'nonce-([^']+)'")


@dataclass(frozen=True)
class Seen:
    """One answer of one route, taken apart from the world it was made in."""

    name: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: str
    signed_in: bool = True

    @property
    def is_page(self) -> bool:
        """Whether it is markup: a whole page, or a piece that is swapped into one."""
        return self.headers.get("Content-Type", "").startswith("text/html") and bool(self.body.strip())

    @property
    def is_whole(self) -> bool:
        return self.is_page and "<html" in self.body


@dataclass(frozen=True)
class Form:
    """A form of a page, with what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str]
    texts: list[str] = field(default_factory=list)


def dangers(seen: Seen) -> list[str]:
    """What would run in a browser without our having written it; empty for a sound page."""
    found = ["a script of the payload stands in the page"] if SCRIPT in seen.body else []
    nonce = NONCE.search(seen.headers.get("Content-Security-Policy", ""))
    for element in _elements(seen.body):
        found += _in_element(element, nonce[1] if nonce else "")
    return found


def _elements(body: str) -> Iterator[Any]:
    yield from (element for element in html.document_fromstring(body).iter() if isinstance(element.tag, str))


def _in_element(element: Any, nonce: str) -> Iterator[str]:
    tag = element.tag.lower()
    if tag == "script":
        text = element.text or ""
        if element.get("type") in DATA and "<" in text:
            yield "markup inside data"
        if element.get("type") not in DATA and element.get("nonce") != nonce:
            yield f"a script without the page's nonce: {text[:60]}"
    if tag in {"iframe", "object", "embed", "base", "applet", "style"}:
        yield f"a <{tag}>"
    for name, value in element.attrib.items():
        if name.lower().startswith("on") or name.lower() == "style":
            yield f"a handler or style: {tag} {name}={value[:60]}"
        bare = re.sub(r"[\x00-\x20]", "", value).lower()
        if name.lower() in ADDRESSES and bare.startswith(RUNS):
            yield f"an address that runs: {tag} {name}={value[:60]}"


def forms(seen: Seen) -> list[Form]:
    """The page's forms."""
    if not seen.is_page:
        return []
    return [_form(element, seen.path) for element in html.document_fromstring(seen.body).iter("form")]


def _form(element: Any, path: str) -> Form:
    texts = [
        item.get("name")
        for item in element.iter("input", "textarea")
        if item.get("name") and (item.tag == "textarea" or (item.get("type") or "text") in TYPED)
    ]
    fields = {name: value or "" for name, value in element.form_values()}
    for item in element.iter("button"):
        if item.get("name"):
            fields.setdefault(item.get("name"), item.get("value") or "")
    return Form(element.get("action") or path, (element.get("method") or "get").lower(), fields, texts)

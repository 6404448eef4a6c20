"""The little HTML that descriptions and question texts may hold: other tags go and their text stays, as *Job Posting
Schema* has it; scripts and styles go with their text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

DESCRIPTION_TAGS = frozenset({"b", "strong", "u", "i", "br", "p", "ul", "li"})
QUESTION_TAGS = frozenset({"ul", "li", "b", "i", "a", "p"})
_BLOCK = re.compile("<(?:p|ul|li|br)>")
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object"})


class _Cleaner(HTMLParser):
    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed, self.out, self.open, self.silent = allowed, [""], [""][:0], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in self.allowed and not self.silent:
            self.out.append(f"<{tag}{_href(attrs) if tag == 'a' else ''}>")
            if tag != "br":
                self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.open:
            while (last := self.open.pop()) != tag:
                self.out.append(f"</{last}>")
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(escape(data))


def _href(attrs: list[tuple[str, str | None]]) -> str:
    target = next((value or "" for name, value in attrs if name == "href"), "")
    safe = target.startswith(("https://", "http://"))
    return f' href="{escape(target)}" rel="nofollow noopener noreferrer" target="_blank"' if safe else ""


def clean(html: str, allowed: frozenset[str] = DESCRIPTION_TAGS) -> Markup:
    """Markup that is safe to show: only allowed tags, all closed, no attribute but a link's http(s) target."""
    cleaner = _Cleaner(allowed)
    cleaner.feed(html)
    cleaner.close()
    closing = "".join(f"</{tag}>" for tag in reversed(cleaner.open))
    return Markup("".join(cleaner.out) + closing)  # noqa: S704 - built from escaped text and allowed tags alone


def text_of(html: str) -> str:
    """The text alone, with a space where a block begins."""
    return Markup(_BLOCK.sub(r" \g<0>", str(clean(html)))).striptags()  # noqa: S704 - cleaned above

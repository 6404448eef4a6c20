"""A job's description in the few tags LinkedIn accepts."""

import re

import nh3

TAGS = {"b", "strong", "u", "i", "br", "p", "ul", "li"}
_RENAMED = {"em": "i", "ol": "ul"}
_TAG = re.compile(r"<(/?)(em|ol|h[1-6]|blockquote)(?:\s[^>]*)?>", re.IGNORECASE)


def description_of(text: str) -> str:
    """The description in the few tags LinkedIn accepts; headings become bold paragraphs, links their words."""
    return nh3.clean(_TAG.sub(_renamed, text), tags=TAGS, attributes={}).strip()


def _renamed(tag: re.Match[str]) -> str:
    closing, name = tag.group(1), tag.group(2).lower()
    if name == "blockquote":
        return f"<{closing}p>"
    if name.startswith("h"):
        return "</strong></p>" if closing else "<p><strong>"
    return f"<{closing}{_RENAMED[name]}>"

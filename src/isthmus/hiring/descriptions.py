"""Job descriptions as they may be stored and shown: a little formatting, honest links, nothing that runs."""

import html
import re

import nh3

TAGS = {"b", "strong", "u", "i", "em", "br", "p", "ul", "ol", "li", "h2", "h3", "h4", "a", "blockquote"}
_BLOCKS = re.compile(r"</(?:p|li|ul|ol|h2|h3|h4|blockquote)>|<br\s*/?>", re.IGNORECASE)


def clean(text: str) -> str:
    """The description as safe HTML. Plain text becomes paragraphs; scripts, styles and unknown tags are gone, and links
    stay only when they lead to http, https or mailto."""
    text = text.replace("\x00", "").strip()
    cleaned = _clean_html(text if nh3.is_html(text) else _paragraphs(text))
    return cleaned if "<" in cleaned else _clean_html(_paragraphs(html.unescape(cleaned)))


def plain_text(description: str) -> str:
    """The words of a description without any markup, one line per paragraph or list item."""
    bare = html.unescape(nh3.clean(_BLOCKS.sub("\n", description), tags=set()))
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())


def _clean_html(text: str) -> str:
    return nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _paragraphs(text: str) -> str:
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "".join(f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)

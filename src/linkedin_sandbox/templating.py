"""Pages: one Jinja environment, the words and dates they share, and the headers every page carries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from linkedin_sandbox.members import html

_CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
    )
)
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_WORDS = {
    "FULL_TIME": "Full-time",
    "PART_TIME": "Part-time",
    "MID_SENIOR_LEVEL": "Mid-senior level",
    "BASE_SALARY": "Base salary",
    "CSA_API": "Recruiter data",
    "IN_ATS_INDICATOR": "In-ATS indicator",
    "ONE_CLICK_EXPORT": "One-click export",
    "APPLY_WITH_LINKEDIN": "Apply with LinkedIn",
    "APPLY_CONNECT": "Apply Connect",
}


def moment(epoch_ms: int) -> str:
    """`23 Nov 2026, 18:30 UTC`."""
    at = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def iso(epoch_ms: int) -> str:
    """For the `datetime` attribute."""
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).isoformat(timespec="seconds")


def words(symbol: str) -> str:
    """`ENTRY_LEVEL` as words."""
    return _WORDS.get(symbol, symbol.replace("_", " ").capitalize())


def pretty(text: str) -> str:
    """JSON indented; any other text as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


_ENVIRONMENT.filters |= {
    "pretty": pretty,
    "moment": moment,
    "iso": iso,
    "words": words,
    "description": html.clean,
    "question": lambda text: html.clean(text, html.QUESTION_TAGS),
    "plain": html.text_of,
}


def page(
    request: Request,
    name: str,
    status: int = 200,
    *,
    framed_by: Sequence[str] = ("'self'",),
    forms_to: Sequence[str] = (),
    **values: Any,
) -> HTMLResponse:
    """A page from a template, with the member signed in (or None) as `member`; only `framed_by` may put it in a
    frame, and its forms may lead to `forms_to` besides the sandbox itself."""
    world = request.app.state.world
    shared = {"now": world.clock.now_ms(), "offset": world.clock.offset(), "path": request.url.path, "member": None}
    content = _ENVIRONMENT.get_template(name).render({**shared, **values})
    targets = " ".join(("'self'", *forms_to))
    policy = f"{_CSP}; form-action {targets}; frame-ancestors {' '.join(framed_by)}"
    headers = {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    return HTMLResponse(content, status, headers)

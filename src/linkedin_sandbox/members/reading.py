"""Reading the posted application form into flat answers: only names the form has, files kept as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile

from linkedin_sandbox.members import drafts, files
from linkedin_sandbox.members.asks import Ask
from linkedin_sandbox.members.form import Section

Row = dict[str, Any]
_PARTS = {
    "phone": ("countryCode", "nationalNumber", "extension"),
    "dates": ("start", "end"),
    "months": ("start", "end", "current"),
}


def uploads(form: FormData) -> dict[str, tuple[str, str, bytes]]:
    """Uploaded files by field name: file name, declared type, bytes. Read before the database is touched."""
    found = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.filename:
            found[name] = (value.filename, value.content_type or "", value.file.read())
    return found


def merge(
    conn: Connection,
    draft: Row,
    sections: Sequence[Section],
    form: FormData,
    sent: dict[str, tuple[str, str, bytes]],
    now: int,
) -> dict[str, str]:
    """Put what was posted into the draft's answers; returns messages for files that could not be taken."""
    flat: Row = draft["answers"]
    errors: dict[str, str] = {}
    for section in sections:
        for index in range(drafts.shown(section, flat)):
            for ask in section.entry_asks(index):
                if ask.kind == "file":
                    errors |= _file(conn, draft, ask, form, sent, now)
                else:
                    _plain(flat, ask, form)
    return errors


def _plain(flat: Row, ask: Ask, form: FormData) -> None:
    for name in [f"{ask.name}.{part}" for part in _PARTS.get(ask.kind, ())] or [ask.name]:
        values = [value for value in form.getlist(name) if isinstance(value, str) and value]
        if not values:
            flat.pop(name, None)
        else:
            flat[name] = values if ask.many else values[-1]


def _file(
    conn: Connection, draft: Row, ask: Ask, form: FormData, sent: dict[str, tuple[str, str, bytes]], now: int
) -> dict[str, str]:
    flat = draft["answers"]
    if form.get(f"{ask.name}.remove"):
        flat.pop(ask.name, None)
    if ask.name not in sent:
        return {}
    filename, content_type, body = sent[ask.name]
    if ask.most and len(body) > ask.most:
        return {ask.name: f"{filename} is too large. {ask.limits}".strip()}
    flat[ask.name] = files.keep(conn, filename, body, now, content_type=content_type, draft_id=draft["id"])
    return {}

"""An application being filled in: flat answers as typed, files already kept, one draft per member and job."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from linkedin_sandbox.members import answers, files
from linkedin_sandbox.members import flat as flat_names
from linkedin_sandbox.members.form import Section
from linkedin_sandbox.tables import drafts

Row = dict[str, Any]
_SHOWN = "#"


def open_draft(conn: Connection, member: Row, posting_id: int, form: Sequence[Section], now: int) -> Row:
    """The member's draft for a job; a new one is filled in from the profile and the questions' suggestions."""
    query = select(drafts).where(drafts.c.member_id == member["id"], drafts.c.posting_id == posting_id)
    known = conn.execute(query).mappings().first()
    if known:
        return dict(known)
    row = {
        "id": secrets.token_urlsafe(16),
        "member_id": member["id"],
        "posting_id": posting_id,
        "answers": prefilled(member, form),
        "updated_at": now,
    }
    conn.execute(insert(drafts).values(**row))
    return row


def save(conn: Connection, draft: Row, now: int) -> None:
    """Keep what was typed."""
    conn.execute(update(drafts).where(drafts.c.id == draft["id"]).values(answers=draft["answers"], updated_at=now))


def discard(conn: Connection, draft_id: str) -> None:
    """Forget a draft and files that went nowhere."""
    files.forget_draft(conn, draft_id)
    conn.execute(delete(drafts).where(drafts.c.id == draft_id))


def prefilled(member: Row, form: Sequence[Section]) -> Row:
    """What the profile already knows, for the questions this form asks."""
    profile = member["profile"]
    contact = {
        "firstName": member["first_name"],
        "lastName": member["last_name"],
        "email": member["email"],
        "phone": profile["phone"],
        "location": f"{member['city']}, {member['country']}",
    }
    flat = flat_names.flatten({"contact": contact, "work": profile["work"], "education": profile["education"]})
    for section in form:
        for index in range(answers.count(section, flat)):
            _suggest(section, flat, index)
    asked = {ask.name for section in form for index in range(10) for ask in section.entry_asks(index)}
    return {
        name: value for name, value in flat.items() if any(name == one or name.startswith(f"{one}.") for one in asked)
    }


def _suggest(section: Section, flat: Row, index: int) -> None:
    for ask in section.entry_asks(index):
        if ask.suggested is not None:
            flat.setdefault(ask.name, str(ask.suggested))


def shown(section: Section, flat: Row) -> int:
    """How many entries of a section the form shows."""
    if section.repeat is None:
        return 1
    return min(section.repeat[1], max(int(flat.get(_SHOWN + section.key, 0)), answers.count(section, flat)))


def add_entry(section: Section, flat: Row) -> None:
    """Show one more entry, empty but for what its questions suggest."""
    flat[_SHOWN + section.key] = total = shown(section, flat) + 1
    _suggest(section, flat, total - 1)


def remove_entry(section: Section, flat: Row, index: int) -> None:
    """Take one entry away and close the gap."""
    total = shown(section, flat)
    for position in range(index, total):
        _clear(section, flat, position)
        if position + 1 < total:
            _copy(section, flat, position + 1, position)
    flat[_SHOWN + section.key] = total - 1


def _names(section: Section, flat: Row, index: int) -> dict[str, str]:
    """Flat names of one entry with the part after the entry's prefix."""
    prefix = section.prefix(index)
    own = tuple(ask.name for ask in section.entry_asks(index))
    return {name: name[len(prefix) :] for name in flat if any(name == one or name.startswith(f"{one}.") for one in own)}


def _clear(section: Section, flat: Row, index: int) -> None:
    for name in _names(section, flat, index):
        del flat[name]


def _copy(section: Section, flat: Row, source: int, target: int) -> None:
    for name, tail in _names(section, flat, source).items():
        flat[section.prefix(target) + tail] = flat[name]


ACTION = re.compile(r"(add|remove)-([A-Za-z0-9]+)(?:-(\d+))?")

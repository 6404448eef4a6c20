"""Whom a tag means: an applicant through LinkedIn, an applicant from elsewhere found by profile URL or e-mail, or a
candidate somebody linked by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select

from linkedin_sandbox import ids
from linkedin_sandbox.members import people
from linkedin_sandbox.members.html import text_of
from linkedin_sandbox.plugins.frames import Frame
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.tables import applications, members, plugin_links
from linkedin_sandbox.world import World

_SLUG = re.compile(r"[a-z0-9-]{1,100}")

Row = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Whom a tag means. `problem` says in a word why nobody can be meant; `member` is None when nobody matches."""

    subject: str
    member: Row | None = None
    posting: Row | None = None
    problem: str = ""
    applied_at: int | None = None


def find(conn: Connection, frame: Frame) -> Person:
    """By application id, else by candidate id, else by job and profile URL or e-mail; the application's id wins."""
    if frame.get("li-job-application-id"):
        return _applicant(conn, frame)
    if frame.get("ats-candidate-id") and not frame.get("ats-job-posting-id"):
        return _linked(conn, frame, Person(f"candidate:{frame.get('ats-candidate-id')}"))
    posting = jobs.latest_posting(conn, frame.app["id"], frame.get("ats-job-posting-id"))
    subject = f"job:{frame.get('ats-job-posting-id')}/{frame.get('applicant-email') or _slug(frame)}"
    if posting is None:
        return Person(subject, problem="unknown job")
    member = _by_profile(conn, frame) or people.by_email(conn, frame.get("applicant-email"))
    return _linked(conn, frame, Person(subject, member, posting))


def _applicant(conn: Connection, frame: Frame) -> Person:
    number = ids.number(frame.get("li-job-application-id"), ids.APPLICATION)
    query = select(applications).where(applications.c.id == number, applications.c.app_id == frame.app["id"])
    row = conn.execute(query).mappings().first() if number is not None else None
    posting = jobs.posting(conn, row["posting_id"]) if row else None
    of_context = posting and ids.urn(ids.ORGANIZATION, posting["organization_id"]) == frame.organization
    if row is None or not of_context:
        return Person(frame.get("li-job-application-id"), problem="unknown application")
    found = Person(f"application:{number}", people.get(conn, row["member_id"]), posting, "", row["applied_at"])
    return _linked(conn, frame, found)


def _linked(conn: Connection, frame: Frame, person: Person) -> Person:
    query = select(plugin_links.c.member_id).where(
        plugin_links.c.app_id == frame.app["id"], plugin_links.c.subject == person.subject
    )
    row = conn.execute(query).first()
    if row is None:
        return person
    member = people.get(conn, row.member_id) if row.member_id is not None else None
    return Person(person.subject, member, person.posting, person.problem, person.applied_at)


def link(conn: Connection, frame: Frame, subject: str, member_id: int | None, now: int) -> None:
    """Remember by hand who a candidate is; None remembers that it is not who LinkedIn thought."""
    app_id = frame.app["id"]
    conn.execute(delete(plugin_links).where(plugin_links.c.app_id == app_id, plugin_links.c.subject == subject))
    conn.execute(insert(plugin_links).values(app_id=app_id, subject=subject, member_id=member_id, at=now))


def urn(world: World, frame: Frame, member_id: int) -> str:
    """A member's person URN as this child sees it."""
    own_id = frame.app["id"] if world.choices["person_id_per_application"] else None
    return ids.urn("person", ids.person_id(member_id, own_id))


def skills(person: Person) -> list[Row]:
    """The member's skills, each with whether the job's texts name it."""
    element = person.posting["element"] if person.posting else {}
    texts = (element.get("title"), element.get("description"), element.get("skillsDescription"))
    wanted = text_of(" ".join(filter(None, texts))).lower()
    held = person.member["profile"].get("skills", []) if person.member else []
    return [{"name": skill["name"], "asked": _names(wanted, skill["name"].lower())} for skill in held]


def _names(text: str, skill: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(skill)}(?!\w)", text) is not None


def _slug(frame: Frame) -> str:
    try:
        path = urlsplit(frame.get("li-applicant-profile-url")).path
    except ValueError:
        return ""
    parts = [part for part in path.lower().split("/") if part]
    return parts[1] if len(parts) == 2 and parts[0] == "in" and _SLUG.fullmatch(parts[1]) else ""


def _by_profile(conn: Connection, frame: Frame) -> Row | None:
    """The member of a profile URL: its last part is the e-mail address before the @, with hyphens for dots."""
    slug = _slug(frame)
    if not slug:
        return None
    query = select(members).where(members.c.email.like(slug.replace("-", ".") + "@%")).limit(1)
    row = conn.execute(query).mappings().first()
    return dict(row) if row else None

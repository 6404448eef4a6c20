"""Finding jobs as a member does: public, listed, newest first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from linkedin_sandbox.resources.simple_job_postings import posters
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.tables import organizations, postings

Row = dict[str, Any]
PAGE = 25


def _text(member: str) -> ColumnElement[Any]:
    return func.json_extract(postings.c.element, f"$.{member}")


def find(conn: Connection, words: str, page: int = 1) -> tuple[list[Row], int]:
    """One page of jobs whose title, company or place holds every word, and how many there are in all."""
    shown = [postings.c.state == jobs.OPEN, postings.c.visibility == "PUBLIC"]
    for word in words.split():
        like = f"%{word}%"
        columns = (_text("title"), _text("location"), organizations.c.name)
        shown.append(or_(*(column.ilike(like) for column in columns)))
    employed = postings.join(organizations, organizations.c.id == postings.c.organization_id)
    counted = select(func.count()).select_from(employed if words.strip() else postings)
    total = conn.execute(counted.where(*shown)).scalar_one()
    query = select(postings, organizations.c.name.label("company"), organizations.c.slug).select_from(employed)
    query = query.where(*shown).order_by(postings.c.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return [dict(row) for row in conn.execute(query).mappings()], total


def job(conn: Connection, posting_id: int) -> Row | None:
    """A job a member may look at, closed ones included, private ones not."""
    query = (
        select(postings, organizations.c.name.label("company"), organizations.c.slug)
        .join(organizations, organizations.c.id == postings.c.organization_id)
        .where(postings.c.id == posting_id)
    )
    row = conn.execute(query).mappings().first()
    if row is None or row["visibility"] != "PUBLIC":
        return None
    return {**dict(row), "poster": posters.shown(conn, dict(row))}

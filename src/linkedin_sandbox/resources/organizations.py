"""Company pages, and what an employer has settled about postings: page, industry, blocks, opting in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox.tables import organizations

# Searching-and-staffing firms and pages without a name of their own may not post free jobs.
EMPLOYER, STAFFING, GENERIC = "employer", "staffing", "generic"
SETTINGS = ("name", "kind", "industry", "blocks_postings", "opted_in", "source_opted_in", "exports_blocked")

Row = dict[str, Any]


def listed(conn: Connection) -> list[Row]:
    """Every organization, in order of number."""
    return [dict(row) for row in conn.execute(select(organizations).order_by(organizations.c.id)).mappings()]


def change(conn: Connection, organization_id: int, **settings: Any) -> None:
    """Change an organization; `ValueError` for a setting there is none of."""
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}; known: {', '.join(SETTINGS)}")
    conn.execute(update(organizations).where(organizations.c.id == organization_id).values(**settings))

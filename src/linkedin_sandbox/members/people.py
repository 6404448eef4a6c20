"""The sandbox's invented members."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, or_, select

from linkedin_sandbox.tables import members

Row = dict[str, Any]


def add(conn: Connection, rows: list[Row]) -> None:
    """Add members."""
    conn.execute(insert(members), rows)


def get(conn: Connection, member_id: int) -> Row | None:
    """A member by number."""
    row = conn.execute(select(members).where(members.c.id == member_id)).mappings().first()
    return dict(row) if row else None


def contact(member: Row) -> Row:
    """A member's contact details as an application starts with them."""
    return {
        "firstName": member["first_name"],
        "lastName": member["last_name"],
        "email": member["email"],
        "phone": member["profile"]["phone"],
    }


def by_email(conn: Connection, email: str) -> Row | None:
    """A member by e-mail address."""
    row = conn.execute(select(members).where(members.c.email == email)).mappings().first()
    return dict(row) if row else None


def find(conn: Connection, text: str = "", limit: int = 200) -> list[Row]:
    """Members whose name, headline or place holds the text, in order of number."""
    query = select(members).order_by(members.c.id).limit(limit)
    for word in text.split():
        like = f"%{word}%"
        columns = (members.c.first_name, members.c.last_name, members.c.headline, members.c.city, members.c.email)
        query = query.where(or_(*(column.ilike(like) for column in columns)))
    return [dict(row) for row in conn.execute(query).mappings()]


def count(conn: Connection) -> int:
    """How many members there are."""
    return conn.execute(select(func.count()).select_from(members)).scalar_one()

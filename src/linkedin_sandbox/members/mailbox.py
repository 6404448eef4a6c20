"""The e-mails LinkedIn would send a member, and the words of each status."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from linkedin_sandbox.tables import mails

STATUS_WORDS: dict[str, str] = {
    "APPLICATION_SUBMITTED": "Application submitted",
    "APPLICATION_VIEWED": "Application viewed",
    "RESUME_DOWNLOADED": "Résumé downloaded",
    "APPLICATION_SCREENED": "Application screened",
    "APPLICATION_INTERVIEWED": "Interview",
    "APPLICATION_HIRED": "Hired",
    "APPLICATION_REJECTED": "Not selected",
}
_MAILS: dict[str, tuple[str, str]] = {
    "APPLICATION_SUBMITTED": ("Your application was sent to {company}", "You applied for {title} at {company}."),
    "APPLICATION_VIEWED": (
        "Your application was viewed by {company}",
        "{company} has viewed your application for {title}.",
    ),
    "RESUME_DOWNLOADED": (
        "{company} downloaded your résumé",
        "{company} has downloaded the résumé you sent for {title}.",
    ),
    "APPLICATION_SCREENED": (
        "News about your application to {company}",
        "{company} has screened your application for {title}.",
    ),
    "APPLICATION_INTERVIEWED": (
        "News about your application to {company}",
        "{company} has noted an interview for {title}.",
    ),
    "APPLICATION_HIRED": ("Good news from {company}", "{company} has marked you as hired for {title}."),
    "APPLICATION_REJECTED": (
        "Your application to {company}",
        "{company} will not be moving forward with your application for {title}. You were not selected.",
    ),
}


def write(conn: Connection, member_id: int, action: str, *, company: str, title: str, visible_at: int) -> None:
    """Put the mail of a status into a member's mailbox; it shows from `visible_at` on."""
    subject, body = (text.format(company=company, title=title) for text in _MAILS[action])
    conn.execute(
        insert(mails).values(member_id=member_id, kind=action, subject=subject, body=body, visible_at=visible_at)
    )


def read(conn: Connection, member_id: int, now: int) -> list[dict[str, Any]]:
    """A member's mails, newest first."""
    query = select(mails).where(mails.c.member_id == member_id, mails.c.visible_at <= now).order_by(mails.c.id.desc())
    return [dict(row) for row in conn.execute(query).mappings()]


def developer_mails(conn: Connection) -> list[dict[str, Any]]:
    """Warnings to the developers of applications, newest first."""
    query = select(mails).where(mails.c.app_id.is_not(None)).order_by(mails.c.id.desc())
    return [dict(row) for row in conn.execute(query).mappings()]

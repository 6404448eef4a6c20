"""Files members attach: kept byte for byte, under a random token that is their media URL."""

from __future__ import annotations

import io
import mimetypes
import secrets
import zipfile
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from linkedin_sandbox.tables import media

Row = dict[str, Any]
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def keep(
    conn: Connection, filename: str, body: bytes, now: int, *, content_type: str = "", draft_id: str | None = None
) -> Row:
    """Store a file and return the reference answers hold: token, urn, filename, size, and what its bytes are."""
    name = filename.replace("\\", "/").rpartition("/")[2] or "file"
    kind = (
        content_type
        or _TYPES.get(name.rpartition(".")[2].lower())
        or mimetypes.guess_type(name)[0]
        or "application/octet-stream"
    )
    token, urn = secrets.token_urlsafe(32), f"urn:li:media:{secrets.token_urlsafe(12)}"
    conn.execute(
        insert(media).values(
            token=token,
            urn=urn,
            draft_id=draft_id,
            filename=name,
            content_type=kind,
            body=body,
            created_at=now,
        )
    )
    return {"token": token, "urn": urn, "filename": name, "size": len(body), "kind": kind_of(body)}


def kind_of(body: bytes) -> str:
    """`pdf`, `doc` or `docx` by the bytes themselves, or an empty string. Nothing is unpacked."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(_OLE):
        return "doc"
    if not body.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "docx" if "word/document.xml" in archive.namelist() else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""


def attach(conn: Connection, tokens: list[str], application_id: int, app_id: int, now: int) -> None:
    """Hand files over to an application; from here on the child application may fetch them."""
    query = update(media).where(media.c.token.in_(tokens))
    conn.execute(query.values(application_id=application_id, app_id=app_id, draft_id=None, created_at=now))


def get(conn: Connection, token: str) -> Row | None:
    """A file by token."""
    row = conn.execute(select(media).where(media.c.token == token)).mappings().first()
    return dict(row) if row else None


def forget_draft(conn: Connection, draft_id: str) -> None:
    """Drop the files of an abandoned or sent draft."""
    conn.execute(delete(media).where(media.c.draft_id == draft_id))

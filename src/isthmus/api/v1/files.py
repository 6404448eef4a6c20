"""Files of applications over the API: what is known of them, and their bytes exactly as sent."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Field, Schema

from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.hiring import files
from isthmus.hiring.documents import DOC, DOCX, PDF, SHOWN_AS_THEY_ARE, UNKNOWN
from isthmus.hiring.models import File
from isthmus.store import audit

section = Section("files")
MEDIA_TYPES = (*(kind.media_type for kind in (PDF, DOCX, DOC)), *sorted(SHOWN_AS_THEY_ARE), UNKNOWN)
BYTES: dict[str, Any] = {
    "responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES}}}
}


class FileOut(Schema):
    """A résumé or other document of an application."""

    id: UUID
    kind: str = Field(description="`resume`, or what else the source called it.")
    state: Literal["expected", "stored", "refused", "gone"] = Field(
        description="Whether it can be downloaded: only when stored."
    )
    name: str
    media_type: str = Field(description="What it is by its content, not by its name.")
    size: int = Field(description="In bytes.")
    sha256: str = Field(description="Of the content, in hexadecimal.")
    why: str = Field(description="Why it was refused or is gone.")
    at: datetime


@section.get("/{file_id}", scope="candidates:read", answer=FileOut)
def get_file(request: HttpRequest, file_id: UUID) -> FileOut:
    """Read what is known of a file."""
    return file_shape(File.objects.get(id=file_id))


@section.get("/{file_id}/content", scope="candidates:read", answer=None, openapi_extra=BYTES)
def download_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Download a file, exactly as it was sent.

    A program's download is audited; it is not a person's, so LinkedIn is not told that the résumé was downloaded.
    """
    file = File.objects.get(id=file_id)
    content = files.content(file_id)
    audit.record("downloaded", "file", file.id, fields=[file.kind], api_key_id=key_id(request))
    return attachment(content, file.name or "file", file.media_type)


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Foreign bytes as an answer no browser will run: an attachment, not sniffed, in a sandbox."""
    response = HttpResponse(content, content_type=media_type or UNKNOWN)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def file_shape(file: File) -> FileOut:
    """What is known of a file."""
    return shape(FileOut, file)

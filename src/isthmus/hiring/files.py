"""Résumés and other documents of an application: expected, then stored exactly as sent, or refused with the reason."""

import hashlib
from uuid import UUID

from isthmus.base import secrets
from isthmus.hiring import documents, extraction, pictures, search_documents
from isthmus.hiring.models import Application, File, FileContent, FileDownload, FilePicture, FileState
from isthmus.hiring.pictures import Picture
from isthmus.hiring.problems import Problem, Refused
from isthmus.people.normalise import tidy
from isthmus.store import audit, tenancy

FIELD = "file"
PICTURE_FIELD = "file picture"
ANSWER = "document"
"""The kind of a file that answers a question."""


def attach(application_id: UUID, content: bytes, *, name: str, declared_type: str = "", kind: str = "resume") -> File:
    """A document given with an application, stored or refused at once. Raises Application.DoesNotExist."""
    application = Application.objects.get(id=application_id)
    file = File.objects.create(application=application, profile_id=application.profile_id, kind=kind)
    return store(file.id, content, name=name, declared_type=declared_type)


def store(file_id: UUID, content: bytes, *, name: str, declared_type: str = "") -> File:
    """The file with its content kept, or refused with the reason; its type is what the content is.

    `declared_type` is only mentioned when it misled. A file already stored stays as it is. Raises File.DoesNotExist.
    """
    file: File = File.objects.select_for_update(no_key=True).get(id=file_id)
    if file.state == FileState.STORED:
        return file
    try:
        kind = _type_of(file, content, name)
    except documents.NotTaken as reason:
        return refuse(file_id, _with_claim(str(reason), f"{name} {declared_type}"))
    words = extraction.words_of(content, kind.extension)
    file.name = documents.display_name(name or file.name, kind, default=file.kind)
    file.media_type = kind.media_type
    file.size = len(content)
    file.sha256 = hashlib.sha256(content).hexdigest()
    file.text, file.why = words.text, words.why
    file.state = FileState.STORED
    file.save()
    sealed = secrets.seal(content, company=tenancy.current_company_id(), field=FIELD)
    FileContent.objects.update_or_create(file=file, defaults={"sealed": sealed})
    search_documents.renew(file.profile.candidate_id)
    return file


def expect_again(file_id: UUID) -> None:
    """A stored file whose content is not here counts as not fetched yet; every other stays as it is."""
    kept = FileContent.objects.filter(file_id=file_id).exists()
    if not kept:
        File.objects.filter(id=file_id, state=FileState.STORED).update(state=FileState.EXPECTED)


def refuse(file_id: UUID, why: str) -> File:
    """Keep the reason instead of the content. A stored file stays stored."""
    return _end(file_id, FileState.REFUSED, why)


def gone(file_id: UUID, why: str) -> File:
    """The source no longer has it. A stored file stays stored."""
    return _end(file_id, FileState.GONE, why)


def content(file_id: UUID) -> bytes:
    """The bytes exactly as they were sent. Raises Refused when there are none, File.DoesNotExist."""
    file = File.objects.get(id=file_id)
    held = FileContent.objects.filter(file=file).first()
    if file.state != FileState.STORED or held is None:
        raise Refused([Problem("file", "This file was not stored.", file.why or "It may still be fetched.")])
    return secrets.unseal(bytes(held.sealed), company=tenancy.current_company_id(), field=FIELD)


def picture(file_id: UUID, number: int) -> Picture:
    """Page `number` of a stored PDF as a picture, drawn once and kept sealed; or why there is none.

    Looking at it is no download. Raises Refused when nothing is stored, File.DoesNotExist.
    """
    file = File.objects.get(id=file_id)
    company_id = tenancy.current_company_id()
    kept = FilePicture.objects.filter(file=file, number=number).first()
    if kept is not None:
        return Picture(secrets.unseal(bytes(kept.sealed), company=company_id, field=PICTURE_FIELD), kept.pages)
    extension = documents.PDF.extension if file.media_type == documents.PDF.media_type else ""
    drawn = pictures.of_page(content(file_id), extension, number)
    if not drawn.why:
        sealed = secrets.seal(drawn.content, company=company_id, field=PICTURE_FIELD)
        row = FilePicture(file=file, number=number, pages=drawn.pages, sealed=sealed)
        FilePicture.objects.bulk_create([row], ignore_conflicts=True)
    return drawn


def record_download(file_id: UUID) -> bool:
    """Note that the acting user took the file; True when it is that user's first time. Every time is audited."""
    file: File = File.objects.get(id=file_id)
    audit.record("downloaded", "file", file.id, fields=[file.kind])
    user_id = tenancy.current().user_id
    if user_id is None:
        return False
    row = FileDownload(application_id=file.application_id, file=file, user_id=user_id)
    FileDownload.objects.bulk_create([row], ignore_conflicts=True)
    return bool(FileDownload.objects.filter(id=row.id).exists())


def _end(file_id: UUID, state: FileState, why: str) -> File:
    file: File = File.objects.select_for_update(no_key=True).get(id=file_id)
    if file.state != FileState.STORED:
        file.state, file.why = state, tidy(why, 1000)
        file.save(update_fields=["state", "why"])
    return file


def _type_of(file: File, content: bytes, name: str) -> documents.DocumentType:
    return documents.type_of_answer(content, name) if file.kind == ANSWER else documents.type_of(content)


def _with_claim(reason: str, claim: str) -> str:
    misled = "by its content" in reason and any(word in claim.lower() for word in ("pdf", "doc", "word"))
    return f"{reason} Its name or sender said otherwise." if misled else reason

"""The files of an application as its card shows them, those still being fetched included."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.hiring import timeline
from isthmus.hiring.documents import PDF
from isthmus.hiring.models import Application, File, FileState
from isthmus.web.tones import BAD, GOOD, WAITING, Look

OF_FILE = {
    FileState.EXPECTED: WAITING,
    FileState.STORED: GOOD,
    FileState.REFUSED: BAD,
    FileState.GONE: Look("warn", "exclamation-triangle"),
}


@dataclass(frozen=True)
class Document:
    """A file of an application."""

    id: UUID
    kind: str
    name: str
    size: int
    is_stored: bool
    has_text: bool
    has_pictures: bool
    is_resume: bool
    state_words: str
    tone: str
    icon: str
    why: str


@dataclass(frozen=True)
class Documents:
    """All files of one application; `in_motion` while one of them is still being fetched."""

    files: list[Document]
    in_motion: bool


def of(application: Application) -> Documents:
    """What stands on the application's card."""
    found = list(application.files.all())
    return Documents([_document(file) for file in found], any(file.state == FileState.EXPECTED for file in found))


def _document(file: File) -> Document:
    look = OF_FILE[FileState(file.state)]
    kind = str(timeline.FILE_KINDS.get(file.kind, _("Document")))
    return Document(
        id=file.id,
        kind=kind,
        name=file.name or file.kind,
        size=file.size,
        is_stored=file.state == FileState.STORED,
        has_text=bool(file.text),
        has_pictures=file.media_type == PDF.media_type,
        is_resume=file.kind == "resume",
        state_words=f"{file.name or kind}: {FileState(file.state).label.lower()}",
        tone=look.tone,
        icon=look.icon,
        why=file.why,
    )

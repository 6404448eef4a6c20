"""What a document is by its content, whatever its name or sender says: pure functions of bytes.

A résumé or cover letter is PDF or Word; the answer to a question may be any file but a program. Everything else is
refused in words, and so is a Word document that would unpack to far more than a document needs.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype

from isthmus.base.filenames import safe_name

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_WORD_STREAM = "WordDocument".encode("utf-16-le")
UNKNOWN = "application/octet-stream"
_PROGRAMS = {"exe", "elf"}
SHOWN_AS_THEY_ARE = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/zip"}
_WORDS_FOR = {
    "exe": "a Windows program",
    "elf": "a program",
    "zip": "an archive",
    "rar": "an archive",
    "7z": "an archive",
    "gz": "an archive",
    "tar": "an archive",
    "rtf": "a rich text file",
}


@dataclass(frozen=True)
class DocumentType:
    """A kind of document Isthmus takes."""

    extension: str
    media_type: str


PDF = DocumentType("pdf", "application/pdf")
DOCX = DocumentType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
DOC = DocumentType("doc", "application/msword")


class NotTaken(ValueError):  # noqa: N818
    """The document is refused; the message says why, for the person who sent it."""


class NotADocument(NotTaken):
    """It is neither PDF nor Word."""


def type_of(content: bytes) -> DocumentType:
    """The document's type by its content. Raises NotTaken with the reason in words."""
    if not content:
        raise NotTaken("The file is empty.")
    if len(content) > LARGEST:
        raise NotTaken(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return PDF
    if content.startswith(_OLE) and _OLE_WORD_STREAM in content:
        return DOC
    if content.startswith(b"PK") and _is_word(content):
        return DOCX
    raise NotADocument(f"This is not a PDF or a Word document: by its content it is {_what(content)}.")


def type_of_answer(content: bytes, name: str) -> DocumentType:
    """The type of a file given as an answer: any file but a program. Raises NotTaken with the reason in words."""
    try:
        return type_of(content)
    except NotADocument:
        pass
    guessed = filetype.guess(content)
    if guessed is not None and guessed.extension in _PROGRAMS:
        raise NotTaken(f"This is {_what(content)}, which is not taken.")
    if guessed is not None and guessed.mime in SHOWN_AS_THEY_ARE:
        return DocumentType(guessed.extension, guessed.mime)
    return DocumentType(extension_of(name), UNKNOWN)


def extension_of(name: str) -> str:
    """The ending of a file's name, in lower case and without its dot; empty when it has none."""
    return PurePosixPath(safe_name(name, default="file")).suffix.lower().removeprefix(".")


def display_name(name: str, kind: DocumentType, *, default: str) -> str:
    """A safe name to show and to save under, whose ending says what the content is."""
    safe = safe_name(name, default=default)
    path = PurePosixPath(safe)
    if not kind.extension:
        return safe
    if path.suffix.lower() == f".{kind.extension}":
        return safe
    stem = path.stem if path.suffix.lower() in (".pdf", ".doc", ".docx") else safe
    return safe_name(f"{stem}.{kind.extension}", default=default)


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise NotTaken("The file is damaged: it starts like a Word document and cannot be opened.") from error
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        return False
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotTaken("The Word document would unpack to far more than a document needs, so it was not opened.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken("The Word document carries macros. Save it without them and send it again.")
    return True


def _what(content: bytes) -> str:
    guessed = filetype.guess(content)
    if guessed is None:
        return "plain text or something else"
    if guessed.mime.startswith("image/"):
        return "an image"
    return _WORDS_FOR.get(guessed.extension, f"a .{guessed.extension} file")

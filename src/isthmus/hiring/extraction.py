"""Reads the words out of a document from a stranger, in a process of its own that may neither grow nor run for long.

Run as a program it reads the document from standard input; its memory and processor time are limited before anything is
parsed, so a document made to exhaust the reader ends that process alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

MOST_PAGES = 100
MOST_CHARACTERS = 200_000
PATIENCE_SECONDS = 30
_PROCESSOR_SECONDS = 20
_MEMORY_BYTES = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Words:
    """What could be read: the text, and why it is not all of it (empty when it is)."""

    text: str
    why: str = ""


def words_of(content: bytes, extension: str) -> Words:
    """The text of a `pdf` or `docx`; other types give none. Never raises for what the document holds."""
    if extension not in _READERS:
        return Words("", "Text is read from PDF and DOCX files only.")
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, extension],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env=environment,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Words("", "The text could not be read within the limits of time and memory.")
    return Words(_storable(answer["text"]), answer["why"])


def read(content: bytes, extension: str) -> Words:
    """The same in this process, without limits of time and memory: what the child process runs."""
    pieces: list[str] = []
    length = 0
    try:
        for piece in _READERS[extension](content):
            pieces.append(piece)
            length += len(piece) + 1
            if length > MOST_CHARACTERS:
                return Words("\n".join(pieces)[:MOST_CHARACTERS], "The text is longer than what is kept.")
    except _Unreadable as reason:
        return Words("\n".join(pieces), str(reason))
    except Exception:
        return Words("\n".join(pieces), "The document is damaged, so its text could not be read.")
    return Words("\n".join(pieces))


class _Unreadable(Exception):  # noqa: N818
    """Part of the document is not read, for the reason given."""


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _Unreadable("The document is locked with a password, so its text could not be read.")
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            raise _Unreadable(f"Only the first {MOST_PAGES} pages were read.")
        yield page.extract_text()


def _docx(content: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for block in Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
        else:
            yield block.text


def _table(table: object, depth: int = 0) -> Iterator[str]:
    for row in table.rows:  # type: ignore[attr-defined]
        cells = list({id(cell._tc): cell for cell in row.cells}.values())
        yield "\t".join(cell.text for cell in cells)
        for cell in cells:
            for inner in cell.tables if depth < 3 else ():
                yield from _table(inner, depth + 1)


_READERS = {"pdf": _pdf, "docx": _docx}


def _storable(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() and not "\ud800" <= c <= "\udfff"))


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def main() -> None:
    """Read a document from standard input and print its words as JSON."""
    content = sys.stdin.buffer.read()
    _limit_this_process()
    words = read(content, sys.argv[1])
    sys.stdout.write(json.dumps({"text": words.text, "why": words.why}))


if __name__ == "__main__":
    main()

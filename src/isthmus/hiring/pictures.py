"""Draws pages of a stranger's PDF as pictures, in a process of its own that may neither grow nor run for long.

The drawing library is built without the parts that run a document's scripts, and form actions are never begun. Run as a
program it reads the document from standard input; its memory and processor time are limited before anything is parsed.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any

MOST_PAGES = 30
WIDEST, TALLEST = 1200, 1700
LARGEST_PICTURE = 4 * 1024 * 1024
PATIENCE_SECONDS = 20
_PROCESSOR_SECONDS = 15
_MEMORY_BYTES = 1024 * 1024 * 1024

LOCKED, BROKEN, TOO_MUCH, NOT_DRAWN, NO_SUCH_PAGE = "locked", "broken", "too_much", "not_drawn", "no_such_page"


@dataclass(frozen=True)
class Picture:
    """One page as PNG and how many the document has; or no picture, and which of this module's words says why."""

    content: bytes = b""
    pages: int = 0
    why: str = ""


def of_page(content: bytes, extension: str, number: int) -> Picture:
    """Page `number` (from 1) of a `pdf`; other types give none. Never raises for what the document holds."""
    if extension != "pdf":
        return Picture(why=NOT_DRAWN)
    if not 1 <= number <= MOST_PAGES:
        return Picture(why=NO_SUCH_PAGE)
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(number)],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env=environment,
            check=True,
        )
        head, _, picture = done.stdout.partition(b"\n")
        said = json.loads(head)
    except (subprocess.SubprocessError, ValueError):
        return Picture(why=TOO_MUCH)
    if len(picture) > LARGEST_PICTURE:
        return Picture(pages=said["pages"], why=TOO_MUCH)
    return Picture(picture, said["pages"], said["why"])


def draw(content: bytes, number: int) -> Picture:
    """The same in this process, without limits of time and memory: what the child process runs."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return Picture(why=LOCKED if "password" in str(error).lower() else BROKEN)
    try:
        pages = len(document)
        if number > pages:
            return Picture(pages=pages, why=NO_SUCH_PAGE if pages else BROKEN)
        return Picture(_png(document[number - 1]), pages)
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return Picture(why=BROKEN)
    finally:
        document.close()


def _png(page: Any) -> bytes:
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise ValueError("a page without extent")
    scale = min(WIDEST / width, TALLEST / height, 4)
    stream = BytesIO()
    page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(stream, "PNG", optimize=False)
    return stream.getvalue()


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def main() -> None:
    """Read a document from standard input; print a line of JSON, and the picture behind it."""
    content = sys.stdin.buffer.read()
    _limit_this_process()
    picture = draw(content, int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps({"pages": picture.pages, "why": picture.why}).encode() + b"\n")
    sys.stdout.buffer.write(picture.content)


if __name__ == "__main__":
    main()

"""Files that outlive a power cut: written beside their place, flushed, renamed into it, and the folder flushed too."""

import os
from pathlib import Path

PART = ".part"


def private_folder(folder: Path) -> None:
    """Make the folder if it is missing, for good, open to its owner alone."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if is_new:
        flush_folder(folder.parent)


def write(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads; there is the whole file or none. OSError when it cannot be kept."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        _write_part(part, content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def move(path: Path, target: Path) -> None:
    """Move a file to another folder of the same disk, for good."""
    path.replace(target)
    flush_folder(target.parent)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """What was renamed in or removed from the folder stays so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_part(part: Path, content: bytes) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

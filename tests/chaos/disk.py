"""A data folder on a disk of its own that is small enough to be filled; mounting one needs root."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PIECE = 64 * 1024


class NotPossibleHereError(RuntimeError):
    """This machine does not let us mount a small disk."""


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A tmpfs of so many bytes at the folder for the length of the block; with 0 bytes nothing is mounted."""
    if not size:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() != 0 or _mount(folder, size) != 0:
        raise NotPossibleHereError("a disk that can be filled needs root and the right to mount a tmpfs")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _mount(folder: Path, size: int) -> int:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0711", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode


def fill(folder: Path) -> None:
    """Write until there is no room left."""
    with (folder / "ballast").open("ab", buffering=0) as ballast:
        for _ in range(1_000_000):
            try:
                ballast.write(b"\0" * PIECE)
            except OSError:
                return


def make_room(folder: Path) -> None:
    """Give the room back."""
    (folder / "ballast").unlink(missing_ok=True)

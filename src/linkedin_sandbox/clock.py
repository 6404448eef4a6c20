"""The sandbox's own movable clock: real time plus an offset in seconds kept in a small text file, which the system
under test may read too. Everything that falls due is compared with this clock and never slept for."""

from __future__ import annotations

import os
import time
from pathlib import Path

DAY_MS = 86_400_000
YEAR_3000 = 32_503_680_000


class Clock:
    """Reads the offset on every call, so whoever else moves the file moves this clock."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def offset(self) -> float:
        """Seconds this clock runs ahead of real time; 0 when the file is missing or empty."""
        try:
            return float(self.file.read_text(encoding="ascii").strip() or 0)
        except FileNotFoundError:
            return 0.0

    def now_ms(self) -> int:
        """Now, in epoch milliseconds."""
        return int((time.time() + self.offset()) * 1000)

    def advance(self, seconds: float) -> int:
        """Move the clock by `seconds` (negative moves it back) and return the new now; `ValueError` out of range."""
        self._write(self.offset() + seconds)
        return self.now_ms()

    def set_to(self, epoch_ms: int) -> int:
        """Move the clock so that now is `epoch_ms`, and return it."""
        self._write(epoch_ms / 1000 - time.time())
        return self.now_ms()

    def reset(self) -> None:
        """Run on real time again."""
        self._write(0.0)

    def _write(self, seconds: float) -> None:
        if not 0 <= time.time() + seconds < YEAR_3000:
            raise ValueError("the clock runs from 1970 to 3000")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        temporary.write_text(f"{seconds:.3f}\n", encoding="ascii")
        temporary.replace(self.file)

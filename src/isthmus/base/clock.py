"""The one clock of the house. Demo and tests move it, for several programs at once, through a shared file."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from isthmus.base.failures import Failure, IsthmusError, Kind

CLOCK_FILE_SETTING = "ISTHMUS_CLOCK_FILE"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The time as an aware UTC datetime, shifted by the seconds written in the file named by ISTHMUS_CLOCK_FILE."""
    real = datetime.now(UTC)
    path = os.environ.get(CLOCK_FILE_SETTING)
    return real + timedelta(seconds=_offset(Path(path))) if path else real


def millis(moment: datetime) -> int:
    """Milliseconds since 1970 (UTC), the form LinkedIn uses. The moment must be aware."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_millis(value: int) -> datetime:
    """The aware UTC datetime of an epoch in milliseconds."""
    return _EPOCH + timedelta(milliseconds=value)


def _offset(path: Path) -> float:
    try:
        text = path.read_text(encoding="ascii").strip()
        return float(text) if text else 0.0
    except FileNotFoundError:
        return 0.0
    except (OSError, ValueError) as error:
        raise IsthmusError(
            Failure(
                kind=Kind.MISCONFIGURED,
                message="The clock file cannot be read as a number of seconds.",
                code="clock_file",
                detail=f"{CLOCK_FILE_SETTING}: {type(error).__name__}",
            )
        ) from error

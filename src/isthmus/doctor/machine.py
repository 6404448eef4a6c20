"""The machine as the doctor sees it."""

import shutil
from collections.abc import Iterator

from django.conf import settings

from isthmus.doctor.findings import Finding, fine, trouble

LEAST_FREE_BYTES = 500 * 1024 * 1024


def disk() -> Iterator[Finding]:
    """Whether there is room for what comes in."""
    folder = settings.CONFIG.data
    free = shutil.disk_usage(folder).free
    words = f"{free // 1024**2:,} MB free under {folder}"
    if free > LEAST_FREE_BYTES:
        yield fine(words)
    else:
        yield trouble(words, "free some space; deliveries cannot be stored on a full disk.")

"""Whether it makes sense to ask the database: after a failure, one asks at a time, and the rest do not wait for it."""

import threading
import time
from collections.abc import Callable

PAUSE_SECONDS = 1.0


class Circuit:
    """Closed while the database answers. When it fails it opens; every second one caller may try whether it is back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ask_again_at: float | None = None

    def may_ask(self) -> bool:
        """Whether this caller may ask the database now."""
        if self._ask_again_at is None:
            return True
        with self._lock:
            if self._ask_again_at is None:
                return True
            if self._clock() < self._ask_again_at:
                return False
            self._ask_again_at = self._clock() + PAUSE_SECONDS
            return True

    def failed(self) -> None:
        """The database did not answer: nobody asks for a second."""
        with self._lock:
            self._ask_again_at = self._clock() + PAUSE_SECONDS

    def worked(self) -> None:
        """The database answered: everybody asks again."""
        self._ask_again_at = None

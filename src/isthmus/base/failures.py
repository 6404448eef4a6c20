"""Every failure has an owner: five kinds, in these words, for retries, screens, logs and metrics alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of failure it is, which decides who acts next."""

    TRANSIENT = "transient"
    THROTTLED = "throttled"
    MISCONFIGURED = "misconfigured"
    REJECTED = "rejected"
    BUG = "bug"


WHOSE_MOVE: dict[Kind, str] = {
    Kind.TRANSIENT: "Isthmus waits and tries again",
    Kind.THROTTLED: "Isthmus waits until the limit resets",
    Kind.MISCONFIGURED: "an admin",
    Kind.REJECTED: "the record's owner",
    Kind.BUG: "Isthmus's developers",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure, in words for the person who must act; no secrets and no personal data in any of its members.

    `message` is for people, `code` for machines (stable), `detail` for support; `retry_at` is the earliest moment (UTC)
    at which trying again makes sense; `request_id` is the other side's trace id; `status` an HTTP or item status, or 0.
    """

    kind: Kind
    message: str
    code: str = ""
    detail: str = ""
    retry_at: datetime | None = None
    request_id: str = ""
    status: int = 0

    @property
    def may_retry(self) -> bool:
        """Whether trying the same thing again later can help without anybody acting."""
        return self.kind in (Kind.TRANSIENT, Kind.THROTTLED)


class IsthmusError(Exception):
    """A failure on its way to whoever records it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.kind}: {failure.message}")
        self.failure = failure

    def __reduce__(self) -> tuple[type["IsthmusError"], tuple[Failure]]:
        return type(self), (self.failure,)

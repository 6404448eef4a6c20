"""The streams between Isthmus and LinkedIn as Home, the rail and Settings show them."""

from dataclasses import dataclass
from datetime import datetime

from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.sync import freshness
from isthmus.sync.freshness import StreamHealth
from isthmus.web.tones import BAD, GOOD, OF_FAILURE, PLAIN, WAITING, Look

STATE_WORDS = {"fresh": "Fresh", "waiting": "Waiting", "failing": "Failing", "late": "Overdue", "new": "Nothing yet"}
KIND_WORDS = {"throttled": "Throttled", "misconfigured": "Needs an admin", "rejected": "Refused", "bug": "Broken"}
LOOKS = {"fresh": GOOD, "waiting": WAITING, "late": WAITING, "new": PLAIN}


@dataclass(frozen=True)
class ShownStream:
    """One stream: how fresh, what waits, whose move."""

    title: str
    state_words: str
    look: Look
    last_worked_at: datetime | None
    backlog: int
    whose_move: str
    message: str

    @property
    def tone(self) -> str:
        return self.look.tone

    @property
    def icon(self) -> str:
        return self.look.icon


@dataclass(frozen=True)
class Summary:
    """All streams in one word, for the rail."""

    words: str
    look: Look
    last_contact: datetime | None


def shown() -> list[ShownStream]:
    """Every stream of the acting company; none while LinkedIn is not connected."""
    return [_shown(stream) for stream in freshness.report()] if connections.current() else []


def summary(streams: list[ShownStream]) -> Summary | None:
    """The worst of the streams, or that all are fresh; None without streams."""
    if not streams:
        return None
    failing = [stream for stream in streams if stream.tone == "bad"]
    waiting = [stream for stream in streams if stream.tone == "warn"]
    last = max((stream.last_worked_at for stream in streams if stream.last_worked_at), default=None)
    if failing:
        return Summary(f"{_count(failing)} failing", BAD, last)
    if waiting:
        return Summary(f"{_count(waiting)} waiting", WAITING, last)
    return Summary("All streams fresh", GOOD, last) if last else Summary("Nothing moved yet", PLAIN, None)


def _count(streams: list[ShownStream]) -> str:
    return f"{len(streams)} stream{'' if len(streams) == 1 else 's'}"


def _shown(stream: StreamHealth) -> ShownStream:
    failing = stream.state == "failing"
    words = KIND_WORDS.get(stream.failure_kind, "Failing") if failing else STATE_WORDS.get(stream.state, stream.state)
    look = OF_FAILURE.get(stream.failure_kind, BAD) if failing else LOOKS.get(stream.state, PLAIN)
    return ShownStream(
        title=stream.title,
        state_words=words,
        look=look,
        last_worked_at=stream.last_worked_at,
        backlog=stream.backlog,
        whose_move=stream.whose_move if failing else WHOSE_MOVE[Kind.THROTTLED] if stream.limited else "",
        message=stream.failure_message if failing else stream.words if stream.state == "late" else stream.limited,
    )

"""The streams between Isthmus and LinkedIn as Home, the rail and Settings show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import connections
from isthmus.store import tenancy
from isthmus.sync import freshness
from isthmus.sync.freshness import StreamHealth
from isthmus.sync.watching import looking
from isthmus.web.tones import BAD, GOOD, IN_MOTION, OF_FAILURE, PLAIN, WAITING, Look

REMEMBERED_SECONDS = 5
STATE_WORDS = {
    "fresh": gettext_lazy("Fresh"),
    "waiting": gettext_lazy("Waiting"),
    "failing": gettext_lazy("Failing"),
    "late": gettext_lazy("Overdue"),
    "new": gettext_lazy("Nothing yet"),
    "behind": gettext_lazy("Behind"),
    "far": gettext_lazy("Far behind"),
}
KIND_WORDS = {
    "throttled": gettext_lazy("Throttled"),
    "misconfigured": gettext_lazy("Needs an admin"),
    "rejected": gettext_lazy("Refused"),
    "bug": gettext_lazy("Broken"),
}
LOOKS = {"fresh": GOOD, "waiting": IN_MOTION, "late": WAITING, "new": PLAIN}


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
    since: datetime | None = None
    waiting: str = ""
    lag_words: str = ""

    @property
    def is_troubled(self) -> bool:
        """Whether what waits waits because of something."""
        return self.since is not None or bool(self.whose_move)

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
    streams = [shown_stream(stream) for stream in freshness.report()] if connections.current() else []
    caches["process"].set(_key(), summary(streams), REMEMBERED_SECONDS)
    return streams


def in_a_word() -> Summary | None:
    """All streams in one word, some seconds old at most: every page asks, and each stream counts what waits."""
    unknown = object()
    said = caches["process"].get(_key(), unknown)
    return summary(shown()) if said is unknown else said


def summary(streams: list[ShownStream]) -> Summary | None:
    """The worst of the streams, or that all are fresh; None without streams."""
    if not streams:
        return None
    failing = [stream for stream in streams if stream.tone == "bad"]
    waiting = [stream for stream in streams if stream.tone == "warn"]
    last = max((stream.last_worked_at for stream in streams if stream.last_worked_at), default=None)
    if failing:
        words = ngettext("%d stream failing", "%d streams failing", len(failing))
        return Summary(words % len(failing), BAD, last)
    if waiting:
        words = ngettext("%d stream waiting", "%d streams waiting", len(waiting))
        return Summary(words % len(waiting), WAITING, last)
    return Summary(_("All streams fresh"), GOOD, last) if last else Summary(_("Nothing moved yet"), PLAIN, None)


def _key() -> str:
    return f"streams:{tenancy.current_company_id()}:{get_language()}"


def shown_stream(stream: StreamHealth) -> ShownStream:
    """One stream as it is shown: amber behind its objective, red far behind it."""
    failing = stream.state == "failing"
    words, look = _state(stream)
    return ShownStream(
        title=_(stream.title),
        state_words=str(words),
        look=look,
        last_worked_at=stream.last_worked_at,
        backlog=stream.backlog,
        whose_move=stream.whose_move or (WHOSE_MOVE[Kind.THROTTLED] if stream.limited else ""),
        message=stream.failure_message if failing else stream.words if stream.state == "late" else stream.limited,
        since=stream.since,
        waiting=stream.waiting,
        lag_words=looking.lag_words(stream) if stream.is_behind else "",
    )


def _state(stream: StreamHealth) -> tuple[Any, Look]:
    """A stream's state in a word, and its look."""
    if stream.state == "failing":
        words = KIND_WORDS.get(stream.failure_kind, STATE_WORDS["failing"])
        return words, BAD if stream.is_far_behind else OF_FAILURE.get(stream.failure_kind, BAD)
    if stream.is_far_behind:
        return STATE_WORDS["far"], BAD
    if stream.is_behind and stream.state != "late":
        return STATE_WORDS["behind"], WAITING
    if stream.limited:
        return STATE_WORDS[stream.state], WAITING
    return STATE_WORDS[stream.state], LOOKS.get(stream.state, PLAIN)

"""How far behind a company lets its streams be, and how long that must last before anybody is told."""

from dataclasses import dataclass
from datetime import timedelta

from isthmus.sync.models import AlertTerms, Objective

SHORTEST, LONGEST = timedelta(seconds=10), timedelta(days=7)


@dataclass(frozen=True)
class Terms:
    """How long an objective must be broken before an alert, and kept before that is over."""

    after: timedelta
    calm: timedelta


def chosen() -> dict[str, timedelta]:
    """The acting company's own objectives, by stream."""
    return {row.stream: timedelta(seconds=row.seconds) for row in Objective.objects.all()}


def choose(stream: str, objective: timedelta, usual: timedelta) -> None:
    """Another objective for a stream; the usual one needs no row."""
    if objective == usual:
        Objective.objects.filter(stream=stream).delete()
        return
    seconds = int(min(max(objective, SHORTEST), LONGEST).total_seconds())
    Objective.objects.update_or_create(stream=stream, defaults={"seconds": seconds})


def terms() -> Terms:
    """The acting company's terms; the usual ones until an admin changes them."""
    row = AlertTerms.objects.first() or AlertTerms()
    return Terms(timedelta(minutes=row.after_minutes), timedelta(minutes=row.calm_minutes))


def set_terms(*, after_minutes: int, calm_minutes: int) -> None:
    """Other terms from now on."""
    AlertTerms.objects.update_or_create(
        defaults={"after_minutes": after_minutes, "calm_minutes": calm_minutes},
    )

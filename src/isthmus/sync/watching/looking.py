"""One look at every company: how far behind its streams are, what needs its admins, and which alarms begin or end."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from isthmus.accounts import companies
from isthmus.base.clock import now
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, issues
from isthmus.sync.freshness import Described
from isthmus.sync.models import Alarm, HealthSample, Issue, Told
from isthmus.sync.watching import alarm_rules, heartbeats, house, lags, objectives, telling
from isthmus.sync.watching.alarm_rules import Seen, Step
from isthmus.sync.watching.heartbeats import Workers
from isthmus.sync.watching.house import HouseTrouble
from isthmus.sync.watching.lags import Lags
from isthmus.sync.watching.telling import Addressed

SAMPLE_MINUTES = 10
ALARMING = (Kind.MISCONFIGURED, Kind.BUG)
DRIFT = ("drift", "reconcile:")
OPERATOR = "whoever runs Isthmus"
NO_WORKER = "no-worker"

_unlooked_since: list[datetime] = []

logger = logging.getLogger("isthmus.watching")


@dataclass(frozen=True)
class Trouble:
    """One thing a company's admins may have to be told of."""

    about: str
    since: datetime
    after: timedelta
    kind: Kind
    title: str
    words: str
    whose_move: str
    what_to_do: str = ""


def look() -> list[HouseTrouble]:
    """Look at every company and at the installation. Returns what is wrong with the installation.

    Call alone (see watchman), outside a transaction. A company that cannot be looked at does not hide the others, and
    is itself something wrong.
    """
    workers, everywhere = heartbeats.workers(), lags.everywhere()
    unseen = 0
    for company_id, name, slug in companies.every():
        try:
            with acting_for(company_id, cause="watch"):
                look_here(Addressed(name, slug), everywhere.get(company_id, {}), workers)
        except Exception as error:  # whatever it is, the others are looked at all the same
            unseen += 1
            logger.error("a company could not be looked at: %s", type(error).__name__)
    return house.look(_unlooked(unseen))


def _unlooked(companies: int) -> list[HouseTrouble]:
    """What the operator is told of companies that nobody could look at, from the first look on that could not."""
    _unlooked_since[:] = (_unlooked_since or [now()]) if companies else []
    return [
        HouseTrouble(
            about="unlooked",
            words=_("%(count)d of the companies here could not be looked at, so that no alarm of theirs is raised.")
            % {"count": companies},
            what_to_do=_("Look into the log of the worker and the web process, and report what it says."),
            since=since,
            kind=Kind.BUG,
        )
        for since in _unlooked_since
    ]


def look_here(company: Addressed, behind: Lags, workers: Workers) -> None:
    """Look at the acting company."""
    _sample(behind)
    terms = objectives.terms()
    wrong = {trouble.about: trouble for trouble in _troubles(behind, workers, terms.after)}
    raised = {row.about: row for row in Alarm.objects.select_for_update().filter(resolved_at=None)}
    for about in sorted({*wrong, *raised}):
        _one(company, wrong.get(about), raised.get(about), terms.calm)


def sample_moment(moment: datetime) -> datetime:
    """The beginning of the ten minutes a moment lies in."""
    return moment.replace(minute=moment.minute // SAMPLE_MINUTES * SAMPLE_MINUTES, second=0, microsecond=0)


def _one(company: Addressed, trouble: Trouble | None, row: Alarm | None, calm: timedelta) -> None:
    present = now()
    seen = Seen(trouble.since if trouble else None, row is not None, row.calm_since if row else None)
    match alarm_rules.step(seen, present, after=trouble.after if trouble else timedelta(0), calm=calm):
        case Step.RAISE if trouble is not None:
            telling.found(_alarm(trouble), Told.RAISED, company)
        case Step.GO_ON if row is not None:
            row.calm_since = None
            row.save(update_fields=["calm_since"])
        case Step.CALM_DOWN if row is not None:
            row.calm_since = present
            row.save(update_fields=["calm_since"])
        case Step.RESOLVE if row is not None:
            row.resolved_at = present
            row.save(update_fields=["resolved_at"])
            telling.found(row, Told.RESOLVED, company)


def _alarm(trouble: Trouble) -> Alarm:
    alarm: Alarm = Alarm.objects.create(
        about=trouble.about,
        kind=trouble.kind.value,
        title=trouble.title[:300],
        words=trouble.words,
        whose_move=trouble.whose_move[:120],
        what_to_do=trouble.what_to_do,
        since=trouble.since,
    )
    return alarm


def _troubles(behind: Lags, workers: Workers, after: timedelta) -> Iterator[Trouble]:
    chosen = objectives.chosen()
    for name, known in freshness.streams().items():
        objective = chosen.get(name, known.objective)
        lag = freshness.lag_of(known, behind)
        if lag > objective:
            yield _behind(name, known, lag, objective, workers, after)
    for issue in issues.needing_a_person():
        if issue.kind in ALARMING or issue.fingerprint.startswith(DRIFT):
            yield _needs_a_person(issue)


def _behind(
    name: str, known: Described, lag: timedelta, objective: timedelta, workers: Workers, after: timedelta
) -> Trouble:
    health = next(one for one in freshness.report() if one.name == name)
    kind = Kind(health.failure_kind) if health.failure_kind else Kind.TRANSIENT
    return Trouble(
        about=f"stream:{name}",
        since=now() - lag + objective,
        after=after,
        kind=Kind.MISCONFIGURED if workers.are_missing else kind,
        title=_("%(stream)s: behind by more than %(objective)s")
        % {"stream": _(known.title), "objective": freshness.lasting(objective.total_seconds())},
        words=in_words(health, workers),
        whose_move=whose_move(health, workers),
    )


def in_words(health: freshness.StreamHealth, workers: Workers) -> str:
    """How far behind a stream is and why: “3 applications wait, the oldest since 4 min; objective 1 min. …”."""
    parts = [lag_words(health)]
    if health.failure_message:
        parts.append(health.failure_message)
    elif health.limited:
        parts.append(health.limited)
    if workers.are_missing:
        parts.append(_("The worker %s.") % missing_words(workers))
    elif health.state == "late":
        parts.append(health.words)
    return " ".join(parts)


def lag_words(health: freshness.StreamHealth) -> str:
    """What waits in a stream, since when, and how long it may."""
    objective = freshness.lasting(health.objective.total_seconds())
    if not health.lag:
        return _("%(waiting)s; objective %(objective)s.") % {
            "waiting": health.waiting or _("Nothing waits"),
            "objective": objective,
        }
    return _("%(waiting)s, the oldest since %(lag)s; objective %(objective)s.") % {
        "waiting": health.waiting or _("Work waits"),
        "lag": freshness.lasting(health.lag.total_seconds()),
        "objective": objective,
    }


def missing_words(workers: Workers) -> str:
    """Since when no worker was seen, to follow “the worker …”."""
    if workers.last_seen_at is None:
        return _("has never been seen")
    return _("has not been seen for %s") % freshness.lasting((now() - workers.last_seen_at).total_seconds())


def whose_move(health: freshness.StreamHealth, workers: Workers) -> str:
    """Whose move it is that a stream is behind; empty when it is not."""
    if workers.are_missing and health.lag:
        return _(OPERATOR)
    if health.whose_move:
        return health.whose_move
    if health.limited:
        return WHOSE_MOVE[Kind.THROTTLED]
    return WHOSE_MOVE[Kind.TRANSIENT] if health.is_behind else ""


def _needs_a_person(issue: Issue) -> Trouble:
    return Trouble(
        about=f"issue:{issue.id}",
        since=issue.first_seen_at,
        after=timedelta(0),
        kind=Kind(issue.kind),
        title=issue.title,
        words=issue.title,
        whose_move=WHOSE_MOVE[Kind(issue.kind)],
        what_to_do=issue.what_to_do,
    )


def _sample(behind: Lags) -> None:
    """Remember how far behind each stream is; of ten minutes the worst."""
    lag = {name: int(freshness.lag_of(known, behind).total_seconds()) for name, known in freshness.streams().items()}
    row, is_new = HealthSample.objects.get_or_create(at=sample_moment(now()), defaults={"lags": lag})
    worst: dict[str, Any] = {name: max(seconds, row.lags.get(name, 0)) for name, seconds in lag.items()}
    if not is_new and worst != row.lags:
        row.lags = worst
        row.save(update_fields=["lags"])


def no_worker() -> Iterator[HouseTrouble]:
    """The installation's own look: nobody does the work."""
    workers = heartbeats.workers()
    if not workers.are_missing:
        return
    yield HouseTrouble(
        about=NO_WORKER,
        words=_("The worker %s.") % missing_words(workers),
        what_to_do=_("Start `isthmus worker`, or look into its log; nothing is sent or handled meanwhile."),
        since=workers.last_seen_at or heartbeats.PULSE.started_at,
    )

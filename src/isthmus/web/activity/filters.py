"""What Activity is asked to show: the filters of its address, read without trust, and as a form shows them again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from isthmus.bridge import activity
from isthmus.bridge.activity import Asked
from isthmus.hiring.models import Job

MOST_JOBS = 300
LONGEST = 300


@dataclass(frozen=True)
class Choice:
    """One filter with its options."""

    name: str
    words: str
    any: str
    chosen: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """What was asked, in values and as text; `problem` says what could not be read."""

    asked: Asked
    texts: dict[str, str]
    problem: str

    @property
    def is_used(self) -> bool:
        return any(self.texts.values())


def read(query: QueryDict, kind: str) -> Filters:
    """The filters of an address that make sense for this kind; what cannot be read is left out and said."""
    given = {name: query.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in _NAMES}
    problem = ""
    job_id, since, until = _job(given["job"]), _day(given["since"]), _day(given["until"])
    for name, value in (("job", job_id), ("since", since), ("until", until)):
        if given[name] and value is None:
            problem, given[name] = _("Part of the address was not understood and is left out."), ""
    if given["state"] not in activity.states(kind):
        given["state"] = ""
    if given["failure"] not in activity.FAILURES:
        given["failure"] = ""
    asked = Asked(
        state=given["state"],
        failure=given["failure"],
        job_id=job_id,
        since=_moment(since),
        until=_moment(until + timedelta(days=1)) if until else None,
        query=given["q"],
    )
    return Filters(asked, given, problem)


def choices(kind: str, filters: Filters) -> list[Choice]:
    """The selects beside the search field."""
    found = []
    if states := activity.states(kind):
        options = [(value, str(words)) for value, words in states.items()]
        found.append(Choice("state", _("State"), _("Any state"), filters.texts["state"], options))
    kinds = [(value, KINDS_OF_FAILURE[value]()) for value in activity.FAILURES]
    found.append(Choice("failure", _("Kind of failure"), _("Any failure"), filters.texts["failure"], kinds))
    if kind != "calls" and (jobs := _jobs(filters.asked.job_id)):
        found.append(Choice("job", _("Job"), _("Any job"), filters.texts["job"], jobs))
    return found


def _jobs(chosen: UUID | None) -> list[tuple[str, str]]:
    newest = list(Job.objects.order_by("-created_at").values_list("id", "title")[:MOST_JOBS])
    if chosen is not None and chosen not in {job_id for job_id, _title in newest}:
        newest += Job.objects.filter(id=chosen).values_list("id", "title")
    return sorted(((str(job_id), title) for job_id, title in newest), key=lambda job: job[1].lower())


def _job(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), get_current_timezone()).astimezone(UTC) if day else None


_NAMES = ("state", "failure", "job", "since", "until", "q")
KINDS_OF_FAILURE = {
    "transient": lambda: _("Passing trouble"),
    "throttled": lambda: _("A limit"),
    "misconfigured": lambda: _("Settings"),
    "rejected": lambda: _("Refused"),
    "bug": lambda: _("A fault of Isthmus"),
}

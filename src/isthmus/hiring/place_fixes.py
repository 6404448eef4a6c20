"""Places of jobs that LinkedIn may not find, and one fix for every job in which the same text stands."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from isthmus.hiring import jobs, places
from isthmus.hiring.models import Job, JobStatus, Workplace
from isthmus.hiring.places import Resolution
from isthmus.hiring.problems import Problem, Refused, refuse_if
from isthmus.people.normalise import tidy


@dataclass(frozen=True)
class Unresolved:
    """A text that stands in jobs as it was typed: why, what could be meant, and in how many jobs."""

    text: str
    why: str
    choices: list[str]
    jobs: int
    may_be_remote: bool
    fits: bool = False


@dataclass
class _Group:
    resolution: Resolution
    why: str
    job_ids: set[UUID] = field(default_factory=set)


def unresolved(among: Iterable[Job]) -> list[Unresolved]:
    """The places of these jobs that are not known for certain, those of most jobs first."""
    groups: dict[str, _Group] = {}
    for workplace, those in _by_workplace(among).items():
        found = places.resolve_all({place for job in those for place in job.locations}, workplace=workplace)
        for job in those:
            for text in job.locations:
                if why := why_not(found[text], workplace):
                    groups.setdefault(text, _Group(found[text], why)).job_ids.add(job.id)
    rows = [_row(text, group) for text, group in groups.items()]
    return sorted(rows, key=lambda row: (-row.jobs, row.text))


def why_not(resolution: Resolution, workplace: str) -> str:
    """Why a place of a job with this workplace is not settled; empty when it is."""
    if resolution.is_remote and workplace != Workplace.REMOTE:
        return _("A job has one kind of workplace: make it remote as a whole, or leave this place out.")
    return "" if resolution.is_resolved else resolution.why


def choose(text: str, chosen: str) -> int:
    """Write the chosen place instead, in every job that is not closed; how many that were. Raises Refused."""
    kept = tidy(chosen, 300)
    problem = Problem("chosen", _("No place was chosen."), _("Choose one of the suggestions, or type it."))
    refuse_if([] if kept else [problem], code="place_missing")
    return _change(text, lambda job: {"locations": [kept if place == text else place for place in job.locations]})


def leave_out(text: str) -> int:
    """Take the place out of every job that is not closed and has another one; how many that were."""
    return _change(text, _without(text))


def make_remote(text: str) -> int:
    """Make every job that is not closed, and in which the text stands, a remote one; how many that were."""
    return _change(text, _as_remote)


def _without(text: str) -> "Callable[[Job], dict[str, object]]":
    return lambda job: {"locations": [place for place in job.locations if place != text] or job.locations}


def _as_remote(job: Job) -> dict[str, object]:
    found = places.resolve_all(job.locations, workplace=Workplace.REMOTE)
    return {"workplace": Workplace.REMOTE.value, "locations": [found[place].sent for place in job.locations]}


def _change(text: str, changes: "Callable[[Job], dict[str, object]]") -> int:
    changed = 0
    for job in Job.objects.exclude(status=JobStatus.CLOSED).filter(locations__contains=[text]):
        draft = jobs.draft_of(job, **changes(job))
        if draft == jobs.draft_of(job):
            continue
        try:
            with transaction.atomic():
                jobs.update_job(job.id, draft)
            changed += 1
        except Refused:
            continue
    return changed


def _by_workplace(among: Iterable[Job]) -> dict[str, list[Job]]:
    groups: dict[str, list[Job]] = defaultdict(list)
    for job in among:
        groups[job.workplace].append(job)
    return groups


def _row(text: str, group: _Group) -> Unresolved:
    found = group.resolution
    may_be_remote = found.is_remote or found.kind == "country"
    return Unresolved(text, group.why, found.choices, len(group.job_ids), may_be_remote, found.fits)

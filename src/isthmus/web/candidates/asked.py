"""What the address of the candidate list asks for: known words kept, everything else left out."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring import pipeline
from isthmus.hiring.models import Job, JobStatus, Outcome
from isthmus.hiring.wanted import BY_ACTIVITY, BY_APPLICATION, BY_NAME, Wanted
from isthmus.people.models import Origin
from isthmus.people.normalise import tidy

MOST_JOBS_OFFERED = 200
LONGEST_SEARCH = 300
SWITCHES = ("unopened", "mine", "resume")
SINCE = ("1", "7", "30", "90", "365")


@dataclass(frozen=True)
class Filter:
    """One choice above the list."""

    name: str
    words: str
    any: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Switch:
    """One thing that is asked for or not."""

    name: str
    words: str
    is_on: bool


@dataclass(frozen=True)
class Asked:
    """The list as it is asked for: words, choices, switches and an order."""

    search: str
    filters: list[Filter]
    more: list[Filter]
    switches: list[Switch]
    order: Filter

    @property
    def kept(self) -> dict[str, str]:
        """Everything asked for, as the parameters of its address."""
        chosen = {choice.name: choice.chosen for choice in (*self.filters, *self.more, self.order)}
        on = {switch.name: "on" for switch in self.switches if switch.is_on}
        return {name: value for name, value in {"search": self.search, **chosen, **on}.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.kept)

    @property
    def is_filtered(self) -> bool:
        return bool(self.kept.keys() - {"order"})

    @property
    def has_more(self) -> bool:
        """Whether one of the choices that are folded away is made."""
        return any(choice.chosen for choice in self.more) or any(switch.is_on for switch in self.switches)

    @property
    def wanted(self) -> Wanted:
        kept = self.kept
        days = kept.get("since")
        return Wanted(
            search=self.search,
            job_id=_id(kept.get("job", "")),
            stage_id=_id(kept.get("stage", "")),
            outcome=kept.get("outcome", ""),
            origin=kept.get("origin", ""),
            since=now() - timedelta(days=int(days)) if days else None,
            unopened="unopened" in kept,
            mine="mine" in kept,
            has_resume="resume" in kept,
            order=kept.get("order", ""),
        )


def read(asked: QueryDict) -> Asked:
    """The list this address, or this form, asks for."""
    switches = {
        "unopened": _("Not opened by me"),
        "mine": _("On jobs whose hiring team I am on"),
        "resume": _("With a résumé"),
    }
    return Asked(
        search=tidy(asked.get("search", ""), LONGEST_SEARCH),
        filters=[_jobs(asked.get("job", "")), _stages(asked.get("stage", "")), _outcomes(asked.get("outcome", ""))],
        more=[_origins(asked.get("origin", "")), _since(asked.get("since", ""))],
        switches=[Switch(name, words, asked.get(name) == "on") for name, words in switches.items()],
        order=_order(asked.get("order", "")),
    )


def _jobs(chosen: str) -> Filter:
    columns = ("id", "title", "status")
    offered = Job.objects.exclude(status=JobStatus.DRAFT).order_by("status", "-created_at")
    jobs = list(offered.values_list(*columns)[:MOST_JOBS_OFFERED])
    if chosen and chosen not in {str(job_id) for job_id, _title, _status in jobs}:
        jobs += list(Job.objects.filter(id=_id(chosen)).values_list(*columns))
    closed = f" ({_('closed')})"
    options = [
        (str(job_id), f"{title}{closed if status == JobStatus.CLOSED else ''}") for job_id, title, status in jobs
    ]
    return _filter("job", _("Job"), _("Any job"), options, chosen)


def _stages(chosen: str) -> Filter:
    options = [(str(stage.id), stage.name) for stage in pipeline.ensure_stages()]
    return _filter("stage", _("Stage"), _("Any stage"), options, chosen)


def _outcomes(chosen: str) -> Filter:
    options = [(value, str(words)) for value, words in Outcome.choices]
    return _filter("outcome", _("Outcome"), _("Any outcome"), options, chosen)


def _origins(chosen: str) -> Filter:
    options = [(value, str(words)) for value, words in Origin.choices]
    return _filter("origin", _("Came by"), _("Came by any way"), options, chosen)


def _since(chosen: str) -> Filter:
    words = (_("since yesterday"), _("in 7 days"), _("in 30 days"), _("in 90 days"), _("in a year"))
    options = [(days, _("Applied %s") % when) for days, when in zip(SINCE, words, strict=True)]
    return _filter("since", _("Applied"), _("Applied at any time"), options, chosen)


def _order(chosen: str) -> Filter:
    options = [
        (BY_ACTIVITY, _("Latest activity first")),
        (BY_APPLICATION, _("Latest application first")),
        (BY_NAME, _("By name")),
    ]
    return _filter("order", _("Order"), _("Usual order"), options, chosen)


def _filter(name: str, words: str, any_words: str, options: list[tuple[str, str]], chosen: str) -> Filter:
    known = chosen if chosen in {value for value, _words in options} else ""
    return Filter(name, words, any_words, options, known)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

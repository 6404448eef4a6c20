"""What somebody else changed meanwhile, in words: the part, what it says now, and what became of it in the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from isthmus.hiring import pay, team
from isthmus.hiring.descriptions import plain_text
from isthmus.hiring.models import Job, Question
from isthmus.store.models import Change
from isthmus.web.jobs.forms import JobForm
from isthmus.web.jobs.functions import FUNCTIONS
from isthmus.web.jobs.meanwhile import Meeting

LONGEST = 400


@dataclass(frozen=True)
class Met:
    """One part: its name, what is saved of it now; `is_both` when the form says something else."""

    part: str
    name: str
    theirs: str
    is_both: bool


def told(meetings: Sequence[Meeting], theirs: Mapping[str, Any], job: Job) -> list[Met]:
    """The parts in words."""
    return [Met(one.part, _name(one.part), _said(one.part, theirs[one.part], job), one.is_both) for one in meetings]


def last_writer(job: Job) -> str:
    """Who last changed the job or one of its questions; empty when it was a program."""
    ids = [job.id, *Question.objects.filter(job=job).values_list("id", flat=True)]
    last = Change.objects.filter(entity_id__in=ids).exclude(user_id=None).order_by("-seq").first()
    return next((one.name for one in team.may_join() if last and one.user_id == last.user_id), "")


def _name(part: str) -> str:
    others = {
        "functions": _("Functions"),
        "pay": _("Pay"),
        "team": _("Hiring team"),
        "questions": _("Screening questions"),
        "form_sections": _("What applicants give"),
    }
    field = JobForm.base_fields.get(part)
    return others.get(part) or str(field.label if field and field.label else part)


def _said(part: str, value: Any, job: Job) -> str:
    words = _OF[part](value, job) if part in _OF else _plain(part, value)
    return Truncator(words).chars(LONGEST) or _("nothing")


def _plain(part: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    choices = dict(getattr(JobForm.base_fields.get(part), "choices", ()))
    return str(choices.get(value, value) if value else "")


_OF: dict[str, Callable[[Any, Job], str]] = {
    "description": lambda value, _job: plain_text(value),
    "functions": lambda value, _job: "; ".join(str(FUNCTIONS.get(code, code)) for code in value),
    "pay": lambda value, _job: "; ".join(pay.in_words(part) for part in pay.read(value)),
    "team": lambda _value, job: "; ".join(f"{one.name} ({one.part_words})" for one in team.of_job(job.id)),
    "questions": lambda value, _job: "; ".join(one["text"] for one in value),
    "form_sections": lambda _value, _job: _("changed"),
}

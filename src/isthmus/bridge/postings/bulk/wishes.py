"""What a bulk change would do to one job: a function of the job, its posting and the wish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.hiring.jobs import what_is_missing
from isthmus.hiring.models import Employment, Job, JobStatus, Level, Posting, PostingStatus, Workplace

LABELS: Mapping[str, Any] = {
    "poster_email": _l("Poster's e-mail"),
    "workplace": _l("Workplace"),
    "employment": _l("Employment"),
    "level": _l("Level"),
    "department": _l("Department"),
    "functions": _l("Job functions"),
    "industries": _l("Industries"),
    "locations": _l("Locations"),
    "own_apply_url": _l("Own application page"),
    "description": _l("Description"),
    "posting": _l("Posting"),
    "status": _l("Job"),
    "linkedin_apply": _l("Apply Connect"),
}
_CHOICES = {"workplace": Workplace, "employment": Employment, "level": Level}
_LISTS = ("functions", "industries", "locations")


class Action(TextChoices):
    """What can be done to many jobs at once."""

    PUBLISH = "publish", _l("Publish to LinkedIn")
    UNPUBLISH = "unpublish", _l("Take off LinkedIn")
    CLOSE = "close", _l("Close")
    CHANGE = "change", _l("Change a field")


class Field(TextChoices):
    """Which field a change is about."""

    POSTER = "poster_email", _l("Poster's e-mail")
    APPLY = "linkedin_apply", _l("Use LinkedIn Apply Connect")
    WORKPLACE = "workplace", _l("Workplace")
    EMPLOYMENT = "employment", _l("Employment")
    LEVEL = "level", _l("Level")
    FUNCTIONS = "functions", _l("Job functions")
    INDUSTRIES = "industries", _l("Industries")
    DEPARTMENT = "department", _l("Department")
    ADD_LOCATION = "add_location", _l("Add a location")
    REMOVE_LOCATION = "remove_location", _l("Remove a location")
    OWN_APPLY_URL = "own_apply_url", _l("Own application page")
    DESCRIPTION = "description", _l("Description")


@dataclass(frozen=True)
class Wish:
    """What is to be done: an action; for a change its field and value; for publishing, whether with Apply Connect.

    `only_empty` leaves jobs alone that have something in the field. `value` of a list's field holds its entries.
    """

    action: str
    field: str = ""
    value: Any = ""
    linkedin_apply: bool = False
    only_empty: bool = False


@dataclass(frozen=True)
class Diff:
    """One thing that would change about a job, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What would become of one job: changes of what is written and of its posting; or why it is left alone."""

    why: str = ""
    written: Mapping[str, Any] = field(default_factory=dict)
    linkedin_apply: bool | None = None
    diffs: tuple[Diff, ...] = ()

    @property
    def is_skipped(self) -> bool:
        return not self.diffs


def step_of(job: Job, posting: Posting | None, wish: Wish) -> Step:
    """What the wish means for this job."""
    is_published = posting is not None and posting.status == PostingStatus.PUBLISHED
    uses_apply = posting is not None and posting.linkedin_apply
    if wish.action == Action.CHANGE:
        if wish.field == Field.APPLY:
            return _apply(wish.value == "on", is_published=is_published, uses_apply=uses_apply)
        return _written(job, wish)
    act: Callable[..., Step] = {Action.PUBLISH: _publish, Action.UNPUBLISH: _unpublish, Action.CLOSE: _close}[
        Action(wish.action)
    ]
    return act(job, wish, is_published=is_published, uses_apply=uses_apply)


def shown(name: str, value: Any) -> str:
    """A field's value in words; a dash for nothing."""
    if name in _CHOICES and value in _CHOICES[name].values:
        return str(_CHOICES[name](value).label)
    if isinstance(value, list | tuple):
        return "; ".join(value) or "–"
    words = str(value or "–")
    return words if len(words) <= 120 else f"{words[:120]}…"


def _publish(job: Job, wish: Wish, *, is_published: bool, uses_apply: bool) -> Step:
    if job.status == JobStatus.CLOSED:
        return Step(_("The job is closed."))
    if is_published and uses_apply == wish.linkedin_apply:
        return Step(_("It is published like this already."))
    if missing := what_is_missing(job):
        return Step(" ".join(f"{problem.message} {problem.fix}" for problem in missing))
    diffs = [] if is_published else [_diff("posting", _("Not published"), _("Published"))]
    if job.status == JobStatus.DRAFT:
        diffs.append(_diff("status", _("Draft"), _("Open")))
    before = _on_off(uses_apply) if is_published else "–"
    diffs.append(_diff("linkedin_apply", before, _on_off(wish.linkedin_apply)))
    return Step(linkedin_apply=wish.linkedin_apply, diffs=tuple(diffs))


def _unpublish(_job: Job, _wish: Wish, *, is_published: bool, uses_apply: bool) -> Step:
    if not is_published:
        return Step(_("It is not published."))
    return Step(diffs=(_diff("posting", _("Published"), _("Taken off LinkedIn")),))


def _close(job: Job, _wish: Wish, *, is_published: bool, uses_apply: bool) -> Step:
    if job.status == JobStatus.CLOSED:
        return Step(_("The job is closed already."))
    diffs = [_diff("status", str(JobStatus(job.status).label), _("Closed"))]
    if is_published:
        diffs.append(_diff("posting", _("Published"), _("Closed on LinkedIn")))
    return Step(diffs=tuple(diffs))


def _apply(on: bool, *, is_published: bool, uses_apply: bool) -> Step:
    if not is_published:
        return Step(_("It is not published; the box stands in its publish dialog."))
    if uses_apply == on:
        return Step(_("It is like this already."))
    return Step(linkedin_apply=on, diffs=(_diff("linkedin_apply", _on_off(uses_apply), _on_off(on)),))


def _written(job: Job, wish: Wish) -> Step:
    name, after = _after(job, wish)
    before = getattr(job, name)
    if wish.only_empty and before:
        return Step(_("The field is filled in already."))
    if after == before:
        return Step(_("It is like this already."))
    return Step(written={name: after}, diffs=(_diff(name, shown(name, before), shown(name, after)),))


def _after(job: Job, wish: Wish) -> tuple[str, Any]:
    if wish.field not in (Field.ADD_LOCATION, Field.REMOVE_LOCATION):
        return wish.field, list(wish.value) if wish.field in _LISTS else wish.value
    folded = _folded(wish.value)
    others = [place for place in job.locations if _folded(place) != folded]
    if wish.field == Field.REMOVE_LOCATION:
        return "locations", others
    return "locations", job.locations if len(others) < len(job.locations) else [*job.locations, wish.value]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _on_off(on: bool) -> str:
    return _("On LinkedIn") if on else _("On your own page")


def _diff(name: str, before: str, after: str) -> Diff:
    return Diff(str(LABELS[name]), before, after)

"""Issues for people: titles that name the job or person they are about, and the records each affects."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Application, File, Job
from isthmus.sync import issues
from isthmus.sync.models import Delivery, Issue, IssueRecord, Mirror, Outbox


@dataclass(frozen=True)
class Named:
    """What a record is called, and which record of the company's one goes to (`job`, `application`, `delivery`)."""

    words: str
    target: str = ""
    target_id: UUID | None = None


@dataclass(frozen=True)
class Affected:
    """One record of an issue: what it is, what went wrong with it, since when, and when it was settled."""

    named: Named
    message: str
    since: datetime
    settled_at: datetime | None


def titles(found: Sequence[Issue], *, with_people: bool) -> dict[UUID, str]:
    """Each issue's title with what it is about; people are named only for whoever may see them."""
    counts = issues.affected([issue.id for issue in found])
    single = [issue_id for issue_id, count in counts.items() if count == 1]
    records = IssueRecord.objects.filter(issue_id__in=single, settled_at=None).exclude(entity_id=None)
    alone = {record.issue_id: record for record in records}
    names = _names(alone.values(), with_people=with_people)
    return {issue.id: _title(issue, counts.get(issue.id, 0), alone.get(issue.id), names) for issue in found}


def affected(records: Sequence[IssueRecord], *, with_people: bool) -> list[Affected]:
    """These records of an issue in words, in their order."""
    names = _names(records, with_people=with_people)
    nameless = Named(_("The connection to LinkedIn"))
    return [
        Affected(names.get(row.id, nameless), row.message, row.first_seen_at, row.settled_at)
        for row in records
        if row.entity_id is not None
    ]


def counted(entity: str, count: int) -> str:
    """How many records of a kind: `3 jobs`."""
    words = {
        RESOURCE: ngettext("%(count)d job", "%(count)d jobs", count),
        "delivery": ngettext("%(count)d delivery", "%(count)d deliveries", count),
        "fact": ngettext("%(count)d notice to an applicant", "%(count)d notices to applicants", count),
        "file": ngettext("%(count)d document", "%(count)d documents", count),
    }
    return words.get(entity, ngettext("%(count)d record", "%(count)d records", count)) % {"count": count}


def _title(issue: Issue, count: int, alone: IssueRecord | None, names: Mapping[UUID, Named]) -> str:
    if count > 1:
        return f"{counted(issue.entity, count)}: {issue.title}"
    if alone is None or (name := names.get(alone.id)) is None or name.words in issue.title:
        return str(issue.title)
    return f"{name.words}: {alone.message or issue.title}"


def _names(records: Iterable[IssueRecord], *, with_people: bool) -> dict[UUID, Named]:
    by_entity: dict[str, dict[UUID, list[UUID]]] = {}
    for record in records:
        if record.entity_id is not None:
            by_entity.setdefault(record.entity, {}).setdefault(record.entity_id, []).append(record.id)
    found: dict[UUID, Named] = {}
    for entity, wanted in by_entity.items():
        namer = _NAMERS.get(entity)
        for entity_id, named in (namer(list(wanted), with_people) if namer else {}).items():
            found |= dict.fromkeys(wanted[entity_id], named)
    return found


def _jobs(ids: Sequence[UUID], _with_people: bool) -> dict[UUID, Named]:
    found = Job.objects.filter(id__in=ids).values_list("id", "title")
    return {job_id: Named(title, "job", job_id) for job_id, title in found}


def _deliveries(ids: Sequence[UUID], _with_people: bool) -> dict[UUID, Named]:
    about = dict(Delivery.objects.filter(id__in=ids).values_list("id", "about"))
    known = Mirror.objects.filter(resource=RESOURCE, external_id__in=set(about.values()) - {""})
    job_ids = dict(known.values_list("external_id", "entity_id"))
    jobs = _jobs(list(job_ids.values()), False)
    found = {}
    for delivery_id, external_id in about.items():
        job_id = job_ids.get(external_id)
        job = jobs.get(job_id) if job_id else None
        words = _("Delivery for %(job)s") % {"job": job.words} if job else _("A delivery")
        found[delivery_id] = Named(words, "delivery", delivery_id)
    return found


def _facts(ids: Sequence[UUID], with_people: bool) -> dict[UUID, Named]:
    subjects = dict(Outbox.objects.filter(id__in=ids).values_list("id", "subject_id"))
    return _by_application(subjects, with_people)


def _files(ids: Sequence[UUID], with_people: bool) -> dict[UUID, Named]:
    owners = dict(File.objects.filter(id__in=ids).values_list("id", "application_id"))
    return _by_application(owners, with_people)


def _by_application(owners: Mapping[UUID, UUID], with_people: bool) -> dict[UUID, Named]:
    found = Application.objects.filter(id__in=set(owners.values())).select_related("candidate", "job")
    words = {
        row.id: f"{row.candidate} · {row.job.title}" if with_people else _("An applicant for %s") % row.job.title
        for row in found
    }
    return {one: Named(words[owner], "application", owner) for one, owner in owners.items() if owner in words}


_NAMERS: dict[str, Callable[[Sequence[UUID], bool], dict[UUID, Named]]] = {
    RESOURCE: _jobs,
    "delivery": _deliveries,
    "fact": _facts,
    "file": _files,
}

"""Why a due posting task fails: its operation does not fit what stands, its content cannot be used, its money is gone.
Pure functions of facts."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.resources.simple_job_postings import content, locations, money
from linkedin_sandbox.resources.simple_job_postings.content import Sieve
from linkedin_sandbox.resources.simple_job_postings.effects import Job
from linkedin_sandbox.resources.simple_job_postings.gists import GISTS, Failure

DESCRIBING = ("CREATE", "UPDATE", "UPGRADE", "DOWNGRADE")
# A job closed for one of these is not posted again under its external id.
_FOR_GOOD = ("LOW_QUALITY", "SUSPENDED")

Row = dict[str, Any]


def operation_failure(job: Job, closed_because: str) -> Failure | None:
    """Why the operation makes no sense for this job. `closed_because` is a gist when LinkedIn took the job down."""
    operation, facts = job.task["operation"], {"external_id": job.task["external_id"]}
    if operation == "CREATE":
        if job.standing:
            return Failure("DUPLICATE_CREATE", {"job": job.standing["id"], **facts})
        return Failure(closed_because) if closed_because in _FOR_GOOD else None
    if job.standing is None:
        return Failure(closed_because if closed_because in GISTS else f"{operation}_UNKNOWN", facts)
    if operation not in DESCRIBING:
        return None
    return _changed_too_much(job)


def _changed_too_much(job: Job) -> Failure | None:
    assert job.standing is not None  # noqa: S101 - the caller has seen to it
    before, after = job.standing["element"], job.element
    if job.is_premium != job.was_premium and (before.get("alternateLocations") or after.get("alternateLocations")):
        return Failure("SEVERAL_LOCATIONS")
    was_public = (before.get("availability") or "PUBLIC") == "PUBLIC"
    if was_public and (after.get("availability") or "PUBLIC") != "PUBLIC":
        return Failure("AVAILABILITY_CHANGED")
    return None


def content_failure(
    task: Row, job: Job | None, organization: Row | None, sieve: Sieve, *, alternates: bool
) -> Failure | None:
    """What is wrong with the job itself. With `alternates` one bad alternate location fails the whole job."""
    if task["operation"] not in DESCRIBING:
        return None
    is_free = task["operation"] != "DOWNGRADE" and not (job and job.is_premium)
    found = content.failure(task["element"], organization, sieve, is_free=is_free)
    return found or (locations.failure(task["element"], sieve) if alternates else None)


def paid_failure(job: Job, now: int) -> Failure | None:
    """What is wrong with the contract or the age of a premium job."""
    if job.task["operation"] == "CLOSE" or not job.is_premium:
        return None
    return money.failure(job.task, job.standing, job.contract, now)


def contract_number(task: Row, standing: Row | None) -> int | None:
    """The contract a task is about: the one it names, else the one its job is on."""
    named = ids.number(task["element"].get("contract"), ids.CONTRACT)
    return named if named is not None or standing is None else standing["contract_id"]

"""Keeps each job's counts of applications true as the services write, so that no list counts rows.

Rows are always locked in the order application, candidate, tally: count last.
"""

from uuid import UUID

from django.db.models import Count, F, Q

from isthmus.hiring.models import Application, JobTally, Outcome

_COUNTED = {Outcome.PENDING: "in_progress", Outcome.HIRED: "hired"}


def received(job_id: UUID) -> None:
    """One more application, in progress."""
    _add(job_id, applicants=1, in_progress=1)


def decided(job_id: UUID, before: str, after: str) -> None:
    """An application's outcome changed."""
    steps = dict.fromkeys(_COUNTED.values(), 0)
    for outcome, step in ((before, -1), (after, 1)):
        if outcome in _COUNTED:
            steps[_COUNTED[Outcome(outcome)]] += step
    _add(job_id, **steps)


def recount(job_id: UUID) -> JobTally:
    """Count the job's applications anew; the answer is what the tally should have held."""
    tally: JobTally
    tally, _ = JobTally.objects.select_for_update(no_key=True).get_or_create(job_id=job_id)
    counts = Application.objects.filter(job_id=job_id).aggregate(
        applicants=Count("id"),
        in_progress=Count("id", filter=Q(outcome=Outcome.PENDING)),
        hired=Count("id", filter=Q(outcome=Outcome.HIRED)),
    )
    for column, count in counts.items():
        setattr(tally, column, count)
    tally.save()
    return tally


def _add(job_id: UUID, **steps: int) -> None:
    changes = {column: F(column) + step for column, step in steps.items() if step}
    if changes:
        JobTally.objects.filter(job_id=job_id).update(**changes)

"""A UTC day in simulated time: more postings than LinkedIn takes in a day, and a live change every few minutes."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.ground import Ground, move_clock
from bench.results import Figure
from tests.sandbox_process import Sandbox, running_sandbox

SHARE = 0.1
LIVE_EVERY = timedelta(minutes=7)
BACKLOG = 1.05
AT_ONCE = 1000
LAST_LOOK = timedelta(seconds=10)
RESOURCE = "simpleJobPostings"


@dataclass
class Day:
    """The simulated day: whose, until when, when the next live change is made, and when each was made and left."""

    company_id: UUID
    sandbox: Sandbox
    begins: datetime
    ends: datetime
    next_change: datetime
    made: dict[UUID, datetime] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)


def measure(ground: Ground, share: float = SHARE) -> dict[str, Figure]:
    """How much of what is permitted was used, how often LinkedIn said no, how long the slowest live change waited."""
    from isthmus.linkedin import LARGEST_BATCH, limit_of
    from isthmus.sync import pacing

    permitted = pacing.permitted_a_day(limit_of(RESOURCE).scaled(share), LARGEST_BATCH) or 0
    folder = Path(ground.environment["ISTHMUS_DATA"]) / "bench-throttled-sandbox"
    with running_sandbox(folder, *_choices(share)) as sandbox:
        day = _prepare(sandbox, share, int(permitted * BACKLOG))
        _live_through(day)
        accepted, refused = _seen_by_the_other_side(sandbox)
    what = f"{accepted:,} of {permitted:,} records in a simulated UTC day, LinkedIn's limits x {share:g}"
    live = f"a minute; {len(day.waits)} changes made while the backlog went on"
    return {
        "throttle_share": Figure(accepted / permitted, "ratio", 0.98, what),
        "throttle_refusals": Figure(refused, "answers", 0, "no 429 from the sandbox, which counts any sixty seconds"),
        "throttle_live_wait": Figure(max(day.waits), "s", 60, live),
    }


def _choices(share: float) -> tuple[str, ...]:
    """The sandbox's limits with the same share, and its stricter reading of a minute."""
    from isthmus.linkedin import limit_of

    postings, tasks, status = (
        limit_of(name).scaled(share) for name in (RESOURCE, "simpleJobPostingTasks", "jobPostingStatus")
    )
    chosen = {
        "throttle_minute": "rolling",
        "throttle_posting_requests_a_day": postings.requests_a_day,
        "throttle_posting_records_a_minute": postings.records_a_minute,
        "throttle_posting_records_a_day": postings.records_a_day,
        "throttle_task_requests_a_day": tasks.requests_a_day,
        "throttle_status_requests_a_day": status.requests_a_day,
    }
    return tuple(part for name, value in chosen.items() for part in ("--choice", f"{name}={value}"))


def _prepare(sandbox: Sandbox, share: float, backlog: int) -> Day:
    """A company that connects at midnight with everything published already: the whole of it is backlog."""
    from django.conf import settings

    from isthmus.base.clock import now
    from isthmus.bridge import connections
    from isthmus.operator import company_named
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import followers

    addresses = {"linkedin_api_url": sandbox.url, "linkedin_www_url": sandbox.url}
    chosen = {**addresses, "limit_share": share, "task_poll_seconds": 200_000.0}
    for name, value in chosen.items():
        object.__setattr__(settings.CONFIG, name, value)
    company_id, _ = company_named("Orrin Foods")
    _publish_all(company_id, backlog)
    followers.follow_all()
    midnight = (now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    move_clock((midnight - now()).total_seconds())
    organization = sandbox.act("organizations", name="Orrin Foods")["id"]
    with acting_for(company_id, cause="bench"):
        connections.connect_direct(
            f"urn:li:organization:{organization}", sandbox.child_client_id, sandbox.child_client_secret
        )
    followers.follow_all()
    return Day(company_id, sandbox, midnight, midnight + timedelta(days=1) - LAST_LOOK, midnight + LIVE_EVERY)


def _publish(company_id: UUID, number: int) -> UUID:
    """One job, opened and published as a person would."""
    from dataclasses import replace

    from isthmus.demo.seed import larkfield_jobs
    from isthmus.hiring import jobs, postings
    from isthmus.store.tenancy import acting_for

    draft = larkfield_jobs()[0][0]
    with acting_for(company_id, cause="bench"):
        job = jobs.create_job(replace(draft, title=f"{draft.title} {number}", code=str(number)))
        postings.publish(job.id, linkedin_apply=False)
        return UUID(str(job.id))


def _publish_all(company_id: UUID, count: int) -> None:
    """The same for very many: the first as a person would, the rest as its copies."""
    from isthmus.base.ids import new_id
    from isthmus.hiring.models import Job, Posting
    from isthmus.store.tenancy import acting_for

    first = _publish(company_id, 0)
    with acting_for(company_id, cause="bench"):
        job, posting = Job.objects.get(id=first), Posting.objects.get(job_id=first)
        title = job.title
        copies = []
        for number in range(1, count):
            job.id, job.title, job.code = new_id(), f"{title} {number}", str(number)
            copies.append(copy(job))
        Job.objects.bulk_create(copies, batch_size=AT_ONCE)
        adverts = []
        for made in copies:
            posting.id, posting.job_id = new_id(), made.id
            adverts.append(copy(posting))
        Posting.objects.bulk_create(adverts, batch_size=AT_ONCE)


def _live_through(day: Day) -> None:
    """Work as the worker does: whatever is due, then on to the next moment something is."""
    from isthmus.base.clock import now
    from isthmus.sync import followers, lanes

    count = 0
    while now() < day.ends:
        if now() >= day.next_change:
            count += 1
            day.made[_publish(day.company_id, 10_000_000 + count)] = now()
            day.next_change += LIVE_EVERY
        followers.follow_all()
        for item in lanes.due():
            if item.company_id == day.company_id:
                lanes.run(item.company_id, item.connection_id, item.lane)
        _note_departures(day)
        moment = min(lanes.next_due() or day.ends, day.next_change, day.ends)
        move_clock(max((moment - now()).total_seconds(), 0))


def _note_departures(day: Day) -> None:
    """How long each live change that has left by now waited; one that has not is as old as it is at the day's end."""
    from isthmus.base.clock import now
    from isthmus.store.tenancy import acting_for
    from isthmus.sync.models import Mirror

    if not day.made:
        return
    with acting_for(day.company_id, cause="bench"):
        left = dict(
            Mirror.objects.filter(entity_id__in=day.made).exclude(sent_at=None).values_list("entity_id", "sent_at")
        )
    for job_id in left:
        day.waits.append((left[job_id] - day.made.pop(job_id)).total_seconds())
    if now() >= day.ends:
        day.waits += [(day.ends - made).total_seconds() for made in day.made.values()]


def _seen_by_the_other_side(sandbox: Sandbox) -> tuple[int, int]:
    """Records the sandbox counted on the day, and calls it refused; by its own counters."""
    used = sandbox.look("throttles")["used"]
    records = sum(one["used"].get("records_a_day", 0) for one in used)
    return records, sum(one["used"]["refused"] for one in used)

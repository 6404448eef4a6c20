"""The page about a job's posting: both sides beside each other, and everything that happened to it."""

import json
from dataclasses import dataclass
from uuid import UUID

from isthmus.accounts.roles import Member
from isthmus.bridge.postings import held, history, plan
from isthmus.bridge.postings.held import Held
from isthmus.bridge.postings.history import Event
from isthmus.hiring import postings
from isthmus.hiring.models import Job, JobStatus, PostingStatus
from isthmus.web.jobs import panel
from isthmus.web.jobs.panel import Panel


@dataclass(frozen=True)
class PostingPage:
    """One job's posting. `body` is what LinkedIn holds, as text; empty: nothing."""

    job_id: UUID
    title: str
    panel: Panel
    held: Held
    body: str
    events: list[Event]
    is_wanted: bool
    may_send: bool
    must_allow: bool


def of_job(member: Member, job: Job) -> PostingPage:
    """The posting of a job of the acting company, as this member may see it."""
    posting = postings.of_job(job.id)
    is_wanted = posting is not None and posting.status == PostingStatus.PUBLISHED and job.status == JobStatus.OPEN
    both = held.of_job(job.id, plan.advert_of(job) if is_wanted else None)
    shown = held.masked(both.body, with_addresses=member.may("jobs.edit"))
    card = panel.of_job(member, job)
    return PostingPage(
        job_id=job.id,
        title=job.title,
        panel=card,
        held=both,
        body=json.dumps(shown, indent=2, ensure_ascii=False) if shown else "",
        events=history.of_job(job.id),
        is_wanted=is_wanted,
        may_send=member.may("jobs.publish") and card.stands.action != "" and is_wanted,
        must_allow=card.stands.action == "allow",
    )

"""Invented jobs, listed without having been posted: for whoever wants a sandbox that is full from the start."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select

from linkedin_sandbox import ids
from linkedin_sandbox.resources.simple_job_postings import listing, state
from linkedin_sandbox.seed import names
from linkedin_sandbox.tables import FIRST_JOB_ID, postings, tasks

Row = dict[str, Any]
_CHUNK = 1000
_ABOUT = (
    "<p>{title} in {city}: you look after what others rely on, together with people who review each other kindly.</p>"
)


def add(conn: Connection, seed: int, count: int, owners: list[tuple[int, int]], now: int) -> None:
    """Add `count` jobs with their settled tasks, dealt to `owners` (application, organization) in turn."""
    dealer = random.Random(seed)  # noqa: S311 - dealt, not secret
    first = conn.execute(select(postings.c.id).order_by(postings.c.id.desc()).limit(1)).scalar() or FIRST_JOB_ID - 1
    rows = (_posting(dealer, first + 1 + at, *owners[at % len(owners)], now) for at in range(count))
    while chunk := list(islice(rows, _CHUNK)):
        conn.execute(insert(postings), chunk)
        conn.execute(insert(tasks), list(_tasks(chunk, now)))


def _posting(dealer: random.Random, number: int, app_id: int, organization_id: int, now: int) -> Row:
    title, city, country = names.trade_and_place(dealer)
    external_id = f"SEED-{number}"
    element = {
        "externalJobPostingId": external_id,
        "jobPostingOperationType": "CREATE",
        "integrationContext": ids.urn(ids.ORGANIZATION, organization_id),
        "title": title,
        "description": _ABOUT.format(title=title, city=city),
        "location": f"{city}, {country}",
        "companyApplyUrl": f"https://jobs.example/{external_id}",
        "listedAt": now,
        "posterEmail": "tomas@larkfield.example",
        "workplaceTypes": [dealer.choice(("On-site", "Hybrid", "Remote"))],
    }
    return {
        "id": number,
        "app_id": app_id,
        "external_id": external_id,
        "generation": "v2",
        "element": element,
        "organization_id": organization_id,
        "state": state.OPEN,
        "listed_at": now,
        "expire_at": now + listing.BASIC_MS,
        "apply_status": "NOT_ENABLED",
    }


def _tasks(jobs: list[Row], now: int) -> Iterator[Row]:
    for job in jobs:
        yield {
            "urn": ids.new_task_urn(),
            "app_id": job["app_id"],
            "external_id": job["external_id"],
            "operation": "CREATE",
            "generation": "v2",
            "element": job["element"],
            "created_at": now,
            "due_at": now,
            "status": "SUCCEEDED",
            "posting_id": job["id"],
        }

"""A posting's status as LinkedIn tells it (*Check Job Posting Statuses*): every field, from the newest listing or,
while there is none, from its task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from linkedin_sandbox import ids
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import gists, listing, migration, places
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.resources.simple_job_postings.fields import company_page, company_urn
from linkedin_sandbox.resources.simple_job_postings.ledger import NOT_PROMOTED, PROMOTED
from linkedin_sandbox.tables import FIRST_CAMPAIGN_ID, FIRST_JOB_ID, postings, tasks
from linkedin_sandbox.world import World

Row = dict[str, Any]
_KEYS = {"fixture": ("name", "pageUrl"), "class": ("companyName", "companyPage")}


class Telling:
    """What records are written with: where the site is, our choices of shape, what was read once for all of them."""

    def __init__(self, conn: Connection, world: World) -> None:
        self.conn, self.base_url = conn, world.base_url
        self.company_keys = _KEYS[world.choices["company_details_keys"]]
        self.numbers = world.choices["numeric_external_ids"]
        self._organizations: dict[Any, Row | None] = {}
        self._contracts: dict[int, Row | None] = {}

    def organization(self, element: Row) -> Row | None:
        """The organization an element means."""
        named = (company_urn(element), company_page(element), element.get("companyName"))
        if named not in self._organizations:
            self._organizations[named] = jobs.organization(self.conn, element)
        return self._organizations[named]

    def contract(self, number: int) -> Row | None:
        """A contract by number."""
        if number not in self._contracts:
            self._contracts[number] = contracts.get(self.conn, number)
        return self._contracts[number]


def shown(conn: Connection, world: World, app_id: int, external_ids: Sequence[str]) -> dict[str, Row]:
    """The records of these external ids, in order; those this application never used are left out."""
    asked = _newest(conn, tasks, tasks.c.seq, app_id, external_ids)
    found = _newest(conn, postings, postings.c.id, app_id, external_ids)
    telling = Telling(conn, world)
    records = {}
    for external_id in external_ids:
        task, posting = asked.get(external_id), found.get(external_id)
        if posting is not None and not _is_overtaken(posting, task):
            records[external_id] = _from_posting(telling, posting)
        elif task is not None:
            records[external_id] = _from_task(telling, task)
    return records


def _newest(
    conn: Connection, table: Table, order: Column[Any], app_id: int, external_ids: Sequence[str]
) -> dict[str, Row]:
    newest = (
        select(func.max(order))
        .where(table.c.app_id == app_id, table.c.external_id.in_(external_ids))
        .group_by(table.c.external_id)
    )
    query = select(table).where(order.in_(newest))
    return {row["external_id"]: dict(row) for row in conn.execute(query).mappings()}


def _is_overtaken(posting: Row, task: Row | None) -> bool:
    """Whether the job is being created anew after its last listing ended."""
    again = task is not None and task["operation"] == "CREATE" and task["status"] != "SUCCEEDED"
    return again and posting["state"] == jobs.CLOSED


def _from_posting(telling: Telling, posting: Row) -> Row:
    is_listed = posting["state"] == jobs.OPEN
    return {
        "externalJobPostingId": _external_id(telling, posting),
        "jobPostingInfo": _info(
            telling, posting["element"], posting["listed_at"], posting["expire_at"], posting["visibility"]
        ),
        "jobPostingUrl": f"{telling.base_url}/jobs/view/{posting['id']}" if is_listed else None,
        "listingStatus": "LISTED" if is_listed else "NOT_LISTED",
        "listingStatusDetail": None if is_listed else _closed(posting["closed_because"]),
        "linkedInApplyStatus": posting["apply_status"],
        "linkedInApplyStatusDetail": posting["apply_detail"],
        **_promotion(telling, posting, is_listed=is_listed),
        "rawLocation": posting["element"]["location"],
    }


def _closed(why: str) -> Row | None:
    """Why a job is not listed any more, when it was not its own side that closed it."""
    if why in gists.STATUS_NAMES:
        return {"errorType": "CUSTOMER_ERROR", "statusMessage": gists.STATUS_NAMES[why]}
    if why in gists.GISTS:
        return {"errorType": gists.error_type(why), "statusMessage": gists.message(why)}
    return None


def _promotion(telling: Telling, posting: Row, *, is_listed: bool) -> Row:
    is_promoted = is_listed and posting["promotion_status"] == PROMOTED
    campaign = FIRST_CAMPAIGN_ID + posting["id"] - FIRST_JOB_ID
    contract = telling.contract(posting["contract_id"]) if is_promoted and posting["contract_id"] else None
    by_results = contract is not None and contract["kind"] == contracts.PAY_FOR_PERFORMANCE
    return {
        "promotionStatus": PROMOTED if is_promoted else NOT_PROMOTED,
        "promotionStatusDetail": posting["promotion_detail"],
        "jobCampaign": ids.urn(ids.CAMPAIGN, campaign) if is_promoted else None,
        "partnerJobCampaign": f"fp4p-{posting['external_id']}" if by_results else None,
    }


def _from_task(telling: Telling, task: Row) -> Row:
    waiting, element = task["status"] == "IN_PROGRESS", task["element"]
    tag = listing.visibility(element) if "title" in element else "PUBLIC"
    return {
        "externalJobPostingId": _external_id(telling, task),
        "jobPostingInfo": _info(telling, element, None, None, tag),
        "jobPostingUrl": None,
        "listingStatus": "IN_PROGRESS" if waiting else "NOT_LISTED",
        "listingStatusDetail": _failed(telling, task),
        "linkedInApplyStatus": "IN_PROGRESS" if waiting else "NOT_ENABLED",
        "linkedInApplyStatusDetail": None,
        "promotionStatus": NOT_PROMOTED,
        "promotionStatusDetail": None,
        "jobCampaign": None,
        "partnerJobCampaign": None,
        "rawLocation": element.get("location"),
    }


def _failed(telling: Telling, task: Row) -> Row | None:
    gist = task["gist"] or ""
    if task["error_message"]:
        named = gists.STATUS_NAMES.get(gist, task["error_message"])
        return {"errorType": gists.error_type(gist), "statusMessage": named}
    found = telling.organization(task["element"]) if task["status"] == "PROCESSED" else None
    evaluation = migration.evaluated(telling.conn, task["app_id"], found["id"]) if found else None
    return _closed(evaluation["detail"]) if evaluation else None


def _external_id(telling: Telling, row: Row) -> str | int:
    text = str(row["external_id"])
    return int(text) if telling.numbers and text.isascii() and text.isdigit() else text


def _info(telling: Telling, element: Row, listed_at: int | None, expire_at: int | None, tag: str) -> Row:
    workplaces = element.get("workplaceTypes")
    placed = [places.standardise(place, workplaces) for place in element.get("alternateLocations") or []]
    found = telling.organization(element)
    name, page = telling.company_keys
    details = {name: found["name"], page: f"{telling.base_url}/company/{found['slug']}"} if found else None
    return {
        "listedAt": listed_at,
        "expireAt": expire_at,
        "location": places.standardise(element.get("location") or "", workplaces),
        "alternateLocations": [place for place in placed if place] or None,
        "companyDetails": details,
        "visibilityTag": tag,
    }

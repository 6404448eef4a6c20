"""A posting's status as LinkedIn tells it (*Check Job Posting Statuses*): every field, from the posting or its task."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox.resources.simple_job_postings import places
from linkedin_sandbox.resources.simple_job_postings import state as jobs

Row = dict[str, Any]
_VISIBILITY = {"PRIVATE_TO_ATS_INTEGRATION": "PRIVATE", "INTERNAL": "COMPANY"}


def shown(conn: Connection, app_id: int, external_id: str, base_url: str) -> Row | None:
    """The record for one external id, or None when this application never used it."""
    task = jobs.latest_task(conn, app_id, external_id)
    posting = jobs.latest_posting(conn, app_id, external_id)
    if task is None:
        return None
    if posting is None or (task["operation"] == "CREATE" and task["status"] == "IN_PROGRESS"):
        return _from_task(conn, task, base_url)
    return _from_posting(conn, posting, base_url)


def _from_posting(conn: Connection, posting: Row, base_url: str) -> Row:
    is_listed = posting["state"] == jobs.OPEN
    return {
        "externalJobPostingId": posting["external_id"],
        "jobPostingInfo": _info(conn, posting["element"], base_url, posting["listed_at"], posting["expire_at"]),
        "jobPostingUrl": f"{base_url}/jobs/view/{posting['id']}" if is_listed else None,
        "listingStatus": "LISTED" if is_listed else "NOT_LISTED",
        "listingStatusDetail": None,
        "linkedInApplyStatus": posting["apply_status"],
        "linkedInApplyStatusDetail": posting["apply_detail"],
        **_promotion(posting["element"]),
    }


def _from_task(conn: Connection, task: Row, base_url: str) -> Row:
    waiting = task["status"] == "IN_PROGRESS"
    word = "IN_PROGRESS" if waiting else "NOT_LISTED"
    detail = {"errorType": "CUSTOMER_ERROR", "statusMessage": task["error_message"]} if task["error_message"] else None
    return {
        "externalJobPostingId": task["external_id"],
        "jobPostingInfo": _info(conn, task["element"], base_url, None, None),
        "jobPostingUrl": None,
        "listingStatus": word,
        "listingStatusDetail": detail,
        "linkedInApplyStatus": "IN_PROGRESS" if waiting else "NOT_ENABLED",
        "linkedInApplyStatusDetail": None,
        **_promotion(task["element"]),
    }


def _promotion(element: Row) -> Row:
    return {
        "promotionStatus": "NOT_PROMOTED",
        "promotionStatusDetail": None,
        "jobCampaign": None,
        "partnerJobCampaign": None,
        "rawLocation": element["location"],
    }


def _info(conn: Connection, element: Row, base_url: str, listed_at: int | None, expire_at: int | None) -> Row:
    workplaces = element.get("workplaceTypes")
    alternates = element.get("alternateLocations")
    found = jobs.organization(conn, element)
    details = {"name": found["name"], "pageUrl": f"{base_url}/company/{found['slug']}"} if found else None
    return {
        "listedAt": listed_at,
        "expireAt": expire_at,
        "location": places.standardise(element["location"], workplaces),
        "alternateLocations": [places.standardise(place, workplaces) for place in alternates] if alternates else None,
        "companyDetails": details,
        "visibilityTag": _VISIBILITY.get(element.get("availability", ""), "PUBLIC"),
    }

"""PROCESSED: while a customer's move from feed to API is evaluated, jobs are accepted and not published."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from linkedin_sandbox.resources.simple_job_postings import migration
from linkedin_sandbox.tables import apps
from tests.sandbox.desk import Sandbox, contract, job, onsite

LARKFIELD = 2_414_183


@pytest.fixture
def moving(sandbox: Sandbox, generation: str) -> Sandbox:
    """A sandbox that evaluates what its child sends for Larkfield Robotics."""
    sandbox.generation = generation
    begin(sandbox)
    return sandbox


def child(sandbox: Sandbox) -> int:
    with sandbox.world.store.read() as conn:
        own = apps.c.client_id == sandbox.credentials["child_client_id"]
        return int(conn.execute(select(apps.c.id).where(own)).scalar_one())


def begin(sandbox: Sandbox, detail: str = "") -> None:
    sandbox.changed(migration.begin, child(sandbox), LARKFIELD, detail)


def end(sandbox: Sandbox) -> int:
    return int(sandbox.changed(migration.end, sandbox.world, child(sandbox), LARKFIELD))


def test_a_good_job_is_processed_and_not_published(moving: Sandbox) -> None:
    task = moving.settle(job())
    assert set(task) == set(contract("tasks/processed.json")["results"].popitem()[1])
    assert task["status"] == "PROCESSED"
    assert moving.status_of("J-1001") == ("NOT_LISTED", "NOT_PROMOTED")
    assert moving.http.get("/_sandbox/jobs").json()["jobs"] == []


def test_a_job_that_fails_validation_is_processed_with_a_message(moving: Sandbox) -> None:
    task = moving.settle(job(title="x" * 201))
    assert task["status"] == "PROCESSED"
    assert "[JOB_FIELD_PROCESSOR_TITLE]" in task["errorMessage"]


@pytest.mark.parametrize("detail", ["MIGRATION_MISSING_SCRAPED_JOB", "MIGRATION_MISSING_JOB_POSTING"])
def test_the_status_may_say_what_is_unmatched(moving: Sandbox, detail: str) -> None:
    begin(moving, detail)
    moving.settle(job())
    assert moving.status("J-1001")["listingStatusDetail"]["statusMessage"] == detail


def test_at_the_end_what_passed_is_published_as_last_sent(moving: Sandbox) -> None:
    first = moving.settle(onsite())
    moving.settle(onsite(operation="UPDATE", title="Lead Engineer"))
    moving.settle(job("J-2", title="x" * 201))
    assert end(moving) == 1
    assert moving.task(first["id"])["status"] == "SUCCEEDED"
    assert moving.task(first["id"])["jobPosting"] == "urn:li:jobPosting:4100000001"
    status = moving.status("J-1001")
    assert (status["listingStatus"], status["linkedInApplyStatus"]) == ("LISTED", "ENABLED")
    assert moving.http.get("/_sandbox/jobs").json()["jobs"][0]["element"]["title"] == "Lead Engineer"
    assert moving.status_of("J-2")[0] == "NOT_LISTED"


def test_a_job_closed_meanwhile_is_not_published(moving: Sandbox) -> None:
    moving.settle(job())
    assert moving.settle(job(operation="CLOSE"))["status"] == "PROCESSED"
    assert end(moving) == 0
    assert moving.post(job(operation="CLOSE")).json()["elements"][0]["status"] == 409


def test_what_was_listed_before_stays_with_the_api(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    begin(sandbox)
    assert sandbox.settle(job(operation="UPDATE", title="Lead"))["status"] == "SUCCEEDED"


def test_other_organizations_are_not_evaluated(moving: Sandbox) -> None:
    assert moving.settle(job(integrationContext="urn:li:organization:5077120"))["status"] == "SUCCEEDED"


def test_after_the_end_jobs_are_published_at_once(moving: Sandbox) -> None:
    assert end(moving) == 0
    assert moving.settle(job())["status"] == "SUCCEEDED"


def test_a_name_linkedin_does_not_have_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="detail"):
        begin(sandbox, "MIGRATION_DONE")

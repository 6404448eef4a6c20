"""Every documented refusal, as an example answer in the contracts, lands in its one kind with its words and code."""

from typing import Any

import pytest

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin import ClientConfig, Task, TokenSource, fetch_media, reference, status_failure, task_failure
from isthmus.linkedin.error_table import HTTP_ROWS
from isthmus.linkedin.errors import http_failure, item_failure
from isthmus.linkedin.file_table import FILE_ROWS
from isthmus.linkedin.plain_table import PLAIN_ROWS
from isthmus.linkedin.status_table import STATUS_ROWS
from isthmus.linkedin.task_table import TASK_ROWS
from isthmus.linkedin.wire import ItemError, StatusDetail
from tests.base.scripted_server import ScriptedServer
from tests.linkedin.fake_linkedin import FakeLinkedIn, example

CREATE = {
    "1 missing required field": ("rejected", "missing_field"),
    "1 missing field of ours": ("bug", "missing_own_field"),
    "2 wrong JSON type": ("bug", "wrong_type"),
    "3 bad operation type": ("bug", "unknown_operation"),
    "4 two workplace types": ("rejected", "workplace_types"),
    "5 invalid apply URL": ("rejected", "apply_url"),
    "6 no company": ("misconfigured", "no_company"),
    "7 tampered token": ("misconfigured", "token_invalid"),
    "8 expired token": ("misconfigured", "token_expired"),
    "9 no free slot": ("rejected", "no_slots"),
    "10 budget exhausted": ("rejected", "no_budget"),
    "11 contract of somebody else": ("misconfigured", "contract_not_ours"),
    "12 method header missing": ("misconfigured", "no_permission"),
    "13 method header missing, other words": ("bug", "batch_header"),
    "14 fp4p without the toggle": ("misconfigured", "contract_not_paid_per_result"),
    "15 token of another application": ("misconfigured", "no_permission"),
    "16 bad path": ("bug", "no_resource"),
    "17 close of a closed job": ("rejected", "not_open"),
    "18 employment status": ("rejected", "employment_status"),
    "19 experience level": ("rejected", "experience_level"),
    "20 state": ("bug", "unknown_state"),
    "21 enum that is no text": ("bug", "wrong_type"),
    "22 eight locations": ("rejected", "too_many_locations"),
    "23 wrong attribute type": ("transient", "server_error"),
    "24 malformed payload": ("transient", "gateway_timeout"),
    "expiry outside its window": ("rejected", "expire_at"),
    "listed in the future": ("rejected", "listed_at"),
    "other enum": ("rejected", "unknown_value"),
    "integration not enabled": ("misconfigured", "integration_off"),
    "version missing or over": ("misconfigured", "version"),
    "too long": ("bug", "too_long"),
    "throttled": ("throttled", "throttled"),
}
TASKS = {
    "create of what is there": ("rejected", "duplicate_create"),
    "renewal of an unknown job": ("rejected", "unknown_posting"),
    "update of an unknown job": ("rejected", "unknown_posting"),
    "duplicate of a job on LinkedIn": ("rejected", "duplicate_content"),
    "duplicate, newer form": ("rejected", "duplicate_content"),
    "[MISSING_INDUSTRY_CODES]": ("rejected", "missing_industry"),
    "[MISSING_JOB_CAMPAIGN]": ("misconfigured", "missing_campaign"),
    "[MISSING_SOURCE_DOMAIN]": ("rejected", "missing_source_domain"),
    "location cannot be standardised": ("rejected", "location"),
    "location cannot be standardised, other words": ("rejected", "location"),
    "invalid location": ("rejected", "location"),
    "missing location": ("rejected", "location_missing"),
    "country not allowed": ("rejected", "country_not_allowed"),
    "short description": ("rejected", "description"),
    "short description, other words": ("rejected", "description"),
    "description outside its limits": ("rejected", "description"),
    "invalid job URL": ("rejected", "job_url"),
    "too many job functions": ("rejected", "job_functions"),
    "dropped for its place fields": ("rejected", "location"),
    "no company page": ("misconfigured", "no_company_page"),
    "company page blocks": ("misconfigured", "company_blocked"),
    "employer not opted in": ("misconfigured", "not_opted_in"),
    "source not opted in": ("misconfigured", "source_not_opted_in"),
    "global block": ("misconfigured", "exports_blocked"),
    "ignored": ("rejected", "ignored"),
    "low quality": ("rejected", "low_quality"),
    "spam": ("rejected", "spam"),
    "validation": ("rejected", "validation"),
    "taken down by hand": ("rejected", "taken_down"),
    "suspended": ("rejected", "suspended"),
    "unexpected": ("transient", "unexpected"),
    "poster asked": ("rejected", "poster_asked"),
    "poster closed": ("rejected", "poster"),
    "invalid campaign": ("misconfigured", "campaign"),
    "job budget spent": ("rejected", "budget"),
    "no job budget": ("rejected", "no_job_budget"),
    "account budget spent": ("rejected", "account_budget"),
    "offer ended": ("rejected", "offer_ended"),
    "duration reached": ("rejected", "duration_reached"),
    "free trial spent": ("rejected", "trial_spent"),
    "payment failed": ("rejected", "payment_failed"),
    "challenge failed": ("misconfigured", "webhook_challenge"),
    "words nobody saw before": ("rejected", "task_failed"),
}
DETAILS = {
    "1157 allowance used up": ("rejected", "applicant_allowance_used"),
    "1157 as text": ("rejected", "applicant_allowance_used"),
    "no attempt to enable": ("bug", "form_not_asked_for"),
    "INVALID_LOCATION": ("rejected", "listing_location"),
    "MISSING_LOCATION": ("rejected", "listing_location_missing"),
    "BLOCKED_COUNTRY": ("rejected", "blocked_country"),
    "MEMBER_REPORTED": ("rejected", "member_reported"),
    "CUSTOMER_EXCLUDED": ("misconfigured", "customer_excluded"),
    "ERROR_JOB_DESCRIPTION_TOO_LONG": ("rejected", "description_too_long"),
    "duplicate": ("rejected", "listing_duplicate"),
    "MIGRATION_MISSING_SCRAPED_JOB": ("misconfigured", "missing_in_feed"),
    "MIGRATION_MISSING_JOB_POSTING": ("misconfigured", "missing_here"),
    "partner's fault, unknown number": ("bug", "status_partner_error"),
    "LinkedIn's fault": ("transient", "status_linkedin_error"),
    "customer's fault": ("rejected", "status_customer_error"),
}
OTHERS = {
    "lifecycle: unknown application": ("rejected", "unknown_application"),
    "lifecycle: application of another child": ("misconfigured", "no_permission"),
    "lifecycle: known already": ("rejected", "conflict"),
    "lifecycle: missing field": ("bug", "missing_own_field"),
    "lifecycle: unknown action": ("bug", "unknown_action"),
    "task: not a task": ("bug", "batch_key"),
    "task: outlived": ("rejected", "unknown_task"),
    "status: unknown posting": ("rejected", "unknown_posting"),
    "provisioning: name too long": ("misconfigured", "application_name"),
    "provisioning: trademark in the name": ("misconfigured", "application_name"),
    "provisioning: customer has one": ("rejected", "duplicate_foreign_id"),
    "provisioning: slash after a domain": ("misconfigured", "application_address"),
    "provisioning: child's token": ("misconfigured", "no_permission"),
    "webhooks: not permitted": ("misconfigured", "no_permission"),
    "integrations: bad key": ("bug", "bad_key"),
    "integrations: unknown": ("rejected", "not_found"),
}
FILES = {
    "no token": ("misconfigured", "access_refused"),
    "token of another child": ("misconfigured", "access_refused"),
    "not there": ("rejected", "gone"),
    "after thirty days": ("rejected", "gone"),
    "throttled": ("throttled", "throttled"),
    "trouble": ("transient", "server_error"),
    "trouble at the gate": ("transient", "server_error"),
    "anything else": ("rejected", "refused"),
}
PROCESSOR = "[JOB_FIELD_PROCESSOR_"


def shared(name: str) -> list[Any]:
    return [pytest.param(entry, id=entry["id"]) for entry in example(f"refusals/{name}.json")]


def landed(failure: Failure | None) -> tuple[str, str]:
    assert failure is not None
    return failure.kind.value, failure.code


@pytest.mark.parametrize("entry", shared("create-postings"))
def test_refusals_of_postings(entry: dict[str, Any]) -> None:
    error, status = entry["error"], entry["error"]["status"]
    item = item_failure(status, ItemError.read(error), operation="create_postings")
    whole = http_failure(status, error, operation="create_postings")
    assert landed(item) == landed(whole) == CREATE[entry["id"]]


@pytest.mark.parametrize("entry", shared("tasks"))
def test_reasons_of_failed_tasks(entry: dict[str, Any]) -> None:
    task = Task(
        id="urn:li:simpleJobPostingTask:1",
        status="FAILED",
        external_job_posting_id="J-1001",
        error_message=entry["errorMessage"],
    )
    processor = entry["id"].removeprefix(PROCESSOR).removesuffix("]").lower()
    expected = ("rejected", f"field_{processor}") if entry["id"].startswith(PROCESSOR) else TASKS[entry["id"]]
    assert landed(task_failure(task)) == expected


@pytest.mark.parametrize("entry", shared("status-details"))
def test_details_of_a_status(entry: dict[str, Any]) -> None:
    assert landed(status_failure(StatusDetail.read(entry["detail"]))) == DETAILS[entry["id"]]


@pytest.mark.parametrize("entry", shared("other-calls"))
def test_refusals_of_other_calls(entry: dict[str, Any]) -> None:
    assert landed(http_failure(entry["http"], entry["error"], operation=entry["operation"])) == OTHERS[entry["id"]]


@pytest.mark.parametrize("entry", shared("files"))
def test_refusals_of_files(linkedin: FakeLinkedIn, entry: dict[str, Any]) -> None:
    server = ScriptedServer()
    server.answers["/cv"] = (entry["http"], {}, b"")
    config = ClientConfig(api_url=server.origin, www_url=server.origin)
    tokens = TokenSource("child-1", "secret", config, transport=linkedin.transport)
    with pytest.raises(IsthmusError) as caught:
        fetch_media(f"{server.origin}/cv", tokens, config, max_bytes=100, timeout=5)
    server.close()
    assert landed(caught.value.failure) == FILES[entry["id"]]
    assert caught.value.failure.message == next(row.message for row in FILE_ROWS if row.name == FILES[entry["id"]][1])


@pytest.mark.parametrize(
    "row", [*HTTP_ROWS, *TASK_ROWS, *STATUS_ROWS, *FILE_ROWS, *PLAIN_ROWS], ids=lambda row: row.name
)
def test_every_row_whose_move_is_somebodys_says_what_to_do(row: Any) -> None:
    sentences = row.message.count(". ") + row.message.count("? ") + row.message.count(": ") + 1
    assert sentences >= 2 or row.kind is Kind.BUG


def test_no_code_means_two_kinds() -> None:
    kinds: dict[str, set[Kind]] = {}
    for row in (*HTTP_ROWS, *TASK_ROWS, *STATUS_ROWS, *FILE_ROWS, *PLAIN_ROWS):
        kinds.setdefault(row.name, set()).add(row.kind)
    assert {name for name, found in kinds.items() if len(found) > 1} == set()


def test_the_reference_page_is_current() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.text(), "run `make docs`"

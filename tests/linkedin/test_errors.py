import json
import re

import pytest

from isthmus.base.failures import Failure, Kind
from isthmus.linkedin import Task, duplicate_of, status_failure, task_failure
from isthmus.linkedin.error_table import HTTP_ROWS
from isthmus.linkedin.errors import http_failure, item_failure
from isthmus.linkedin.several import gathered
from isthmus.linkedin.status_table import STATUS_ROWS
from isthmus.linkedin.task_table import TASK_ROWS
from isthmus.linkedin.wire import ItemError, StatusDetail
from tests.linkedin.fake_linkedin import EXAMPLES, example

PROCESSORS = [
    "COMPANY",
    "COMPANY_APPLY_URL",
    "COMPANY_NAME",
    "COUNTRY_CODE",
    "DESCRIPTION",
    "EXPERIENCE",
    "GEO_LOCATION",
    "JOB_CATEGORY",
    "JOB_TYPE",
    "ORIGINAL_JOB_CODE",
    "SOURCE_DOMAIN",
    "SOURCE_JOB_CODE",
    "SOURCE_URL",
    "STANDARDIZED_LOCATION",
    "TITLE",
]


def post(status: int, message: str, service_code: int | None = None) -> Failure:
    body = {"status": status, "message": message, "serviceErrorCode": service_code}
    return http_failure(status, body, operation="create_postings")


def failed(message: str | None, status: str = "FAILED") -> Failure:
    failure = task_failure(task(message, status))
    assert failure is not None
    return failure


def task(message: str | None, status: str = "FAILED") -> Task:
    return Task(id="urn:li:simpleJobPostingTask:1", status=status, external_job_posting_id="J-1", error_message=message)


@pytest.mark.parametrize(
    ("status", "message", "kind", "code"),
    [
        (
            422,
            "ERROR :: /title :: field is required but not found and has no default value\n",
            "rejected",
            "missing_field",
        ),
        (422, "ERROR :: /listedAt :: soon cannot be coerced to Long", "bug", "wrong_type"),
        (422, 'ERROR :: /jobPostingOperationType :: "X" is not an enum symbol', "bug", "unknown_operation"),
        (400, "workplaceTypes must hold one of On-site, Hybrid, Remote", "rejected", "workplace_types"),
        (
            400,
            "companyApplyUrl is invalid, externalPartnerId 7, urn:li:simpleJobPostingTask:1",
            "rejected",
            "apply_url",
        ),
        (400, "One of integrationContext, company, companyPageUrl, companyName", "misconfigured", "no_company"),
        (402, "insufficient slots for contract = urn:li:contract:9", "rejected", "no_slots"),
        (402, "insufficient lifetime budget", "rejected", "no_budget"),
        (403, "caller not authorised for jobs of the contract", "misconfigured", "contract_not_ours"),
        (403, "not enough permissions: POST /simpleJobPostings", "misconfigured", "no_permission"),
        (403, "unpermitted fields in REQUEST_BODY [/elements]", "bug", "batch_header"),
        (403, "caller not authorised for the fp4p contract", "misconfigured", "contract_not_paid_per_result"),
        (404, "Resource simpleJobPosting does not exist", "bug", "no_resource"),
        (409, "cannot close J-1", "rejected", "not_open"),
        (422, 'ERROR :: /employmentStatus :: "GIG" is not an enum symbol', "rejected", "employment_status"),
        (422, 'ERROR :: /experienceLevel :: "GURU" is not an enum symbol', "rejected", "experience_level"),
        (422, 'ERROR :: /state :: "OPEN" is not an enum symbol', "bug", "unknown_state"),
        (422, "ERROR :: /availability :: enum type is not backed by a String", "bug", "wrong_type"),
        (422, "no more than seven locations", "rejected", "too_many_locations"),
        (422, "invalid expiration date", "rejected", "expire_at"),
        (400, "the URL failed the security challenge check", "misconfigured", "webhook_challenge"),
        (500, "Internal Server Error", "transient", "server_error"),
        (504, "Gateway Timeout", "transient", "gateway_timeout"),
        (414, "URI Too Long", "bug", "too_long"),
        (422, "something new", "rejected", "http_422"),
    ],
)
def test_refusals_of_the_create_page(status: int, message: str, kind: str, code: str) -> None:
    failure = post(status, message)
    assert (failure.kind, failure.code, failure.status) == (Kind(kind), code, status)


@pytest.mark.parametrize(
    ("name", "code"), [("malformed-token-401", "token_invalid"), ("expired-token-401", "token_expired")]
)
def test_shared_token_refusals_are_the_admins_move(name: str, code: str) -> None:
    failure = http_failure(401, example(f"oauth/{name}.json"), operation="tasks")
    assert (failure.kind, failure.code) == (Kind.MISCONFIGURED, code)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing-method-403", "batch_header"),
        ("wrong-application-403", "no_permission"),
        ("no-company-400", "no_company"),
        ("unknown-resource-404", "no_resource"),
    ],
)
def test_shared_refusals_are_recognised(name: str, code: str) -> None:
    body = example(f"postings/{name}.json")
    assert http_failure(body.get("status", 404), body, operation="create_postings").code == code


def test_missing_field_is_named_in_words_a_recruiter_knows() -> None:
    failure = post(422, "ERROR :: /title :: field is required but not found and has no default value")
    assert failure.message == "LinkedIn needs a title, which is empty. Fill it in."
    other = post(422, "ERROR :: /compensation/period :: field is required but not found and has no default value")
    assert other.message.startswith("LinkedIn needs the field period,")


def test_code_of_an_item_counts_even_without_its_words() -> None:
    error = ItemError(code="ERROR_INVALID_LISTED_AT_FIELD", request_id="item-uuid")
    failure = item_failure(400, error, operation="create_postings", request_id="call-uuid")
    assert (failure.code, failure.request_id) == ("listed_at", "item-uuid")


@pytest.mark.parametrize("body", [None, [], "x", {"message": None}, {"message": 5}, {"error": "x"}])
def test_refusal_without_readable_words_still_has_an_owner(body: object) -> None:
    assert http_failure(422, body, operation="create_postings").kind is Kind.REJECTED


@pytest.mark.parametrize("code", PROCESSORS)
def test_each_field_processor_names_the_field(code: str) -> None:
    failure = failed(f"Failure reason reference code: [JOB_FIELD_PROCESSOR_{code}] details")
    assert (failure.kind, failure.code) == (Kind.REJECTED, f"field_{code.lower()}")


@pytest.mark.parametrize(
    ("message", "kind", "code"),
    [
        ("Failure reason reference code: [MISSING_INDUSTRY_CODES]", "rejected", "missing_industry"),
        ("[MISSING_JOB_CAMPAIGN]", "misconfigured", "missing_campaign"),
        ("[MISSING_SOURCE_DOMAIN]", "rejected", "missing_source_domain"),
        ("duplicates a job, duplicateJobPostingUrl: https://x/jobs/view/1", "rejected", "duplicate_content"),
        ("{wrapped ErrorCode:2009}", "rejected", "duplicate_content"),
        ("cannot standardise the location", "rejected", "location"),
        ("dropped: Invalid Field: /city; /postalCode; /state; /geoLocation", "rejected", "location"),
        ("the country is not on the allow list", "rejected", "country_not_allowed"),
        ("description has fewer than 100 characters", "rejected", "description"),
        ("invalid job URL", "rejected", "job_url"),
        ("too many job functions", "rejected", "job_functions"),
        ("no company page connection", "misconfigured", "no_company_page"),
        ("the company page blocked the posting", "misconfigured", "company_blocked"),
        ("employer not opted in", "misconfigured", "not_opted_in"),
        ("global block on exports", "misconfigured", "exports_blocked"),
        ("low quality", "rejected", "low_quality"),
        ("spam", "rejected", "spam"),
        ("suspended by trust", "rejected", "suspended"),
        ("unexpected error", "transient", "unexpected"),
        ("poster asked not to publish", "rejected", "poster_asked"),
        ("closed by original poster", "rejected", "poster"),
        ("invalid job campaign", "misconfigured", "campaign"),
        ("account budget spent", "rejected", "account_budget"),
        ("post-payment failure", "rejected", "payment_failed"),
        ("UPDATE on unknown job J-1", "rejected", "unknown_posting"),
        ("generic validation drop", "rejected", "validation"),
        ("something nobody saw before", "rejected", "task_failed"),
        (None, "rejected", "task_failed"),
    ],
)
def test_failed_tasks_have_an_owner(message: str | None, kind: str, code: str) -> None:
    failure = failed(message)
    assert (failure.kind, failure.code) == (Kind(kind), code)


@pytest.mark.parametrize("status", ["IN_PROGRESS", "SUCCEEDED", "PROCESSED", "SOMETHING_NEW"])
def test_tasks_that_did_not_fail_have_no_failure(status: str) -> None:
    assert task_failure(task(None, status)) is None


def test_processed_task_with_a_problem_fails() -> None:
    assert failed("cannot standardise the location", "PROCESSED").code == "location"


def test_duplicate_create_tells_which_posting_is_there() -> None:
    (data,) = example("tasks/failed-duplicate.json")["results"].values()
    duplicate = duplicate_of(Task.read(data))
    assert duplicate is not None
    assert duplicate.linkedin_job_id == "4100000001"
    assert duplicate.names("J-1001")
    assert not duplicate.names("J-100")
    assert not duplicate.names("1001")
    assert not duplicate.names("")


@pytest.mark.parametrize(
    "text",
    [
        "duplicate of urn:li:jobPosting:4100000001 (J-1)",
        "already exists: https://www.linkedin.com/jobs/view/4100000001?x=1 for J-1",
        "already exists: https://www.linkedin.com/jobs/view/data-engineer-at-larkfield-4100000001, J-1",
        'existing basic job "J-1", 4100000001',
        "rejected: J-1 is 4100000001",
    ],
)
def test_duplicate_is_understood_in_several_wordings(text: str) -> None:
    duplicate = duplicate_of(task(text))
    assert duplicate is not None
    assert duplicate.linkedin_job_id == "4100000001"
    assert duplicate.names("J-1")


@pytest.mark.parametrize("text", ["duplicateJobPostingUrl: https://x/jobs/view/4100000001 J-1", "spam", None])
def test_job_that_only_resembles_another_is_not_our_own_duplicate(text: str | None) -> None:
    assert duplicate_of(task(text)) is None


@pytest.mark.parametrize(
    ("detail", "kind", "code"),
    [
        (
            {"errorCode": 1157, "errorType": "CUSTOMER_ERROR", "statusMessage": "x"},
            "rejected",
            "applicant_allowance_used",
        ),
        ({"statusMessage": "MEMBER_REPORTED"}, "rejected", "member_reported"),
        ({"statusMessage": "INVALID_LOCATION: Ghent"}, "rejected", "listing_location"),
        ({"statusMessage": "CUSTOMER_EXCLUDED"}, "misconfigured", "customer_excluded"),
        ({"errorType": "CUSTOMER_ERROR", "statusMessage": "Job was taken down manually"}, "rejected", "taken_down"),
        ({"errorType": "CUSTOMER_ERROR", "statusMessage": "suspended by Trust"}, "rejected", "suspended"),
        ({"errorCode": 7, "errorType": "PARTNER_ERROR"}, "bug", "status_partner_error"),
        ({"errorType": "LINKEDIN_ERROR"}, "transient", "status_linkedin_error"),
        ({"errorType": "CUSTOMER_ERROR"}, "rejected", "status_customer_error"),
        ({"statusMessage": "something"}, "rejected", "status_customer_error"),
    ],
)
def test_status_details_have_an_owner(detail: dict[str, object], kind: str, code: str) -> None:
    failure = status_failure(StatusDetail.read(detail))
    assert failure is not None
    assert (failure.kind, failure.code) == (Kind(kind), code)


@pytest.mark.parametrize("detail", [None, StatusDetail()])
def test_no_detail_is_no_failure(detail: StatusDetail | None) -> None:
    assert status_failure(detail) is None


@pytest.mark.parametrize("row", [*HTTP_ROWS, *TASK_ROWS, *STATUS_ROWS], ids=lambda row: row.name)
def test_every_row_speaks_to_a_person(row: object) -> None:
    message, reason = row.message, row.reason  # type: ignore[attr-defined]
    assert message.endswith(".")
    assert reason
    assert set(re.findall(r"\{(\w+)\}", message)) <= {"field"}


def test_every_shared_task_example_is_understood() -> None:
    for path in sorted((EXAMPLES / "tasks").glob("*.json")):
        results = json.loads(path.read_text()).get("results", {})
        for data in gathered(results, list(results)).values():
            failure = task_failure(Task.read(data))
            assert (failure is not None) == (data["status"] == "FAILED")

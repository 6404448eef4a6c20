"""How posting tasks end, what they change, and how they are looked up."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.sandbox.desk import Sandbox, contract, job, onsite, premium

BOTH_GENERATIONS = True

PATH = "/v2/simpleJobPostingTasks"
DAY = 86_400_000


def test_task_is_in_progress_until_its_time_has_come(make_sandbox: Any) -> None:
    sandbox = make_sandbox(task_delay_seconds=300)
    urn = sandbox.post(job()).json()["elements"][0]["id"]
    sandbox.advance(299)
    assert set(sandbox.task(urn)) == set(contract("tasks/in-progress.json")["results"].popitem()[1])
    sandbox.advance(2)
    assert sandbox.task(urn)["status"] == "SUCCEEDED"


def test_success_names_the_linkedin_job(sandbox: Sandbox) -> None:
    task = sandbox.settle(job())
    assert set(task) == set(contract("tasks/succeeded.json")["results"].popitem()[1])
    assert task["jobPosting"] == "urn:li:jobPosting:4100000001"
    assert sandbox.status("J-1001")["listingStatus"] == "LISTED"


def test_second_create_fails_and_names_both_ids(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    task = sandbox.settle(job())
    assert task["status"] == "FAILED"
    assert "4100000001" in task["errorMessage"]
    assert "J-1001" in task["errorMessage"]


@pytest.mark.parametrize("operation", ["UPDATE", "RENEW"])
def test_update_or_renewal_of_an_unknown_job_fails(sandbox: Sandbox, operation: str) -> None:
    assert sandbox.settle(job(operation=operation))["status"] == "FAILED"


def test_update_replaces_the_whole_job(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="UPDATE", title="Senior Engineer", skillsDescription=None))
    element = sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["element"]
    assert element["title"] == "Senior Engineer"
    assert "skillsDescription" not in element


def test_what_was_sent_is_kept_exactly(sandbox: Sandbox) -> None:
    text = "<p>é" + "x" * 200 + "<script>alert(1)</script>"
    element = job(generation=sandbox.generation, description=text, countryCode="be", future={"a": [1]})
    sandbox.settle(element)
    assert sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["element"] == element


def test_renewal_adds_thirty_days(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    before = sandbox.status("J-1001")["jobPostingInfo"]["expireAt"]
    sandbox.settle(job(operation="RENEW"))
    assert sandbox.status("J-1001")["jobPostingInfo"]["expireAt"] - before == 30 * DAY


def test_an_expired_job_is_not_listed_until_renewed(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.advance(181 * 86_400)
    sandbox.forget_tokens()
    assert sandbox.status("J-1001")["listingStatus"] == "NOT_LISTED"
    sandbox.settle(job(operation="RENEW"))
    assert sandbox.status("J-1001")["listingStatus"] == "LISTED"


def test_close_takes_the_job_down(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert sandbox.settle(job(operation="CLOSE"))["status"] == "SUCCEEDED"
    assert sandbox.status("J-1001")["listingStatus"] == "NOT_LISTED"


@pytest.mark.parametrize("closed_before", [False, True])
def test_close_of_a_closed_or_unknown_job_is_409(sandbox: Sandbox, closed_before: bool) -> None:
    if closed_before:
        sandbox.settle(job())
        sandbox.settle(job(operation="CLOSE"))
    item = sandbox.post(job(operation="CLOSE")).json()["elements"][0]
    assert item["status"] == 409


def test_close_waits_for_a_create_in_progress(make_sandbox: Any) -> None:
    sandbox = make_sandbox(task_delay_seconds=60)
    sandbox.post(job())
    assert sandbox.post(job(operation="CLOSE")).json()["elements"][0]["status"] == 202
    sandbox.advance(61)
    assert sandbox.status("J-1001")["listingStatus"] == "NOT_LISTED"


def test_a_closed_job_can_be_created_again_under_a_new_number(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="CLOSE"))
    assert sandbox.settle(job())["jobPosting"] == "urn:li:jobPosting:4100000002"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"description": "too short"}, "100 characters"),
        ({"description": "x" * 25_001}, "ERROR_JOB_DESCRIPTION_TOO_LONG"),
        ({"title": "x" * 201}, "[JOB_FIELD_PROCESSOR_TITLE]"),
        ({"skillsDescription": "x" * 4_001}, "[JOB_FIELD_PROCESSOR_DESCRIPTION]"),
        ({"categories": ["eng", "it", "qa", "rsch"]}, "too many job functions"),
        ({"location": "Nowhere"}, "could not be standardized"),
        ({"location": "Belgium", "workplaceTypes": ["On-site"]}, "unable to standardize"),
        ({"location": " "}, "MISSING_LOCATION"),
        ({"location": "Pyongyang, North Korea"}, "BLOCKED_COUNTRY"),
        ({"alternateLocations": ["Atlantis"]}, "could not be standardized"),
        ({"integrationContext": "urn:li:organization:1"}, "company page"),
    ],
)
def test_content_linkedin_cannot_use_fails_the_task(sandbox: Sandbox, changes: dict[str, Any], words: str) -> None:
    task = sandbox.settle(job(**changes))
    assert task["status"] == "FAILED"
    assert words in task["errorMessage"]


def test_a_failed_create_is_not_listed_and_says_why(sandbox: Sandbox) -> None:
    sandbox.settle(job(location="Nowhere"))
    status = sandbox.status("J-1001")
    assert status["listingStatus"] == "NOT_LISTED"
    assert status["listingStatusDetail"]["errorType"] == "CUSTOMER_ERROR"


def test_a_failed_update_leaves_the_job_as_it_was(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="UPDATE", title="x" * 201))
    assert sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["element"]["title"] == "Backend Engineer"


@pytest.mark.parametrize("location", ["Belgium", "DACH"])
def test_remote_jobs_may_name_a_country_alone(sandbox: Sandbox, location: str) -> None:
    assert sandbox.settle(job(location=location, workplaceTypes=["Remote"]))["status"] == "SUCCEEDED"


def test_processed_can_be_ordered(sandbox: Sandbox) -> None:
    sandbox.fault("task_processed")
    assert sandbox.settle(job())["status"] == "PROCESSED"


def urns(sandbox: Sandbox, count: int) -> list[str]:
    items = sandbox.post(*(job(f"J-{n}") for n in range(count))).json()["elements"]
    return [item["id"] for item in items]


def test_ids_come_repeated_in_protocol_1(sandbox: Sandbox) -> None:
    made = urns(sandbox, 2)
    answer = sandbox.call("GET", PATH, params=[("ids", urn) for urn in made])
    assert list(answer.json()["results"]) == made


def test_ids_come_as_a_list_in_protocol_2(sandbox: Sandbox) -> None:
    made = urns(sandbox, 2)
    path = f"{PATH}?ids=List({','.join(quote(urn, safe='') for urn in made)})"
    answer = sandbox.call("GET", path, headers={"X-RestLi-Protocol-Version": "2.0.0"})
    assert list(answer.json()["results"]) == made


def test_repeated_ids_are_refused_in_protocol_2(sandbox: Sandbox) -> None:
    headers = {"X-RestLi-Protocol-Version": "2.0.0"}
    assert sandbox.call("GET", PATH, headers=headers, params={"ids": urns(sandbox, 1)[0]}).status_code == 400


def test_a_long_query_is_414_and_works_tunnelled(sandbox: Sandbox) -> None:
    made = urns(sandbox, 60)
    query = urlencode([("ids", urn) for urn in made])
    assert sandbox.call("GET", f"{PATH}?{query}").status_code == 414
    headers = contract("tasks/tunnelled-request.json")["headers"]
    answer = sandbox.call("POST", PATH, headers=headers, content=query)
    assert len(answer.json()["results"]) == 60


def test_multipart_tunnelling_carries_query_and_body(sandbox: Sandbox) -> None:
    parts = [("application/x-www-form-urlencoded", "trk=1"), ("application/json", '{"elements":[]}')]
    body = "".join(f"--B\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts) + "--B--"
    headers = {
        "X-HTTP-Method-Override": "POST",
        "Content-Type": "multipart/mixed; boundary=B",
        "x-restli-method": "batch_create",
    }
    answer = sandbox.call("POST", "/v2/simpleJobPostings", headers=headers, content=body)
    assert (answer.status_code, answer.json()["message"]) == (400, "elements is missing or empty")


def test_an_id_that_is_no_task_is_400(sandbox: Sandbox) -> None:
    answer = sandbox.call("GET", PATH, params={"ids": "J-1001"})
    assert answer.status_code == 400
    assert answer.json() == contract("tasks/not-a-task-400.json")


def test_missing_ids_are_400(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", PATH).status_code == 400


def test_unknown_foreign_and_outlived_tasks_are_404_entries(sandbox: Sandbox) -> None:
    urn = urns(sandbox, 1)[0]
    sandbox.provision("orrin-foods")
    answer = sandbox.call("GET", PATH, "orrin-foods", params={"ids": urn}).json()
    assert answer["errors"][urn]["status"] == 404
    sandbox.advance(31 * 86_400)
    sandbox.forget_tokens()
    assert sandbox.call("GET", PATH, params={"ids": urn}).json()["errors"][urn]["status"] == 404


def test_children_do_not_share_external_ids(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.provision("orrin-foods")
    sandbox.post(job(title="Baker"), who="orrin-foods")
    sandbox.tick()
    assert len(sandbox.http.get("/_sandbox/jobs").json()["jobs"]) == 2


def test_duplicate_question_ids_turn_the_job_off_site_silently(sandbox: Sandbox) -> None:
    question = {"partnerQuestionIdentifier": "q", "questionText": "?", "questionDetails": {"textQuestionDetails": {}}}
    questions = {
        "contactInformationQuestions": {"customQuestions": [question]},
        "additionalQuestions": {"customQuestionSets": [{"questions": [question]}]},
    }
    assert sandbox.settle(onsite(questions=questions))["status"] == "SUCCEEDED"
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "NOT_ENABLED"


@pytest.mark.parametrize(("days", "is_there"), [(0.99, True), (1.01, False)])
def test_a_tasks_life_can_be_a_day(make_sandbox: Any, days: float, is_there: bool) -> None:
    sandbox = make_sandbox(task_life_days=1)
    urn = urns(sandbox, 1)[0]
    sandbox.advance(days * 86_400)
    sandbox.forget_tokens()
    assert (urn in sandbox.call("GET", PATH, params={"ids": urn}).json()["results"]) == is_there


def test_every_operation_has_a_task_of_its_own(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    for operation in ("UPDATE", "RENEW", "CLOSE"):
        task = sandbox.settle(job(operation=operation))
        assert (task["status"], task["jobPosting"]) == ("SUCCEEDED", "urn:li:jobPosting:4100000001")


def test_a_batch_is_settled_in_the_order_of_its_job(make_sandbox: Any) -> None:
    sandbox = make_sandbox(task_delay_seconds=60)
    sandbox.post(job())
    sandbox.post(job(operation="UPDATE", title="Second"))
    sandbox.post(job(operation="UPDATE", title="Third"))
    sandbox.advance(61)
    assert sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["element"]["title"] == "Third"


def test_a_hundred_tasks_of_a_batch_end_in_one_round(sandbox: Sandbox) -> None:
    items = sandbox.post(*(job(f"J-{n}") for n in range(100))).json()["elements"]
    assert sandbox.tick() == 100
    assert {sandbox.task(item["id"])["status"] for item in items[::25]} == {"SUCCEEDED"}


def test_a_renewed_job_keeps_its_content(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="RENEW", title="Something else"))
    assert sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["element"]["title"] == "Backend Engineer"


def test_the_same_content_is_welcome_once_the_first_is_closed(sandbox: Sandbox) -> None:
    same = {"companyApplyUrl": "https://jobs.larkfield.example/x"}
    sandbox.settle(job("J-1", **same))
    assert sandbox.settle(job("J-2", **same))["status"] == "FAILED"
    sandbox.settle(job("J-1", "CLOSE", **same))
    assert sandbox.settle(job("J-2", **same))["status"] == "SUCCEEDED"


def test_the_same_content_can_be_let_through(make_sandbox: Any) -> None:
    sandbox = make_sandbox(duplicate_content="allowed")
    same = {"companyApplyUrl": "https://jobs.larkfield.example/x"}
    sandbox.settle(job("J-1", **same))
    assert sandbox.settle(job("J-2", **same))["status"] == "SUCCEEDED"


def test_an_industry_of_the_job_stands_in_for_the_pages(sandbox: Sandbox) -> None:
    page = "urn:li:organization:6110512"
    assert "[MISSING_INDUSTRY_CODES]" in sandbox.settle(job(integrationContext=page, industries=None))["errorMessage"]
    assert sandbox.settle(job("J-2", integrationContext=page))["status"] == "SUCCEEDED"


@pytest.mark.parametrize("organization", ["6110204", "6110377"])
def test_staffing_firms_and_nameless_pages_must_pay(sandbox: Sandbox, organization: str) -> None:
    page = {"integrationContext": f"urn:li:organization:{organization}"}
    assert "[MISSING_JOB_CAMPAIGN]" in sandbox.settle(job("J-1", **page))["errorMessage"]
    assert sandbox.settle(premium("J-2", **page))["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    "location",
    [
        "Ghent, East Flanders, Belgium",
        "Austin, Texas",
        "Toronto, Ontario",
        "Ghent, Belgium",
        "9000, BE",
        "SW1A 1AA, GB",
    ],
)
def test_every_documented_form_of_a_place_is_understood(sandbox: Sandbox, location: str) -> None:
    for workplace in ("On-site", "Hybrid", "Remote"):
        external_id = f"J-{workplace}"
        task = sandbox.settle(job(external_id, location=location, workplaceTypes=[workplace]))
        assert (task["status"], task["location"]) == ("SUCCEEDED", location)

"""What a posting batch refuses, item by item and as a whole, in both generations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import LARKFIELD, Sandbox, ask, asking, contract, job, onsite

DAY = 86_400_000


def refused(sandbox: Sandbox, element: dict[str, Any], generation: str = "v2") -> dict[str, Any]:
    """The error of the only element of a batch."""
    answer = sandbox.post(element, generation=generation)
    assert answer.status_code == 200, answer.text
    item = answer.json()["elements"][0]
    assert item["status"] == item["error"]["status"] != 202
    return item["error"]


def test_example_elements_are_accepted(sandbox: Sandbox, generation: str) -> None:
    element = contract(f"postings/element-{generation}.json")
    answer = sandbox.post(element, generation=generation).json()["elements"][0]
    example = contract("postings/batch-answer.json")["elements"][0]
    assert set(answer) == set(example)
    assert answer["location"] == "/simpleJobPostings/" + answer["id"].replace(":", "%3A")


@pytest.mark.parametrize("name", ["element-v2-off-site", "element-v2-minimal"])
def test_smaller_examples_are_accepted(sandbox: Sandbox, name: str) -> None:
    assert sandbox.settle(contract(f"postings/{name}.json"))["status"] == "SUCCEEDED"


@pytest.mark.parametrize("name", ["batch-request", "batch-request-rest"])
def test_whole_example_requests_are_accepted(sandbox: Sandbox, name: str) -> None:
    request = contract(f"postings/{name}.json")
    answer = sandbox.call(request["method"], request["path"], headers=request["headers"], json=request["body"])
    assert answer.json()["elements"][0]["status"] == 202


@pytest.mark.parametrize(
    "field",
    ["jobPostingOperationType", "companyApplyUrl", "title", "description", "listedAt", "location", "posterEmail"],
)
def test_missing_required_field_is_422(sandbox: Sandbox, generation: str, field: str) -> None:
    error = refused(sandbox, job(generation=generation, **{field: None}), generation)
    assert error == {
        "status": 422,
        "message": f"ERROR :: /{field} :: field is required but not found and has no default value\n",
    }


def test_availability_is_required_under_rest_alone(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(generation="rest", availability=None), "rest")["status"] == 422
    assert sandbox.settle(job(availability=None))["status"] == "SUCCEEDED"


def test_string_for_a_long_is_422(sandbox: Sandbox) -> None:
    assert "cannot be coerced to Long" in refused(sandbox, job(listedAt="yesterday"))["message"]


@pytest.mark.parametrize("field", ["employmentStatus", "experienceLevel", "state", "listingType", "availability"])
def test_value_outside_an_enum_is_422(sandbox: Sandbox, field: str) -> None:
    error = refused(sandbox, job(**{field: "SOMETHING"}))
    assert error == {"status": 422, "message": f'ERROR :: /{field} :: "SOMETHING" is not an enum symbol\n'}


def test_unknown_operation_is_422(sandbox: Sandbox) -> None:
    assert '"PUBLISH" is not an enum symbol' in refused(sandbox, job(operation="PUBLISH"))["message"]


def test_enum_that_is_no_string_is_422(sandbox: Sandbox) -> None:
    assert "enum type is not backed by a String" in refused(sandbox, job(employmentStatus=3))["message"]


def test_integer_id_is_a_500_for_the_whole_call(sandbox: Sandbox) -> None:
    assert sandbox.post(job() | {"externalJobPostingId": 7}).status_code == 500


def test_malformed_payload_is_a_504(sandbox: Sandbox) -> None:
    answer = sandbox.call("POST", "/v2/simpleJobPostings", headers={"x-restli-method": "batch_create"}, content=b"{")
    assert answer.status_code == 504


def test_two_workplace_types_are_400(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(workplaceTypes=["Hybrid", "Remote"]))["status"] == 400


def test_more_than_seven_locations_are_422(sandbox: Sandbox) -> None:
    error = refused(sandbox, job(alternateLocations=[f"City {n}, Belgium" for n in range(7)]))
    assert error["status"] == 422


@pytest.mark.parametrize("url", ["not a url", "ftp://jobs.example/1", "https://"])
def test_bad_apply_url_names_the_job_and_a_task(sandbox: Sandbox, url: str) -> None:
    error = refused(sandbox, job(companyApplyUrl=url))
    assert error["status"] == 400
    assert "J-1001" in error["message"]
    assert "urn:li:simpleJobPostingTask:" in error["message"]


def test_job_without_any_company_is_400(sandbox: Sandbox) -> None:
    error = refused(sandbox, job(integrationContext=None))
    assert error == contract("postings/no-company-400.json")["error"]


def test_company_reference_must_be_an_organization(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(integrationContext="urn:li:contract:1"))["status"] == 400


def test_fields_of_the_other_generation_are_not_permitted(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(company=LARKFIELD))["status"] == 403
    assert refused(sandbox, job(generation="rest", integrationContext=LARKFIELD), "rest")["status"] == 403


def test_id_limit_differs_by_generation(sandbox: Sandbox) -> None:
    assert refused(sandbox, job("J" * 201))["status"] == 400
    assert refused(sandbox, job("J" * 76, generation="rest"), "rest")["status"] == 400
    assert sandbox.settle(job("J" * 200))["status"] == "SUCCEEDED"


def test_listed_in_the_future_is_refused_with_its_code(sandbox: Sandbox) -> None:
    error = refused(sandbox, job(listedAt=sandbox.now() + DAY))
    assert (error["status"], error["code"]) == (400, "ERROR_INVALID_LISTED_AT_FIELD")
    assert error["errorDetails"] == {"externalJobPostingId": "J-1001"}


@pytest.mark.parametrize(("generation", "days"), [("v2", -1), ("v2", 181), ("rest", 0.5), ("rest", 366)])
def test_expiry_outside_its_window_is_refused(sandbox: Sandbox, generation: str, days: float) -> None:
    element = job(generation=generation, expireAt=sandbox.now() + int(days * DAY))
    assert "expiration date" in refused(sandbox, element, generation)["message"]


def test_compensation_is_checked(sandbox: Sandbox) -> None:
    entry = {"type": "BASE_SALARY", "period": "YEARLY", "value": {"exactAmount": {"amount": 5, "currencyCode": "EUR"}}}
    assert refused(sandbox, job(compensation={"compensations": [entry]}))["status"] == 422
    entry = {"type": "WAGE", "period": "YEARLY", "value": {"exactAmount": {"amount": "5", "currencyCode": "EUR"}}}
    assert '"WAGE" is not an enum symbol' in refused(sandbox, job(compensation={"compensations": [entry]}))["message"]


def test_answers_stand_in_the_order_sent(sandbox: Sandbox) -> None:
    elements = [job("J-1"), job("J-2", title=None), job("J-3")]
    assert [item["status"] for item in sandbox.post(*elements).json()["elements"]] == [202, 422, 202]


def test_missing_method_header_is_403_and_the_debug_header_says_so(sandbox: Sandbox, generation: str) -> None:
    answer = sandbox.call("POST", f"/{generation}/simpleJobPostings", json={"elements": [job(generation=generation)]})
    assert answer.status_code == 403
    assert answer.json() == contract("postings/missing-method-403.json")
    assert "x-restli-method" in answer.headers["x-sandbox-refusal"]


def test_missing_version_header_is_refused_under_rest(sandbox: Sandbox) -> None:
    answer = sandbox.post(job(generation="rest"), generation="rest", headers={"LinkedIn-Version": ""})
    assert answer.status_code == 400


def test_more_than_a_hundred_elements_are_refused(sandbox: Sandbox) -> None:
    assert sandbox.post(*(job(f"J-{n}") for n in range(101))).status_code == 400
    assert sandbox.post(*(job(f"J-{n}") for n in range(100))).status_code == 200


def test_same_id_twice_in_a_batch_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.post(job("J-1"), job("J-1")).status_code == 400


def test_mixed_operations_in_a_batch_are_refused(sandbox: Sandbox) -> None:
    assert sandbox.post(job("J-1"), job("J-2", "UPDATE")).status_code == 400


def test_empty_batch_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.post().status_code == 400


def test_posting_before_enablement_is_403(sandbox: Sandbox) -> None:
    switch = {"client_id": sandbox.credentials["child_client_id"], "context": LARKFIELD, "enabled": False}
    sandbox.http.post("/_sandbox/integrations", json=switch)
    assert refused(sandbox, job())["status"] == 403


def test_listed_transport_variant_refuses_the_whole_call(sandbox: Sandbox) -> None:
    sandbox.choose(posting_error_transport="listed")
    answer = sandbox.post(job("J-1"), job("J-2", companyApplyUrl="nowhere"))
    assert answer.status_code == answer.json()["status"] == 400
    assert sandbox.http.get("/_sandbox/").json()["counts"]["tasks"] == 0
    assert sandbox.post(job(title=None)).status_code == 200


@pytest.mark.parametrize(
    "hook", ["http://bridge.example.org/hook", "https://abc.ngrok.io/hook", "bridge", "ftp://127.0.0.1/hook"]
)
def test_webhook_url_must_be_public_https(sandbox: Sandbox, hook: str) -> None:
    assert refused(sandbox, onsite(hook=hook))["status"] == 400


def test_onsite_jobs_must_be_public(sandbox: Sandbox) -> None:
    assert refused(sandbox, onsite(availability="PRIVATE_TO_ATS_INTEGRATION"))["status"] == 400


PICK = {"choices": [{"symbolicName": "yes", "displayValue": "Yes"}], "preferredFormComponent": "DROPDOWN"}


@pytest.mark.parametrize(
    "questions",
    [
        {"resumeQuestions": {"resumeQuestionRequirement": "MAYBE"}},
        {"resumeQuestions": []},
        {"workQuestions": {}},
        {"workQuestions": {"workExperienceQuestionSet": {"repeatLimit": 11}}},
        {"educationQuestions": {"educationExperienceQuestionSet": {"repeatLimit": 4}}},
        {"additionalQuestions": {"customQuestionSets": [{"questions": []}]}},
        asking(ask("q", multipleChoice={"choices": []})),
        asking(ask("q", multipleChoice={"choices": [{"symbolicName": "yes"}]})),
        asking(ask("q", numeric={})),
        asking(ask("q", numeric={"integerQuestionDetails": {}, "decimalQuestionDetails": {}})),
        asking(ask("q", text={"maxLength": 0})),
        asking(ask("q", text={"preferredFormComponent": "TYPEAHEAD"})),
        asking(ask("q", text={}) | {"questionDetails": {"textQuestionDetails": {}, "documentQuestionDetails": {}}}),
        asking(ask("", text={})),
        asking({"partnerQuestionIdentifier": "q", "questionText": "?"}),
    ],
)
def test_malformed_questions_are_422(sandbox: Sandbox, questions: dict[str, Any]) -> None:
    error = refused(sandbox, onsite(questions=questions))
    assert error["status"] == 422
    assert error["message"].startswith("ERROR :: /onsiteApplyConfiguration/questions/")


def needing(identifier: str, prerequisite: str) -> dict[str, Any]:
    return ask(identifier, text={}) | {
        "prerequisiteQuestionResponse": {
            "prerequisiteQuestion": {"partnerQuestionIdentifier": prerequisite},
            "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["yes"]}},
        }
    }


def test_prerequisite_must_be_shown_as_radio_buttons(sandbox: Sandbox) -> None:
    questions = asking(ask("a", multipleChoice=PICK), needing("b", "a"))
    assert "RADIO_BUTTONS" in refused(sandbox, onsite(questions=questions))["message"]


def test_one_prerequisite_question_per_set(sandbox: Sandbox) -> None:
    radio = {**PICK, "preferredFormComponent": "RADIO_BUTTONS"}
    questions = asking(
        ask("a", multipleChoice=radio), ask("b", multipleChoice=radio), needing("c", "a"), needing("d", "b")
    )
    assert refused(sandbox, onsite(questions=questions))["status"] == 400


def test_webhook_url_is_required_for_onsite_apply(sandbox: Sandbox) -> None:
    error = refused(sandbox, job(onsiteApplyConfiguration={"questions": {}}))
    assert error["status"] == 422


@pytest.mark.parametrize("element", [None, "text", 3, {}, {"onsiteApplyConfiguration": "x"}, {"listedAt": {}}])
def test_nonsense_elements_never_break_the_sandbox(sandbox: Sandbox, element: Any) -> None:
    assert sandbox.post(element).json()["elements"][0]["status"] == 422

"""What a posting batch refuses, item by item and as a whole, in both generations."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_sandbox.resources.simple_job_postings import fields as f
from linkedin_sandbox.resources.simple_job_postings import rules, schema
from tests.sandbox.desk import CONTRACT, LARKFIELD, Sandbox, ask, asking, contract, job, onsite

BOTH_GENERATIONS = True

DAY = 86_400_000


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def refused(sandbox: Sandbox, element: dict[str, Any], generation: str = "") -> dict[str, Any]:
    """The error of the only element of a batch."""
    answer = sandbox.post(element, generation=generation)
    assert answer.status_code == 200, answer.text
    item = answer.json()["elements"][0]
    assert item["status"] == item["error"]["status"] != 202
    return item["error"]


def test_example_elements_are_accepted(sandbox: Sandbox) -> None:
    element = contract(f"postings/element-{sandbox.generation}.json")
    answer = sandbox.post(element).json()["elements"][0]
    example = contract("postings/batch-answer.json")["elements"][0]
    assert set(answer) == set(example)
    assert answer["location"] == "/simpleJobPostings/" + answer["id"].replace(":", "%3A")


@pytest.mark.parametrize("name", ["element-v2-off-site", "element-v2-minimal"])
def test_smaller_examples_are_accepted(sandbox: Sandbox, name: str) -> None:
    assert sandbox.settle(contract(f"postings/{name}.json"), "v2")["status"] == "SUCCEEDED"


@pytest.mark.parametrize("name", ["batch-request", "batch-request-rest"])
def test_whole_example_requests_are_accepted(sandbox: Sandbox, name: str) -> None:
    request = contract(f"postings/{name}.json")
    answer = sandbox.call(request["method"], request["path"], headers=request["headers"], json=request["body"])
    assert answer.json()["elements"][0]["status"] == 202


@pytest.mark.parametrize(
    "field",
    ["jobPostingOperationType", "companyApplyUrl", "title", "description", "listedAt", "location", "posterEmail"],
)
def test_missing_required_field_is_422(sandbox: Sandbox, field: str) -> None:
    error = refused(sandbox, job(**{field: None}))
    assert error == {
        "status": 422,
        "message": f"ERROR :: /{field} :: field is required but not found and has no default value\n",
    }


def test_availability_is_required_under_rest_alone(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(generation="rest", availability=None), "rest")["status"] == 422
    assert sandbox.settle(job(availability=None), "v2")["status"] == "SUCCEEDED"


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
    assert refused(sandbox, job(company=LARKFIELD), "v2")["status"] == 403
    assert refused(sandbox, job(generation="rest", integrationContext=LARKFIELD), "rest")["status"] == 403


def test_id_limit_differs_by_generation(sandbox: Sandbox) -> None:
    assert refused(sandbox, job("J" * 201), "v2")["status"] == 400
    assert refused(sandbox, job("J" * 76, generation="rest"), "rest")["status"] == 400
    assert sandbox.settle(job("J" * 200), "v2")["status"] == "SUCCEEDED"


@pytest.mark.parametrize("field", ["externalJobPostingId", "companyJobCode"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_code_is_not_empty(sandbox: Sandbox, field: str, blank: str) -> None:
    assert refused(sandbox, job() | {field: blank}) == {"status": 400, "message": f"{field} must not be empty"}


def test_listed_in_the_future_is_refused_with_its_code(sandbox: Sandbox) -> None:
    error = refused(sandbox, job(listedAt=sandbox.now() + DAY))
    assert (error["status"], error["code"]) == (400, "ERROR_INVALID_LISTED_AT_FIELD")
    assert error["errorDetails"] == {"externalJobPostingId": "J-1001"}


@pytest.mark.parametrize(
    ("generation", "days"), [("v2", -1), ("v2", 0), ("v2", 181), ("rest", 0.99), ("rest", -1), ("rest", 366)]
)
def test_expiry_outside_its_window_is_refused(sandbox: Sandbox, generation: str, days: float) -> None:
    element = job(generation=generation, expireAt=sandbox.now() + int(days * DAY))
    assert "expiration date" in refused(sandbox, element, generation)["message"]


@pytest.mark.parametrize(("generation", "days"), [("v2", 0.01), ("v2", 180), ("rest", 1.01), ("rest", 365)])
def test_expiry_inside_its_window_is_kept(sandbox: Sandbox, generation: str, days: float) -> None:
    expire_at = sandbox.now() + int(days * DAY)
    sandbox.settle(job(generation=generation, expireAt=expire_at), generation)
    assert sandbox.status("J-1001")["jobPostingInfo"]["expireAt"] == expire_at


def test_listed_at_may_run_a_little_ahead_of_the_clock(sandbox: Sandbox) -> None:
    assert sandbox.settle(job(listedAt=sandbox.now() + 200_000))["status"] == "SUCCEEDED"
    assert refused(sandbox, job("J-2", listedAt=sandbox.now() + 400_000))["code"] == "ERROR_INVALID_LISTED_AT_FIELD"
    assert refused(sandbox, job("J-2", listedAt=0))["code"] == "ERROR_INVALID_LISTED_AT_FIELD"


def pay(**changes: Any) -> dict[str, Any]:
    """A compensation of one entry; members set to None are left out."""
    money = {"amount": "60000.50", "currencyCode": "EUR"}
    entry = {"type": "BASE_SALARY", "period": "YEARLY", "value": {"range": {"start": money, "end": money}}, **changes}
    return {"compensations": [{name: value for name, value in entry.items() if value is not None}]}


@pytest.mark.parametrize("kind", f.COMPENSATION)
@pytest.mark.parametrize("period", f.PERIODS)
def test_every_kind_of_pay_and_period_is_known(period: str, kind: str, posted_through: str) -> None:
    element = job(generation=posted_through, compensation=pay(type=kind, period=period))
    assert rules.check(element, schema.Context(posted_through, element["listedAt"])) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"type": None},
        {"period": None},
        {"value": None},
        {"period": "FORTNIGHTLY"},
        {"value": {}},
        {"value": {"exactAmount": {"amount": "5", "currencyCode": "EURO"}}},
        {"value": {"exactAmount": {"amount": "5", "currencyCode": "QQQ"}}},
        {"value": {"exactAmount": {"amount": "-5", "currencyCode": "EUR"}}},
        {"value": {"exactAmount": {"amount": "5"}}},
        {"value": {"range": {"start": {"amount": 5, "currencyCode": "EUR"}}}},
        {"value": {"range": {}, "exactAmount": {"amount": "5", "currencyCode": "EUR"}}},
        {"value": {"range": []}},
        {"amount": "5"},
    ],
)
def test_malformed_pay_is_422(sandbox: Sandbox, changes: dict[str, Any]) -> None:
    error = refused(sandbox, job(compensation=pay(**changes)))
    assert error["status"] == 422
    assert error["message"].startswith("ERROR :: /compensation/compensations/0")


def test_whether_a_pay_range_may_be_open_is_a_choice(sandbox: Sandbox) -> None:
    half = pay(value={"range": {"start": {"amount": "60000", "currencyCode": "EUR"}}})
    assert sandbox.settle(job(compensation=half))["status"] == "SUCCEEDED"
    sandbox.choose(open_pay_range=False)
    assert "/value/range/end :: field is required" in refused(sandbox, job("J-2", compensation=half))["message"]


@pytest.mark.parametrize("industry", ["4", "urn:li:industry:", "urn:li:industry:four", "urn:li:organization:4"])
def test_an_industry_is_a_numbered_urn(sandbox: Sandbox, industry: str) -> None:
    assert refused(sandbox, job(industries=[industry]))["status"] == 400


def test_job_functions_may_be_raw_words(sandbox: Sandbox) -> None:
    assert sandbox.settle(job(categories=["eng", "Greenhouse keeping"]))["status"] == "SUCCEEDED"


def test_a_tracking_pixel_is_a_url(sandbox: Sandbox) -> None:
    assert refused(sandbox, job(trackingPixelUrl="pixel"))["status"] == 400
    assert sandbox.settle(job(trackingPixelUrl="https://pixel.example/1.gif"))["status"] == "SUCCEEDED"


@pytest.mark.parametrize("field", ["employmentStatus", "experienceLevel"])
def test_raw_words_for_an_enum_can_be_let_through(sandbox: Sandbox, field: str) -> None:
    sandbox.choose(enum_leniency="lenient")
    assert sandbox.settle(job(**{field: "As we agree"}))["status"] == "SUCCEEDED"
    assert refused(sandbox, job("J-2", **{field: 3}))["message"].endswith("enum type is not backed by a String\n")


def test_a_close_can_be_let_through_with_its_id_alone(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    bare = {"externalJobPostingId": "J-1001", "jobPostingOperationType": "CLOSE"}
    assert refused(sandbox, bare)["status"] == 422
    sandbox.choose(close_body="minimal")
    task = sandbox.settle(bare)
    assert (task["status"], "location" in task) == ("SUCCEEDED", False)
    assert sandbox.status_of("J-1001")[0] == "NOT_LISTED"


def test_the_company_page_may_be_spelt_as_an_integration_sample_does(sandbox: Sandbox) -> None:
    page = {"integrationContext": None, "companyPageURL": "https://www.linkedin.com/company/orrin-foods/"}
    assert sandbox.settle(job(**page))["status"] == "SUCCEEDED"
    assert sandbox.status("J-1001")["jobPostingInfo"]["companyDetails"]["name"] == "Orrin Foods"
    sandbox.choose(company_page_url_spelling="schema")
    assert refused(sandbox, job("J-2", **page))["message"].startswith("One of integrationContext")


def test_deprecated_fields_are_ignored(sandbox: Sandbox) -> None:
    old = {"countryCode": "be", "postalCode": 9000, "workRemoteAllowed": "yes", "companyDescription": ["x"]}
    assert sandbox.settle(job(state="LISTED", **old))["status"] == "SUCCEEDED"


def test_one_workplace_type_or_none(sandbox: Sandbox) -> None:
    assert sandbox.settle(job("J-1", workplaceTypes=[]))["status"] == "SUCCEEDED"
    assert sandbox.settle(job("J-2", workplaceTypes=None))["status"] == "SUCCEEDED"
    assert refused(sandbox, job("J-3", workplaceTypes=["ON_SITE"]))["status"] == 422


def test_seven_locations_are_still_fine(sandbox: Sandbox) -> None:
    element = job(alternateLocations=[f"City {n}, Belgium" for n in range(6)])
    assert sandbox.settle(element)["status"] == "SUCCEEDED"


@given(element=st.dictionaries(st.sampled_from([field.name for field in f.FIELDS]), JSON, max_size=8) | JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_as_an_element_gets_an_answer(element: Any) -> None:
    for name in ("v2", "rest"):
        context = schema.Context(name, 1_800_000_000_000, minimal_close=True, lenient_enums=True)
        found = rules.check(element, context)
        assert found is None or found.status in (400, 403, 422)


def test_compensation_is_checked(sandbox: Sandbox) -> None:
    entry = {"type": "BASE_SALARY", "period": "YEARLY", "value": {"exactAmount": {"amount": 5, "currencyCode": "EUR"}}}
    assert refused(sandbox, job(compensation={"compensations": [entry]}))["status"] == 422
    entry = {"type": "WAGE", "period": "YEARLY", "value": {"exactAmount": {"amount": "5", "currencyCode": "EUR"}}}
    assert '"WAGE" is not an enum symbol' in refused(sandbox, job(compensation={"compensations": [entry]}))["message"]


def test_answers_stand_in_the_order_sent(sandbox: Sandbox) -> None:
    elements = [job("J-1"), job("J-2", title=None), job("J-3")]
    assert [item["status"] for item in sandbox.post(*elements).json()["elements"]] == [202, 422, 202]


def test_missing_method_header_is_403_and_the_debug_header_says_so(sandbox: Sandbox) -> None:
    answer = sandbox.call("POST", f"/{sandbox.generation}/simpleJobPostings", json={"elements": [job()]})
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
    assert refused(sandbox, onsite(availability="INTERNAL", contract=CONTRACT))["status"] == 400


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
        asking(ask("q", text={"minLength": "x"})),
        asking(ask("q", text={"suggestedValue": {"a": 1}})),
        asking(ask("q", text={}) | {"helpMessage": {"a": 1}}),
        asking(ask("q", text={}) | {"expandedHelpMessage": 5}),
        asking(ask("q", text={}) | {"required": "yes"}),
        asking(ask("q", text={}) | {"prerequisiteQuestionResponse": "x"}),
        asking(ask("q", numeric={"integerQuestionDetails": "x"})),
        asking(ask("q", numeric={"integerQuestionDetails": {"minValue": "abc"}})),
        asking(ask("q", numeric={"integerQuestionDetails": {"maxValue": 2.5}})),
        asking(ask("q", numeric={"decimalQuestionDetails": {"suggestedValue": {}}})),
        asking(ask("q", numeric={"integerQuestionDetails": {}, "favorableNumericAnswer": "3"})),
        asking(ask("q", numeric={"integerQuestionDetails": {}, "favorableNumericAnswer": {"favorableFloor": "3"}})),
        asking(ask("q", dateRange={"startLabel": 5})),
        asking(ask("q", document={"maximumSize": "big"})),
        asking(ask("q", document={"acceptableFileExtensions": 5})),
        asking(ask("q", document={"acceptableFileExtensions": [5]})),
        asking(ask("q", multipleChoice={**PICK, "defaultValueSymbolicName": {"a": 1}})),
        asking(ask("q", multipleChoice={**PICK, "selectMultiple": "x"})),
        asking(ask("q", multipleChoice={**PICK, "favorableMultipleChoiceAnswer": "x"})),
        asking(ask("q", multipleChoice={**PICK, "favorableMultipleChoiceAnswer": {"favorableSymbolicNames": "yes"}})),
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

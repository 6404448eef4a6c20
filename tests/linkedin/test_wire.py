import pytest

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import JobPosting, LifecycleAction, LifecycleEvent, NewApplication, Operation, Task
from isthmus.linkedin.wire import (
    BatchCreateItem,
    EducationExperienceSet,
    EducationQuestions,
    OnsiteApplyConfiguration,
    PostingStatus,
    ProvisionedApplication,
    Questions,
    ResumeQuestions,
    Token,
)
from tests.linkedin.fake_linkedin import example

WEBHOOK = "https://bridge.larkfield.example/li/apply/abc"


@pytest.mark.parametrize("name", ["element-v2", "element-v2-off-site", "element-v2-minimal"])
def test_shared_v2_postings_are_written_as_they_were_read(name: str) -> None:
    element = example(f"postings/{name}.json")
    assert JobPosting.read(element).to_wire("v2") == element


def test_shared_rest_posting_is_written_as_it_was_read() -> None:
    element = example("postings/element-rest.json")
    assert JobPosting.read(element).to_wire("rest") == element


@pytest.mark.parametrize(("generation", "member"), [("v2", "integrationContext"), ("rest", "company")])
def test_company_has_one_name_here_and_two_there(generation: str, member: str) -> None:
    posting = JobPosting(external_job_posting_id="J-1", operation=Operation.CREATE, company_urn="urn:li:organization:1")
    wire = posting.to_wire(generation)  # type: ignore[arg-type]
    assert wire == {
        "externalJobPostingId": "J-1",
        "jobPostingOperationType": "CREATE",
        member: "urn:li:organization:1",
    }
    assert JobPosting.read(wire) == posting


def test_members_of_the_other_generation_stay_at_home() -> None:
    posting = JobPosting(
        external_job_posting_id="J-1",
        operation=Operation.UPDATE,
        partner_requisition_id="R-1",
        access_restricted=True,
        requisition_owner_email="tomas@larkfield.example",
    )
    assert "partnerRequisitionId" not in posting.to_wire("v2")
    assert posting.to_wire("v2")["accessRestricted"] is True
    assert posting.to_wire("rest").keys() == {"externalJobPostingId", "jobPostingOperationType", "partnerRequisitionId"}


@pytest.mark.parametrize(("operation", "listing"), [(Operation.UPGRADE, "PREMIUM"), (Operation.DOWNGRADE, "BASIC")])
def test_upgrades_travel_as_updates_in_v2(operation: Operation, listing: str) -> None:
    posting = JobPosting(external_job_posting_id="J-1", operation=operation)
    assert posting.to_wire("v2")["jobPostingOperationType"] == "UPDATE"
    assert posting.to_wire("v2")["listingType"] == listing
    assert posting.to_wire("rest")["jobPostingOperationType"] == operation.value


def test_empty_section_is_asked_with_defaults_and_absent_one_is_not() -> None:
    form = Questions(
        resume_questions=ResumeQuestions(),
        education_questions=EducationQuestions(education_experience_question_set=EducationExperienceSet()),
    )
    configuration = OnsiteApplyConfiguration(job_application_webhook_url=WEBHOOK, questions=form)
    assert configuration.wire() == {
        "jobApplicationWebhookUrl": WEBHOOK,
        "questions": {"resumeQuestions": {}, "educationQuestions": {"educationExperienceQuestionSet": {}}},
    }


def test_question_identifiers_of_every_section_are_listed() -> None:
    configuration = JobPosting.read(example("postings/element-v2.json")).onsite_apply_configuration
    assert configuration is not None
    assert configuration.question_ids()[:3] == ["q-years", "q-visa", "q-visa-help"]
    assert OnsiteApplyConfiguration(job_application_webhook_url=WEBHOOK).question_ids() == []


def test_question_of_two_kinds_is_refused() -> None:
    element = example("postings/element-v2.json")
    questions = element["onsiteApplyConfiguration"]["questions"]["additionalQuestions"]["customQuestionSets"][0]
    questions["questions"][0]["questionDetails"] |= {"textQuestionDetails": {}, "numericQuestionDetails": {}}
    with pytest.raises(IsthmusError):
        JobPosting.read(element)


def test_unknown_members_are_kept() -> None:
    task = Task.read({"id": "urn:li:x", "status": "NEW_STATE", "brandNew": {"a": 1}})
    assert task.wire() == {"id": "urn:li:x", "status": "NEW_STATE", "brandNew": {"a": 1}}


def test_number_for_a_text_is_accepted() -> None:
    status = PostingStatus.read({"externalJobPostingId": 1001, "listingStatus": "LISTED"})
    assert status.external_job_posting_id == "1001"


@pytest.mark.parametrize("details", [{"name": "L", "pageUrl": "u"}, {"companyName": "L", "companyPage": "u"}])
def test_company_details_are_read_under_both_names(details: dict[str, str]) -> None:
    status = PostingStatus.read(
        {"externalJobPostingId": "J", "listingStatus": "LISTED", "jobPostingInfo": {"companyDetails": details}}
    )
    assert status.job_posting_info is not None
    assert status.job_posting_info.company_details is not None
    assert (status.job_posting_info.company_details.name, status.job_posting_info.company_details.page_url) == (
        "L",
        "u",
    )


@pytest.mark.parametrize("name", ["listed", "not-listed", "in-progress", "off-site", "applicant-allowance-used"])
def test_shared_status_examples_are_readable(name: str) -> None:
    (data,) = example(f"status/{name}.json")["results"].values()
    assert PostingStatus.read(data).listing_status in {"LISTED", "NOT_LISTED", "IN_PROGRESS"}


def test_shared_batch_answer_is_readable() -> None:
    items = [BatchCreateItem.read(item) for item in example("postings/batch-answer.json")["elements"]]
    assert [item.status for item in items] == [202, 422, 400, 409]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("viewed", LifecycleEvent.VIEWED),
        ("resume-downloaded", LifecycleEvent.RESUME_DOWNLOADED),
        ("rejected", LifecycleEvent.REJECTED),
    ],
)
def test_lifecycle_actions_match_the_shared_examples(name: str, action: LifecycleEvent) -> None:
    shared = example(f"lifecycle/{name}.json")
    body = shared.get("body", shared)
    assert LifecycleAction.read(body).wire() == body
    assert LifecycleAction.read(body).action is action


def test_shared_provisioning_answers_are_readable() -> None:
    created = ProvisionedApplication.read(example("provisioning/create-answer.json"))
    assert created.credentials.client_secret.get_secret_value()
    assert created.credentials.client_secret.get_secret_value() not in repr(created)
    (element,) = example("provisioning/find-answer.json")["elements"]
    assert ProvisionedApplication.read(element).credentials.client_secret.get_secret_value() == ""


def test_token_does_not_show_itself() -> None:
    assert "s3cret" not in repr(Token.model_validate({"access_token": "s3cret", "expires_in": 1800}))


def test_unreadable_record_names_its_members_but_no_values() -> None:
    with pytest.raises(IsthmusError) as caught:
        LifecycleAction.read({"jobApplicationId": ["noor@tessel.example"], "action": "GONE"})
    failure = caught.value.failure
    assert (failure.kind, failure.code) == (Kind.BUG, "unreadable")
    assert failure.detail == "LifecycleAction: action, jobApplicationId, performedAt"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 51},
        {"name": ""},
        {"name": "Isthmus - LinkedIn Larkfield"},
        {"description": ""},
        {"unique_foreign_id": ""},
        {"valid_js_sdk_domains": ["https://ats.example/"]},
    ],
)
def test_application_linkedin_would_refuse_is_found_before_sending(changes: dict[str, object]) -> None:
    good = {"unique_foreign_id": "larkfield", "name": "Isthmus - Larkfield", "description": "Bridge"}
    assert NewApplication.model_validate(good).problems() == []
    assert len(NewApplication.model_validate(good | changes).problems()) == 1

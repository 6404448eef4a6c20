"""The client against a LinkedIn written by other hands: over a socket and in process, the same tests."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin import (
    ClientConfig,
    LifecycleAction,
    LifecycleEvent,
    LinkedInClient,
    NewApplication,
    Operation,
    PostingStatus,
    ProvisioningClient,
    Task,
    TokenSource,
    duplicate_of,
    open_delivery,
    task_failure,
)
from tests.linkedin.jobs import APPLICATION, SETTLED, on_linkedin, posting, settled
from tests.linkedin.test_errors import PROCESSORS
from tests.linkedin.webhook_receiver import WebhookReceiver
from tests.sandbox_process import Sandbox

ORGANIZATION = "urn:li:organization:2414183"


@pytest.fixture(params=["over a socket", "in process"])
def stand_in(request: pytest.FixtureRequest) -> Sandbox:
    name = "sandbox" if request.param == "over a socket" else "sandbox_in_process"
    running: Sandbox = request.getfixturevalue(name)
    return running


@pytest.fixture(params=["v2", "rest"])
def config(request: pytest.FixtureRequest, stand_in: Sandbox) -> ClientConfig:
    return ClientConfig(api_url=stand_in.url, www_url=stand_in.url, generation=request.param)


def tokens(stand_in: Sandbox, config: ClientConfig, who: str = "child") -> TokenSource:
    client_id, secret = stand_in.ids[f"{who}_client_id"], stand_in.ids[f"{who}_client_secret"]
    return TokenSource(client_id, secret, config, transport=stand_in.transport)


@pytest.fixture
def client(stand_in: Sandbox, config: ClientConfig) -> Iterator[LinkedInClient]:
    with LinkedInClient(config, tokens(stand_in, config), stand_in.transport) as opened:
        yield opened


@pytest.fixture
def provisioning(stand_in: Sandbox, config: ClientConfig) -> Iterator[ProvisioningClient]:
    with ProvisioningClient(config, tokens(stand_in, config, "parent"), stand_in.transport) as opened:
        yield opened


@pytest.fixture
def webhook(stand_in: Sandbox) -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver(stand_in.child_client_secret)
    yield receiver
    receiver.close()


def test_job_is_posted_and_listed(stand_in: Sandbox, client: LinkedInClient) -> None:
    (answer,) = client.create_postings([posting()])
    assert answer.task_urn.startswith("urn:li:simpleJobPostingTask:")
    assert answer.request_id
    stand_in.advance(SETTLED)
    task = client.tasks([answer.task_urn])[answer.task_urn]
    assert isinstance(task, Task)
    assert (task.status, task.external_job_posting_id) == ("SUCCEEDED", "J-1001")
    status = client.posting_status(["J-1001"])["J-1001"]
    assert isinstance(status, PostingStatus)
    assert (status.listing_status, status.linked_in_apply_status) == ("LISTED", "NOT_ENABLED")


@pytest.mark.parametrize("operation", [Operation.UPDATE, Operation.RENEW, Operation.CLOSE])
def test_posted_job_can_be_changed(stand_in: Sandbox, client: LinkedInClient, operation: Operation) -> None:
    settled(stand_in, client, posting())
    (task,) = settled(stand_in, client, posting(operation=operation))
    assert task_failure(task) is None
    status = client.posting_status(["J-1001"])["J-1001"]
    assert isinstance(status, PostingStatus)
    assert status.listing_status == ("NOT_LISTED" if operation is Operation.CLOSE else "LISTED")


def test_second_create_names_our_own_posting(stand_in: Sandbox, client: LinkedInClient) -> None:
    (first,) = settled(stand_in, client, posting())
    (second,) = settled(stand_in, client, posting())
    duplicate = duplicate_of(second)
    assert duplicate is not None
    assert duplicate.names("J-1001")
    assert first.job_posting == f"urn:li:jobPosting:{duplicate.linkedin_job_id}"


@pytest.mark.parametrize("operation", [Operation.UPDATE, Operation.RENEW])
def test_change_of_an_unknown_job_fails(stand_in: Sandbox, client: LinkedInClient, operation: Operation) -> None:
    (task,) = settled(stand_in, client, posting("J-9", operation=operation))
    failure = task_failure(task)
    assert failure is not None
    assert (failure.kind, failure.code) == (Kind.REJECTED, "unknown_posting")


def test_close_of_an_unknown_job_is_refused(client: LinkedInClient) -> None:
    (answer,) = client.create_postings([posting("J-9", operation=Operation.CLOSE)])
    assert answer.failure is not None
    assert answer.failure.code == "not_open"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": None}, "missing_field"),
        ({"employment_status": "GIG"}, "employment_status"),
        ({"experience_level": "GURU"}, "experience_level"),
        ({"workplace_types": ["Hybrid", "Remote"]}, "workplace_types"),
        ({"company_apply_url": "not a url"}, "apply_url"),
        ({"company_urn": None}, "no_company"),
        ({"alternate_locations": [f"Town {n}, Belgium" for n in range(8)]}, "too_many_locations"),
        ({"listed_at": 4102444800000}, "listed_at"),
    ],
)
def test_refused_job_has_its_reason_beside_the_accepted_one(
    client: LinkedInClient, changes: dict[str, Any], code: str
) -> None:
    good, bad = client.create_postings([posting("J-1"), posting("J-2", **changes)])
    assert good.failure is None
    assert bad.failure is not None
    assert bad.failure.code == code


FAILED_TASKS = {
    "RENEW_UNKNOWN": "unknown_posting",
    "UPDATE_UNKNOWN": "unknown_posting",
    "DUPLICATE_OF": "duplicate_content",
    "DUPLICATE_2009": "duplicate_content",
    "LOCATION_UNKNOWN": "location",
    "LOCATION_UNRESOLVED": "location",
    "LOCATION_INVALID": "location",
    "LOCATION_MISSING": "location_missing",
    "BLOCKED_COUNTRY": "country_not_allowed",
    "DESCRIPTION_SHORT": "description",
    "DESCRIPTION_TOO_SHORT": "description",
    "DESCRIPTION_LENGTH": "description",
    "JOB_URL_INVALID": "job_url",
    "TOO_MANY_FUNCTIONS": "job_functions",
    "DROPPED_CITY": "location",
    "DROPPED_POSTAL_CODE": "location",
    "DROPPED_STATE": "location",
    "DROPPED_GEO_LOCATION": "location",
    "NO_COMPANY_PAGE": "no_company_page",
    "COMPANY_BLOCKED": "company_blocked",
    "EMPLOYER_NOT_OPTED_IN": "not_opted_in",
    "SOURCE_NOT_OPTED_IN": "source_not_opted_in",
    "GLOBAL_BLOCK": "exports_blocked",
    "IGNORED": "ignored",
    "LOW_QUALITY": "low_quality",
    "SPAM": "spam",
    "VALIDATION": "validation",
    "TAKEN_DOWN": "taken_down",
    "SUSPENDED": "suspended",
    "UNEXPECTED": "unexpected",
    "POSTER_ASKED": "poster_asked",
    "POSTER_CLOSED": "poster",
    "CAMPAIGN_INVALID": "campaign",
    "JOB_BUDGET_SPENT": "budget",
    "NO_JOB_BUDGET": "no_job_budget",
    "ACCOUNT_BUDGET_SPENT": "account_budget",
    "OFFER_ENDED": "offer_ended",
    "DURATION_REACHED": "duration_reached",
    "TRIAL_SPENT": "trial_spent",
    "PAYMENT_FAILED": "payment_failed",
    "CHALLENGE_FAILED": "webhook_challenge",
    "CLOSE_UNKNOWN": "unknown_posting",
    "UPGRADE_UNKNOWN": "unknown_posting",
    "DOWNGRADE_UNKNOWN": "unknown_posting",
    "DUPLICATE_CREATE": "duplicate_create",
    "SEVERAL_LOCATIONS": "several_locations",
    "AVAILABILITY_CHANGED": "availability_changed",
    **{f"JOB_FIELD_PROCESSOR_{code}": f"field_{code.lower()}" for code in PROCESSORS},
    "MISSING_INDUSTRY_CODES": "missing_industry",
    "MISSING_JOB_CAMPAIGN": "missing_campaign",
    "MISSING_SOURCE_DOMAIN": "missing_source_domain",
}


def test_every_reason_the_sandbox_lists_is_looked_at() -> None:
    coverage = (Path(__file__).parents[2] / "src" / "linkedin_sandbox" / "COVERAGE.md").read_text()
    section = coverage.partition("## Why a posting task fails")[2].partition("\n## ")[0]
    listed = {
        gist for line in section.splitlines() if line.startswith("| ") for gist in re.findall("`([A-Z_0-9]+)`", line)
    }
    assert listed == set(FAILED_TASKS)


def test_every_failed_task_is_understood_in_words_written_by_others(stand_in: Sandbox, client: LinkedInClient) -> None:
    tasks = settled(stand_in, client, *(posting(f"FAIL.{gist}.1", title=gist) for gist in FAILED_TASKS))
    failures = [task_failure(task) for task in tasks]
    assert [failure.code if failure else "" for failure in failures] == list(FAILED_TASKS.values())


def test_unknown_posting_and_task_are_failures(client: LinkedInClient) -> None:
    status = client.posting_status(["J-404"])["J-404"]
    assert isinstance(status, Failure)
    assert status.code == "unknown_posting"
    urn = "urn:li:simpleJobPostingTask:00000000-0000-4000-8000-000000000000"
    task = client.tasks([urn])[urn]
    assert isinstance(task, Failure)
    assert task.code == "unknown_task"


def test_hundred_postings_and_their_tasks_fit_through(stand_in: Sandbox, client: LinkedInClient) -> None:
    tasks = settled(stand_in, client, *(posting(f"J-{number}", title=f"Engineer {number}") for number in range(100)))
    assert [task.status for task in tasks] == ["SUCCEEDED"] * 100
    found = client.posting_status([f"J-{number}" for number in range(100)])
    assert all(isinstance(status, PostingStatus) for status in found.values())


def test_expired_token_is_replaced_without_anybody_noticing(stand_in: Sandbox, client: LinkedInClient) -> None:
    client.posting_status(["J-1"])
    stand_in.fault("expired_token")
    assert client.posting_status(["J-1"]).keys() == {"J-1"}


def test_token_is_fetched_anew_when_its_time_is_over(stand_in: Sandbox, client: LinkedInClient) -> None:
    client.posting_status(["J-1"])
    stand_in.advance(3600)
    client.posting_status(["J-1"])


def test_wrong_secret_is_the_admins_move(stand_in: Sandbox, config: ClientConfig) -> None:
    source = TokenSource(stand_in.child_client_id, "wrong", config, transport=stand_in.transport)
    with pytest.raises(IsthmusError) as caught:
        source.token()
    assert (caught.value.failure.kind, caught.value.failure.code) == (Kind.MISCONFIGURED, "credentials")


def test_parent_token_may_not_post_jobs(stand_in: Sandbox, config: ClientConfig) -> None:
    with (
        LinkedInClient(config, tokens(stand_in, config, "parent"), stand_in.transport) as parent,
        pytest.raises(IsthmusError) as caught,
    ):
        parent.create_postings([posting()])
    assert (caught.value.failure.kind, caught.value.failure.code) == (Kind.MISCONFIGURED, "no_permission")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, Kind.REJECTED), (409, Kind.REJECTED), (429, Kind.THROTTLED), (500, Kind.TRANSIENT)],
)
def test_refused_lifecycle_fact_has_an_owner(
    stand_in: Sandbox, client: LinkedInClient, status: int, kind: Kind
) -> None:
    stand_in.fault("http_status", status=status)
    with pytest.raises(IsthmusError) as caught:
        client.lifecycle(told(LifecycleEvent.VIEWED, "urn:li:jobApplication:1"))
    assert caught.value.failure.kind is kind


def told(event: LifecycleEvent, application: str) -> LifecycleAction:
    return LifecycleAction(
        job_application_id=application, action=event, performed_at=1767700000000, integration_context=ORGANIZATION
    )


def test_unknown_application_cannot_be_viewed(client: LinkedInClient) -> None:
    with pytest.raises(IsthmusError) as caught:
        client.lifecycle(told(LifecycleEvent.VIEWED, "urn:li:jobApplication:1"))
    assert caught.value.failure.code == "unknown_application"


@pytest.mark.parametrize("shapes", ["first", "second"])
@pytest.mark.parametrize("escaped", [True, False])
def test_application_arrives_signed_and_can_be_answered(
    stand_in: Sandbox, client: LinkedInClient, webhook: WebhookReceiver, shapes: str, escaped: bool
) -> None:
    stand_in.choose(payload_shapes=shapes, escape_unicode=escaped)
    settled(stand_in, client, on_linkedin(webhook))
    status = client.posting_status(["J-1001"])["J-1001"]
    assert isinstance(status, PostingStatus)
    assert status.linked_in_apply_status == "ENABLED"
    urn = stand_in.apply(1, "J-1001", **APPLICATION)
    stand_in.tick()
    assert webhook.refused == []
    opened = open_delivery(webhook.bodies[0])
    assert opened.application.job_application_id == urn
    assert opened.application.external_job_id == "J-1001"
    for event in LifecycleEvent:
        assert client.lifecycle(told(event, urn)).request_id


def test_child_is_provisioned_once_and_works(
    stand_in: Sandbox, config: ClientConfig, provisioning: ProvisioningClient
) -> None:
    wanted = NewApplication(unique_foreign_id="orrin", name="Isthmus - Orrin Foods", description="The bridge")
    made = provisioning.create(wanted)
    secret = made.credentials.client_secret.get_secret_value()
    assert TokenSource(made.credentials.client_id, secret, config, transport=stand_in.transport).token()
    with pytest.raises(IsthmusError) as caught:
        provisioning.create(wanted)
    assert caught.value.failure.code == "duplicate_foreign_id"
    found = provisioning.find("orrin")
    assert found is not None
    assert (found.key, found.credentials.client_id) == (made.key, made.credentials.client_id)
    assert provisioning.find("nobody") is None


def test_provisioned_child_is_changed(provisioning: ProvisioningClient) -> None:
    wanted = NewApplication(unique_foreign_id="orrin", name="Isthmus - Orrin Foods", description="The bridge")
    made = provisioning.create(wanted)
    provisioning.update(made.key, valid_js_sdk_domains=["https://ats.orrin.example"])
    found = provisioning.find("orrin")
    assert found is not None
    assert found.valid_js_sdk_domains == ["https://ats.orrin.example"]

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import httpx2
import pytest

from isthmus.base import clock
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin import (
    Exchange,
    JobPosting,
    LifecycleAction,
    LifecycleEvent,
    Operation,
    PostingStatus,
    Task,
    outcome_unknown,
)
from tests.linkedin.fake_linkedin import FakeLinkedIn, example

TASK = "urn:li:simpleJobPostingTask:6a1f0c52-7f0e-4b52-9a57-0d6a3a3f9b11"
VIEWED = LifecycleAction(
    job_application_id="urn:li:jobApplication:7200000001",
    action=LifecycleEvent.VIEWED,
    performed_at=1767700000000,
    integration_context="urn:li:organization:2414183",
)


def posting(number: int, **changes: Any) -> JobPosting:
    return JobPosting(external_job_posting_id=f"J-{number}", **({"operation": Operation.CREATE} | changes))


def accepted(number: int) -> dict[str, Any]:
    return {"id": f"urn:li:simpleJobPostingTask:{number}", "status": 202}


def sent_body(linkedin: FakeLinkedIn) -> Any:
    return httpx2.Response(200, content=linkedin.requests[-1].content).json()


def failing(action: Any, *arguments: Any) -> Failure:
    with pytest.raises(IsthmusError) as caught:
        action(*arguments)
    return caught.value.failure


def test_batch_of_postings_is_sent_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    shared = example("postings/batch-request.json")
    linkedin.answer(200, {"elements": [accepted(1) for _ in shared["body"]["elements"]]})
    linkedin.client().create_postings([JobPosting.read(element) for element in shared["body"]["elements"]])
    request = linkedin.requests[0]
    assert (request.method, request.url.path) == (shared["method"], shared["path"])
    assert {name: request.headers[name] for name in shared["headers"]} == shared["headers"]
    assert request.headers["authorization"] == "Bearer token-1"
    assert "linkedin-version" not in request.headers
    assert sent_body(linkedin) == shared["body"]


def test_rest_generation_has_its_own_path_and_version(linkedin: FakeLinkedIn) -> None:
    shared = example("postings/batch-request-rest.json")
    linkedin.answer(200, {"elements": [accepted(1) for _ in shared["body"]["elements"]]})
    client = linkedin.client(generation="rest", version="202603")
    client.create_postings([JobPosting.read(element) for element in shared["body"]["elements"]])
    assert linkedin.requests[0].url.path == "/rest/simpleJobPostings"
    assert linkedin.requests[0].headers["linkedin-version"] == "202603"
    assert sent_body(linkedin) == shared["body"]


def test_each_element_has_its_own_answer(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, example("postings/batch-answer.json"))
    answers = linkedin.client().create_postings([posting(number) for number in range(4)])
    assert [answer.external_job_posting_id for answer in answers] == ["J-0", "J-1", "J-2", "J-3"]
    assert (answers[0].task_urn, answers[0].failure) == (TASK, None)
    codes = [answer.failure.code for answer in answers[1:] if answer.failure]
    assert codes == ["missing_field", "listed_at", "not_open"]
    assert {answer.request_id for answer in answers} == {"uuid-1"}


def test_items_that_name_their_posting_are_believed_over_their_place(linkedin: FakeLinkedIn) -> None:
    named = [accepted(number) | {"entity": {"externalJobPostingId": f"J-{number}"}} for number in (2, 0, 1)]
    linkedin.answer(200, {"elements": named})
    answers = linkedin.client().create_postings([posting(number) for number in range(3)])
    assert [answer.task_urn[-1] for answer in answers] == ["0", "1", "2"]


@pytest.mark.parametrize("elements", [[], [accepted(0)], [accepted(n) for n in range(3)]])
def test_answer_of_another_length_leaves_the_outcome_unknown(
    linkedin: FakeLinkedIn, elements: list[dict[str, Any]]
) -> None:
    linkedin.answer(200, {"elements": elements})
    answers = linkedin.client().create_postings([posting(0), posting(1)])
    assert all(answer.failure and outcome_unknown(answer.failure) for answer in answers)


@pytest.mark.parametrize(
    "batch",
    [
        [posting(number) for number in range(101)],
        [posting(1), posting(1)],
        [posting(1), posting(2, operation=Operation.UPDATE)],
    ],
    ids=["too many", "one id twice", "two operations"],
)
def test_batch_linkedin_would_not_take_is_our_bug_and_not_sent(linkedin: FakeLinkedIn, batch: list[JobPosting]) -> None:
    assert failing(linkedin.client().create_postings, batch).kind is Kind.BUG
    assert linkedin.requests == []


def test_nothing_to_ask_asks_nothing(linkedin: FakeLinkedIn) -> None:
    client = linkedin.client()
    assert (client.create_postings([]), client.tasks([]), client.posting_status([])) == ([], {}, {})
    assert linkedin.token_requests == []


def test_tasks_are_found_by_urn(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, example("tasks/succeeded.json"))
    tasks = linkedin.client().tasks([TASK, "urn:li:simpleJobPostingTask:gone"])
    task = tasks[TASK]
    assert isinstance(task, Task)
    assert task.status == "SUCCEEDED"
    gone = tasks["urn:li:simpleJobPostingTask:gone"]
    assert isinstance(gone, Failure)
    assert gone.code == "unknown_task"
    assert parse_qsl(linkedin.requests[0].url.query.decode()) == [
        ("ids", TASK),
        ("ids", "urn:li:simpleJobPostingTask:gone"),
    ]


def test_many_tasks_are_asked_for_by_the_hundred_through_the_tunnel(linkedin: FakeLinkedIn) -> None:
    urns = [f"urn:li:simpleJobPostingTask:{number:036d}" for number in range(150)]
    for batch in (urns[:100], urns[100:]):
        linkedin.answer(200, {"results": {urn: {"id": urn, "status": "IN_PROGRESS"} for urn in batch}})
    assert list(linkedin.client().tasks(urns + urns[:3])) == urns
    first, second = linkedin.requests
    assert (first.method, first.headers["x-http-method-override"], first.url.query) == ("POST", "GET", b"")
    assert first.headers["x-restli-method"] == "batch_get"
    assert parse_qs(first.content.decode())["ids"] == urns[:100]
    assert second.method == "GET"


def test_status_is_asked_in_v2_even_by_the_rest_generation(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, example("status/listed.json"))
    answer = linkedin.client(generation="rest").posting_status(["J-1001"])["J-1001"]
    assert isinstance(answer, PostingStatus)
    assert answer.linked_in_apply_status == "ENABLED"
    assert linkedin.requests[0].url.path == "/v2/jobPostingStatus"


@pytest.mark.parametrize(
    "body",
    [
        {"results": {}, "errors": {"J-9": {"status": 404, "message": "not found"}}, "statuses": {}},
        {"results": {}, "errors": {}, "statuses": {"J-9": 404}},
        {"results": {}},
        {"results": None, "errors": {"J-9": None}},
    ],
)
def test_unknown_posting_is_a_failure_beside_the_others(linkedin: FakeLinkedIn, body: dict[str, Any]) -> None:
    linkedin.answer(200, body)
    failure = linkedin.client().posting_status(["J-9"])["J-9"]
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.code, failure.request_id) == (Kind.REJECTED, "unknown_posting", "uuid-1")


def test_one_unreadable_entity_does_not_spoil_the_others(linkedin: FakeLinkedIn) -> None:
    good = {"externalJobPostingId": "J-1", "listingStatus": "LISTED"}
    linkedin.answer(200, {"results": {"J-1": good, "J-2": ["?"]}})
    answers = linkedin.client().posting_status(["J-1", "J-2"])
    assert isinstance(answers["J-1"], PostingStatus)
    assert isinstance(answers["J-2"], Failure)
    assert answers["J-2"].kind is Kind.BUG


def test_fact_is_told_as_in_the_shared_example(linkedin: FakeLinkedIn) -> None:
    shared, body = example("lifecycle/request.json"), example("lifecycle/viewed.json")
    linkedin.answer(201, None, {"x-restli-id": "99"})
    acknowledged = linkedin.client().lifecycle(LifecycleAction.read(body))
    request = linkedin.requests[0]
    assert (request.method, request.url.path) == (shared["method"], shared["path"])
    assert {name: request.headers[name] for name in shared["headers"]} == shared["headers"]
    assert sent_body(linkedin) == body
    assert (acknowledged.id, acknowledged.request_id) == ("99", "uuid-1")


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (404, Kind.REJECTED, "unknown_application"),
        (409, Kind.REJECTED, "conflict"),
        (429, Kind.THROTTLED, "throttled"),
        (500, Kind.TRANSIENT, "server_error"),
        (504, Kind.TRANSIENT, "gateway_timeout"),
        (403, Kind.MISCONFIGURED, "no_permission"),
        (418, Kind.REJECTED, "http_418"),
    ],
)
def test_refused_fact_has_an_owner_and_a_trace(linkedin: FakeLinkedIn, status: int, kind: Kind, code: str) -> None:
    linkedin.answer(status, {"status": status, "message": "no"})
    failure = failing(linkedin.client().lifecycle, VIEWED)
    assert (failure.kind, failure.code, failure.status, failure.request_id) == (kind, code, status, "uuid-1")
    assert len(linkedin.requests) == 1


def test_throttled_call_says_when_to_come_back(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(429, None, {"Retry-After": "90"})
    before = clock.now()
    failure = failing(linkedin.client().lifecycle, VIEWED)
    assert failure.retry_at is not None
    assert before + timedelta(seconds=90) <= failure.retry_at <= clock.now() + timedelta(seconds=90)


def test_expired_token_is_replaced_once_and_the_call_repeated(linkedin: FakeLinkedIn) -> None:
    linkedin.refused_tokens = {"token-1"}
    linkedin.answer(201)
    linkedin.client().lifecycle(VIEWED)
    assert [request.headers["authorization"] for request in linkedin.requests] == ["Bearer token-1", "Bearer token-2"]


def test_token_refused_again_is_the_admins_move(linkedin: FakeLinkedIn) -> None:
    linkedin.refused_tokens = {"token-1", "token-2"}
    failure = failing(linkedin.client().lifecycle, VIEWED)
    assert (failure.kind, failure.code) == (Kind.MISCONFIGURED, "token_expired")
    assert len(linkedin.requests) == 2


def test_read_survives_a_blip_of_the_connection(linkedin: FakeLinkedIn) -> None:
    linkedin.fail(httpx2.ConnectError("refused"))
    linkedin.answer(200, {"results": {}})
    linkedin.client().tasks([TASK])
    assert len(linkedin.requests) == 2


@pytest.mark.parametrize(
    ("error", "code", "unknown"),
    [
        (httpx2.ConnectError("refused"), "not_sent", False),
        (httpx2.ConnectTimeout("slow"), "not_sent", False),
        (httpx2.ReadTimeout("slow"), "outcome_unknown", True),
        (httpx2.RemoteProtocolError("cut"), "outcome_unknown", True),
    ],
)
def test_write_is_never_repeated_by_itself(linkedin: FakeLinkedIn, error: Exception, code: str, unknown: bool) -> None:
    linkedin.fail(error)
    failure = failing(linkedin.client().create_postings, [posting(1)])
    assert (failure.kind, failure.code, outcome_unknown(failure)) == (Kind.TRANSIENT, code, unknown)
    assert len(linkedin.requests) == 1


@pytest.mark.parametrize(("status", "unknown"), [(500, True), (503, True), (504, True), (429, False), (422, False)])
def test_server_trouble_leaves_a_create_in_doubt(linkedin: FakeLinkedIn, status: int, unknown: bool) -> None:
    linkedin.answer(status)
    assert outcome_unknown(failing(linkedin.client().create_postings, [posting(1)])) is unknown


@pytest.mark.parametrize("body", [None, b"<html>", [], "text"])
def test_success_without_a_readable_body_is_a_bug(linkedin: FakeLinkedIn, body: Any) -> None:
    linkedin.answer(200, body)
    assert failing(linkedin.client().tasks, [TASK]).code == "unreadable"


@pytest.mark.parametrize("url", ["nonsense", "ftp://linkedin.example"])
def test_unusable_address_is_the_admins_move(linkedin: FakeLinkedIn, url: str) -> None:
    with httpx2.Client() as real:
        client = linkedin.client(api_url=url)
        client._caller._pool = real
        assert failing(client.lifecycle, VIEWED).kind is Kind.MISCONFIGURED


def test_every_http_call_leaves_a_record_without_personal_data(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, {"elements": [accepted(1), accepted(2)]})
    linkedin.answer(404, {"message": "noor.peeters@tessel.example"})
    with linkedin.client() as client:
        client.create_postings([posting(1), posting(2)])
        failing(client.lifecycle, VIEWED)
    told = [(one.operation, one.status, one.items, one.failure_kind, one.request_id) for one in linkedin.exchanges]
    assert told == [
        ("token", 200, 1, None, ""),
        ("create_postings", 200, 2, None, "uuid-1"),
        ("lifecycle", 404, 1, Kind.REJECTED, "uuid-1"),
    ]
    assert all(one.duration_ms >= 0 for one in linkedin.exchanges)
    assert "noor" not in repr(linkedin.exchanges)


def test_call_without_an_answer_leaves_a_record_too(linkedin: FakeLinkedIn) -> None:
    linkedin.fail(httpx2.ReadTimeout("slow"))
    failing(linkedin.client().lifecycle, VIEWED)
    last: Exchange = linkedin.exchanges[-1]
    assert (last.status, last.failure_kind) == (0, Kind.TRANSIENT)


def test_failure_masks_addresses_in_linkedins_words(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(422, {"message": "posterEmail Tomas.Brandt+x@larkfield.example is unknown " + "x" * 500})
    failure = failing(linkedin.client().create_postings, [posting(1)])
    assert "larkfield.example" not in failure.detail
    assert len(failure.detail) <= 300

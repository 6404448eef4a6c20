"""LinkedIn's answers to us may be anything: each is read, or is a failure of one of the five kinds; nothing escapes."""

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.base.failures import IsthmusError
from isthmus.linkedin import JobPosting, Operation, forget_tokens
from tests.linkedin.conftest import retries_do_not_wait as retries_do_not_wait
from tests.linkedin.fake_linkedin import FakeLinkedIn, example
from tests.security.mutants import WORSE, bodies

STATUS = [example(f"status/{name}.json") for name in ("listed", "off-site", "member-reported", "unknown-id")]
TASKS = [example(f"tasks/{name}.json") for name in ("succeeded", "failed-field", "several-locations-list", "processed")]
CREATED = [
    {"elements": [{"id": "urn:li:simpleJobPostingTask:1", "status": 202}, {"status": 400, "error": {"message": "no"}}]}
]
STATUSES = [200, 200, 200, 202, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503]
HEADERS = [{}, {"Retry-After": "x"}, {"Retry-After": "9" * 30}, {"Content-Type": "text/html"}, {"x-restli-id": "\x7f"}]
fuzz = settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=True)


def asked(call, status: int, body: bytes, headers: dict[str, str]) -> None:
    """The call comes back, or fails in the house's words."""
    forget_tokens()
    linkedin = FakeLinkedIn()
    for _ in range(4):
        linkedin.answer(status, body, headers)
    try:
        call(linkedin.client())
    except IsthmusError as error:
        assert error.failure.kind
        assert len(error.failure.message) < 5000


def status(client) -> None:
    client.posting_status(["J-1001"])


def tasks(client) -> None:
    client.tasks(["urn:li:simpleJobPostingTask:6a1f0c52-7f0e-4b52-9a57-0d6a3a3f9b11"])


def create(client) -> None:
    client.create_postings([JobPosting(external_job_posting_id=f"J-{n}", operation=Operation.CREATE) for n in (1, 2)])


@pytest.mark.parametrize(("call", "originals"), [(status, STATUS), (tasks, TASKS), (create, CREATED)])
@fuzz
@given(data=st.data())
def test_an_answer_of_any_shape_is_read_or_is_a_failure_with_an_owner(call, originals, data):
    body, headers = data.draw(bodies(originals)), data.draw(st.sampled_from(HEADERS))
    asked(call, data.draw(st.sampled_from(STATUSES)), body, headers)


@pytest.mark.parametrize("call", [status, tasks, create])
def test_an_answer_that_is_no_answer_is_a_failure_with_an_owner(call):
    import json

    for value in [
        *WORSE,
        b"",
        b"<html>",
        b"[" * 50_000,
        b"\x00" * 100,
        b"\xff\xfe",
        b'{"results":' + b"9" * 100_000 + b"}",
    ]:
        asked(call, 200, value if isinstance(value, bytes) else json.dumps(value).encode(), {})


@pytest.mark.parametrize(
    "answer", [{}, [], None, {"access_token": 7}, {"access_token": "t", "expires_in": "soon"}, {"error": []}]
)
def test_a_token_answer_of_any_shape_is_a_failure_with_an_owner(answer):
    forget_tokens()
    linkedin = FakeLinkedIn()
    linkedin.token_answer = (200, answer)
    linkedin.answer(200, {"results": {}})
    try:
        status(linkedin.client())
    except IsthmusError as error:
        assert error.failure.kind
    assert all(isinstance(request, httpx2.Request) for request in linkedin.requests)

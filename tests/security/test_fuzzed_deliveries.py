"""What LinkedIn signs may be anything: each delivery ends done, kept, waiting or failed with an owner."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.bridge import connections, notifications
from isthmus.linkedin import sign
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery, DeliveryState, Issue
from tests import builders
from tests.architecture.test_routes import put_back
from tests.security.mutants import WORSE, bodies
from tests.web.conftest import rooms as rooms

CONTRACTS = Path("contracts/linkedin")
SECRET = "the-client-secret"
APPLICATIONS = [json.loads(path.read_text()) for path in sorted(CONTRACTS.glob("applications/delivery*.json"))]
EVENTS = [
    json.loads((CONTRACTS / "webhooks" / f"{name}.json").read_text())
    for name in ("job-status-change", "resync-jobs", "integration-status-change")
]
ENDED = {DeliveryState.DONE, DeliveryState.DUPLICATE, DeliveryState.KEPT, DeliveryState.WAITING, DeliveryState.FAILED}
fuzz = settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=True)


@pytest.fixture
def addressed(rooms, settings):
    """Larkfield connected, its job published, and the tokens of its two addresses, by source."""
    receiving.forget_addresses()
    connection = rooms.connect()
    with rooms.cast.acting():
        job, _ = builders.a_published_job(code="J-1001", external_id="J-1001")
        job_id = str(job.id)
        tokens = {
            connections.SOURCE: connections.webhook_url(connection).rpartition("/")[2],
            notifications.SOURCE: inbox.open_endpoint(
                notifications.SOURCE,
                connection.id,
                [receiving.Key("urn:li:developerApplication:7", SECRET)],
                repeats=True,
            ),
        }
    return rooms.cast, connection, tokens, job_id


def ends_well(addressed, source: str, body: bytes) -> None:
    cast, connection, tokens, _ = addressed
    with put_back():
        answer = inbox.accept(source, tokens[source], {"X-LI-Signature": sign(body, SECRET)}, body)
        assert answer.status == 200
        inbox.process(cast.larkfield.id, connection.id)
        with cast.acting():
            delivery = Delivery.objects.get()
            assert delivery.state in ENDED
            assert delivery.failure_code != "surprise", delivery.failure_detail
            if delivery.state == DeliveryState.FAILED:
                assert delivery.failure_kind
                assert Issue.objects.exists()


def for_our_job(originals, job_id: str) -> list:
    """The payloads about a job that is here, so that a mutant reaches the far end of its way."""
    return json.loads(json.dumps(originals).replace("J-1001", job_id))


@fuzz
@given(st.data())
def test_an_application_of_any_shape_ends_with_an_owner(addressed, data):
    ends_well(addressed, connections.SOURCE, data.draw(bodies(for_our_job(APPLICATIONS, addressed[3]))))


@fuzz
@given(st.data())
def test_an_event_of_any_shape_ends_with_an_owner(addressed, data):
    ends_well(addressed, notifications.SOURCE, data.draw(bodies(for_our_job(EVENTS, addressed[3]))))


@pytest.mark.parametrize("answer", [True, "x", 7, [1], {}, {"unheardOf": {}}, {"textAnswerValue": 7}])
def test_an_answer_of_an_unknown_shape_does_not_hold_its_application_up(addressed, answer):
    cast, connection, tokens, job_id = addressed
    said = for_our_job(APPLICATIONS, job_id)[1]
    custom = said["questionResponses"]["additionalQuestionResponses"]["customQuestionSetResponses"][0]
    custom["customQuestionResponses"][0]["answer"] = answer
    body = json.dumps(said).encode()
    with put_back():
        inbox.accept(connections.SOURCE, tokens[connections.SOURCE], {"X-LI-Signature": sign(body, SECRET)}, body)
        inbox.process(cast.larkfield.id, connection.id)
        with cast.acting():
            assert Delivery.objects.get().state == DeliveryState.DONE


@pytest.mark.parametrize("source", [connections.SOURCE, notifications.SOURCE])
def test_what_is_no_object_at_all_ends_with_an_owner(addressed, source):
    for value in [*WORSE, b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"type":' + b"[" * 5_000]:
        ends_well(addressed, source, value if isinstance(value, bytes) else json.dumps(value).encode())


@settings(max_examples=200, derandomize=True, suppress_health_check=list(HealthCheck))
@given(code=st.text(max_size=60) | st.uuids().map(str) | st.uuids().map(lambda code: f"hmacsha256={code}"))
def test_the_challenge_signs_canonical_codes_and_nothing_else(addressed, code):
    _, _, tokens, _ = addressed
    answer = inbox.challenge(connections.SOURCE, tokens[connections.SOURCE], {"challengeCode": code})
    canonical = len(code) == 36 and code.count("-") == 4 and set(code) <= set("0123456789abcdef-")
    assert (answer.status == 200) is canonical
    assert ("challengeResponse" in answer.json) is canonical

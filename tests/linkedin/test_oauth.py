import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import TokenSource
from tests.linkedin.fake_linkedin import SECRET, FakeLinkedIn


def test_token_is_asked_for_in_a_form_never_in_the_url(linkedin: FakeLinkedIn) -> None:
    assert linkedin.tokens().token() == "token-1"
    assert linkedin.token_requests == [
        {"grant_type": ["client_credentials"], "client_id": ["child-1"], "client_secret": [SECRET]}
    ]


def test_token_is_reused_until_half_a_minute_before_it_expires(linkedin: FakeLinkedIn, clock_file: Path) -> None:
    tokens = linkedin.tokens()
    issued = [tokens.token()]
    for offset in ("1700", "1775"):
        clock_file.write_text(offset)
        issued.append(tokens.token())
    assert issued == ["token-1", "token-1", "token-2"]


def test_sources_of_one_application_share_a_token(linkedin: FakeLinkedIn) -> None:
    assert linkedin.tokens().token() == linkedin.tokens().token() == "token-1"


def test_another_secret_or_application_has_a_token_of_its_own(linkedin: FakeLinkedIn) -> None:
    linkedin.tokens().token()
    assert TokenSource("child-1", "new-secret", transport=linkedin.transport).token() == "token-2"
    assert TokenSource("child-2", SECRET, transport=linkedin.transport).token() == "token-3"


def test_threads_wait_for_one_token(linkedin: FakeLinkedIn) -> None:
    barrier = threading.Barrier(8)

    def ask(_: int) -> str:
        barrier.wait()
        return linkedin.tokens().token()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"token-1"}
    assert len(linkedin.token_requests) == 1


def test_refused_token_is_replaced_once_for_all_who_held_it(linkedin: FakeLinkedIn) -> None:
    tokens = linkedin.tokens()
    refused = tokens.token()
    assert tokens.renew(refused) == "token-2"
    assert tokens.renew(refused) == "token-2"
    assert len(linkedin.token_requests) == 2


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, Kind.MISCONFIGURED, "credentials"),
        (401, Kind.MISCONFIGURED, "credentials"),
        (403, Kind.MISCONFIGURED, "credentials"),
        (429, Kind.THROTTLED, "throttled"),
        (500, Kind.TRANSIENT, "server_error"),
        (302, Kind.MISCONFIGURED, "redirected"),
    ],
)
def test_refusals_of_the_token_endpoint_have_an_owner(
    linkedin: FakeLinkedIn, status: int, kind: Kind, code: str
) -> None:
    linkedin.token_answer = (status, {"error": "invalid_client", "error_description": SECRET})
    with pytest.raises(IsthmusError) as caught:
        linkedin.tokens().token()
    failure = caught.value.failure
    assert (failure.kind, failure.code) == (kind, code)
    assert SECRET not in repr(failure)
    assert linkedin.exchanges[-1].failure_kind is kind


@pytest.mark.parametrize("body", [[], {"token": "x"}, {"access_token": "", "expires_in": 5}])
def test_unreadable_token_answer_is_a_bug(linkedin: FakeLinkedIn, body: object) -> None:
    linkedin.token_answer = (200, body)
    with pytest.raises(IsthmusError) as caught:
        linkedin.tokens().token()
    assert caught.value.failure.kind is Kind.BUG


@pytest.mark.parametrize("expires_in", [0, 20, -5])
def test_token_that_lives_too_short_is_used_but_not_kept(linkedin: FakeLinkedIn, expires_in: int) -> None:
    linkedin.token_answer = (200, {"access_token": "short", "expires_in": expires_in})
    tokens = linkedin.tokens()
    assert [tokens.token(), tokens.token()] == ["short", "short"]
    assert len(linkedin.token_requests) == 2


def test_unreachable_token_endpoint_is_transient() -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    with pytest.raises(IsthmusError) as caught:
        TokenSource("child-1", SECRET, transport=httpx2.MockTransport(refuse)).token()
    assert (caught.value.failure.kind, caught.value.failure.code) == (Kind.TRANSIENT, "not_sent")


def test_source_shows_neither_secret_nor_token(linkedin: FakeLinkedIn) -> None:
    tokens = linkedin.tokens()
    token = tokens.token()
    assert SECRET not in repr(tokens)
    assert token not in repr(tokens)

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import restli
from isthmus.linkedin.tunnel import LONGEST_QUERY, LONGEST_SEGMENT, LONGEST_URL, outgoing
from tests.linkedin.fake_linkedin import example

URL = "https://api.linkedin.com/v2/simpleJobPostingTasks"
HEADERS = {"x-restli-method": "batch_get"}


@pytest.mark.parametrize(("length", "tunnelled"), [(LONGEST_QUERY, False), (LONGEST_QUERY + 1, True), (4096, True)])
def test_query_moves_into_the_body_before_the_limit(length: int, tunnelled: bool) -> None:
    sent = outgoing("GET", URL, "i" * length, HEADERS)
    assert (sent.method == "POST") is tunnelled
    assert len(sent.url) < 8192


def test_short_request_stays_as_it_is() -> None:
    sent = outgoing("PUT", URL, "ids=a", HEADERS, b"{}")
    assert (sent.method, sent.url, sent.body) == ("PUT", f"{URL}?ids=a", b"{}")
    assert sent.headers == HEADERS | {"Content-Type": "application/json"}


def test_long_url_moves_its_query_too() -> None:
    assert outgoing("GET", URL + f"/{'p' * 3500}/{'p' * 3500}", "i" * 2000, HEADERS).method == "POST"


def test_tunnelled_get_is_a_form_like_the_shared_example() -> None:
    shared = example("tasks/tunnelled-request.json")
    query = shared["body"] + "&ids=" + "x" * LONGEST_QUERY
    sent = outgoing("GET", URL, query, HEADERS)
    assert sent.method == shared["method"]
    assert sent.url == URL
    assert sent.headers == HEADERS | shared["headers"]
    assert sent.body == query.encode()


@given(st.binary(max_size=300))
def test_tunnelled_put_carries_query_and_body_apart(body: bytes) -> None:
    query = "ids=" + "x" * LONGEST_QUERY
    sent = outgoing("PUT", URL, query, HEADERS, body)
    assert sent.headers["X-HTTP-Method-Override"] == "PUT"
    boundary = sent.headers["Content-Type"].removeprefix("multipart/mixed; boundary=")
    start, form, json_part, end = (sent.body or b"").split(f"--{boundary}".encode())
    assert (start, end) == (b"", b"--\r\n")
    assert form == b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + query.encode() + b"\r\n"
    assert json_part == b"\r\nContent-Type: application/json\r\n\r\n" + body + b"\r\n"


def test_multipart_is_readable_by_others() -> None:
    sent = outgoing("POST", URL, "ids=" + "x" * LONGEST_QUERY, {}, b'{"entities":{}}')
    head = f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + (sent.body or b"")).get_payload()
    assert [part.get_content_type() for part in parts] == ["application/x-www-form-urlencoded", "application/json"]


def test_url_moves_its_query_at_the_exact_edge() -> None:
    url = URL + "".join(f"/{'p' * 2000}" for _ in range(3))
    room = LONGEST_URL - len(url) - 1
    assert outgoing("GET", url, "i" * room, HEADERS).method == "GET"
    assert outgoing("GET", url, "i" * (room + 1), HEADERS).url == url


def test_head_that_grows_too_long_moves_its_query() -> None:
    crowded = HEADERS | {"Authorization": "Bearer " + "t" * 24_000}
    assert outgoing("GET", URL, "i" * 3900, crowded).method == "POST"
    assert outgoing("GET", URL, "i" * 100, crowded).method == "GET"


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        (f"{URL}/{'s' * (LONGEST_SEGMENT + 1)}", HEADERS),
        (URL + "".join(f"/{'p' * 3000}" for _ in range(3)), HEADERS),
        (URL, HEADERS | {"Authorization": "Bearer " + "t" * 28_000}),
    ],
)
@pytest.mark.parametrize("query", ["", "ids=a", "i" * 4_001])
def test_what_no_tunnel_shortens_is_not_sent(url: str, headers: dict[str, str], query: str) -> None:
    with pytest.raises(IsthmusError) as caught:
        outgoing("GET", url, query, headers)
    assert (caught.value.failure.kind, caught.value.failure.code) == (Kind.BUG, "too_long")


@pytest.mark.parametrize("protocol", [1, 2])
@pytest.mark.parametrize("sign", ["j", ",", "(", ":", "é", "漢", "🌱"])
def test_signs_count_as_they_travel(protocol: restli.Protocol, sign: str) -> None:
    """Sixty ids of forty signs are short as text, and may be six times as long once they are percent-encoded."""
    query = restli.ids_query([f"{number:02d}{sign * 38}" for number in range(60)], protocol)
    sent = outgoing("GET", URL, query, HEADERS)
    assert (sent.method == "POST") is (len(query) > LONGEST_QUERY)
    assert len(sent.url) - len(URL) <= 4096


def test_lookup_by_criteria_and_a_composite_key_tunnel_alike() -> None:
    keys = [{"atsIntegration": f"urn:li:atsIntegration:{number}", "type": "PUSH_EVENTS"} for number in range(80)]
    for protocol in (1, 2):
        sent = outgoing("PUT", URL, restli.ids_query(keys, protocol), HEADERS, b'{"entities":{}}')
        assert (sent.method, sent.url) == ("POST", URL)
        assert sent.headers["X-HTTP-Method-Override"] == "PUT"

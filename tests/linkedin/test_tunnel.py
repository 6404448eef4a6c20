from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.linkedin.tunnel import LONGEST_QUERY, outgoing
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
    assert outgoing("GET", URL + "/" + "p" * 7000, "i" * 2000, HEADERS).method == "POST"


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

"""The web process's front: pages get whole requests in a few threads, and what is too much is sent back."""

import asyncio
import json
import threading
from typing import Any

import pytest

from isthmus.api.v1 import errors
from isthmus.ingest import front
from isthmus.ingest.front import Front, environ_of


class Whole(list):
    """A short answer, as Django's responses are: it has content, and is not streamed."""

    content = b""


def echo(environ: dict[str, Any], start: Any) -> Whole:
    start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return Whole([environ["REQUEST_METHOD"].encode(), b" ", environ["wsgi.input"].read()])


def asked(app: Front, *, method: str = "POST", path: str = "/", headers=(), pieces=(b"",), silent: bool = False):
    """What the front says, as (status, headers, pieces of the body)."""
    return asyncio.run(ask(app, method, path, headers, pieces, silent))


async def ask(app: Front, method: str, path: str, headers, pieces, silent: bool = False):
    rest, said = list(pieces), []

    async def receive():
        if not rest:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": rest.pop(0), "more_body": bool(rest) or silent}

    async def send(message):
        said.append(message)

    await app(scope_of(method, path, headers), receive, send)
    bodies = [message["body"] for message in said[1:]]
    return said[0]["status"], said[0]["headers"], bodies


def scope_of(method: str = "GET", path: str = "/", headers=()) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"a=%C3%A9",
        "headers": list(headers),
        "http_version": "1.1",
        "scheme": "https",
        "server": ("isthmus.example", 443),
        "client": ("192.0.2.7", 5),
    }


async def nobody(*_: object) -> None:
    raise AssertionError("this is no delivery")


@pytest.fixture
def app() -> Front:
    return Front(nobody, echo, threads=1)


def test_a_page_gets_the_whole_body_and_its_answer_goes_out_in_one_piece(app):
    status, headers, bodies = asked(app, pieces=[b"he", b"llo"])
    assert (status, bodies) == (200, [b"POST hello"])
    assert [value for name, value in headers if name == b"set-cookie"] == [b"a=1", b"b=2"]


def test_people_are_sent_back_with_a_page_and_programs_with_words():
    refused = Front(nobody, echo, threads=1, patience=-1.0, refusals={408: b"<h1>Too long</h1>"})
    browser = [(b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8")]
    status, headers, bodies = asked(refused, pieces=[b"x"], silent=True, headers=browser)
    assert (status, bodies, dict(headers)[b"content-type"]) == (
        408,
        [b"<h1>Too long</h1>"],
        b"text/html; charset=utf-8",
    )
    assert b"default-src 'none'" in dict(headers)[b"content-security-policy"]
    status, headers, bodies = asked(refused, pieces=[b"x"], silent=True, headers=[(b"accept", b"application/json")])
    assert (status, dict(headers)[b"content-type"]) == (408, b"text/plain; charset=utf-8")
    assert bodies == [b"The request did not arrive in time."]


def test_who_calls_the_api_is_sent_back_in_its_shape():
    refusals = errors.at_the_front()
    late = Front(nobody, echo, threads=1, patience=-1.0, refusals={408: b"<h1>"}, refusals_of_the_api=refusals)
    for accepted in (b"text/html", b"*/*"):
        sent = {"pieces": [b"x"], "silent": True, "headers": [(b"accept", accepted)]}
        status, headers, bodies = asked(late, path="/api/v1/jobs", **sent)
        assert (status, dict(headers)[b"content-type"]) == (408, b"application/json")
        assert json.loads(b"".join(bodies))["error"]["kind"] == "transient"
    assert set(refusals) == {408, 413, 503}


def test_deliveries_go_to_the_receiving_app():
    async def receiver(scope, receive, send):
        await send({"type": "http.response.start", "status": 299, "headers": []})

    assert asked(Front(receiver, echo, threads=1), path="/webhooks/x")[0] == 299


def test_a_streamed_answer_goes_out_as_it_comes():
    closed = []

    class Streamed:
        streaming = True

        def __iter__(self):
            return iter([b"one", b"two"])

        def close(self):
            closed.append(True)

    def pages(environ, start):
        start("206 Partial", [])
        return Streamed()

    status, _, bodies = asked(Front(nobody, pages, threads=1))
    assert (status, bodies, closed) == (206, [b"one", b"two", b""], [True])


def test_a_streamed_answer_that_says_it_is_small_goes_out_in_one_piece():
    def pages(environ, start):
        start("200 OK", [("Content-Length", "6")])
        return iter([b"one", b"two"])

    assert asked(Front(nobody, pages, threads=1))[2] == [b"onetwo"]


def test_what_is_larger_than_anything_taken_is_refused_announced_or_not(app, monkeypatch):
    monkeypatch.setattr(front, "LARGEST_UPLOAD", 10)
    assert asked(app, headers=[(b"content-length", b"11")])[0] == 413
    assert asked(app, pieces=[b"123456", b"123456"])[0] == 413


def test_bodies_that_arrive_together_have_bounded_room(app):
    app._room.most = 10

    async def two():
        first = asyncio.create_task(ask(app, "POST", "/", [], [b"1234567"], True))
        while not app._room.used:
            await asyncio.sleep(0)
        refused = await ask(app, "POST", "/", [], [b"1234567"], False)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        return refused, await ask(app, "POST", "/", [], [b"1234567"], False)

    (status, headers, _), served = asyncio.run(two())
    assert (status, dict(headers)[b"retry-after"]) == (503, b"5")
    assert (served[0], app._room.used) == (200, 0)


def test_a_slow_request_is_not_waited_for():
    assert asked(Front(nobody, echo, threads=1, patience=-1.0), pieces=[b"x"], silent=True)[0] == 408


def test_when_every_thread_is_busy_and_many_wait_the_next_is_sent_back(monkeypatch):
    monkeypatch.setattr(front, "WAITING_PER_THREAD", 2)
    let_go = threading.Event()

    def pages(environ, start):
        assert let_go.wait(30)
        return echo(environ, start)

    busy = Front(nobody, pages, threads=1)

    async def three():
        waiting = [asyncio.create_task(ask(busy, "GET", "/", [], [b""])) for _ in range(2)]
        while busy._in_hand < 2:
            await asyncio.sleep(0)
        refused = await ask(busy, "GET", "/", [], [b""])
        let_go.set()
        return refused, await asyncio.gather(*waiting)

    (status, headers, _), served = asyncio.run(three())
    assert (status, dict(headers)[b"retry-after"]) == (503, b"5")
    assert [answer[0] for answer in served] == [200, 200]
    assert busy._in_hand == 0


def test_the_environ_is_what_wsgi_asks_for():
    headers = [
        (b"content-type", b"text/x"),
        (b"x-one", b"1"),
        (b"x-one", b"2"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
    ]
    environ = environ_of(scope_of("PUT", "/café", headers), b"", 3)
    assert environ["PATH_INFO"] == "/café".encode().decode("latin-1")
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/x", "3")
    assert (environ["HTTP_X_ONE"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "192.0.2.7",
        "isthmus.example",
        "443",
    )
    assert (environ["wsgi.url_scheme"], environ["REQUEST_METHOD"]) == ("https", "PUT")


def test_a_header_spelt_with_an_underscore_does_not_pass_for_one_with_a_dash():
    headers = [(b"x_forwarded_for", b"evil"), (b"x-forwarded-for", b"192.0.2.1")]
    assert environ_of(scope_of(headers=headers), b"", 0)["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"

import gzip
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from isthmus.base import origins
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.fetch import Fetched, fetch
from tests.base.scripted_server import ScriptedServer

TOKEN = "token-of-the-child"


def get(url: str, *allowed: str, **changes: object) -> Fetched:
    arguments = {"bearer": TOKEN, "max_bytes": 1000, "timeout": 5.0} | changes
    return fetch(url, allowed_origins=allowed, **arguments)  # type: ignore[arg-type]


def failing(url: str, *allowed: str, **changes: object) -> Failure:
    with pytest.raises(IsthmusError) as caught:
        get(url, *allowed, **changes)
    assert TOKEN not in str(caught.value) + caught.value.failure.detail
    return caught.value.failure


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Makes every name resolve to these addresses."""

    def answers(_: str, port: int, *__: object, **___: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(origins.socket, "getaddrinfo", answers)


def test_file_comes_with_type_and_name(server: ScriptedServer) -> None:
    headers = {"Content-Type": "Application/PDF; x=y", "Content-Disposition": 'attachment; filename="a/b/cv.pdf"'}
    server.answers["/ambry/?x=1"] = (200, headers, b"%PDF-1.7")
    fetched = get(f"{server.origin}/ambry/?x=1#part", server.origin)
    assert fetched == Fetched(b"%PDF-1.7", "application/pdf", "cv.pdf", 200)
    assert server.requests[0][1]["authorization"] == f"Bearer {TOKEN}"
    assert server.requests[0][1]["host"] == f"127.0.0.1:{server.port}"


def test_without_a_token_none_is_sent(server: ScriptedServer) -> None:
    server.answers["/cv"] = (200, {}, b"x")
    get(f"{server.origin}/cv", server.origin, bearer="")
    assert "authorization" not in server.requests[0][1]


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1:{port}/cv", "http://127.0.0.1/cv", "http://localhost:{port}/cv", "http://[::1]:{port}/cv"],
)
def test_another_scheme_host_or_port_is_refused(server: ScriptedServer, url: str) -> None:
    failure = failing(url.format(port=server.port), server.origin)
    assert (failure.kind, failure.code) == (Kind.REJECTED, "origin_refused")
    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://files.example/cv",
        "//files.example/cv",
        "cv.pdf",
        "",
        "http://user:pw@127.0.0.1:{port}/cv",
        "http://127.0.0.1:{port}\\@files.example/cv",
        "http://127.0.0.1:{port}/c v",
        "http://127.0.0.1:99999/cv",
        "http://[::1/cv",
    ],
)
def test_what_is_not_a_plain_web_address_is_refused(server: ScriptedServer, url: str) -> None:
    assert failing(url.format(port=server.port), server.origin).kind is Kind.REJECTED
    assert server.requests == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1", "::ffff:10.0.0.1"])
def test_listed_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer, address: str
) -> None:
    resolving_to(monkeypatch, address)
    failure = failing(f"http://files.example:{server.port}/cv", f"http://files.example:{server.port}")
    assert failure.code == "private_address"
    assert server.requests == []


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch, "93.184.215.14", "127.0.0.1")
    assert failing("https://files.example/cv", "https://files.example").code == "private_address"


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "0.0.0.0"])
def test_disguised_and_shared_addresses_are_not_public(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolving_to(monkeypatch, address)
    assert failing("https://files.example/cv", "https://files.example").code == "private_address"


def test_origin_declared_private_may_be_one_and_keeps_its_name(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> None:
    resolving_to(monkeypatch, "127.0.0.1")
    server.answers["/cv"] = (200, {}, b"x")
    origin = f"http://sandbox:{server.port}"
    assert get(f"{origin}/cv", origin, private_origins=[origin]).body == b"x"
    assert server.requests[0][1]["host"] == f"sandbox:{server.port}"


def test_name_that_does_not_resolve_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(origins.socket, "getaddrinfo", unknown)
    assert failing("https://files.example/cv", "https://files.example").kind is Kind.TRANSIENT


def test_redirect_within_the_origin_keeps_the_token(server: ScriptedServer) -> None:
    server.answers["/a"] = (302, {"Location": "/b"}, b"")
    server.answers["/b"] = (200, {}, b"x")
    assert get(f"{server.origin}/a", server.origin).body == b"x"
    assert server.requests[1][1]["authorization"] == f"Bearer {TOKEN}"


def test_token_does_not_follow_a_redirect_to_another_origin(
    server: ScriptedServer, other_server: ScriptedServer
) -> None:
    server.answers["/a"] = (302, {"Location": f"{other_server.origin}/b"}, b"")
    other_server.answers["/b"] = (200, {}, b"x")
    assert get(f"{server.origin}/a", server.origin, other_server.origin).body == b"x"
    assert "authorization" not in other_server.requests[0][1]


def test_redirect_to_an_origin_not_listed_is_refused(server: ScriptedServer, other_server: ScriptedServer) -> None:
    server.answers["/a"] = (302, {"Location": f"{other_server.origin}/b"}, b"")
    assert failing(f"{server.origin}/a", server.origin).code == "origin_refused"
    assert other_server.requests == []


def test_fourth_redirect_is_one_too_many(server: ScriptedServer) -> None:
    server.answers["/a"] = (307, {"Location": "/a"}, b"")
    assert failing(f"{server.origin}/a", server.origin).code == "too_many_redirects"
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, Kind.MISCONFIGURED, "access_refused"),
        (403, Kind.MISCONFIGURED, "access_refused"),
        (404, Kind.REJECTED, "gone"),
        (410, Kind.REJECTED, "gone"),
        (429, Kind.THROTTLED, "throttled"),
        (400, Kind.REJECTED, "refused"),
        (304, Kind.REJECTED, "refused"),
        (206, Kind.REJECTED, "refused"),
        (500, Kind.TRANSIENT, "server_error"),
        (503, Kind.TRANSIENT, "server_error"),
    ],
)
def test_answers_become_kinds(server: ScriptedServer, status: int, kind: Kind, code: str) -> None:
    server.answers["/cv"] = (status, {"Retry-After": "60"}, b"")
    failure = failing(f"{server.origin}/cv", server.origin)
    assert (failure.kind, failure.code, failure.status) == (kind, code, status)
    assert (failure.retry_at is not None) == (status == 429)


def test_announced_size_is_refused_before_reading(server: ScriptedServer) -> None:
    server.answers["/cv"] = (200, {"Content-Length": "1001"}, b"")
    assert failing(f"{server.origin}/cv", server.origin).code == "too_large"


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 500)
    except OSError:
        return


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "900")
    handler.end_headers()
    handler.wfile.write(b"x")


@pytest.mark.parametrize(("answer", "code"), [(endless, "too_large"), (cut_short, "network")])
def test_misbehaving_server_is_given_up_on(
    server: ScriptedServer, answer: Callable[[BaseHTTPRequestHandler], None], code: str
) -> None:
    server.answers["/cv"] = answer
    assert failing(f"{server.origin}/cv", server.origin).code == code


def test_silent_server_is_given_up_on(server: ScriptedServer) -> None:
    server.answers["/cv"] = lambda _: server.closing.wait() and None
    assert failing(f"{server.origin}/cv", server.origin, timeout=0.2).code == "timeout"


def test_compressed_bomb_is_cut_at_the_limit(server: ScriptedServer) -> None:
    server.answers["/cv"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 1_000_000))
    assert failing(f"{server.origin}/cv", server.origin, max_bytes=100_000).code == "too_large"


def test_exact_size_is_accepted(server: ScriptedServer) -> None:
    server.answers["/cv"] = (200, {}, b"x" * 1000)
    assert len(get(f"{server.origin}/cv", server.origin).body) == 1000


def test_nobody_listening_is_transient(server: ScriptedServer) -> None:
    server.close()
    assert failing(f"{server.origin}/cv", server.origin).code == "network"

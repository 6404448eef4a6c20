"""The bridge against the sandbox: two programs, one clock, and a web server that does nothing but receive."""

import dataclasses
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import stamina
from django.conf import settings as django_settings
from django.db import connections as databases

from isthmus.bridge import connections, notifications
from isthmus.bridge.notifications import blocked, portal
from isthmus.linkedin import forget_tokens
from isthmus.sync import inbox, lanes, receiving
from tests.bridge.story import Story
from tests.sandbox_process import Sandbox, sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]


deaf = threading.Event()
SOURCES = {connections.WEBHOOK_PATH: connections.SOURCE, notifications.EVENTS_PATH: notifications.SOURCE}
DEAF = receiving.Answer(503, {})


class Receiver(BaseHTTPRequestHandler):
    """The webhook views without a web framework: the same functions the real ones call; 503 while `deaf` is set."""

    def do_POST(self) -> None:
        body, headers = self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers.items())
        path, token = self._place()
        if deaf.is_set():
            self._answer(DEAF)
        elif path == notifications.PORTAL_PATH:
            self._answer(portal.accept(token, headers, body))
        else:
            self._answer(inbox.accept(SOURCES[path], token, headers, body))

    def do_GET(self) -> None:
        params = dict(parse_qsl(urlsplit(self.path).query))
        path, token = self._place()
        if deaf.is_set():
            self._answer(DEAF)
        elif path == notifications.PORTAL_PATH:
            self._answer(portal.challenge(token, params))
        else:
            self._answer(inbox.challenge(SOURCES[path], token, params))

    def _place(self) -> tuple[str, str]:
        path, slash, token = urlsplit(self.path).path.rpartition("/")
        return path + slash, token

    def _answer(self, answer: receiving.Answer) -> None:
        import json

        body = json.dumps(answer.json).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        databases.close_all()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def public_url() -> Iterator[str]:
    """Where the world reaches the bridge during the test."""
    deaf.clear()
    blocked.forget()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    forget_tokens()
    receiving.forget_addresses()
    with stamina.set_testing(True, attempts=1):
        yield
    forget_tokens()


@pytest.fixture(params=["v2", "rest"])
def generation(request: pytest.FixtureRequest) -> str:
    """Which generation of LinkedIn's API is spoken; every test that meets the sandbox runs in both."""
    return str(request.param)


@pytest.fixture
def configured(sandbox: Sandbox, public_url: str, settings: Any, generation: str) -> Sandbox:
    """The bridge's settings point at the sandbox."""
    settings.CONFIG = dataclasses.replace(
        django_settings.CONFIG,
        public_url=public_url,
        linkedin_api_url=sandbox.url,
        linkedin_www_url=sandbox.url,
        linkedin_generation=generation,
        parent_client_id=sandbox.parent_client_id,
        parent_client_secret=sandbox.parent_client_secret,
        task_poll_seconds=2.0,
        status_poll_seconds=900.0,
    )
    return sandbox


@pytest.fixture
def story(committed_cast: Any, configured: Sandbox) -> Story:
    """Larkfield, not connected yet, and a fresh sandbox."""
    return Story(committed_cast, configured)


@pytest.fixture
def connected(story: Story) -> Story:
    """Larkfield connected with the sandbox's built-in child, Apply Connect on."""
    story.connect()
    return story


@pytest.fixture
def live(connected: Story) -> Story:
    """A job of Larkfield's with its questions, listed on the sandbox with LinkedIn's form."""
    connected.publish()
    connected.settle()
    return connected


@pytest.fixture
def applied(live: Story) -> Story:
    """Noor has applied, and her application has arrived."""
    live.noor_applies()
    live.settle()
    return live


@pytest.fixture
def idle() -> Iterator[None]:
    """Afterwards nothing is due any more."""
    yield
    assert lanes.is_idle()

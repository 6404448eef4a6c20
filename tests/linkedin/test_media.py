"""Résumés from the sandbox's media host, over real sockets, with what can be wrong about their addresses."""

from collections.abc import Iterator

import pytest

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.fetch import Fetched
from isthmus.linkedin import RESUME_BYTES, ClientConfig, LinkedInClient, TokenSource, fetch_media, open_delivery
from tests.base.scripted_server import ScriptedServer
from tests.linkedin.jobs import APPLICATION, on_linkedin, settled
from tests.linkedin.webhook_receiver import WebhookReceiver
from tests.sandbox_process import Sandbox

PDF = b"%PDF-1.4\n%%EOF\n"


class Desk:
    """A job on the sandbox that people apply to, and the means to fetch what they upload."""

    def __init__(self, sandbox: Sandbox, webhook: WebhookReceiver) -> None:
        self.sandbox = sandbox
        self.webhook = webhook
        self.config = ClientConfig(api_url=sandbox.url, www_url=sandbox.url)
        self.tokens = TokenSource(sandbox.child_client_id, sandbox.child_client_secret, self.config)
        with LinkedInClient(self.config, self.tokens) as client:
            settled(sandbox, client, on_linkedin(webhook))

    def applied(self) -> str:
        """The media URL of the résumé of somebody who just applied."""
        self.sandbox.apply(1, "J-1001", **APPLICATION)
        self.sandbox.tick()
        resume = open_delivery(self.webhook.bodies[-1]).application.resume
        assert resume is not None
        return resume.url

    def fetch(self, url: str) -> Fetched:
        return fetch_media(url, self.tokens, self.config, max_bytes=RESUME_BYTES, timeout=10)

    def failure(self, url: str) -> Failure:
        with pytest.raises(IsthmusError) as caught:
            self.fetch(url)
        return caught.value.failure


@pytest.fixture
def desk(sandbox: Sandbox) -> Iterator[Desk]:
    receiver = WebhookReceiver(sandbox.child_client_secret)
    yield Desk(sandbox, receiver)
    receiver.close()


@pytest.fixture
def elsewhere() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    server.answers["/cv"] = (200, {}, b"not the resume")
    yield server
    server.close()


def test_resume_comes_as_it_was_uploaded(desk: Desk) -> None:
    fetched = desk.fetch(desk.applied())
    assert fetched.body == PDF
    assert fetched.filename.endswith(".pdf")


def test_expired_token_is_replaced_for_files_too(desk: Desk) -> None:
    url = desk.applied()
    desk.sandbox.fault("expired_token")
    assert desk.fetch(url).body == PDF


def test_file_is_gone_after_a_month(desk: Desk) -> None:
    url = desk.applied()
    desk.sandbox.advance(31 * 86_400)
    failure = desk.failure(url)
    assert (failure.kind, failure.code) == (Kind.REJECTED, "gone")


def test_file_of_another_application_is_refused(desk: Desk) -> None:
    url = desk.applied()
    sandbox = desk.sandbox
    desk.tokens = TokenSource(sandbox.parent_client_id, sandbox.parent_client_secret, desk.config)
    assert desk.failure(url).kind is Kind.MISCONFIGURED


def test_redirect_elsewhere_is_not_followed(desk: Desk, elsewhere: ScriptedServer) -> None:
    url = desk.applied()
    desk.sandbox.fault("media_redirect", location=f"{elsewhere.origin}/cv")
    assert desk.failure(url).code == "origin_refused"
    assert elsewhere.requests == []


def test_delivered_address_of_another_host_is_not_asked(desk: Desk, elsewhere: ScriptedServer) -> None:
    desk.sandbox.fault("media_url", url=f"{elsewhere.origin}/cv")
    assert desk.failure(desk.applied()).code == "origin_refused"
    assert elsewhere.requests == []

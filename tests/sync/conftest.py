"""A made-up other system that signs with a plain prefix, so that the machinery is tested without LinkedIn."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.ids import new_id
from isthmus.sync import inbox, receiving
from isthmus.sync.inbox import Handled, Seen, TooEarlyError
from isthmus.sync.models import Delivery
from isthmus.sync.receiving import Key

KEY = Key("app-1", "old-secret")


class FakeSource:
    """Genuine when the `sign` header is one of the keys; remembers what it handled, once per `id`."""

    stream = "things"

    def __init__(self) -> None:
        self.known: dict[str, UUID] = {}
        self.missing: set[str] = set()
        self.bugs: set[str] = set()

    def verify(self, headers: Mapping[str, str], body: bytes, keys: Sequence[Key]) -> bool:
        return headers.get("sign") in {key.value for key in keys}

    def challenge(self, params: Mapping[str, str], keys: Sequence[Key]) -> dict[str, Any] | None:
        return {"code": params["code"], "by": keys[0].value} if params.get("code") == "uuid" else None

    def look(self, body: bytes) -> Seen:
        try:
            said = json.loads(body)
        except ValueError:
            raise IsthmusError(Failure(Kind.BUG, "This cannot be read.", code="unreadable")) from None
        return Seen(said["id"], {"id": said["id"]}, understood=said.get("type") != "unheard of")

    def handle(self, delivery: Delivery, body: bytes) -> Handled:
        name = json.loads(body)["id"]
        if name in self.missing:
            raise TooEarlyError(Failure(Kind.TRANSIENT, "Waits for its job.", code="unknown_job"))
        if name in self.bugs:
            raise RuntimeError("a secret nobody may read")
        duplicate = name in self.known
        return Handled(self.known.setdefault(name, new_id()), duplicate)


@pytest.fixture
def source() -> Iterator[FakeSource]:
    fake = FakeSource()
    inbox.register("fake", fake)
    receiving.forget_addresses()
    yield fake
    inbox._sources.pop("fake")
    receiving._sources.pop("fake")


@pytest.fixture
def connection_id() -> UUID:
    return new_id()


@pytest.fixture
def token(cast, source, connection_id) -> str:
    """The address of a connection of Larkfield's."""
    with cast.acting():
        return inbox.open_endpoint("fake", connection_id, [KEY])


@pytest.fixture
def deliver(token):
    """`deliver({...} or bytes, sign=…)` as the other system would."""

    def send(what: Any, sign: str = KEY.value) -> receiving.Answer:
        body = what if isinstance(what, bytes) else json.dumps(what).encode()
        return inbox.accept("fake", token, {"SIGN": sign}, body)

    return send


@pytest.fixture
def process(cast, connection_id):
    """Handle what is due and give back the deliveries, oldest first."""

    def run() -> list[Delivery]:
        inbox.process(cast.larkfield.id, connection_id)
        with cast.acting():
            return list(Delivery.objects.order_by("received_at", "id"))

    return run

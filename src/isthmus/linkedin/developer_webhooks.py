"""The webhooks of a partner's applications as LinkedIn sees them, and asking it to look again ("DeveloperWebhooks").

The finder is documented, its elements' member names are not: what matters is found wherever it stands. The action that
validates webhooks again exists and was not retrieved; how it is called here stands in `_REVALIDATE` alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from isthmus.base.clock import from_millis
from isthmus.linkedin.base_client import BaseClient
from isthmus.linkedin.calls import Call

BLOCKED, ACTIVE = "BLOCKED", "ACTIVE"
PAGE = 100
MOST_PAGES = 1_000
_REVALIDATE = "action=revalidate"
_ID_NAMES = ("id", "key", "urn", "webhookId", "webhook", "$URN")
_APPLICATION = re.compile(r"urn:li:developerApplication:(\d{1,19})")
_WEB = re.compile(r"https?://\S+")
_EARLIEST = 10**12
_LATEST = 10**14


@dataclass(frozen=True)
class DeveloperWebhook:
    """One webhook: its address, the number of its application, its state in capitals, since when, LinkedIn's id."""

    url: str
    application: str
    status: str
    since: datetime | None
    id: Any


class DeveloperWebhooksClient(BaseClient):
    """Looks for webhooks of the parent's children; needs the parent's token. Exists in v2 only."""

    @property
    def _url(self) -> str:
        return self._config.resource("developerWebhooks", "v2")

    def blocked(self) -> list[DeveloperWebhook]:
        """Every webhook LinkedIn has blocked, over all pages."""
        return [read_webhook(element, BLOCKED) for element in self._elements(BLOCKED)]

    def revalidate(self, webhooks: Sequence[DeveloperWebhook]) -> None:
        """Has LinkedIn challenge these webhooks again. IsthmusError when it does not take the wish."""
        body = {"webhooks": [webhook.id if webhook.id is not None else webhook.url for webhook in webhooks]}
        call = Call(
            "revalidate_webhooks",
            "POST",
            self._url,
            _REVALIDATE,
            body,
            restli_method="action",
            protocol_2=True,
            items=len(webhooks),
        )
        self._caller.call(call)

    def _elements(self, status: str) -> Iterator[Mapping[str, Any]]:
        start = 0
        for _ in range(MOST_PAGES):
            query = f"q=parentApplication&queryCriteria=(webhookStatus:{status})&start={start}&count={PAGE}"
            answer = self._caller.call(
                Call("find_webhooks", "GET", self._url, query, restli_method="finder", protocol_2=True)
            ).record()
            elements = [one for one in answer.get("elements") or [] if isinstance(one, dict)]
            yield from elements
            start += len(elements)
            if not _has_more(answer, start, len(elements)):
                return


def read_webhook(element: Mapping[str, Any], asked_status: str) -> DeveloperWebhook:
    """The webhook in an element, its members found by what they hold; the status asked for when it names none."""
    texts = [value for _, value in _leaves(element) if isinstance(value, str)]
    urns = (found for text in texts if (found := _APPLICATION.fullmatch(text)))
    number = next((urn[1] for urn in urns), "") or _numbered_application(element)
    states = (text.upper() for text in texts if text.upper() in (BLOCKED, ACTIVE))
    return DeveloperWebhook(
        url=next((text for text in texts if _WEB.fullmatch(text)), ""),
        application=number,
        status=next(states, asked_status),
        since=_since(element),
        id=next((element[name] for name in _ID_NAMES if isinstance(element.get(name), str | int | dict)), None),
    )


def _has_more(answer: Mapping[str, Any], seen: int, got: int) -> bool:
    """Whether another page is worth asking for: LinkedIn says how many there are, or gave a page that is full."""
    paging = answer.get("paging")
    said = paging if isinstance(paging, dict) else {}
    total, count = said.get("total"), said.get("count")
    if not got:
        return False
    if isinstance(total, int):
        return seen < total
    return got >= (count if isinstance(count, int) and count > 0 else PAGE)


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    else:
        yield name, value


def _numbered_application(element: Mapping[str, Any]) -> str:
    named = (str(value) for name, value in _leaves(element) if "application" in name.lower())
    return next((text for text in named if text.isdecimal()), "")


def _since(element: Mapping[str, Any]) -> datetime | None:
    """The moment a member about blocking holds, in epoch milliseconds."""
    moments = (value for name, value in _leaves(element) if "block" in name.lower() and isinstance(value, int))
    found = next((value for value in moments if _EARLIEST < value < _LATEST), None)
    return from_millis(found) if found else None

"""Blocked webhooks, found whatever LinkedIn calls the members, over all pages."""

import json
from typing import Any

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.linkedin import ClientConfig, DeveloperWebhooksClient
from isthmus.linkedin.developer_webhooks import read_webhook
from tests.linkedin.fake_linkedin import FakeLinkedIn, example


def client(linkedin: FakeLinkedIn) -> DeveloperWebhooksClient:
    config = ClientConfig(generation="rest")
    return DeveloperWebhooksClient(config, linkedin.tokens(config), linkedin.transport, linkedin.exchanges.append)


def page(*elements: Any, **paging: int) -> dict[str, Any]:
    return {"paging": {"links": [], **paging}, "elements": list(elements)}


@pytest.mark.parametrize("name", ["developer-webhooks", "developer-webhooks-variant"])
def test_both_readings_of_the_elements_tell_address_application_and_state(linkedin: FakeLinkedIn, name: str) -> None:
    linkedin.answer(200, example(f"webhooks/{name}.json"))
    found = client(linkedin).blocked()
    assert found
    assert all(one.url.startswith("https://") and one.application.isdecimal() for one in found)
    assert {one.status for one in found} == {"BLOCKED"}
    assert all(one.id is not None for one in found)


def test_the_finder_is_asked_as_documented(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, page())
    assert client(linkedin).blocked() == []
    (request,) = linkedin.requests
    assert request.url.path == "/v2/developerWebhooks"
    assert b"q=parentApplication&queryCriteria=(webhookStatus:BLOCKED)" in request.url.raw_path
    assert request.headers["X-RestLi-Protocol-Version"] == "2.0.0"


def hook(number: int) -> dict[str, Any]:
    return {"webhookUrl": f"https://ats.example/{number}", "application": f"urn:li:developerApplication:{number}"}


def test_every_page_is_read_whatever_its_size(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, page(*(hook(number) for number in range(10)), start=0, count=10))
    linkedin.answer(200, page(*(hook(number) for number in range(10, 13)), start=10, count=10))
    assert len(client(linkedin).blocked()) == 13
    assert [request.url.params["start"] for request in linkedin.requests] == ["0", "10"]


def test_a_total_that_is_told_is_believed(linkedin: FakeLinkedIn) -> None:
    linkedin.answer(200, page(hook(1), hook(2), start=0, count=2, total=2))
    assert len(client(linkedin).blocked()) == 2


@pytest.mark.parametrize("elements", [None, [], ["nonsense", 7, None], [[]]])
def test_elements_nobody_can_read_are_none(linkedin: FakeLinkedIn, elements: Any) -> None:
    linkedin.answer(200, {"elements": elements})
    assert client(linkedin).blocked() == []


@pytest.mark.parametrize(
    ("element", "url", "application", "status"),
    [
        ({"a": {"b": ["https://x.example/h"]}, "c": "urn:li:developerApplication:7"}, "https://x.example/h", "7", ""),
        ({"url": "https://x.example/h", "applicationId": 7, "s": "blocked"}, "https://x.example/h", "7", "BLOCKED"),
        ({"developerApplication": "7", "s": "ACTIVE"}, "", "7", "ACTIVE"),
        ({"url": "javascript:alert(1)", "application": None}, "", "", ""),
    ],
)
def test_what_matters_is_found_wherever_it_stands(element: Any, url: str, application: str, status: str) -> None:
    found = read_webhook(element, "")
    assert (found.url, found.application, found.status) == (url, application, status)


@pytest.mark.parametrize(
    ("element", "year"), [({"blockedAt": 1767225900000}, 2026), ({"blockedAt": -1}, None), ({"blocked": True}, None)]
)
def test_since_when_is_read_when_it_is_told(element: Any, year: int | None) -> None:
    since = read_webhook(element, "BLOCKED").since
    assert (since.year if since else None) == year


def test_checking_again_names_the_webhooks_and_says_when_linkedin_does_not_take_it(linkedin: FakeLinkedIn) -> None:
    found = [read_webhook({"id": 5, **hook(1)}, "BLOCKED"), read_webhook(hook(2), "BLOCKED")]
    linkedin.answer(200, {})
    client(linkedin).revalidate(found)
    (request,) = linkedin.requests
    assert request.headers["x-restli-method"] == "action"
    assert json.loads(request.content) == {"webhooks": [5, "https://ats.example/2"]}
    linkedin.answer(501, {"message": "not here"})
    with pytest.raises(IsthmusError):
        client(linkedin).revalidate(found)

"""The parent's look at its children's webhooks: blocked ones found, page by page, and validated again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.desk import HOOK, Sandbox, contract, onsite
from tests.sandbox.test_deliveries import shape
from tests.sandbox.test_webhooks import blocked

BOTH_GENERATIONS = True

PATH = "/v2/developerWebhooks"
BLOCKED = "?q=parentApplication&queryCriteria=(webhookStatus:BLOCKED)"
TWO = {"X-RestLi-Protocol-Version": "2.0.0"}


def find(sandbox: Sandbox, query: str = BLOCKED, who: str = "parent", headers: dict[str, str] | None = None) -> Any:
    return sandbox.call("GET", PATH + query, who, TWO if headers is None else headers)


def revalidate(sandbox: Sandbox, body: Any, action: str = "revalidate", **more: Any) -> Any:
    return sandbox.call("POST", f"{PATH}?action={action}", "parent", TWO, json=body, **more)


def test_a_parent_finds_the_blocked_webhooks_of_its_children(sandbox: Sandbox) -> None:
    blocked(sandbox)
    answer = find(sandbox).json()
    assert answer["paging"] == {"start": 0, "count": 10, "links": []}
    (element,) = answer["elements"]
    assert element["webhookUrl"] == HOOK
    assert element["webhookStatus"] == "BLOCKED"
    assert element["developerApplication"].startswith("urn:li:developerApplication:")


def test_the_second_reading_names_everything_otherwise(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox(developer_webhook_fields="second")
    blocked(sandbox)
    (element,) = find(sandbox).json()["elements"]
    assert element["status"] == "blocked"
    assert element["key"]["url"] == HOOK
    assert element["key"]["application"].startswith("urn:li:developerApplication:")


@pytest.mark.parametrize(
    ("reading", "example"), [("first", "developer-webhooks.json"), ("second", "developer-webhooks-variant.json")]
)
def test_both_readings_have_the_shape_of_the_shared_examples(
    make_sandbox: Callable[..., Sandbox], reading: str, example: str
) -> None:
    sandbox = make_sandbox(developer_webhook_fields=reading)
    blocked(sandbox)
    asked = contract("webhooks/developer-webhooks-request.json")
    headers = {name: value for name, value in asked["headers"].items() if name != "Authorization"}
    answer = sandbox.call(asked["method"], asked["path"], "parent", headers)
    assert shape(answer.json()) == shape(contract(f"webhooks/{example}"))


@pytest.mark.parametrize(
    ("status", "count"), [("(webhookStatus:blocked)", 1), ("(webhookStatus:active)", 1), ("(webhookStatus:Active)", 1)]
)
def test_status_is_read_in_any_case(sandbox: Sandbox, status: str, count: int) -> None:
    blocked(sandbox)
    sandbox.receiver.is_down = False
    sandbox.forget_tokens()
    sandbox.settle(onsite("J-2", hook="http://127.0.0.1:9/other"))
    assert len(find(sandbox, f"?q=parentApplication&queryCriteria={status}").json()["elements"]) == count


def test_without_criteria_all_are_shown_page_by_page(sandbox: Sandbox) -> None:
    for number in range(3):
        sandbox.settle(onsite(f"J-{number}", hook=f"http://127.0.0.1:9/hook{number}"))
    first = find(sandbox, "?q=parentApplication&count=2").json()
    (link,) = first["paging"]["links"]
    second = sandbox.call("GET", link["href"], "parent", TWO).json()
    urls = [one["webhookUrl"] for one in (*first["elements"], *second["elements"])]
    assert urls == [f"http://127.0.0.1:9/hook{number}" for number in range(3)]
    assert second["paging"] == {"start": 2, "count": 2, "links": []}


def test_protocol_1_takes_the_criteria_dotted(sandbox: Sandbox) -> None:
    blocked(sandbox)
    query = "?q=parentApplication&queryCriteria.webhookStatus=BLOCKED"
    assert len(find(sandbox, query, headers={}).json()["elements"]) == 1
    assert find(sandbox, headers={}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=application",
        "?q=parentApplication&queryCriteria=(webhookStatus:SLEEPING)",
        "?q=parentApplication&queryCriteria=(status:BLOCKED)",
        "?q=parentApplication&queryCriteria=",
        "?q=parentApplication&start=-1",
        "?q=parentApplication&count=0",
        "?q=parentApplication&count=101",
        "?q=parentApplication&start=" + "9" * 40,
        "?q=parentApplication&count=%D9%A3",
    ],
)
def test_what_the_finder_cannot_read_is_400(sandbox: Sandbox, query: str) -> None:
    assert find(sandbox, query).status_code == 400


def test_a_childs_token_is_refused(sandbox: Sandbox) -> None:
    assert find(sandbox, who="child").status_code == 403
    assert sandbox.call("POST", f"{PATH}?action=revalidate", json={}).status_code == 403


@pytest.mark.parametrize("reading", ["first", "second"])
def test_what_the_finder_shows_can_be_sent_back_to_revalidate(
    make_sandbox: Callable[..., Sandbox], reading: str
) -> None:
    sandbox = make_sandbox(developer_webhook_fields=reading, blocked_deliveries="held")
    blocked(sandbox)
    sandbox.receiver.is_down = False
    sandbox.apply()
    answer = revalidate(sandbox, {"webhooks": find(sandbox).json()["elements"]})
    assert answer.status_code == 200
    assert "active" in str(answer.json()["value"]).lower()
    assert find(sandbox).json()["elements"] == []
    sandbox.tick()
    assert len(sandbox.receiver.deliveries) == 1


def bodies(sandbox: Sandbox) -> list[Any]:
    element = find(sandbox).json()["elements"][0]
    return [
        {"ids": [element["id"]]},
        {"webhookUrls": [HOOK]},
        {"elements": [{"url": HOOK}]},
        {"developerApplications": [element["developerApplication"]]},
        {"entities": {"any key": {"application": element["developerApplication"], "url": HOOK}}},
        [HOOK],
    ]


@pytest.mark.parametrize("number", range(6))
def test_revalidation_reads_any_body_that_names_a_webhook(sandbox: Sandbox, number: int) -> None:
    blocked(sandbox)
    sandbox.receiver.is_down = False
    answer = revalidate(sandbox, bodies(sandbox)[number], action="batchRevalidateWebhooks")
    assert [one["webhookStatus"] for one in answer.json()["value"]] == ["ACTIVE"]


def test_one_that_fails_again_stays_blocked(sandbox: Sandbox) -> None:
    blocked(sandbox)
    assert revalidate(sandbox, [HOOK]).json()["value"][0]["webhookStatus"] == "BLOCKED"


def test_the_actions_name_can_be_chosen(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox(developer_webhook_action="revalidateWebhooks")
    blocked(sandbox)
    assert revalidate(sandbox, [HOOK]).status_code == 400
    assert revalidate(sandbox, [HOOK], action="revalidateWebhooks").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        7,
        None,
        {"url": "http://elsewhere.example/"},
        {"application": "urn:li:developerApplication:1", "url": HOOK},
        {"id": "urn:li:developerWebhook:99"},
        {"deep": [[[[{"a": {"b": [1, None, True]}}]]]]},
    ],
)
def test_a_revalidation_that_names_nothing_is_refused(sandbox: Sandbox, body: Any) -> None:
    blocked(sandbox)
    assert revalidate(sandbox, body).status_code == 400
    assert revalidate(sandbox, [HOOK], action="delete").status_code == 400


def test_a_body_that_is_not_json_is_400(sandbox: Sandbox) -> None:
    answer = sandbox.call("POST", f"{PATH}?action=revalidate", "parent", TWO, content=b"{")
    assert answer.status_code == 400

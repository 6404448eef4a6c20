"""Throttles: how much an application may ask in a UTC day and in a minute, and what going over costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.desk import Sandbox, job

MIDNIGHT = 1_800_057_600_000  # 2027-01-16, a day of its own
STATUS = "/v2/jobPostingStatus"
Make = Callable[..., Sandbox]


def at(sandbox: Sandbox, seconds: float) -> None:
    sandbox.world.clock.set_to(int(MIDNIGHT + seconds * 1000))


def look(sandbox: Sandbox, **more: Any) -> int:
    return int(sandbox.call("GET", STATUS, params={"ids": "J"}, **more).status_code)


def send(sandbox: Sandbox, count: int, first: int = 0, generation: str = "v2") -> int:
    elements = (job(f"J-{first + number}", generation=generation) for number in range(count))
    return int(sandbox.post(*elements, generation=generation).status_code)


def used(sandbox: Sandbox) -> dict[str, Any]:
    lines = sandbox.http.get("/_sandbox/throttles").json()["used"]
    return {line["resource"]: line["used"] for line in lines}


def test_requests_over_the_days_limit_are_429_until_midnight_utc(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=2)
    at(sandbox, 3600)
    assert [look(sandbox) for _ in range(3)] == [200, 200, 429]
    at(sandbox, 86_399)
    sandbox.forget_tokens()
    assert look(sandbox) == 429
    at(sandbox, 86_400)
    assert look(sandbox) == 200


def test_records_over_the_minutes_limit_are_429_until_the_next_minute(make_sandbox: Make, generation: str) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_minute=5)
    at(sandbox, 3630)
    assert send(sandbox, 3, generation=generation) == 200
    assert send(sandbox, 3, first=3, generation=generation) == 429
    assert send(sandbox, 2, first=3, generation=generation) == 200
    at(sandbox, 3660)
    assert send(sandbox, 5, first=5, generation=generation) == 200


def test_a_rolling_minute_is_any_sixty_seconds(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_minute=5, throttle_minute="rolling")
    at(sandbox, 3630)
    assert send(sandbox, 5) == 200
    at(sandbox, 3661)
    assert send(sandbox, 1, first=5) == 429
    at(sandbox, 3691)
    assert send(sandbox, 5, first=5) == 200


def test_records_over_the_days_limit_are_429_until_midnight_utc(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_day=3)
    at(sandbox, 3600)
    assert [send(sandbox, 2), send(sandbox, 2, first=2), send(sandbox, 1, first=2)] == [200, 429, 200]
    at(sandbox, 86_400)
    sandbox.forget_tokens()
    assert send(sandbox, 3, first=3) == 200


def test_a_refusal_is_in_the_standard_envelope_and_names_no_time(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=1)
    look(sandbox)
    answer = sandbox.call("GET", STATUS, params={"ids": "J"})
    assert set(answer.json()) == {"status", "message"}
    assert answer.json()["status"] == 429
    assert answer.headers["x-sandbox-refusal"] == "throttle: requests a day"
    assert "retry-after" not in answer.headers


def test_a_refusal_may_name_the_time(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_minute=1, throttle_retry_after=True)
    at(sandbox, 3630)
    answer = sandbox.post(job("J-1"), job("J-2"))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == 30


def test_each_application_has_its_own_allowance(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=1)
    sandbox.provision("orrin-foods")
    assert [look(sandbox), look(sandbox), look(sandbox, who="orrin-foods")] == [200, 429, 200]


def test_each_resource_has_its_own_allowance(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=1)
    assert [look(sandbox), look(sandbox), send(sandbox, 1)] == [200, 429, 200]


@pytest.mark.parametrize(("counting", "second"), [("shared", 429), ("separate", 200)])
def test_generations_are_counted_together_or_apart(make_sandbox: Make, counting: str, second: int) -> None:
    sandbox = make_sandbox(throttle_posting_requests_a_day=1, throttle_generations=counting)
    assert [send(sandbox, 1), send(sandbox, 1, first=1, generation="rest")] == [200, second]


@pytest.mark.parametrize("counted", [True, False])
def test_refused_calls_count_or_do_not(make_sandbox: Make, counted: bool) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_minute=2, throttled_calls_count=counted)
    assert [send(sandbox, 3), send(sandbox, 3)] == [429, 429]
    assert used(sandbox)["simpleJobPostings"]["requests_a_day"] == (2 if counted else 0)
    assert used(sandbox)["simpleJobPostings"]["refused"] == 2


def test_calls_without_a_good_token_are_nobodys(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=1)
    for _ in range(3):
        assert sandbox.http.get(STATUS, params={"ids": "J"}, headers={"Authorization": "Bearer x"}).status_code == 401
    assert look(sandbox) == 200


def test_throttles_can_be_switched_off(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=1, throttles=False)
    assert [look(sandbox) for _ in range(3)] == [200, 200, 200]


def test_the_published_limits_are_in_force(sandbox: Sandbox) -> None:
    shown = sandbox.http.get("/_sandbox/throttles").json()
    assert shown["on"] is True
    assert shown["limits"]["simpleJobPostings"] == {
        "requests_a_day": 100_000,
        "records_a_minute": 2_000,
        "records_a_day": 60_000,
    }
    daily = {name: limits["requests_a_day"] for name, limits in shown["limits"].items()}
    assert daily == {
        "simpleJobPostings": 100_000,
        "simpleJobPostingTasks": 300_000,
        "jobPostingStatus": 1_000_000,
        "atsIntegrations": 5_000,
        "integrations": 5_000,
        "integrationConfigurations": 5_000,
    }


def test_three_quarters_of_a_days_limit_bring_one_mail(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_posting_records_a_day=8)
    kinds = []
    for first in range(0, 8, 2):
        send(sandbox, 2, first=first)
        kinds.append([mail["kind"] for mail in sandbox.http.get("/_sandbox/developer-mails").json()["mails"]])
    assert kinds == [[], [], ["throttle_warning"], ["throttle_warning"]]


def test_counts_outlive_the_process_and_end_with_a_reset(make_sandbox: Make) -> None:
    sandbox = make_sandbox(throttle_status_requests_a_day=2)
    at(sandbox, 3600)
    look(sandbox)
    sandbox.world.write_log()
    again = Sandbox(sandbox.world.settings.data, throttle_status_requests_a_day=2)
    assert [look(again), look(again)] == [200, 429]
    again.http.post("/_sandbox/reset")
    again.forget_tokens()
    assert used(again) == {}
    assert look(again) == 200
    again.world.close()


@pytest.mark.parametrize(
    ("choice", "path", "who"),
    [
        ("throttle_task_requests_a_day", "/v2/simpleJobPostingTasks", "child"),
        ("throttle_task_requests_a_day", "/rest/simpleJobPostingTasks", "child"),
        ("throttle_integration_requests_a_day", "/v2/atsIntegrations", "parent"),
        ("throttle_integration_requests_a_day", "/rest/integrations", "parent"),
        ("throttle_integration_requests_a_day", "/rest/integrationConfigurations", "parent"),
    ],
)
def test_every_resource_with_a_daily_limit_says_429_beyond_it(
    make_sandbox: Make, choice: str, path: str, who: str
) -> None:
    sandbox = make_sandbox(**{choice: 1})
    first, second = (sandbox.call("GET", path, who).status_code for _ in range(2))
    assert first != 429
    assert second == 429

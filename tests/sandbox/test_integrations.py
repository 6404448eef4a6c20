"""Integrations: what a customer has switched on, for which child application, organization and contract."""

from __future__ import annotations

from typing import Any

import pytest

from linkedin_sandbox.resources.integrations import state
from tests.sandbox.desk import LARKFIELD, Sandbox, job

CONTRACT = "urn:li:contract:209001"


def decide(sandbox: Sandbox, context: str = LARKFIELD, **more: Any) -> Any:
    order = {"client_id": sandbox.credentials["child_client_id"], "context": context, **more}
    return sandbox.http.post("/_sandbox/integrations", json=order)


def is_enabled(sandbox: Sandbox, context: str, kind: str) -> bool:
    with sandbox.world.store.read() as conn:
        return state.is_enabled(conn, child(sandbox), context, kind)


def child(sandbox: Sandbox, client_id: str = "") -> int:
    wanted = client_id or sandbox.credentials["child_client_id"]
    rows = sandbox.http.get("/_sandbox/integrations").json()["integrations"]
    return next(row["app_id"] for row in rows if row["client_id"] == wanted)


def test_the_built_in_child_is_onboarded(sandbox: Sandbox) -> None:
    assert is_enabled(sandbox, LARKFIELD, "APPLY_CONNECT")
    assert is_enabled(sandbox, CONTRACT, "PREMIUM_JOB_POSTING")
    assert not is_enabled(sandbox, LARKFIELD, "ONE_CLICK_EXPORT")


def test_one_type_is_switched_off_without_the_other(sandbox: Sandbox) -> None:
    assert decide(sandbox, CONTRACT, enabled=False).json()["integration_type"] == "PREMIUM_JOB_POSTING"
    assert not is_enabled(sandbox, CONTRACT, "PREMIUM_JOB_POSTING")
    assert is_enabled(sandbox, LARKFIELD, "APPLY_CONNECT")


def test_what_waits_for_the_customer_is_not_enabled(sandbox: Sandbox) -> None:
    decide(sandbox, integration_type="ONE_CLICK_EXPORT", state="PENDING")
    assert not is_enabled(sandbox, LARKFIELD, "ONE_CLICK_EXPORT")
    assert sandbox.post(job()).json()["elements"][0]["status"] == 202


@pytest.mark.parametrize(
    "order",
    [
        {"integration_type": "CSA_API"},
        {"integration_type": "NO_SUCH_TYPE"},
        {"context": "urn:li:person:1"},
        {"state": "MAYBE"},
        {"client_id": "nobody"},
    ],
)
def test_an_integration_that_cannot_be_is_refused(sandbox: Sandbox, order: dict[str, Any]) -> None:
    assert decide(sandbox, **order).status_code in (400, 404)

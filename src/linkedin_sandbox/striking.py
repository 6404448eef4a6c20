"""How ordered faults strike a call at the gate: an answer lost, late, cut, or partly failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox import faults, partial
from linkedin_sandbox.oauth import state as oauth_state
from linkedin_sandbox.wire import JSON_TYPE, Answer, Call, Operation, Refused

_DEFAULT_HOLD_SECONDS, _LONGEST_HOLD_SECONDS = 30.0, 600.0
_CAUSE = "ordered fault"
STATUS_WORDS = {
    401: "Unauthorized",
    403: "Forbidden",
    429: "Resource level throttle limit for calls to this resource is reached",
    500: "Internal Server Error",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(frozen=True)
class Strike:
    """What happens to a call: whether its effect takes place, and what is answered in place of the real answer."""

    apply: bool
    answer: Answer | None = None
    hold: float = 0.0
    is_cut: bool = False
    failed_items: dict[str, Any] | None = None

    def around(self, call: Call, handle: Callable[[Call], Answer]) -> Answer:
        """The answer to the call."""
        if self.failed_items is not None:
            return partial.answer(call, self.failed_items, handle)
        told = handle(call) if self.apply else Answer(500)
        time.sleep(self.hold)
        if self.is_cut:
            half = told.bytes()[: len(told.bytes()) // 2]
            return replace(told, body=half, headers={"Content-Type": JSON_TYPE, **told.headers}, cause=_CAUSE)
        return self.answer or told


def find(conn: Connection, call: Call, operation: Operation, token: str) -> Strike | None:
    """Use up the fault that strikes this call, or None. A token's expiry is not a strike: the gate will see it."""
    if operation.audience != "open" and faults.take(conn, "expired_token", operation.name) is not None:
        oauth_state.expire(conn, token, call.now)
    for kind, strike in _STRIKES.items():
        if kind == "partial_batch" and ".batch_" not in operation.name:
            continue
        params = faults.take(conn, kind, operation.name)
        if params is not None:
            return strike(params)
    return None


def _status(params: dict[str, Any]) -> Strike:
    status = int(params.get("status", 500))
    headers = {"Retry-After": str(params["retry_after"])} if "retry_after" in params else {}
    message = str(params.get("message", STATUS_WORDS.get(status, "Ordered failure")))
    refusal = Refused(status, message, cause=_CAUSE, headers=headers)
    return Strike(bool(params.get("apply")), refusal.answer())


def _timeout(params: dict[str, Any]) -> Strike:
    hold = min(float(params.get("seconds", _DEFAULT_HOLD_SECONDS)), _LONGEST_HOLD_SECONDS)
    return Strike(bool(params.get("apply")), Refused(504, STATUS_WORDS[504], cause=_CAUSE).answer(), hold)


def _slow(params: dict[str, Any]) -> Strike:
    return Strike(apply=True, hold=min(float(params.get("seconds", 5)), _LONGEST_HOLD_SECONDS))


def _partial(params: dict[str, Any]) -> Strike:
    return Strike(apply=True, failed_items=params)


def _cut(params: dict[str, Any]) -> Strike:
    return Strike(apply=True, is_cut=True)


_STRIKES: dict[str, Callable[[dict[str, Any]], Strike]] = {
    "http_status": _status,
    "timeout": _timeout,
    "slow": _slow,
    "partial_batch": _partial,
    "malformed_answer": _cut,
}

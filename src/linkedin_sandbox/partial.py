"""The fault `partial_batch`: some items of a batch fail, the others do what they always do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from linkedin_sandbox.wire import Answer, Call, envelope

Handle = Callable[[Call], Answer]
_DEFAULT_STATUS = 500
_MESSAGE = "Ordered failure"


def answer(call: Call, params: dict[str, Any], handle: Handle) -> Answer:
    """What `handle` answers, with the items at `params["items"]` (default every second one) failed with
    `params["status"]`. In a batch create those items never reach `handle`; elsewhere only their answer is changed."""
    status = int(params.get("status", _DEFAULT_STATUS))
    try:
        body = call.json() if call.method != "GET" else None
    except ValueError:
        return handle(call)
    elements = body.get("elements") if isinstance(body, dict) else None
    if isinstance(elements, list) and elements:
        return _positional(call, body, _struck(params, len(elements)), status, handle)
    return _keyed(handle(call), params, status)


def _struck(params: dict[str, Any], count: int) -> set[int]:
    items = params.get("items")
    return set(range(1, count, 2)) if items is None else {at for at in items if at < count}


def _positional(call: Call, body: Any, struck: set[int], status: int, handle: Handle) -> Answer:
    kept = [element for at, element in enumerate(body["elements"]) if at not in struck]
    told = _answers(call, body, kept, handle)
    if told.status != 200:
        return told
    others = iter(told.body["elements"])
    failed = {"status": status, "error": envelope(status, _MESSAGE)}
    elements = [failed if at in struck else next(others) for at in range(len(body["elements"]))]
    return replace(told, body={**told.body, "elements": elements}, cause="ordered fault")


def _answers(call: Call, body: Any, kept: list[Any], handle: Handle) -> Answer:
    if not kept:
        return Answer(200, {"elements": []})
    return handle(replace(call, body=json.dumps({**body, "elements": kept}).encode()))


def _keyed(told: Answer, params: dict[str, Any], status: int) -> Answer:
    results = told.body.get("results") if isinstance(told.body, dict) else None
    if not isinstance(results, dict):
        return told
    struck = _struck(params, len(results))
    failed = {key: envelope(status, _MESSAGE) for at, key in enumerate(results) if at in struck}
    stayed = {key: value for key, value in results.items() if key not in failed}
    errors = {**told.body.get("errors", {}), **failed}
    return replace(told, body={**told.body, "results": stayed, "errors": errors}, cause="ordered fault")

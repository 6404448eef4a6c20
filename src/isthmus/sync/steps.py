"""Receiving as a row of steps that somebody else carries out, so that threads and an event loop share one function."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Result = TypeVar("Result")
Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
ExecuteAsync = Callable[[str, Sequence[Any]], Awaitable[list[tuple[Any, ...]]]]


@dataclass(frozen=True)
class Ask:
    """One statement for the database, to be committed before its rows come back."""

    sql: str
    params: Sequence[Any]


@dataclass(frozen=True)
class Do:
    """Work that waits for the disk."""

    call: Callable[[], Any]


Steps = Generator[Ask | Do, Any, Result]


def carry_out(steps: Steps[Result], execute: Execute) -> Result:
    """Take the steps in this thread. Returns what they end with; what a step raises is theirs to handle."""
    answer, error = None, None
    while True:
        try:
            step = steps.send(answer) if error is None else steps.throw(error)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        answer, error = None, None
        try:
            answer = execute(step.sql, step.params) if isinstance(step, Ask) else step.call()
        except Exception as raised:
            error = raised


async def carry_out_async(steps: Steps[Result], execute: ExecuteAsync) -> Result:
    """`carry_out` on an event loop: statements are awaited, what waits for the disk goes to another thread."""
    answer, error = None, None
    while True:
        try:
            step = steps.send(answer) if error is None else steps.throw(error)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        answer, error = None, None
        try:
            answer = await (execute(step.sql, step.params) if isinstance(step, Ask) else asyncio.to_thread(step.call))
        except Exception as raised:
            error = raised

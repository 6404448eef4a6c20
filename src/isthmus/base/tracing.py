"""Traces from receipt to screen and from change to answer, off unless a place for them is set.

A story is what one delivery, fact or posting goes through. Its trace's id is made from the record's id, so that every
process adds to it without being told. Spans carry ids and kinds, never what anybody wrote. While traces are off nothing
of OpenTelemetry is imported, and a span costs one comparison.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

from isthmus.base.clock import now

FILE, CONSOLE = "file:", "console"
TRACE_BYTES, SPAN_BYTES = 16, 8

_tracer: Any = None
_provider: Any = None
_next_ids: ContextVar[tuple[int, int] | None] = ContextVar("isthmus_next_ids", default=None)
_OFF: AbstractContextManager[None] = nullcontext()


class NoTracingError(RuntimeError):
    """Traces are asked for, and OpenTelemetry is not installed."""


def is_on() -> bool:
    """Whether spans go anywhere."""
    return _tracer is not None


def set_up(where: str, *, service: str) -> None:
    """Send this process's spans to `console`, `file:PATH` or an OTLP address over HTTP; nowhere when empty.

    Raises NoTracingError when OpenTelemetry is not installed.
    """
    if not where:
        return
    try:
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        words = "ISTHMUS_TRACES is set, and OpenTelemetry is not installed: pip install isthmus[otel]."
        raise NoTracingError(words) from error
    begin(BatchSpanProcessor(_exporter(where)), service=service)


def begin(processor: Any, *, service: str) -> None:
    """Hand this process's spans to a span processor of OpenTelemetry's."""
    global _tracer, _provider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        """The ids of a story's first span are made from it; all others by chance."""

        def generate_trace_id(self) -> int:
            ids = _next_ids.get()
            return ids[0] if ids else int(super().generate_trace_id())

        def generate_span_id(self) -> int:
            ids = _next_ids.get()
            return ids[1] if ids else int(super().generate_span_id())

    _provider = TracerProvider(resource=Resource.create({"service.name": service}), id_generator=Ids())
    _provider.add_span_processor(processor)
    _tracer = _provider.get_tracer("isthmus")


def end() -> None:
    """Send what is under way, and trace no more."""
    global _tracer, _provider
    if _provider is not None:
        _provider.shutdown()
    _tracer = _provider = None


def span(
    name: str, story: object = None, *, links: Iterable[object] = (), **attributes: str | int
) -> AbstractContextManager[None]:
    """A span for as long as the block lasts: part of the story, else of the span around it, else none.

    What the block raises is noted by its type alone. `links` are other stories it is about.
    """
    return _OFF if _tracer is None else _live(name, story, tuple(links), attributes)


def record(name: str, story: object, began: datetime, *, is_first: bool = False, **attributes: str | int) -> None:
    """A span of the story that began then and ends now; `is_first` for the one that all others hang on."""
    if _tracer is None:
        return
    from opentelemetry.context import Context

    token = _next_ids.set(_ids(story)) if is_first else None
    try:
        context = Context() if is_first else _inside(story)
        made = _tracer.start_span(name, context, attributes=attributes, start_time=_nanoseconds(began))
    finally:
        if token is not None:
            _next_ids.reset(token)
    made.end(_nanoseconds(now()))


@contextmanager
def _live(name: str, story: object, links: tuple[object, ...], attributes: dict[str, str | int]) -> Iterator[None]:
    from opentelemetry import trace

    if story is None and not links and not trace.get_current_span().is_recording():
        yield
        return
    context = _inside(story) if story is not None else None
    pointers = [trace.Link(_pointer(other)) for other in links]
    made = _tracer.start_span(name, context, attributes=attributes, links=pointers)
    with trace.use_span(made, end_on_exit=True, record_exception=False, set_status_on_exception=False):
        try:
            yield
        except BaseException as error:
            made.set_attribute("failed", type(error).__name__)
            raise


def _inside(story: object) -> Any:
    from opentelemetry import trace

    return trace.set_span_in_context(trace.NonRecordingSpan(_pointer(story)))


def _pointer(story: object) -> Any:
    from opentelemetry import trace

    trace_id, span_id = _ids(story)
    return trace.SpanContext(trace_id, span_id, is_remote=True, trace_flags=trace.TraceFlags(trace.TraceFlags.SAMPLED))


def _ids(story: object) -> tuple[int, int]:
    """The ids of a story's trace and of its first span."""
    digest = hashlib.sha256(f"isthmus|{story}".encode()).digest()
    return int.from_bytes(digest[:TRACE_BYTES], "big"), int.from_bytes(digest[TRACE_BYTES:][:SPAN_BYTES], "big")


def _exporter(where: str) -> Any:
    from opentelemetry.sdk.trace.export import ConsoleSpanExporter

    if where == CONSOLE:
        return ConsoleSpanExporter()
    if where.startswith(FILE):
        return ConsoleSpanExporter(out=Path(where.removeprefix(FILE)).open("a", encoding="utf-8", buffering=1))
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=where)


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000_000)

"""Log lines are events with fields, in JSON on standard error; secrets and personal data are never fields.

Addresses may hold a secret (a webhook's token, the key of a password link) and words of an exception may hold a row of
the database, so a request is named by its route and an exception by its type and place.
"""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from isthmus.store.outages import is_away

MOST_FRAMES = 12


def configure(level: str = "info") -> None:
    """Send structlog and the standard library's loggers to standard error, one JSON object a line."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            _place_of_exception,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _place_of_exception,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=[*shared, _name_request],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for noisy in ("httpx2", "httpcore2", "procrastinate", "granian.access"):
        logging.getLogger(noisy).setLevel(max(number, logging.WARNING))


def _name_request(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """What Django says about a request, without the address somebody asked for."""
    record = event["_record"]
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        route = match.route if match else "an unknown address"
        event["event"] = f"{getattr(record, 'status_code', 'refused')}: {request.method} {route}"
        _shorten_outage(event)
    return event


def _shorten_outage(event: EventDict) -> None:
    """While the database is away every request ends in the same place, which says nothing: its types are enough."""
    error = (event.get("exc_info") or (None, None))[1]
    if error is not None and is_away(error):
        del event["exc_info"]
        event["exception"] = [_name(link) for link in _links(error)]


def _place_of_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The exception's type, those it came from, and where each was raised; never its words."""
    error = event.pop("exc_info", None)
    error = sys.exc_info() if error is True else error
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["exception"] = _chain(error)
    return event


def _chain(error: BaseException) -> list[str]:
    lines: list[str] = []
    for link in _links(error):
        frames = traceback.extract_tb(link.__traceback__)[-MOST_FRAMES:]
        places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        lines.append(f"{_name(link)} at {places}")
    return lines


def _links(error: BaseException) -> list[BaseException]:
    """The error, what it came from, and so on."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(links) < MOST_FRAMES:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return links


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"

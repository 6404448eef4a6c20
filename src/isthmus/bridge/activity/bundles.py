"""A support bundle: what whoever helps needs to know of one failure, without secrets and personal data."""

import platform
from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.db import connection

from isthmus import __version__
from isthmus.base.clock import now
from isthmus.bridge.activity import masking
from isthmus.bridge.activity.lines import Row


def of(row: Row) -> dict[str, Any]:
    """The failure of one line: which operation, when, the ids to look it up by, our words and theirs, versions."""
    return {
        "made_at": now().isoformat(),
        "line": {
            "kind": row.kind,
            "id": str(row.id),
            "at": row.at.isoformat(),
            "state": row.state,
            "attempts": row.attempts,
            "next_attempt_at": row.next_attempt_at.isoformat() if row.next_attempt_at else None,
            **_details(row.details),
        },
        "failure": {
            "kind": row.failure_kind,
            "code": row.code,
            "request_id": row.request_id,
            "message": masking.scrubbed(row.message),
            "linkedin_said": masking.scrubbed(row.detail),
            "whose_move": row.whose_move,
        },
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Which programs took part."""
    return {
        "isthmus": __version__,
        "linkedin_api": settings.CONFIG.linkedin_generation,
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": server_version(),
    }


def server_version() -> str:
    """The database's version."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


_TOLD = ("operation", "status", "items", "milliseconds", "times_received", "sent_at", "answered_at", "external_id")


def _details(details: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: details[name] for name in _TOLD if details.get(name) not in (None, "")}
    return {name: value if isinstance(value, int | str) else str(value) for name, value in told.items()}

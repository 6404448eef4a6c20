"""What Settings → API keys shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms

from isthmus.accounts.keys import SCOPES
from isthmus.accounts.models import ApiKey


@dataclass(frozen=True)
class Row:
    """One key, without its text."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    made_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class KeysPage:
    """The company's keys, the form for a new one, and the text of the one just made."""

    rows: list[Row]
    form: forms.Form
    fresh: str = ""
    fresh_name: str = ""


def keys(form: forms.Form, *, fresh: str = "", fresh_name: str = "") -> KeysPage:
    """The page for an admin of the acting company; working keys first, the newest on top."""
    found = ApiKey.objects.select_related("created_by").order_by("-created_at")
    rows = [
        Row(
            key.id,
            key.name,
            key.prefix,
            [SCOPES.get(scope, scope) for scope in key.scopes],
            str(key.created_by or ""),
            key.created_at,
            key.last_used_at,
            key.revoked_at,
        )
        for key in found
    ]
    return KeysPage(sorted(rows, key=lambda row: row.revoked_at is not None), form, fresh, fresh_name)

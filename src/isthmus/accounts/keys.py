"""API keys: shown once, kept as a digest, limited to scopes, revocable at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from isthmus.accounts.models import ApiKey
from isthmus.base.clock import now
from isthmus.base.secrets import new_token, token_digest
from isthmus.store import tenancy

PREFIX = "isth_"

SCOPES: dict[str, str] = {
    "jobs:read": "Read jobs and postings",
    "jobs:write": "Create, change, publish and close jobs",
    "candidates:read": "Read candidates, applications, answers and files",
    "applications:write": "Move, reject, re-open applications and write notes",
    "messages:write": "Write e-mails to applicants; hold, release, send and cancel notices",
    "sync:read": "Read deliveries, sync status and gaps",
    "sync:write": "Have both sides compared",
}


@dataclass(frozen=True)
class KeyHolder:
    """A verified key: whose company, which scopes, which user answers for it."""

    key_id: UUID
    company_id: UUID
    scopes: frozenset[str]
    user_id: UUID | None


def issue(name: str, scopes: Iterable[str]) -> tuple[ApiKey, str]:
    """A new key of the acting company, and its text, which cannot be shown again. ValueError for an unknown scope."""
    chosen = sorted(set(scopes))
    unknown = [scope for scope in chosen if scope not in SCOPES]
    if unknown:
        raise ValueError(f"Unknown scope: {', '.join(unknown)}")
    text = PREFIX + new_token()
    key = ApiKey.objects.create(
        name=name,
        prefix=text[: len(PREFIX) + 4],
        digest=token_digest(text),
        scopes=chosen,
        created_by_id=tenancy.current().user_id,
    )
    return key, text


def verify(text: str) -> KeyHolder | None:
    """Who holds this key, or None when it is unknown or revoked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_id, company_id, scopes, created_by FROM accounts_api_key(%s)", [token_digest(text)])
        row = cursor.fetchone()
    return KeyHolder(row[0], row[1], frozenset(row[2]), row[3]) if row else None


def note_use(holder: KeyHolder) -> None:
    """Remember, to the minute, when the key was last used; call while its company acts."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now() - timedelta(minutes=1))
    ApiKey.objects.filter(stale, id=holder.key_id).update(last_used_at=now())


def revoke(key_id: UUID) -> None:
    """The key stops working with the next request. Raises ApiKey.DoesNotExist for another company's key."""
    key = ApiKey.objects.get(id=key_id)
    if key.revoked_at is None:
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])

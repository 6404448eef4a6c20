"""Who looked at or took what."""

from collections.abc import Sequence
from uuid import UUID

from isthmus.store import tenancy
from isthmus.store.models import Audit


def record(
    action: str, entity: str, entity_id: UUID, *, fields: Sequence[str] = (), api_key_id: UUID | None = None
) -> None:
    """Add one audit row for the acting user (or key): `viewed`, `downloaded`, `exported` … of one record."""
    Audit.objects.create(
        action=action,
        entity=entity,
        entity_id=entity_id,
        fields=list(fields),
        api_key_id=api_key_id,
        user_id=tenancy.current().user_id,
    )

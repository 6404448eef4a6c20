"""Who looked at or took what."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from isthmus.store import tenancy
from isthmus.store.models import Audit


def record(
    action: str, entity: str, entity_id: UUID, *, fields: Sequence[str] = (), api_key_id: UUID | None = None
) -> None:
    """Add one audit row for the acting user (or key): `viewed`, `downloaded`, `exported` … of one record."""
    record_each(action, entity, [entity_id], fields=fields, api_key_id=api_key_id)


def record_each(
    action: str,
    entity: str,
    entity_ids: Iterable[UUID],
    *,
    fields: Sequence[str] = (),
    api_key_id: UUID | None = None,
) -> None:
    """Add one audit row for each of several records."""
    user_id = tenancy.current().user_id
    Audit.objects.bulk_create(
        Audit(
            action=action,
            entity=entity,
            entity_id=entity_id,
            fields=list(fields),
            api_key_id=api_key_id,
            user_id=user_id,
        )
        for entity_id in entity_ids
    )

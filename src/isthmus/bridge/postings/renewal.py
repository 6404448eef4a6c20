"""When an open job's posting is renewed before LinkedIn ends it ("Update or Renew Job Postings")."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from isthmus.base.clock import millis, now
from isthmus.bridge.postings import RESOURCE
from isthmus.sync import mirror
from isthmus.sync.models import Mirror, MirrorState


def is_near(facts: Mapping[str, Any], present: datetime, days: int) -> bool:
    """Whether LinkedIn lists the posting for no more than `days`, or has ended it for its age alone; never for 0."""
    ends_at = facts.get("expires_at")
    if not days or not isinstance(ends_at, int) or ends_at > millis(present + timedelta(days=days)):
        return False
    return facts.get("listing_status") == "LISTED" or has_run_out(facts, present)


def has_run_out(facts: Mapping[str, Any], present: datetime) -> bool:
    """Whether the posting is off LinkedIn because its time was over, and for no other reason LinkedIn gives."""
    ends_at, detail = facts.get("expires_at"), facts.get("listing_detail") or {}
    ended = isinstance(ends_at, int) and ends_at <= millis(present)
    said = f"{detail.get('message') or ''}".lower()
    return ended and facts.get("listing_status") == "NOT_LISTED" and (not said or "expire" in said)


def is_due(row: Mirror) -> bool:
    """Whether the posting is to be renewed now, by what LinkedIn said since our last operation on it."""
    is_news = row.facts_at is not None and (row.answered_at is None or row.facts_at > row.answered_at)
    return is_news and is_near(row.facts, now(), settings.CONFIG.renew_days)


def mark_due(connection_id: UUID, row_ids: Collection[UUID]) -> None:
    """Mark those of these mirror rows that stand well at LinkedIn but end there soon."""
    standing_well = Mirror.objects.filter(id__in=row_ids, state=MirrorState.ACCEPTED, exists_there=True)
    if jobs := [row.entity_id for row in standing_well if is_due(row)]:
        mirror.mark_known(connection_id, RESOURCE, jobs)

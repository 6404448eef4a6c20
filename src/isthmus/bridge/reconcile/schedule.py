"""When a company is compared by itself: once a day, each company at a moment of its own, so that they do not crowd."""

import hashlib
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

DAY = timedelta(days=1)
NOT_BEFORE = timedelta(hours=1)


def daily_after(company_id: UUID, present: datetime) -> datetime:
    """The company's next moment, an hour from now at the earliest."""
    number = int.from_bytes(hashlib.sha256(company_id.bytes).digest()[:4], "big")
    midnight = datetime.combine(present.astimezone(UTC).date(), time(), UTC)
    moment = midnight + DAY * (number / 2**32)
    while moment < present + NOT_BEFORE:
        moment += DAY
    return moment

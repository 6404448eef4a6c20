"""Ids of records: UUIDs of version 7, so that new rows sort after old ones."""

import uuid

from uuid_utils import uuid7


def new_id() -> uuid.UUID:
    """A fresh, time-ordered UUID (version 7), as the standard library's type."""
    return uuid.UUID(int=uuid7().int)

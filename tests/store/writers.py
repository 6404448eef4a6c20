"""Several plain connections that write recorded rows and read the change log, each in transactions of its own."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg

COLUMNS = "seq, xid, era, at, company_id, user_id, cause, entity, entity_id, profile_id, operation, fields"


@dataclass
class Writer:
    """One login session of the app; `write` adds one recorded row (an API key) and returns its id."""

    dsn: str
    company_id: UUID
    written: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = psycopg.connect(self.dsn)

    @property
    def is_open(self) -> bool:
        return self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    def write(self) -> UUID:
        key_id = uuid4()
        self.connection.execute("SELECT set_config('isthmus.company', %s, true)", [str(self.company_id)])
        self.connection.execute(
            "INSERT INTO accounts_apikey (id, company_id, name, prefix, digest, scopes, created_at)"
            " VALUES (%s, %s, 'k', 'isth_', %s, '{}', now())",
            [key_id, self.company_id, key_id.hex],
        )
        self.written.append(key_id)
        return key_id

    def commit(self) -> list[UUID]:
        self.connection.commit()
        written, self.written = self.written, []
        return written

    def rollback(self) -> None:
        self.connection.rollback()
        self.written = []

    def close(self) -> None:
        self.connection.close()


def read_ids(connection: psycopg.Connection, reader: str, limit: int = 500) -> list[UUID]:
    """One call of the reader, in whatever transaction the connection is in; the ids of the changed rows in order."""
    rows = connection.execute("SELECT entity_id FROM store_read_changes(%s, %s)", [reader, limit]).fetchall()
    return [row[0] for row in rows]


def drain(connection: psycopg.Connection, reader: str, limit: int = 500) -> list[UUID]:
    """Read and commit until nothing is left."""
    found: list[UUID] = []
    while batch := read_ids(connection, reader, limit):
        found += batch
        connection.commit()
    connection.commit()
    return found

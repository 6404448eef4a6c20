"""Whether an error means that the database was not there, or did not go through with what it was asked."""

import psycopg
from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def is_away(error: BaseException | None) -> bool:
    """True of lost and refused connections, a pool that has none left, and what the server itself broke off."""
    return isinstance(error, AWAY)

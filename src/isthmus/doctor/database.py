"""The database as the doctor sees it."""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connections

from isthmus.base.failures import Kind
from isthmus.doctor.findings import Finding, fine, trouble

LOGINS = (("default", "isthmus_app"), ("owner", "isthmus_owner"), ("eeo", "isthmus_eeo"))
OLDEST_VERSION = 15


def logins() -> Iterator[Finding]:
    """Whether each login is named, let in, and met by a PostgreSQL that is new enough."""
    for alias, role in LOGINS:
        if settings.DATABASES[alias]["NAME"]:
            yield _login(alias, role)
        elif alias == "owner":
            yield fine(f"database login {role} is not named here, and only migrating needs it")
        else:
            yield trouble(f"database login {role} is not named here", f"set ISTHMUS_{alias.upper()}_DATABASE_URL.")


def _login(alias: str, role: str) -> Finding:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('server_version_num')::int / 10000")
            user, version = cursor.fetchone()
    except Error as error:
        words = f"the database does not let {role} in: {type(error).__name__}"
        return trouble(words, "start PostgreSQL, and check the address and password.", kind=Kind.TRANSIENT)
    words = f"database login {user} on PostgreSQL {version}"
    return fine(words) if version >= OLDEST_VERSION else trouble(words, f"use PostgreSQL {OLDEST_VERSION} or newer.")

"""Which company this code acts for: the context every scoped query and every row-level policy reads.

Two walls stand around a company: managers that filter by the acting company, and PostgreSQL policies that compare
`isthmus.company`, set inside each transaction and never per session, because the pool does not reset sessions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connections, transaction


class NoCompany(RuntimeError):  # noqa: N818
    """Scoped data was touched outside `acting_for`."""


@dataclass(frozen=True)
class Acting:
    """Who acts: the company, the user if there is one, and what caused it (a request, a delivery, a task)."""

    company_id: UUID
    user_id: UUID | None = None
    cause: str = ""


_acting: ContextVar[Acting | None] = ContextVar("isthmus_acting", default=None)


def current() -> Acting:
    """The acting company, user and cause. Raises NoCompany outside `acting_for`."""
    acting = _acting.get()
    if acting is None:
        raise NoCompany("No company is acting here; wrap the call in store.tenancy.acting_for(company_id).")
    return acting


def current_company_id() -> UUID:
    """The acting company's id; the default of every tenant row."""
    return current().company_id


@contextmanager
def acting_for(
    company_id: UUID, *, user_id: UUID | None = None, cause: str = "", using: str = "default"
) -> Iterator[Acting]:
    """Run a block as one company, in one transaction; nested blocks restore the outer company when they end."""
    acting = Acting(company_id, user_id, cause)
    outer = _acting.get()
    nested = connections[using].in_atomic_block
    token = _acting.set(acting)
    try:
        with transaction.atomic(using=using):
            _announce(acting, using)
            yield acting
            if nested:
                _announce(outer, using)
    finally:
        _acting.reset(token)


def _announce(acting: Acting | None, using: str) -> None:
    company = str(acting.company_id) if acting else ""
    user = str(acting.user_id) if acting and acting.user_id else ""
    cause = acting.cause if acting else ""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('isthmus.company', %s, true), set_config('isthmus.user', %s, true),"
            " set_config('isthmus.cause', %s, true)",
            [company, user, cause],
        )

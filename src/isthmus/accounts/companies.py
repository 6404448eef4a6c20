"""Founding companies and finding who belongs where, before any company acts."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.text import slugify

from isthmus.accounts.models import Company, Membership, Role, User
from isthmus.accounts.roles import Member
from isthmus.base.ids import new_id
from isthmus.store.tenancy import acting_for


def found(name: str, *, slug: str = "") -> Company:
    """A new company. Raises django.db.IntegrityError when the slug is taken."""
    company_id = new_id()
    with acting_for(company_id, cause="founding"):
        return Company.objects.create(id=company_id, name=name, slug=slug or slugify(name))


def find(slug: str) -> tuple[UUID, str] | None:
    """The id and name of the company with this slug, or None."""
    rows = _ask("SELECT company_id, name FROM accounts_company_by_slug(%s)", slug)
    return (rows[0][0], rows[0][1]) if rows else None


def every() -> list[tuple[UUID, str, str]]:
    """Id, name and slug of each company of this installation, by name."""
    return [(row[0], row[1], row[2]) for row in _ask("SELECT company_id, name, slug FROM accounts_companies()")]


def memberships_of(user_id: UUID) -> list[Member]:
    """Every company the user belongs to, with the role there, by company name."""
    columns = "membership_id, company_id, name, slug, role, lacks_factor"
    rows = _ask(f"SELECT {columns} FROM accounts_memberships(%s)", user_id)  # noqa: S608
    return [Member(row[0], user_id, row[1], row[2], row[3], Role(row[4]), row[5]) for row in rows]


def member(user_id: UUID, slug: str) -> Member | None:
    """The user's membership in the company with this slug, or None: to them it does not exist."""
    return next((m for m in memberships_of(user_id) if m.company_slug == slug), None)


def add_member(user: User, role: Role) -> Membership:
    """Give a user a role in the acting company, replacing the one they had."""
    membership: Membership
    membership, _ = Membership.objects.update_or_create(user=user, defaults={"role": role})
    return membership


def _ask(sql: str, *parameters: str | UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(parameter) for parameter in parameters])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

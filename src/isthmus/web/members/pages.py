"""What Settings → People shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership, Role
from isthmus.accounts.roles import MATRIX, Member


@dataclass(frozen=True)
class Row:
    """One member."""

    id: UUID
    name: str
    email: str
    initials: str
    role: str
    role_words: str
    since: datetime
    is_you: bool
    has_password: bool


@dataclass(frozen=True)
class Duty:
    """One line of the role matrix: what may be done, and by whom."""

    words: str
    allowed: list[bool]


@dataclass(frozen=True)
class PeoplePage:
    """The members of a company, the form that adds one, and the link that was just made."""

    rows: list[Row]
    form: forms.Form
    roles: list[tuple[str, str]]
    role_names: list[str]
    duties: list[Duty]
    link: str = ""
    link_for: str = ""


def people(member: Member, form: forms.Form, *, link: str = "", link_for: str = "") -> PeoplePage:
    """The page for an admin of the acting company."""
    memberships = Membership.objects.select_related("user").order_by("user__name", "user__email")
    return PeoplePage(
        rows=[_row(membership, member) for membership in memberships],
        form=form,
        roles=[(role.value, str(role.label)) for role in Role],
        role_names=[str(role.label) for role in Role],
        duties=[Duty(_(words), [role in allowed for role in Role]) for words, allowed in MATRIX.values()],
        link=link,
        link_for=link_for,
    )


def _row(membership: Membership, member: Member) -> Row:
    user = membership.user
    return Row(
        id=membership.id,
        name=str(user),
        email=user.email,
        initials=user.initials,
        role=membership.role,
        role_words=str(Role(membership.role).label),
        since=membership.since,
        is_you=user.id == member.user_id,
        has_password=user.has_usable_password(),
    )

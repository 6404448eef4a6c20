"""A job's hiring team, as rows of the job form: read from what was posted, changed by its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from isthmus.hiring.models import TeamRole
from isthmus.hiring.team import Colleague, Part

NOBODY = UUID(int=0)


@dataclass
class TeamRow:
    """One colleague as they stand in the form; `user` is their id as text."""

    user: str = ""
    role: str = TeamRole.RECRUITER

    @property
    def part(self) -> Part:
        """What is wished for; an id that is none is nobody's."""
        try:
            return Part(UUID(self.user), self.role)
        except ValueError:
            return Part(NOBODY, self.role)


def stored(team: Sequence[Colleague]) -> list[TeamRow]:
    """The rows of a saved team."""
    return [TeamRow(str(one.user_id), one.part) for one in team]


def posted(data: QueryDict) -> list[TeamRow]:
    """The rows as the form sent them, in the form's order."""
    return [
        TeamRow(data.get(f"team-{number}-user", "").strip(), data.get(f"team-{number}-role", ""))
        for number in data.getlist("team")
    ]


def edited(rows: list[TeamRow], edit: str) -> list[TeamRow]:
    """The rows after one of the buttons; an edit it does not know changes nothing."""
    name, _colon, number = edit.partition(":")
    if name == "team-add":
        return [*rows, TeamRow(role=TeamRole.HIRING_MANAGER if rows else TeamRole.RECRUITER)]
    if name == "team-remove" and number.isdecimal() and int(number) < len(rows):
        return rows[: int(number)] + rows[int(number) + 1 :]
    return rows


def parts(rows: Sequence[TeamRow]) -> list[Part]:
    """The team for the hiring service; rows in which nobody was chosen are left out."""
    return [row.part for row in rows if row.user]


def choices(members: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Whom to choose from."""
    return [("", _("Choose a colleague…")), *((str(one.user_id), f"{one.name} · {one.email}") for one in members)]

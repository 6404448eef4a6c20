"""The fictional people and companies every test may use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from isthmus.accounts import companies
from isthmus.accounts.models import Company, Role, User
from isthmus.accounts.roles import Member
from isthmus.store.tenancy import Acting, acting_for

PASSWORD = "a-long-demo-password"


@dataclass(frozen=True)
class Cast:
    """Larkfield Robotics with one person per role, and Orrin Foods next door; Dele works for both."""

    larkfield: Company
    orrin: Company
    ines: User
    tomas: User
    marek: User
    petra: User
    dele: User

    @contextmanager
    def acting(self, user: User | None = None, company: Company | None = None) -> Iterator[Acting]:
        """Act for Larkfield (or the given company) as Tomas (or the given user)."""
        with acting_for((company or self.larkfield).id, user_id=(user or self.tomas).id, cause="test") as acting:
            yield acting

    def member(self, user: User, company: Company | None = None) -> Member:
        found = companies.member(user.id, (company or self.larkfield).slug)
        assert found is not None
        return found


def make_cast() -> Cast:
    """Create everybody. Needs a database."""
    larkfield, orrin = companies.found("Larkfield Robotics"), companies.found("Orrin Foods")
    people: dict[str, User] = {}
    for key, name, email in (
        ("ines", "Ines Okafor", "ines@larkfield.example"),
        ("tomas", "Tomas Brandt", "tomas@larkfield.example"),
        ("marek", "Marek Vold", "marek@larkfield.example"),
        ("petra", "Petra Lindqvist", "petra@larkfield.example"),
        ("dele", "Dele Akande", "dele@orrin.example"),
    ):
        people[key] = User.objects.create_user(email, PASSWORD, name=name)
    _enrol(
        larkfield.id,
        {
            "ines": Role.ADMIN,
            "tomas": Role.RECRUITER,
            "marek": Role.HIRING_MANAGER,
            "petra": Role.EEO_OFFICER,
            "dele": Role.RECRUITER,
        },
        people,
    )
    _enrol(orrin.id, {"dele": Role.ADMIN}, people)
    return Cast(larkfield, orrin, **people)


def _enrol(company_id: UUID, roles: dict[str, Role], people: dict[str, User]) -> None:
    with acting_for(company_id, cause="test"):
        for key, role in roles.items():
            companies.add_member(people[key], role)

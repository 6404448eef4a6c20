"""Who may do what: one table of permissions and roles, read by pages, API, docs and tests alike."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop
from rules.permissions import add_perm, has_perm
from rules.predicates import Predicate, predicate

from isthmus.accounts.models import Role

ADMIN, RECRUITER, MANAGER, EEO = Role.ADMIN, Role.RECRUITER, Role.HIRING_MANAGER, Role.EEO_OFFICER

MATRIX: dict[str, tuple[str, frozenset[Role]]] = {
    "jobs.view": (gettext_noop("See jobs and their postings"), frozenset({ADMIN, RECRUITER, MANAGER})),
    "jobs.edit": (gettext_noop("Create and change jobs and their questions"), frozenset({ADMIN, RECRUITER})),
    "jobs.publish": (gettext_noop("Publish to LinkedIn and close postings"), frozenset({ADMIN, RECRUITER})),
    "candidates.view": (
        gettext_noop("See candidates, applications, answers and files"),
        frozenset({ADMIN, RECRUITER, MANAGER}),
    ),
    "candidates.note": (gettext_noop("Write notes"), frozenset({ADMIN, RECRUITER, MANAGER})),
    "applications.decide": (gettext_noop("Move, reject, hire and re-open applications"), frozenset({ADMIN, RECRUITER})),
    "messages.send": (
        gettext_noop("Write e-mails to candidates; hold, release and cancel notices"),
        frozenset({ADMIN, RECRUITER}),
    ),
    "activity.view": (gettext_noop("See what came, what went and what waits"), frozenset({ADMIN, RECRUITER})),
    "activity.unmask": (gettext_noop("See personal data in what came and what was sent"), frozenset({ADMIN})),
    "activity.retry": (gettext_noop("Retry and replay deliveries and sends"), frozenset({ADMIN})),
    "settings.manage": (
        gettext_noop("Connect LinkedIn, switch Apply Connect, manage people and API keys"),
        frozenset({ADMIN}),
    ),
    "eeo.report": (gettext_noop("See equal-opportunity answers as counts"), frozenset({EEO})),
}


@dataclass(frozen=True)
class Member:
    """One user as seen by one company: what every permission check is asked about.

    `lacks_factor` while the company asks this user for a second factor and none is set up.
    """

    membership_id: UUID
    user_id: UUID
    company_id: UUID
    company_name: str
    company_slug: str
    role: Role
    lacks_factor: bool = False

    def may(self, permission: str) -> bool:
        """Whether the role allows it. Raises KeyError for a permission the matrix does not know."""
        if permission not in MATRIX:
            raise KeyError(permission)
        return bool(has_perm(permission, self))  # type: ignore[no-untyped-call]


def _has_role(allowed: frozenset[Role]) -> Predicate:
    name = f"role in {', '.join(sorted(allowed))}"
    made: Predicate = predicate(lambda member: member.role in allowed, name=name)  # type: ignore[no-untyped-call]
    return made


for _permission, (_sentence, _allowed) in MATRIX.items():
    add_perm(_permission, _has_role(_allowed))  # type: ignore[no-untyped-call]

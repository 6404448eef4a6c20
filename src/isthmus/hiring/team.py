"""A job's hiring team: which colleagues hire for it, what each does, and whose look at an application counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership, Role
from isthmus.accounts.roles import MATRIX
from isthmus.hiring.models import Job, TeamMember, TeamRole
from isthmus.hiring.problems import Problem, refuse_if

MOST = 30
HIRING = frozenset(Role(role) for role in MATRIX["jobs.view"][1])
_ORDER = {role: place for place, role in enumerate(TeamRole.values)}


@dataclass(frozen=True)
class Part:
    """One colleague's part, to be given to `set_team`."""

    user_id: UUID
    role: str = TeamRole.RECRUITER


@dataclass(frozen=True)
class Colleague:
    """Somebody of the company who may be on a team; `part` is what they do on the one asked about, or empty."""

    user_id: UUID
    name: str
    email: str
    initials: str
    role: Role
    part: str = ""

    @property
    def part_words(self) -> str:
        return str(TeamRole(self.part).label) if self.part else ""


def of_job(job_id: UUID) -> list[Colleague]:
    """The job's team: recruiters first, then hiring managers, then coordinators; by name. Empty: it has no team yet."""
    rows = TeamMember.objects.filter(job_id=job_id).select_related("membership__user")
    return in_order(_colleague(row.membership, row.role) for row in rows)


def may_join() -> list[Colleague]:
    """Everybody in the company whose role lets them see jobs, by name."""
    rows = Membership.objects.filter(role__in=HIRING).select_related("user")
    return sorted(map(_colleague, rows), key=lambda one: (one.name.casefold(), one.email))


def set_team(job_id: UUID, parts: Iterable[Part]) -> list[Colleague]:
    """Make this the job's team, and answer with it; a team that is already so is not written again.

    Raises Job.DoesNotExist; Refused for people who are not in the company or may not see jobs, and for unknown roles.
    """
    wanted = list(dict.fromkeys(parts))
    job: Job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    rows = Membership.objects.filter(user_id__in=[part.user_id for part in wanted], role__in=HIRING)
    memberships = {row.user_id: row for row in rows}
    refuse_if(_problems(wanted, memberships), code="team_invalid")
    roles = {memberships[part.user_id].id: part.role for part in wanted}
    for row in TeamMember.objects.filter(job=job):
        role = roles.pop(row.membership_id, None)
        if role is None:
            row.delete()
        elif role != row.role:
            row.role = role
            row.save(update_fields=["role"])
    for membership_id, role in roles.items():
        TeamMember.objects.create(job=job, membership_id=membership_id, role=role)
    return of_job(job_id)


def counts_as_viewer(job_id: UUID, user_id: UUID) -> bool:
    """Whether this user's look at an application for the job is the hiring team's.

    A job without a team is everybody's who may see jobs in the company; one with a team is its members' alone.
    """
    team = set(TeamMember.objects.filter(job_id=job_id).values_list("membership__user_id", flat=True))
    if team:
        return user_id in team
    return bool(Membership.objects.filter(user_id=user_id, role__in=HIRING).exists())


def jobs_of(user_id: UUID) -> QuerySet[Job]:
    """The jobs whose hiring team this user is on, newest first."""
    mine = TeamMember.objects.filter(membership__user_id=user_id)
    found: QuerySet[Job] = Job.objects.filter(id__in=mine.values("job_id")).order_by("-created_at", "-id")
    return found


def poster_of(team: Sequence[Colleague]) -> str:
    """The e-mail address a posting names when nobody chose one: the team's first recruiter's, or empty."""
    return next((one.email for one in team if one.part == TeamRole.RECRUITER), "")


def posters(job_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The same of several jobs; those whose team has no recruiter are missing."""
    teams: dict[UUID, list[Colleague]] = {}
    rows = TeamMember.objects.filter(job_id__in=list(job_ids), role=TeamRole.RECRUITER)
    for row in rows.select_related("membership__user"):
        teams.setdefault(row.job_id, []).append(_colleague(row.membership, row.role))
    return {job_id: poster_of(in_order(found)) for job_id, found in teams.items()}


def in_order(found: Iterable[Colleague]) -> list[Colleague]:
    """A team as it is shown: recruiters first, then hiring managers, then coordinators; by name."""
    return sorted(found, key=lambda one: (_ORDER[one.part], one.name.casefold(), one.email))


def _colleague(membership: Membership, part: str = "") -> Colleague:
    user = membership.user
    return Colleague(user.id, str(user), user.email, user.initials, Role(membership.role), part)


def _problems(wanted: list[Part], memberships: dict[UUID, Membership]) -> Iterator[Problem]:
    if len(wanted) > MOST:
        yield Problem("team", _("More than %(most)d people.") % {"most": MOST}, _("Leave some out."))
    if not all(part.role in TeamRole.values for part in wanted):
        yield Problem("team", _("This role is not known."), f"{', '.join(TeamRole.values)}.")
    if not all(part.user_id in memberships for part in wanted):
        yield Problem(
            "team", _("Somebody here does not hire in this company."), _("Choose among its members who see jobs.")
        )
    if any(times > 1 for times in Counter(part.user_id for part in wanted).values()):
        yield Problem("team", _("Somebody has two parts in this team."), _("Give everybody one."))

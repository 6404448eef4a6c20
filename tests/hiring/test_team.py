"""A job's hiring team: who is on it, whose look counts, and what a company may not do with another one's people."""

import uuid

import pytest

from isthmus.accounts import companies
from isthmus.accounts.models import Membership, Role
from isthmus.hiring import team
from isthmus.hiring.models import Job, TeamMember
from isthmus.hiring.problems import Refused
from isthmus.hiring.team import Part
from isthmus.store.models import Change
from tests.builders import a_job


def test_recruiters_come_first_then_managers_then_coordinators(cast):
    with cast.acting():
        job = a_job()
        parts = [
            Part(cast.ines.id, "coordinator"),
            Part(cast.marek.id, "hiring_manager"),
            Part(cast.tomas.id),
            Part(cast.dele.id),
        ]
        found = team.set_team(job.id, parts)
        assert found == team.of_job(job.id)
    assert [one.name for one in found] == ["Dele Akande", "Tomas Brandt", "Marek Vold", "Ines Okafor"]
    assert [one.part_words for one in found] == ["Recruiter", "Recruiter", "Hiring manager", "Coordinator"]
    assert team.poster_of(found) == "dele@orrin.example"


def test_a_team_is_replaced_as_a_whole_and_only_what_differs_is_written(cast):
    with cast.acting():
        job = a_job()
        team.set_team(job.id, [Part(cast.tomas.id), Part(cast.marek.id, "hiring_manager")])
        kept = TeamMember.objects.get(membership__user=cast.tomas).id
        before = Change.objects.filter(entity="hiring_teammember").count()
        team.set_team(job.id, [Part(cast.marek.id, "hiring_manager"), Part(cast.tomas.id), Part(cast.tomas.id)])
        assert Change.objects.filter(entity="hiring_teammember").count() == before
        team.set_team(job.id, [Part(cast.tomas.id, "coordinator"), Part(cast.ines.id)])
        assert TeamMember.objects.get(membership__user=cast.tomas).id == kept
        assert {one.name: one.part for one in team.of_job(job.id)} == {
            "Tomas Brandt": "coordinator",
            "Ines Okafor": "recruiter",
        }


def test_without_a_team_everybody_who_sees_jobs_counts(cast):
    with cast.acting():
        job = a_job()
        counts = [user.name for user in _everybody(cast) if team.counts_as_viewer(job.id, user.id)]
    assert counts == ["Ines Okafor", "Tomas Brandt", "Marek Vold", "Dele Akande"]


def test_with_a_team_its_members_alone_count(cast):
    with cast.acting():
        job, other = a_job(), a_job()
        team.set_team(job.id, [Part(cast.marek.id, "hiring_manager")])
        assert [user.name for user in _everybody(cast) if team.counts_as_viewer(job.id, user.id)] == ["Marek Vold"]
        assert team.counts_as_viewer(other.id, cast.tomas.id)


def test_a_user_of_another_company_never_counts(cast):
    with cast.acting(cast.dele, cast.orrin):
        job = a_job()
        assert not team.counts_as_viewer(job.id, cast.tomas.id)
        assert not team.counts_as_viewer(job.id, uuid.uuid4())


def test_a_manager_finds_the_jobs_they_hire_for(cast):
    with cast.acting():
        first, _, third = a_job(title="First"), a_job(title="Second"), a_job(title="Third")
        for job in (first, third):
            team.set_team(job.id, [Part(cast.marek.id, "hiring_manager")])
        assert [job.title for job in team.jobs_of(cast.marek.id)] == ["Third", "First"]
        assert not team.jobs_of(cast.tomas.id).exists()
    with cast.acting(cast.dele, cast.orrin):
        assert not team.jobs_of(cast.marek.id).exists()


def test_those_who_may_not_see_jobs_cannot_join(cast):
    with cast.acting():
        assert [one.name for one in team.may_join()] == ["Dele Akande", "Ines Okafor", "Marek Vold", "Tomas Brandt"]
        with pytest.raises(Refused, match="does not hire in this company"):
            team.set_team(a_job().id, [Part(cast.petra.id)])


def test_another_companys_people_cannot_join(cast):
    with cast.acting(cast.dele, cast.orrin):
        job = a_job()
        for stranger in (cast.tomas.id, uuid.uuid4()):
            with pytest.raises(Refused, match="does not hire in this company"):
                team.set_team(job.id, [Part(cast.dele.id), Part(stranger)])
        assert team.of_job(job.id) == []


def test_another_companys_job_has_no_team_here(cast):
    with cast.acting():
        job = a_job()
        team.set_team(job.id, [Part(cast.tomas.id)])
    with cast.acting(cast.dele, cast.orrin):
        assert team.of_job(job.id) == []
        with pytest.raises(Job.DoesNotExist):
            team.set_team(job.id, [Part(cast.dele.id)])


@pytest.mark.parametrize("role", ["", "owner", "Recruiter", "x" * 400, "recruiter\x00"])
def test_an_unknown_role_is_refused(cast, role):
    with cast.acting(), pytest.raises(Refused, match="role is not known"):
        team.set_team(a_job().id, [Part(cast.tomas.id, role)])


def test_nobody_has_two_parts(cast):
    with cast.acting(), pytest.raises(Refused, match="two parts"):
        team.set_team(a_job().id, [Part(cast.tomas.id), Part(cast.tomas.id, "coordinator")])


def test_an_endless_team_is_refused(cast):
    with cast.acting(), pytest.raises(Refused, match="More than 30"):
        team.set_team(a_job().id, [Part(uuid.uuid4()) for _ in range(31)])


def test_who_leaves_the_company_leaves_its_teams(cast):
    with cast.acting():
        job = a_job()
        team.set_team(job.id, [Part(cast.marek.id, "hiring_manager"), Part(cast.tomas.id)])
        Membership.objects.get(user=cast.marek).delete()
        assert [one.name for one in team.of_job(job.id)] == ["Tomas Brandt"]
        companies.add_member(cast.marek, Role.HIRING_MANAGER)
        assert not team.counts_as_viewer(job.id, cast.marek.id)


def _everybody(cast):
    return [cast.ines, cast.tomas, cast.marek, cast.petra, cast.dele]

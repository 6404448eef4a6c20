"""People may work in several companies, in a role each; elsewhere they do not exist."""

import pytest
from django.db import IntegrityError, transaction

from isthmus.accounts import companies
from isthmus.accounts.models import Membership, Role


def test_a_user_has_a_role_of_their_own_in_each_company(cast):
    roles = {member.company_slug: member.role for member in companies.memberships_of(cast.dele.id)}
    assert roles == {"larkfield-robotics": Role.RECRUITER, "orrin-foods": Role.ADMIN}


def test_a_role_in_one_company_gives_nothing_in_the_other(cast):
    assert cast.member(cast.dele, cast.orrin).may("settings.manage")
    assert not cast.member(cast.dele).may("settings.manage")


def test_somebody_elses_company_is_as_good_as_missing(cast):
    assert companies.member(cast.tomas.id, "orrin-foods") is None
    assert companies.member(cast.tomas.id, "no-such-company") is None


def test_a_new_role_replaces_the_old_one(cast):
    with cast.acting(cast.ines):
        companies.add_member(cast.marek, Role.RECRUITER)
        assert Membership.objects.filter(user=cast.marek).count() == 1
    assert cast.member(cast.marek).role == Role.RECRUITER


def test_two_companies_cannot_share_an_address(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        companies.found("Larkfield Robotics")


def test_a_company_is_found_by_its_address(cast):
    assert companies.find("orrin-foods") == (cast.orrin.id, "Orrin Foods")
    assert companies.find("nobody") is None
    assert [slug for _, _, slug in companies.every()] == ["larkfield-robotics", "orrin-foods"]


def test_initials_come_from_first_and_last_name(cast):
    assert (cast.petra.initials, str(cast.petra)) == ("PL", "Petra Lindqvist")

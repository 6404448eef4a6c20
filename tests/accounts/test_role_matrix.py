"""Every role against every permission: the matrix of the docs, spelled out."""

import pytest

from isthmus.accounts.models import Role
from isthmus.accounts.roles import MATRIX

LETTERS = {"A": Role.ADMIN, "R": Role.RECRUITER, "M": Role.HIRING_MANAGER, "E": Role.EEO_OFFICER}
EXPECTED = {
    "jobs.view": "ARM",
    "jobs.edit": "AR",
    "jobs.publish": "AR",
    "candidates.view": "ARM",
    "candidates.note": "ARM",
    "applications.decide": "AR",
    "messages.send": "AR",
    "activity.view": "AR",
    "activity.unmask": "A",
    "activity.retry": "A",
    "settings.manage": "A",
    "eeo.report": "E",
}


def test_every_permission_has_an_expectation():
    assert set(EXPECTED) == set(MATRIX)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("permission", EXPECTED)
def test_a_role_may_what_the_matrix_says_and_nothing_else(cast, permission, letter):
    who = {"A": cast.ines, "R": cast.tomas, "M": cast.marek, "E": cast.petra}[letter]
    member = cast.member(who)
    assert member.role == LETTERS[letter]
    assert member.may(permission) is (letter in EXPECTED[permission])


def test_an_unknown_permission_is_an_error_not_a_no(cast):
    with pytest.raises(KeyError):
        cast.member(cast.ines).may("jobs.destroy")


def test_the_eeo_officer_sees_counts_and_nothing_about_people(cast):
    allowed = {permission for permission in MATRIX if cast.member(cast.petra).may(permission)}
    assert allowed == {"eeo.report"}

"""This week, as a page: what the digest says now, who gets it, and when."""

import pytest

from isthmus.base.failures import Failure, Kind
from isthmus.sync import digests, issues
from isthmus.sync.models import DigestMail
from tests.web.rooms import words


def test_a_quiet_week_says_so(rooms, recruiter):
    text = words(recruiter.get(rooms.at("activity:week")))
    assert "Nothing needs anybody." in text
    assert "It begins with the first connection to LinkedIn." in text


def test_what_needs_a_person_leads_to_its_issue(rooms, recruiter):
    with rooms.cast.acting():
        issue = issues.raise_issue(issues.Cause("f", "Do it."), Failure(Kind.MISCONFIGURED, "The <b>secret</b>."))
    response = recruiter.get(rooms.at("activity:week"))
    assert rooms.at("activity:line", kind="issues", row_id=issue.id) in response.content.decode()
    assert b"<b>secret" not in response.content


def test_one_chooses_for_oneself(rooms, recruiter, admin):
    recruiter.post(rooms.at("activity:digest_wish"), {"wanted": "on"})
    admin.post(rooms.at("activity:digest_wish"), {})
    with rooms.cast.acting():
        assert digests.readers() == [rooms.cast.tomas.id]


def test_an_admin_sets_day_and_hour(rooms, admin, recruiter):
    address = rooms.at("activity:digest_time")
    assert recruiter.post(address, {"weekday": 2, "hour": 9}).status_code == 403
    assert admin.post(address, {"weekday": 2, "hour": 9}).status_code == 302
    with rooms.cast.acting():
        assert (digests.schedule().weekday, digests.schedule().hour) == (2, 9)


@pytest.mark.parametrize("given", [{}, {"weekday": 7, "hour": 8}, {"weekday": "x" * 9999, "hour": -1}])
def test_a_day_there_is_not_is_refused(rooms, admin, given):
    assert admin.post(rooms.at("activity:digest_time"), given).status_code == 422


def test_what_one_was_sent_is_ones_own(rooms, recruiter, admin):
    with rooms.cast.acting():
        digests.found(
            rooms.cast.larkfield.created_at.date(), [rooms.cast.ines.id], digests.Words("Ines’s week", "body")
        )
        assert DigestMail.objects.count() == 1
    assert "Ines’s week" in words(admin.get(rooms.at("activity:week")))
    assert "Ines’s week" not in words(recruiter.get(rooms.at("activity:week")))

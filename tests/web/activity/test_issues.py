"""Issues on screen: by cause, with whom and what they affect, muted by an admin."""

from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring.models import File
from isthmus.sync import issues
from isthmus.sync.issues import Cause
from isthmus.sync.models import Issue
from tests import builders
from tests.web.rooms import words

PLACE = Failure(Kind.REJECTED, "LinkedIn does not know this place.", code="location")


def refused(rooms, *jobs) -> Issue:
    with rooms.cast.acting():
        for job in jobs:
            cause = Cause(f"mirror:posting:{job.id}", "Write it anew.", "retry", "posting", job.id, "g:location")
            issue = issues.raise_issue(cause, PLACE)
        return issue


def page_of(rooms, client, issue):
    return client.get(rooms.at("activity:line", kind="issues", row_id=issue.id))


def test_one_job_is_named_in_the_title_and_several_are_counted(rooms, recruiter):
    first, second = rooms.job(), rooms.job(title="Welder", code="W-1")
    refused(rooms, first)
    overview = rooms.at("activity:overview")
    assert "Senior Backend Engineer: LinkedIn does not know this place." in words(recruiter.get(overview))
    issue = refused(rooms, first, second)
    assert "2 jobs: LinkedIn does not know this place." in words(recruiter.get(overview))
    page = page_of(rooms, recruiter, issue)
    for job in (first, second):
        assert rooms.at("jobs:job", job_id=job.id) in page.content.decode()


def test_what_is_settled_says_so_and_the_last_one_resolves_it(rooms, recruiter):
    first, second = rooms.job(), rooms.job(title="Welder", code="W-1")
    issue = refused(rooms, first, second)
    with rooms.cast.acting():
        issues.settle(f"mirror:posting:{first.id}")
    text = words(page_of(rooms, recruiter, issue))
    assert "Settled" in text
    assert "Affected" in text
    with rooms.cast.acting():
        issues.settle(f"mirror:posting:{second.id}")
    assert "Resolved: no record is affected any more" in words(page_of(rooms, recruiter, issue))


def test_an_applicants_document_names_the_person_for_whoever_may_see_people(rooms, recruiter):
    application = rooms.application(files=[builders.ExpectedFile("resume", "urn:1", "cv.pdf")])
    with rooms.cast.acting():
        file = File.objects.get(application=application)
        cause = Cause("retrieval:x", action="retry", entity="file", entity_id=file.id)
        issue = issues.raise_issue(cause, Failure(Kind.REJECTED, "It is gone."))
        assert "Noor" not in issue.title
    assert "Noor Peeters · Senior Backend Engineer: It is gone." in words(page_of(rooms, recruiter, issue))


def test_an_admin_mutes_with_a_reason_and_it_counts_no_more(rooms, admin, recruiter):
    issue = refused(rooms, rooms.job())
    address = rooms.at("activity:mute", issue_id=issue.id)
    assert recruiter.post(address, {"how": "always", "why": "x"}).status_code == 403
    admin.post(address, {"how": "worse", "why": "The board closes <b>soon</b>."})
    text = words(page_of(rooms, recruiter, issue))
    assert "Muted by Ines" in text
    assert "The board closes <b>soon</b>." in text
    assert "Nothing" in words(recruiter.get(rooms.at("home:home")))
    admin.post(rooms.at("activity:unmute", issue_id=issue.id))
    assert "Heard again" in words(page_of(rooms, recruiter, issue))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"how": "never", "why": "x"},
        {"how": "always", "why": ""},
        {"how": "until", "why": "x", "until": "soon"},
        {"how": "until", "why": "x"},
        {"how": "until", "why": "x", "until": "2001-01-01"},
        {"how": "until", "why": "x", "until": "9999-12-31"},
        {"how": "until", "why": "x", "until": "0001-01-01"},
        {"how": "always", "why": "x" * 1_000_000},
    ],
)
def test_a_mute_that_makes_no_sense_is_refused_in_words(rooms, admin, given):
    issue = refused(rooms, rooms.job())
    response = admin.post(rooms.at("activity:mute", issue_id=issue.id), given)
    assert response.status_code == 422
    with rooms.cast.acting():
        assert Issue.objects.get().state == "ongoing"


def test_muted_until_a_day(rooms, admin):
    issue = refused(rooms, rooms.job())
    day = (now() + timedelta(days=3)).date()
    admin.post(rooms.at("activity:mute", issue_id=issue.id), {"how": "until", "why": "x", "until": day.isoformat()})
    with rooms.cast.acting():
        assert Issue.objects.get().muted_until.date() in (day, day - timedelta(days=1))


def test_another_companys_issue_is_not_there(rooms, signed_in):
    issue = refused(rooms, rooms.job())
    dele = signed_in(rooms.cast.dele)
    for name in ("mute", "unmute"):
        assert dele.post(f"/c/orrin-foods/activity/issues/{issue.id}/{name}/", {"how": "always"}).status_code == 404
    assert dele.get(f"/c/orrin-foods/activity/issues/{new_id()}/").status_code == 404

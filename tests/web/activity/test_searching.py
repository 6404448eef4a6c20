"""Finding lines: by state, failure, job, time, and by LinkedIn's ids or ours."""

import pytest

from isthmus.bridge.postings import RESOURCE
from isthmus.sync import mirror
from isthmus.sync.models import Exchange, Mirror
from tests.web.activity.test_activity import a_delivery
from tests.web.rooms import words

NONE = "Nothing like that here"


@pytest.fixture
def seek(rooms, recruiter):
    def seek(**asked) -> str:
        return words(recruiter.get(rooms.at("activity:overview"), asked))

    return seek


def test_by_state_and_kind_of_failure(rooms, seek):
    a_delivery(rooms, state="failed", failure_kind="bug", failure_message="It stumbled.")
    assert "It stumbled." in seek(show="deliveries", state="failed", failure="bug")
    assert NONE in seek(show="deliveries", state="done")
    assert NONE in seek(show="deliveries", failure="throttled")


@pytest.mark.parametrize("asked", ["urn:li:jobApplication:7200000001", "7200000001", " 7200000001 "])
def test_a_linkedin_id_or_its_number_opens_the_list_that_has_it(rooms, seek, asked):
    a_delivery(rooms)
    text = seek(q=asked)
    assert NONE not in text
    assert "Application" in text


def test_a_request_id_is_found_wherever_it_was_kept(rooms, seek):
    connection = rooms.connect()
    with rooms.cast.acting():
        Exchange.objects.create(connection_id=connection.id, operation="create_postings", request_id="req-9")
    assert "create postings" in seek(q="req-9")
    assert NONE in seek(q="req-10")


def test_linkedins_own_id_of_a_posting_finds_it(rooms, seek):
    connection, job = rooms.connect(), rooms.published_job()
    with rooms.cast.acting():
        mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
        Mirror.objects.update(facts={"job_posting": "urn:li:jobPosting:4400"})
    assert job.title in seek(q="4400")
    assert job.title in seek(q=str(job.id))


def test_by_job(rooms, seek):
    job, other = rooms.job(), rooms.job(title="Welder", code="W-1")
    a_delivery(rooms, about=str(job.id))
    assert NONE not in seek(show="deliveries", job=str(job.id))
    assert NONE in seek(show="deliveries", job=str(other.id))


def test_by_day(rooms, seek):
    a_delivery(rooms)
    assert NONE not in seek(show="deliveries", since="2001-01-01")
    assert NONE in seek(show="deliveries", until="2001-01-01")


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "x" * 100_000},
        {"failure": "<script>"},
        {"job": "no-job"},
        {"since": "yesterday"},
        {"until": "9999-99-99"},
        {"q": "\x00"},
        {"q": "x" * 100_000},
        {"q": "%' OR 1=1 --"},
        {"q": "9" * 400},
    ],
)
def test_what_makes_no_sense_does_no_harm(rooms, recruiter, asked):
    a_delivery(rooms)
    for kind in ("deliveries", "postings", "facts", "files", "calls", "issues"):
        response = recruiter.get(rooms.at("activity:overview"), {"show": kind, **asked})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_limits_teach_before_and_show_after(rooms, recruiter):
    from isthmus.bridge import metering
    from isthmus.linkedin import limit_of
    from isthmus.sync import budgets

    assert "LinkedIn is not connected yet" in words(recruiter.get(rooms.at("activity:limits")))
    connection = rooms.connect()
    with rooms.cast.acting():
        meter = metering.of_child(connection).counted_on(limit_of("simpleJobPostings"))
        budgets.take(rooms.cast.larkfield.id, meter, 100)
        for name in ("accessToken", "somethingNew"):
            budgets.take(rooms.cast.larkfield.id, metering.of_child(connection).counted_on(limit_of(name)), 1)
    text = words(recruiter.get(rooms.at("activity:limits")))
    assert "Signing in to LinkedIn (access tokens) accessToken" in text
    assert text.count("somethingNew") == 1
    assert "Records today: 100 of 60,000" in text
    assert "never" in text

"""A batch that LinkedIn refuses as a whole is halved until the posting at fault stands alone; the others are live."""

import pytest

from isthmus.bridge import outflow
from isthmus.bridge.postings import MIRROR_LANE
from isthmus.hiring.models import Posting
from isthmus.sync import issues, lanes
from isthmus.sync.models import Mirror
from tests import builders

CREATE = "simpleJobPostings.batch_create"
SENT = 4
DEPTH = 3


@pytest.fixture
def four(connected):
    """Four published jobs, none of them sent yet."""
    with connected.cast.acting():
        for number in range(SENT):
            job, _ = builders.a_published_job(title=f"Engineer {number}")
            connected.job_id = job.id
    return connected


def test_the_one_at_fault_is_found_and_the_others_are_live(four):
    four.sandbox.fault("http_status", CREATE, times=DEPTH, status=400)
    four.settle()
    with four.cast.acting():
        assert sorted(Mirror.objects.values_list("state", flat=True)) == ["accepted"] * (SENT - 1) + ["failed"]
        assert [issue.kind for issue in issues.open_issues()] == ["rejected"]
    assert four.sent(CREATE) == DEPTH + 2
    assert len(four.sandbox.look("jobs")["jobs"]) == SENT - 1


def test_nothing_more_leaves_when_outflow_stops_meanwhile(four, monkeypatch):
    four.sandbox.fault("http_status", CREATE, times=1, status=400)
    held = outflow.held
    asked = []

    def stops(*values, **options) -> bool:
        asked.append(values[-1])
        if asked.count(MIRROR_LANE) == 2 and values[-1] == MIRROR_LANE:
            with four.cast.acting(four.cast.ines):
                outflow.stop()
        return held(*values, **options)

    monkeypatch.setattr(outflow, "held", stops)
    lanes.run_due()
    assert four.sent(CREATE) == 1
    with four.cast.acting(four.cast.ines):
        assert set(Mirror.objects.values_list("state", flat=True)) == {"marked"}
        outflow.resume(drop_waiting=False)
    four.settle()
    with four.cast.acting():
        assert set(Mirror.objects.values_list("state", flat=True)) == {"accepted"}
        assert Posting.objects.count() == SENT

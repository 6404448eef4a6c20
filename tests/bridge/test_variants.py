"""Where LinkedIn's documentation is silent, the bridge must do well whichever way the sandbox reads it."""

import pytest

from isthmus.hiring import postings
from isthmus.sync import lanes
from isthmus.sync.models import Mirror
from tests.bridge.test_postings import edit, on_linkedin
from tests.bridge.test_renewal import DAY, ends_in

READINGS = [
    {"posting_error_transport": "listed"},
    {"task_life_days": 1},
    {"challenge_application_id": "urn"},
    {"challenge_at_posting": False},
    {"company_details_keys": "class"},
    {"batch_item_errors": "results"},
    {"close_body": "minimal"},
    {"enum_leniency": "lenient"},
    {"duplicate_content": "refused_2009"},
    {"throttle_minute": "rolling", "throttle_generations": "separate"},
    {"lifecycle_success_status": 204, "lifecycle_context_required": True},
    {"signature_header_prefix": True, "escape_unicode": False, "payload_shapes": "third"},
]


@pytest.fixture
def generation() -> str:
    """The other generation than most of the bridge's own defaults."""
    return "rest"


def act(story, what: str, **body) -> None:
    """Something LinkedIn or its members do to the job."""
    story.sandbox.act(f"jobs/{on_linkedin(story)['id']}/{what}", **body)


def status_is_read(story) -> None:
    story.sandbox.advance(900)
    story.settle(1)


@pytest.mark.parametrize("choices", READINGS, ids=lambda choices: ", ".join(f"{k}={v}" for k, v in choices.items()))
def test_the_whole_way_holds_under_each_reading(connected, choices):
    connected.sandbox.choose(**choices)
    connected.publish()
    connected.settle()
    edit(connected, title="Principal Backend Engineer")
    connected.settle()
    connected.noor_applies()
    connected.settle(2)
    connected.view()
    connected.reject()
    connected.settle(2)
    assert (connected.posting().state, connected.posting().message) == ("listed", "")
    assert connected.lifecycle() == ["APPLICATION_VIEWED", "APPLICATION_REJECTED"]
    with connected.cast.acting():
        postings.close(connected.job_id)
    connected.settle()
    assert connected.operations() == ["CREATE", "UPDATE", "CLOSE"]
    assert (connected.posting().state, connected.issues()) == ("closed", [])


@pytest.mark.parametrize("shape", ["single", "list", "inside", "tasks"])
def test_each_location_s_outcome_is_kept_and_shown(connected, shape):
    connected.sandbox.choose(multi_location_tasks=shape)
    connected.publish(locations=["Ghent, Belgium", "Antwerp, Belgium"])
    connected.settle()
    posting = connected.posting()
    assert posting.state == "listed"
    told = [(place.location, place.state) for place in posting.locations]
    places = [("Ghent, Belgium", "SUCCEEDED"), ("Antwerp, Belgium", "SUCCEEDED")]
    assert told == ([] if shape == "single" else places)


@pytest.mark.parametrize("life", [1, 30])
def test_a_task_that_outlives_its_look_ups_is_settled_by_the_status(connected, life):
    connected.sandbox.choose(task_life_days=life)
    connected.publish()
    lanes.run_due()
    connected.sandbox.tick()
    connected.sandbox.advance(31 * DAY)
    connected.settle()
    assert connected.operations().count("CREATE") == 1
    assert connected.posting().state == "listed"


def test_a_task_that_never_ends_is_given_up_after_a_day(connected):
    connected.sandbox.choose(task_delay_seconds=10 * DAY)
    connected.publish()
    lanes.run_due()
    connected.sandbox.advance(25 * 3600)
    lanes.run_due()
    assert connected.operations() == ["CREATE", "UPDATE"]
    assert connected.mirror().state == "task_open"


@pytest.mark.parametrize("said", ["", "Failure reason reference code: [JOB_FIELD_PROCESSOR_TITLE]"])
def test_a_job_linkedin_still_evaluates_is_shown_as_such_and_asked_about_on(connected, said):
    connected.sandbox.fault("task_processed", **({"message": said} if said else {}))
    connected.publish()
    connected.settle()
    posting = connected.posting()
    assert (posting.state, posting.code) == ("evaluated", "field_title" if said else "")
    assert connected.mirror().next_poll_at is not None
    assert connected.operations() == ["CREATE"]


def test_the_allowance_of_free_applicants_is_explained(live):
    act(live, "cap")
    status_is_read(live)
    posting = live.posting()
    assert (posting.state, posting.code, posting.kind) == ("off_site", "applicant_allowance_used", "rejected")
    assert "Promoting the job" in posting.message


def test_a_job_its_readers_reported_is_explained_and_not_renewed(live):
    live.sandbox.choose(reports_to_close=1)
    act(live, "report")
    live.sandbox.advance(ends_in(live).total_seconds() + DAY)
    live.settle(2)
    posting = live.posting()
    assert (posting.state, posting.code) == ("not_listed", "member_reported")
    assert live.operations() == ["CREATE"]


@pytest.mark.parametrize("items", [[0], [1, 2], [0, 1, 2]])
def test_what_fails_of_a_batch_is_sent_again_and_the_rest_is_not(connected, items):
    from tests import builders

    connected.sandbox.fault("partial_batch", "simpleJobPostings.batch_create", items=items)
    connected.publish()
    with connected.cast.acting():
        builders.a_published_job(code="TWO", title="Second Engineer")
        builders.a_published_job(code="THREE", title="Third Engineer")
    connected.settle(8)
    assert connected.operations() == ["CREATE"] * 3
    with connected.cast.acting():
        assert set(Mirror.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize("operation", ["simpleJobPostingTasks.batch_get", "jobPostingStatus.batch_get"])
def test_look_ups_that_are_answered_in_part_are_asked_again(connected, operation):
    connected.sandbox.fault("partial_batch", operation, items=[0])
    connected.publish()
    connected.settle(8)
    status_is_read(connected)
    assert (connected.posting().state, connected.operations()) == ("listed", ["CREATE"])

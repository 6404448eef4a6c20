"""A job's posting through its life at LinkedIn: sent when it changes, never twice, and honest about refusals."""

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.bridge import activity, connections
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes
from isthmus.sync.models import Mirror
from tests import builders

CREATE = "simpleJobPostings.batch_create"
STATUS = "jobPostingStatus.batch_get"
TASKS = "simpleJobPostingTasks.batch_get"


def edit(story, **changes) -> None:
    with story.cast.acting():
        job = Job.objects.get(id=story.job_id)
        from dataclasses import replace

        jobs.update_job(job.id, replace(jobs.draft_of(job), **changes))


def on_linkedin(story) -> dict:
    (job, *_) = story.sandbox.look(f"jobs?external_id={story.job_id}")["jobs"]
    return job


def test_ten_edits_become_one_send(live):
    for number in range(10):
        edit(live, title=f"Engineer {number}")
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE"]


def test_an_edit_and_back_sends_nothing(live):
    edit(live, title="Another title")
    edit(live, title="Senior Backend Engineer")
    live.settle(2)
    assert live.operations() == ["CREATE"]


def test_a_change_linkedin_does_not_see_sends_nothing(live):
    edit(live, department="Research")
    live.settle(2)
    assert live.operations() == ["CREATE"]


def test_an_edit_while_the_task_is_open_waits_and_goes_as_an_update(connected):
    connected.publish()
    lanes.run_due()
    edit(connected, title="A better title")
    lanes.run_due()
    assert connected.operations() == ["CREATE"]
    connected.settle()
    assert connected.operations() == ["CREATE", "UPDATE"]
    assert connected.posting().state == "listed"


def test_closing_while_the_creation_is_open_follows_it(connected):
    connected.publish()
    lanes.run_due()
    with connected.cast.acting():
        postings.close(connected.job_id)
    connected.settle()
    assert connected.operations() == ["CREATE", "CLOSE"]
    assert connected.posting().state == "closed"


def test_a_job_that_closes_before_it_was_sent_never_is(connected):
    connected.publish()
    with connected.cast.acting():
        jobs.close_job(connected.job_id)
    connected.settle(2)
    assert connected.operations() == []


def test_a_closed_posting_published_again_is_created_anew(live):
    with live.cast.acting():
        postings.unpublish(live.job_id)
    live.settle()
    with live.cast.acting():
        postings.publish(live.job_id, linkedin_apply=True)
    live.settle()
    assert live.operations() == ["CREATE", "CLOSE", "CREATE"]
    assert live.posting().state == "listed"


@pytest.mark.parametrize("status", [500, 504])
def test_a_creation_whose_answer_was_lost_is_looked_up_and_not_made_twice(connected, status):
    connected.sandbox.fault("http_status", CREATE, status=status, apply=True)
    connected.publish()
    connected.settle()
    assert connected.sent(STATUS) >= 1
    assert connected.operations().count("CREATE") == 1
    assert connected.posting().state == "listed"


def test_a_creation_that_never_arrived_is_made_after_looking(connected):
    connected.sandbox.fault("http_status", CREATE, status=500)
    connected.publish()
    connected.settle()
    assert connected.operations() == ["CREATE"]
    assert connected.posting().state == "listed"


def test_a_duplicate_that_is_our_own_counts_as_success(live):
    with live.cast.acting():
        Mirror.objects.update(exists_there=False, accepted_digest="", sealed_accepted=b"")
    edit(live, title="Known to LinkedIn already")
    live.settle()
    assert live.operations() == ["CREATE", "CREATE", "UPDATE"]
    assert live.posting().state == "listed"
    assert live.issues() == []


def test_an_update_of_what_linkedin_does_not_know_becomes_a_creation(live):
    live.sandbox.fault("task_fails", gist="UPDATE_UNKNOWN")
    edit(live, title="Lost over there")
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE", "CREATE", "UPDATE"]
    assert live.posting().state == "listed"


@pytest.mark.parametrize(
    ("gist", "kind"),
    [("JOB_FIELD_PROCESSOR_TITLE", "rejected"), ("LOCATION_UNKNOWN", "rejected"), ("NO_COMPANY_PAGE", "misconfigured")],
)
def test_a_refused_task_says_what_and_whose_move_it_is(connected, gist, kind):
    connected.sandbox.fault("task_fails", times=20, gist=gist)
    connected.publish()
    connected.settle(6 if kind == "rejected" else 30)
    posting = connected.posting()
    assert (posting.state, posting.kind) == ("refused", kind)
    assert posting.message
    assert posting.whose_move
    assert [issue.kind for issue in connected.issues()] == [kind]


def test_what_was_refused_is_not_sent_again_until_it_changes(connected):
    connected.sandbox.fault("task_fails", gist="JOB_FIELD_PROCESSOR_TITLE")
    connected.publish()
    connected.settle()
    edit(connected, department="Elsewhere")
    connected.settle(2)
    assert connected.operations() == ["CREATE"]
    edit(connected, title="A title LinkedIn likes")
    connected.settle()
    assert connected.operations() == ["CREATE", "CREATE"]
    assert connected.posting().state == "listed"
    assert connected.issues() == []


def test_an_unexpected_error_is_tried_again(connected):
    connected.sandbox.fault("task_fails", gist="UNEXPECTED")
    connected.publish()
    connected.settle()
    assert connected.operations() == ["CREATE", "CREATE"]
    assert connected.posting().state == "listed"


def test_processed_is_accepted_and_says_so(connected):
    connected.sandbox.fault("task_processed")
    connected.publish()
    connected.settle()
    assert connected.mirror().state == "accepted"
    assert connected.mirror().facts["evaluated_only"] is True


def test_a_throttled_batch_waits_until_the_moment_named(connected):
    connected.sandbox.fault("http_status", CREATE, status=429, retry_after=300)
    connected.publish()
    connected.settle(2)
    assert connected.sent(CREATE) == 1
    posting = connected.posting()
    assert (posting.state, posting.kind) == ("to_be_sent", "throttled")
    connected.sandbox.advance(300)
    connected.settle()
    assert connected.posting().state == "listed"


def test_one_bad_job_does_not_hold_up_the_others(connected):
    connected.sandbox.choose(posting_error_transport="listed")
    connected.publish()
    with connected.cast.acting():
        builders.a_published_job(code="TWO")
        bad, _ = builders.a_published_job(code="THREE")
        Job.objects.filter(id=bad.id).update(industries=["urn:li:industry:9999999999999999999999"])
    connected.settle()
    with connected.cast.acting():
        states = sorted(Mirror.objects.values_list("state", flat=True))
    assert states in (["accepted", "accepted", "accepted"], ["accepted", "accepted", "failed"])


def test_a_hundred_and_one_jobs_are_two_batches(connected):
    with connected.cast.acting():
        for number in range(101):
            builders.a_published_job(code=f"J-{number}")
    lanes.run_due()
    assert connected.sent(CREATE) == 2


def test_a_lost_task_is_looked_up(connected):
    connected.publish()
    lanes.run_due()
    with connected.cast.acting():
        Mirror.objects.update(task="urn:li:simpleJobPostingTask:00000000-0000-4000-8000-000000000000")
    connected.settle()
    assert connected.posting().state == "listed"
    assert connected.operations()[0] == "CREATE"


def test_a_field_nobody_cleared_is_not_blanked_without_asking(live):
    with acting_for(live.company_id, cause="import"):
        Job.objects.filter(id=live.job_id).update(functions=[])
    live.settle(2)
    posting = live.posting()
    assert (posting.state, posting.action) == ("held", "allow")
    assert live.operations() == ["CREATE"]
    (issue,) = live.issues()
    with live.cast.acting(live.cast.ines):
        activity.retry("issues", issue.id)
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE"]
    assert live.issues() == []


def test_a_field_a_person_cleared_is_blanked(live):
    edit(live, functions=[])
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE"]
    assert "categories" not in on_linkedin(live)["element"]


def test_apply_connect_switched_off_sends_people_to_the_companys_page(live):
    with live.cast.acting(live.cast.ines):
        connections.set_apply_connect(False)
    live.settle()
    posting = live.posting()
    assert (posting.listing_status, posting.apply_status) == ("LISTED", "NOT_ENABLED")
    assert "onsiteApplyConfiguration" not in on_linkedin(live)["element"]
    assert live.operations() == ["CREATE", "UPDATE"]


def test_a_posting_without_linkedins_form_is_not_off_site_but_as_wanted(connected):
    connected.publish(code="PLAIN")
    with connected.cast.acting():
        postings.publish(connected.job_id, linkedin_apply=False)
    connected.settle()
    assert (connected.posting().state, connected.posting().apply_status) == ("listed", "NOT_ENABLED")


def test_switching_the_integration_off_closes_every_posting(live):
    with live.cast.acting(live.cast.ines):
        connections.opt_out()
    live.settle()
    assert live.operations() == ["CREATE", "CLOSE"]
    assert live.posting().state == "closed"
    assert live.connection().state == "killed"


def test_connecting_again_brings_the_postings_back(live):
    with live.cast.acting(live.cast.ines):
        connections.opt_out()
    live.settle()
    live.connect()
    live.settle()
    assert live.operations() == ["CREATE", "CLOSE", "CREATE"]
    assert live.posting().state == "listed"


def test_a_job_linkedin_would_refuse_is_found_before_it_is_sent(connected):
    connected.publish(description="<p>Too short.</p>")
    connected.settle(2)
    posting = connected.posting()
    assert (posting.state, connected.operations()) == ("refused", [])
    assert "100 characters" in posting.message
    edit(connected, description=builders.DESCRIPTION)
    connected.settle()
    assert connected.posting().state == "listed"


def test_scripts_never_reach_linkedin(connected):
    connected.publish(description=f"<script>alert(1)</script><h2>Team</h2>{builders.DESCRIPTION}")
    connected.settle()
    sent = on_linkedin(connected)["element"]["description"]
    assert "script" not in sent
    assert sent.startswith("<p><strong>Team</strong></p>")


def test_a_posting_published_before_the_connection_goes_out_with_it(story):
    story.publish()
    story.settle(1)
    assert story.operations() == []
    story.connect()
    story.settle()
    assert story.posting().state == "listed"


def test_another_companys_posting_cannot_be_retried(live):
    row = live.mirror()
    with live.cast.acting(live.cast.dele, live.cast.orrin), pytest.raises(Mirror.DoesNotExist):
        activity.retry("postings", row.id)


def test_an_unknown_organization_is_refused_in_words(story):
    with story.cast.acting(story.cast.ines), pytest.raises(IsthmusError, match="number"):
        connections.connect_partner("Larkfield")

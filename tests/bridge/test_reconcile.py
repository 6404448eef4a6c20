"""Both sides compared: each kind of gap is provoked, found, explained and repaired, and then it is gone."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connections as databases

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections as linkedin
from isthmus.bridge import outflow
from isthmus.bridge.models import ReconcileGap, ReconcileRun
from isthmus.bridge.postings import RESOURCE
from isthmus.bridge.reconcile import LANE, kinds, repair, runs, tasks
from isthmus.cli import main
from isthmus.hiring import jobs
from isthmus.hiring.models import Application, File, FileContent, FileDownload, Job, Posting
from isthmus.store.models import Audit
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, followers, issues, lanes
from isthmus.sync.models import Appointment, Delivery, Mirror, Outbox, Retrieval
from tests import builders

STATUS = "jobPostingStatus.batch_get"


@pytest.fixture
def generation() -> str:
    """What is compared is the same in every generation of LinkedIn's API, and the status exists in one alone."""
    return "v2"


def reconcile(story, *resources: str) -> list[str]:
    """Compare now; the kinds of gaps that are open afterwards."""
    with story.cast.acting(story.cast.ines):
        runs.ask(resources)
    lanes.run(story.company_id, story.connection().id, LANE)
    with story.cast.acting():
        assert runs.under_way() is None
        return sorted(runs.open_gaps().values_list("kind", flat=True))


def repaired(story, kind: str) -> None:
    """Repair all of a kind, and let both programs do what follows."""
    with story.cast.acting(story.cast.ines):
        assert repair.ask_all(kind) > 0
    story.settle()
    with story.cast.acting():
        assert list(ReconcileGap.objects.exclude(repair_why="").values_list("repair_why", flat=True)) == []


def quietly(story, model, change: dict, **where) -> None:
    """Change our side as a lost mark would leave it: nobody follows."""
    with story.cast.acting():
        model.objects.filter(**where).update(**change)
    skip_changes()


def skip_changes() -> None:
    """Every reader passes over what was written."""
    before = dict(followers._followers)
    followers._followers.update({name: lambda rows: None for name in before})
    followers.follow_all()
    followers._followers.update(before)


@pytest.fixture
def settled(live, move_clock):
    """A live job, and so long ago that nothing about it is fresh."""
    move_clock(400)
    live.settle(1)
    return live


@pytest.fixture
def told(applied, move_clock):
    """Noor has applied; her application was viewed and rejected, and she heard of both."""
    applied.view()
    applied.settle(1)
    move_clock(400)
    applied.settle(1)
    return applied


def test_the_whole_story_has_no_gap(told):
    told.reject()
    told.settle(2)
    assert reconcile(told) == []
    with told.cast.acting():
        run = ReconcileRun.objects.get()
    assert run.asked == 1
    assert run.not_asked == ""
    assert run.looked == {"postings": 1, "applications": 1, "facts": 2, "files": 1, "integration": 0}


def change_unnoticed(story) -> None:
    quietly(story, Job, {"title": "Another title"}, id=story.job_id)


def gone_at_linkedin(story) -> None:
    story.sandbox.reset()


LOST = {
    "changed": (Job, {"title": "Another title"}, "id"),
    "not_closed": (Posting, {"status": "closed"}, "job_id"),
    "not_sent": (Mirror, {"exists_there": False}, "entity_id"),
    "refused_unseen": (Mirror, {"state": "failed", "failure_kind": "rejected", "failure_message": "No."}, "entity_id"),
    "stuck": (Mirror, {"state": "task_open", "task": "urn:li:task:lost", "next_poll_at": None}, "entity_id"),
}


def test_each_gap_of_postings_is_found_repaired_and_gone(connected, move_clock):
    with connected.cast.acting():
        of = {kind: builders.a_published_job(title=kind)[0].id for kind in (*LOST, "unmarked")}
    connected.settle()
    move_clock(400)
    connected.settle(1)
    for kind, (model, change, column) in LOST.items():
        quietly(connected, model, change, **{column: of[kind]})
    with connected.cast.acting():
        Mirror.objects.filter(entity_id=of["unmarked"]).delete()
    assert reconcile(connected) == sorted(of)
    with connected.cast.acting():
        gaps = {gap.kind: gap for gap in ReconcileGap.objects.all()}
    assert {kind: gap.entity_id for kind, gap in gaps.items()} == of
    assert gaps["changed"].name == "Another title"
    assert gaps["refused_unseen"].detail == "No."
    repaired(connected, "")
    move_clock(400)
    connected.settle(1)
    assert reconcile(connected) == []
    states = {
        kind: [job["state"] for job in connected.sandbox.look(f"jobs?external_id={job_id}")["jobs"]]
        for kind, job_id in of.items()
    }
    assert states.pop("not_closed") != ["LISTED"]
    assert set(map(tuple, states.values())) == {("LISTED",)}


def test_a_posting_linkedin_has_lost_is_sent_again(settled, move_clock):
    gone_at_linkedin(settled)
    assert reconcile(settled) == ["gone_there"]
    repaired(settled, "gone_there")
    move_clock(400)
    settled.settle(1)
    assert reconcile(settled) == []
    (job,) = settled.sandbox.look(f"jobs?external_id={settled.job_id}")["jobs"]
    assert job["state"] == "LISTED"


def test_a_job_live_there_and_closed_here_is_taken_down(settled, move_clock):
    quietly(settled, Posting, {"status": "closed"}, job_id=settled.job_id)
    quietly(settled, Mirror, {"exists_there": False})
    assert reconcile(settled) == ["live_there"]
    repaired(settled, "live_there")
    assert settled.operations()[-1] == "CLOSE"
    move_clock(400)
    assert reconcile(settled) == []


def test_a_deleted_jobs_posting_is_taken_down(settled):
    with settled.cast.acting():
        Job.objects.filter(id=settled.job_id).delete()
    skip_changes()
    assert reconcile(settled) == ["not_closed"]
    repaired(settled, "not_closed")
    assert settled.operations()[-1] == "CLOSE"


def test_a_status_nobody_noticed_is_looked_at_again(settled, move_clock):
    number = settled.sandbox.look(f"jobs?external_id={settled.job_id}")["jobs"][0]["id"]
    settled.sandbox.act(f"jobs/{number}/take-down")
    quietly(settled, Mirror, {"next_poll_at": now() + timedelta(days=9)})
    move_clock(3600)
    assert reconcile(settled) == ["status_differs"]
    repaired(settled, "status_differs")
    assert settled.mirror().facts["listing_status"] == "NOT_LISTED"
    move_clock(400)
    assert reconcile(settled) == []


def test_a_task_that_ended_and_that_nobody_asks_about_is_looked_at(connected, move_clock):
    with connected.cast.acting():
        builders.a_published_job()
    lanes.run_due()
    quietly(connected, Mirror, {"next_poll_at": now() + timedelta(days=9)})
    assert reconcile(connected, "postings") == []
    connected.sandbox.advance(3600)
    assert reconcile(connected, "postings") == ["task_over"]
    repaired(connected, "task_over")
    assert connected.mirror().state == "accepted"
    assert reconcile(connected, "postings") == []


@pytest.fixture
def customer(story):
    """Larkfield as a customer of the parent, whose integration was read."""
    with story.cast.acting(story.cast.ines):
        linkedin.connect_partner(story.organization)
    lanes.run_due()
    return story


def switch_off(story) -> None:
    rows = story.sandbox.look("integrations")["integrations"]
    number = next(one["id"] for one in rows if one["integration_type"] == "APPLY_CONNECT")
    story.sandbox.act(f"integrations/{number}/switch", on=False)


def test_an_integration_linkedin_shows_otherwise_is_read_again(customer):
    assert reconcile(customer, "integration") == []
    switch_off(customer)
    assert reconcile(customer, "integration") == ["integration_differs"]
    with customer.cast.acting():
        assert ReconcileGap.objects.get().detail.startswith("Here: ENABLED")
    repaired(customer, "integration_differs")
    assert reconcile(customer, "integration") == []
    with customer.cast.acting():
        assert ReconcileRun.objects.first().asked == 1


def test_an_integration_that_cannot_be_asked_about_leaves_its_gap_and_says_why(customer):
    switch_off(customer)
    assert reconcile(customer, "integration") == ["integration_differs"]
    customer.sandbox.fault("http_status", "", times=50, status=503)
    assert reconcile(customer, "integration") == ["integration_differs"]
    with customer.cast.acting():
        assert "could not be asked just now" in ReconcileRun.objects.order_by("began_at").last().not_asked


def test_each_repair_leaves_a_line_in_the_audit(settled):
    change_unnoticed(settled)
    assert reconcile(settled) == ["changed"]
    repaired(settled, "changed")
    with settled.cast.acting():
        line = Audit.objects.get(action="repaired")
    assert (line.user_id, line.entity, line.entity_id) == (settled.cast.ines.id, RESOURCE, settled.job_id)
    assert line.fields[0] == "gap: changed"
    assert line.fields[1].startswith("before: accepted")
    assert line.fields[2].startswith("after: marked, due ")


def test_a_repair_that_cannot_be_done_leaves_one_too(settled):
    change_unnoticed(settled)
    assert reconcile(settled) == ["changed"]
    with settled.cast.acting(settled.cast.ines):
        gap = ReconcileGap.objects.get()
        repair.ask(gap.id)
    repair.give_up(settled.company_id, gap.id, "It is set aside.")
    with settled.cast.acting():
        line = Audit.objects.get(action="not_repaired")
    assert (line.user_id, line.fields) == (settled.cast.ines.id, ["gap: changed", "why: It is set aside."])


def lose_a_delivery(story) -> None:
    quietly(story, Delivery, {"state": "received", "next_attempt_at": None})


def fail_a_delivery_silently(story) -> None:
    quietly(story, Delivery, {"state": "failed", "failure_kind": "bug", "failure_message": "No."})


def delay_a_fact(story) -> None:
    past = now() - timedelta(hours=2)
    quietly(story, Outbox, {"state": "waiting", "next_attempt_at": None, "not_before": past})


def fail_a_fact_silently(story) -> None:
    quietly(story, Outbox, {"state": "failed", "failure_kind": "rejected", "failure_message": "No."})


def forget_a_fact(story) -> None:
    with story.cast.acting():
        Outbox.objects.filter(resource="lifecycle").delete()


def forget_to_fetch(story) -> None:
    with story.cast.acting():
        Retrieval.objects.all().delete()
        FileContent.objects.all().delete()
        File.objects.update(state="expected")
    skip_changes()


def delay_fetching(story) -> None:
    quietly(story, Retrieval, {"state": "waiting", "next_attempt_at": None})


def fail_fetching_silently(story) -> None:
    quietly(story, Retrieval, {"state": "failed", "failure_kind": "rejected", "failure_message": "No."})


def lose_content(story) -> None:
    with story.cast.acting():
        FileContent.objects.all().delete()


GAPS = {
    "late": {"unhandled": lose_a_delivery, "untold": delay_a_fact, "fetch_overdue": delay_fetching},
    "silent": {
        "delivery_unseen": fail_a_delivery_silently,
        "fact_unseen": fail_a_fact_silently,
        "file_unseen": fail_fetching_silently,
    },
    "lost": {"never_told": forget_a_fact, "content_missing": lose_content},
    "unasked": {"never_fetched": forget_to_fetch},
}


@pytest.mark.parametrize("gaps", GAPS)
def test_each_gap_of_an_application_is_found_repaired_and_gone(told, move_clock, gaps):
    move_clock(4000)
    told.settle(1)
    for provoke in GAPS[gaps].values():
        provoke(told)
    assert reconcile(told) == sorted(GAPS[gaps])
    repaired(told, "")
    assert reconcile(told) == []
    with told.cast.acting():
        assert Application.objects.count() == 1
        assert FileContent.objects.count() == 1
        assert list(Outbox.objects.filter(resource="lifecycle").values_list("state", flat=True)) == ["sent"]


def test_every_kind_is_repaired_by_something_and_provoked_here():
    provoked = {"unmarked", "gone_there", "live_there", "status_differs", "application_missing", *LOST}
    provoked |= {"task_over", "integration_differs"}
    provoked |= {kind for gaps in GAPS.values() for kind in gaps}
    assert set(repair._REPAIRS) == set(kinds.KINDS)
    assert provoked == set(kinds.KINDS)


def test_a_download_or_rejection_nobody_put_down_is_told(told, move_clock):
    with told.cast.acting() as acting:
        application = Application.objects.get()
        FileDownload.objects.create(
            application=application, file=File.objects.get(), user_id=acting.user_id or told.cast.tomas.id
        )
    told.reject()
    skip_changes()
    move_clock(400)
    assert reconcile(told) == ["never_told", "never_told"]
    repaired(told, "never_told")
    assert sorted(told.lifecycle()) == ["APPLICATION_REJECTED", "APPLICATION_VIEWED", "RESUME_DOWNLOADED"]
    assert reconcile(told) == []


def test_an_application_that_vanished_is_made_again(told, move_clock):
    quietly(told, Delivery, {"result_id": told.job_id})
    assert reconcile(told) == ["application_missing"]
    repaired(told, "application_missing")
    assert reconcile(told) == []


def test_what_is_under_way_or_fresh_is_no_gap(connected):
    connected.publish()
    assert reconcile(connected) == []
    lanes.run_due()
    assert reconcile(connected) == []
    connected.settle()
    with connected.cast.acting():
        jobs.close_job(connected.job_id)
    assert reconcile(connected) == []


def test_a_gap_that_stays_is_an_issue_and_settles_itself(settled, move_clock):
    change_unnoticed(settled)
    reconcile(settled)
    with settled.cast.acting():
        assert issues.open_issues() == []
    reconcile(settled)
    with settled.cast.acting(settled.cast.ines):
        (issue,) = issues.open_issues()
        assert (issue.title, issue.entity) == (kinds.KINDS["changed"].title, "gap")
        from isthmus.bridge import activity

        activity.retry("issues", issue.id)
    settled.settle()
    move_clock(400)
    assert reconcile(settled) == []
    with settled.cast.acting():
        assert issues.open_issues() == []
        assert ReconcileGap.objects.get().settled_at is not None


def test_repairing_twice_sends_once(settled):
    change_unnoticed(settled)
    reconcile(settled)
    for _ in range(2):
        with settled.cast.acting():
            repair.ask(ReconcileGap.objects.get().id)
        settled.settle()
    assert settled.operations() == ["CREATE", "UPDATE"]


def test_while_outflow_is_stopped_nothing_is_asked_and_no_repair_leaves(settled):
    change_unnoticed(settled)
    with settled.cast.acting(settled.cast.ines):
        outflow.stop()
    asked = settled.sent(STATUS)
    assert reconcile(settled) == ["changed"]
    with settled.cast.acting():
        assert "stopped" in ReconcileRun.objects.get().not_asked
        repair.ask_all("")
    settled.settle(2)
    assert settled.sent(STATUS) == asked
    assert settled.operations() == ["CREATE"]


def test_gaps_seen_at_linkedin_stay_while_it_cannot_be_asked(settled):
    gone_at_linkedin(settled)
    assert reconcile(settled) == ["gone_there"]
    settled.sandbox.fault("http_status", STATUS, times=3, status=503)
    assert reconcile(settled) == ["gone_there"]
    with settled.cast.acting():
        assert "could not be asked" in runs.recent()[0].not_asked


def test_a_killed_comparison_goes_on_where_it_was(settled, monkeypatch):
    class KilledError(BaseException):
        pass

    change_unnoticed(settled)
    with settled.cast.acting(settled.cast.ines):
        runs.ask()
    seen: list[int] = []

    def dies(run, page, **more) -> None:
        kept(run, page, **more)
        seen.append(run.step)
        if len(seen) in (1, 4):
            raise KilledError

    kept = runs.record
    monkeypatch.setattr(runs, "record", dies)
    for _ in range(4):
        try:
            lanes.run(settled.company_id, settled.connection().id, LANE)
        except KilledError:
            databases.close_all()
    with settled.cast.acting():
        run = ReconcileRun.objects.get()
        assert (run.state, run.found) == ("done", 1)
        assert ReconcileGap.objects.get().times == 1
    assert seen == sorted(seen)


def test_it_waits_for_the_limit_and_yields_to_what_is_urgent(settled, monkeypatch, move_clock):
    from isthmus.bridge import metering
    from isthmus.sync.claiming import Pace
    from isthmus.sync.pacing import Permit

    busy = Permit((100, 100, 0), (now(),) * 3)
    monkeypatch.setattr(metering, "pace", lambda *_: Pace(busy))
    with settled.cast.acting(settled.cast.ines):
        run = runs.ask()
    lanes.run(settled.company_id, settled.connection().id, LANE)
    with settled.cast.acting():
        run.refresh_from_db()
        assert (run.state, run.step, run.asked) == ("running", 0, 0)
        assert Appointment.objects.get(lane=LANE).at == run.waits_until
    monkeypatch.undo()
    move_clock(60)
    settled.settle(1)
    with settled.cast.acting():
        run.refresh_from_db()
        assert (run.state, run.asked) == ("done", 1)


def test_it_runs_once_a_day_by_itself_and_not_at_every_tick(settled, move_clock):
    connection_id = settled.connection().id
    lanes.run(settled.company_id, connection_id, LANE)
    with settled.cast.acting():
        assert ReconcileRun.objects.count() == 0
        appointments.next_at(connection_id, LANE, now())
    lanes.run(settled.company_id, connection_id, LANE)
    lanes.run(settled.company_id, connection_id, LANE)
    with settled.cast.acting():
        assert ReconcileRun.objects.count() == 1
        at = Appointment.objects.get(lane=LANE).at
    assert timedelta(0) < at - now() <= timedelta(days=1, hours=1)


def test_only_what_is_asked_for_is_compared_and_only_what_is_known(settled):
    change_unnoticed(settled)
    assert reconcile(settled, "files") == []
    with settled.cast.acting():
        assert set(ReconcileRun.objects.get().looked) == {"files"}
        with pytest.raises(IsthmusError, match="no such resource"):
            runs.ask(["salaries"])
        with pytest.raises(IsthmusError, match="no such kind"):
            repair.ask_all("salaries")


def test_another_companys_gaps_are_neither_seen_nor_repaired(settled):
    change_unnoticed(settled)
    reconcile(settled)
    with settled.cast.acting():
        gap = ReconcileGap.objects.get()
    with acting_for(settled.cast.orrin.id):
        assert runs.counts() == {}
        assert runs.recent() == []
        assert repair.ask_all("") == 0
        with pytest.raises(ReconcileGap.DoesNotExist):
            repair.ask(gap.id)
        with pytest.raises(IsthmusError, match="not connected"):
            runs.ask()
    with settled.cast.acting():
        gap.refresh_from_db()
        assert gap.repair_wanted_at is None


def test_two_hundred_jobs_have_no_gap_and_cost_three_questions(connected, move_clock):
    with connected.cast.acting():
        for number in range(200):
            builders.a_published_job(title=f"Engineer {number}")
    connected.settle(4)
    move_clock(400)
    connected.settle(1)
    before = connected.sent(STATUS)
    assert reconcile(connected) == []
    assert connected.sent(STATUS) - before == 2
    with connected.cast.acting():
        assert Mirror.objects.filter(resource=RESOURCE, state="accepted").count() == 200
        assert ReconcileRun.objects.get().looked["postings"] == 200


def test_the_daily_moment_is_the_companys_own_and_not_at_once(committed_cast):
    present = now()
    first = tasks.schedule.daily_after(committed_cast.larkfield.id, present)
    assert first == tasks.schedule.daily_after(committed_cast.larkfield.id, present)
    assert timedelta(hours=1) <= first - present <= timedelta(days=1, hours=1)
    assert first != tasks.schedule.daily_after(committed_cast.orrin.id, present)


def test_the_command_ends_with_1_when_a_repair_did_not_succeed(settled, monkeypatch):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    change_unnoticed(settled)

    def refuses(*_: object) -> None:
        raise IsthmusError(Failure(Kind.REJECTED, "It cannot be repaired so.", code="no"))

    monkeypatch.setitem(repair._REPAIRS, "changed", refuses)
    done = CliRunner().invoke(main, ["reconcile", "--company", "Larkfield Robotics", "--repair"])
    root.handlers[:] = handlers
    root.setLevel(level)
    assert (done.exit_code, "1 gaps; 0 repaired" in done.output) == (1, True)


def test_the_command_lists_gaps_and_repairs_only_when_told(settled):
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    change_unnoticed(settled)

    def command(*words: str) -> Any:
        return CliRunner().invoke(main, ["reconcile", "--company", "Larkfield Robotics", *words])

    others = command("--only", "files", "--only", "facts", "--repair", "--json")
    listed, repaired_too = command("--json"), command("--only", "postings", "--repair", "--json")
    unknown = CliRunner().invoke(main, ["reconcile", "--company", "Nobody"])
    root.handlers[:] = handlers
    root.setLevel(level)
    assert (listed.exit_code, repaired_too.exit_code, unknown.exit_code) == (1, 0, 1)
    assert (others.exit_code, json.loads(others.output)["looked"].keys()) == (0, {"files", "facts"})
    assert [gap["kind"] for gap in json.loads(listed.output)["gaps"]] == ["changed"]
    assert json.loads(repaired_too.output)["repaired"] == 1
    assert settled.operations() == ["CREATE"]
    settled.settle()
    assert settled.operations() == ["CREATE", "UPDATE"]
    assert "Another title" in listed.output
    assert "no company" in unknown.output

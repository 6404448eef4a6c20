"""The Reconcile screen: what the last comparison found, who may compare and repair, and whose gaps they are."""

import pytest

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.bridge.models import Connection, ReconcileGap, ReconcileRun
from isthmus.bridge.reconcile import RESOURCES, kinds
from isthmus.hiring.models import Job
from tests import builders
from tests.web.rooms import words


@pytest.fixture
def gap(rooms) -> ReconcileGap:
    """A job of Larkfield's that differs, found by a comparison that has ended."""
    with rooms.cast.acting():
        job = builders.a_job(title="<b>Welder</b>")
        connection = Connection.objects.create(kind="direct", state="complete", client_id="x", connected_at=now())
        run = ReconcileRun.objects.create(
            connection_id=connection.id,
            resources=["postings"],
            looked={"postings": 7},
            state="done",
            found=1,
            ended_at=now(),
            not_asked="An admin has stopped all outflow.",
        )
        return ReconcileGap.objects.create(
            key="changed:x",
            kind="changed",
            resource="postings",
            entity="posting",
            entity_id=job.id,
            name=job.title,
            owner="bug",
            last_run_id=run.id,
            times=2,
        )


def test_a_gap_says_what_why_since_when_and_whose_move(rooms, recruiter, gap):
    response = recruiter.get(rooms.at("activity:reconcile"))
    text = words(response)
    for told in (kinds.title("changed"), kinds.cause("changed"), "7 postings", "An admin has stopped all outflow."):
        assert told in text
    assert "Stays" in text
    assert b"<b>Welder" not in response.content
    with rooms.cast.acting():
        assert rooms.at("jobs:job", job_id=Job.objects.get().id) in response.content.decode()


def test_a_recruiter_sees_and_an_admin_repairs(rooms, recruiter, admin, gap):
    address = rooms.at("activity:reconcile_repair", gap_id=gap.id)
    assert b"<button" not in recruiter.get(rooms.at("activity:reconcile")).content.split(b'class="table"')[1]
    assert recruiter.post(address).status_code == 403
    assert recruiter.post(rooms.at("activity:reconcile_run")).status_code == 403
    assert admin.post(address).status_code == 302
    with rooms.cast.acting():
        gap.refresh_from_db()
    assert gap.repair_wanted_at is not None
    assert "Being repaired" in words(admin.get(rooms.at("activity:reconcile")))


def test_all_of_a_kind_are_repaired_at_once_and_unknown_kinds_are_refused(rooms, admin, gap):
    address = rooms.at("activity:reconcile_repair_kind")
    for kind in ("", "salaries", "x" * 9999, "changed\x00"):
        assert admin.post(address, {"kind": kind}).status_code == 302
    with rooms.cast.acting():
        gap.refresh_from_db()
    assert gap.repair_wanted_at is None
    assert "1 gap is being repaired." in words(admin.post(address, {"kind": "changed"}, follow=True))


def test_comparing_now_begins_one_comparison_and_shows_how_far_it_is(rooms, admin, recruiter, gap):
    for _ in range(2):
        assert admin.post(rooms.at("activity:reconcile_run")).status_code == 302
    with rooms.cast.acting():
        assert ReconcileRun.objects.filter(ended_at=None).count() == 1
    page = admin.get(rooms.at("activity:reconcile"))
    assert b"<progress" in page.content
    assert "Compare now" not in words(page)
    fragment = recruiter.get(rooms.at("activity:reconcile_progress"))
    assert (fragment.status_code, "HX-Refresh" in fragment) == (200, False)
    with rooms.cast.acting():
        ReconcileRun.objects.filter(ended_at=None).update(ended_at=now(), state="done")
    assert recruiter.get(rooms.at("activity:reconcile_progress"))["HX-Refresh"] == "true"


def test_without_a_connection_there_is_nothing_to_compare(rooms, admin):
    page = words(admin.get(rooms.at("activity:reconcile")))
    assert "LinkedIn is not connected" in page
    assert "Compare now" not in page
    assert "not connected" in words(admin.post(rooms.at("activity:reconcile_run"), follow=True))


def test_another_companys_gap_is_not_there(rooms, signed_in, gap):
    dele = signed_in(rooms.cast.dele)
    here = rooms.at("activity:reconcile").replace(rooms.cast.larkfield.slug, rooms.cast.orrin.slug)
    page = dele.get(here)
    assert (page.status_code, b"Welder" in page.content) == (200, False)
    assert dele.post(f"{here}{gap.id}/repair/").status_code == 404
    assert dele.post(f"{here}{new_id()}/repair/").status_code == 404


def test_an_admin_chooses_what_is_compared(rooms, admin, gap):
    page = admin.get(rooms.at("activity:reconcile")).content.decode()
    assert '<option value="applications">' in page
    address = rooms.at("activity:reconcile_run")
    assert "no such resource" in words(admin.post(address, {"resource": "salaries"}, follow=True))
    admin.post(address, {"resource": "applications"})
    with rooms.cast.acting():
        assert ReconcileRun.objects.get(ended_at=None).resources == ["applications"]


def test_a_comparison_of_one_resource_does_not_say_that_both_sides_agree(rooms, admin, gap):
    with rooms.cast.acting():
        ReconcileGap.objects.update(settled_at=now())
    page = words(admin.get(rooms.at("activity:reconcile")))
    assert "this alone: Postings" in page
    assert "Both sides agree" not in page
    with rooms.cast.acting():
        ReconcileRun.objects.update(resources=list(RESOURCES))
    assert "Both sides agree" in words(admin.get(rooms.at("activity:reconcile")))
    admin.post(rooms.at("activity:reconcile_run"))
    assert "No gap so far" in words(admin.get(rooms.at("activity:reconcile")))

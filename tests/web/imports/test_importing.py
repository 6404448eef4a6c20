"""Jobs → Import: a file is brought in by the worker while its page shows how far it is, and every line's end."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from isthmus.hiring import imports, jobs, listing_files
from isthmus.hiring.models import ImportRun, Job, RunState
from isthmus.sync import importing, lanes
from isthmus.web.imports import uploads
from tests.web.rooms import words


def a_line(number: int = 1, **changes):
    return {
        "company_name": "Larkfield Robotics",
        "id": f"l-{number}",
        "title": f"Graduate Engineer {number}",
        "active": True,
        "url": f"https://jobs.larkfield.example/{number}/apply",
        "locations": ["Ghent, Belgium"],
        **changes,
    }


def a_file(*lines) -> SimpleUploadedFile:
    content = lines[0] if lines and isinstance(lines[0], bytes) else json.dumps(lines).encode()
    return SimpleUploadedFile("listings.json", content, content_type="application/json")


@pytest.fixture
def upload(rooms, recruiter):
    def send(*lines, **more):
        return recruiter.post(rooms.at("imports:overview"), {"file": a_file(*lines), **more}, follow=True)

    return send


def the_run(rooms) -> ImportRun:
    with rooms.cast.acting():
        return ImportRun.objects.latest("started_at")


def finish(rooms) -> None:
    """Do what the worker does, in this transaction."""
    with rooms.cast.acting():
        due = [lane for lane in lanes.due() if lane.lane == importing.LANE]
    for lane in due:
        lanes.run(lane.company_id, lane.connection_id, lane.lane)


def test_an_upload_waits_for_the_worker_and_shows_how_far_it_is(rooms, upload):
    page = upload(a_line(1), a_line(2), "nonsense")
    assert page.status_code == 200
    assert "0 of 3 lines accounted for" in words(page)
    assert "Running" in words(page)
    assert 'hx-trigger="every 2s"' in page.content.decode()


def test_the_result_names_every_line_s_end(rooms, recruiter, upload):
    upload(a_line(1), a_line(2, active=False), a_line(3, description="Build robots"), a_line(4, url="x"), a_line(1))
    finish(rooms)
    page = recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id))
    shown = words(page)
    assert "5 of 5 lines accounted for" in shown
    assert "Added 3" in shown
    assert "Refused 2" in shown
    assert "Held as drafts 1" in shown
    assert "The apply address is not a web address." in shown
    assert "Another line before has the same id." in shown
    assert "every 2s" not in page.content.decode()
    held = words(recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id) + "?show=held"))
    assert "Graduate Engineer 1" in held
    assert "Graduate Engineer 2" not in held


def test_one_employer_s_lines_alone_may_be_wanted(rooms, recruiter, upload):
    upload(a_line(1), a_line(2, company_name="Orrin Foods"), only="orrin foods")
    finish(rooms)
    assert "1 line names another employer" in words(recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id)))
    with rooms.cast.acting():
        assert [job.external_id for job in Job.objects.all()] == ["l-2"]


def test_importing_the_same_file_again_changes_nothing(rooms, recruiter, upload):
    for _ in range(2):
        upload(a_line(1), a_line(2))
        finish(rooms)
    shown = words(recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id)))
    assert "Added 0" in shown
    assert "Unchanged 2" in shown
    with rooms.cast.acting():
        assert Job.objects.count() == 2


def test_a_run_can_be_stopped_and_what_came_in_stays(rooms, recruiter, upload):
    upload(*[a_line(number) for number in range(5)])
    run = the_run(rooms)
    with rooms.cast.acting():
        imports.work(run.id, most=2)
    page = recruiter.post(rooms.at("imports:stop", run_id=run.id), follow=True)
    assert "Stopped before every line came in" in words(page)
    finish(rooms)
    with rooms.cast.acting():
        assert Job.objects.count() == 2
        assert ImportRun.objects.get(id=run.id).state == RunState.STOPPED
        assert not [lane for lane in lanes.due() if lane.lane == importing.LANE]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"not json", "cannot be read as JSON"),
        (b"\xff\xfe\x00", "cannot be read as JSON"),
        (b'{"id": 1}', "no list of listings"),
        (b"[NaN]", "cannot be read as JSON"),
        (b"[" * 200_000, "cannot be read as JSON"),
    ],
)
def test_a_file_that_is_no_list_of_listings_is_refused_with_the_reason(rooms, upload, content, reason):
    page = upload(content)
    assert page.status_code == 422
    assert reason in words(page)
    with rooms.cast.acting():
        assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_not_kept(rooms, upload, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_FILE", 100_000)
    page = upload(b"[" + b" " * 200_000 + b"]")
    assert page.status_code == 422
    assert "larger than listings may be" in words(page)


def test_hostile_lines_are_accounted_for_one_by_one(rooms, recruiter, upload):
    lines = [
        a_line(1, title="<script>alert(1)</script>"),
        a_line(2, title="x" * 300_000),
        a_line(3, locations=["a" * 500]),
        a_line(4, locations=[["nested"]]),
        a_line(5, title="NUL \x00 inside", id="l-5\x00"),
        a_line(6, id=7),
        a_line(7, url="javascript:alert(1)"),
        None,
        [],
        a_line(8, date_posted=1e300),
        a_line(9, title="\ud800"),
    ]
    upload(*lines)
    finish(rooms)
    with rooms.cast.acting():
        found = imports.counts(the_run(rooms))
    assert found.total == 11 == found.added + found.refused
    assert found.added == 3
    page = recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id) + "?show=added")
    assert "<script>alert(1)" not in page.content.decode()
    assert "longer than" in words(recruiter.get(rooms.at("imports:run", run_id=the_run(rooms).id) + "?show=refused"))


def test_a_form_without_its_token_is_refused(rooms, signed_in):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rooms.cast.tomas)
    assert browser.post(rooms.at("imports:overview"), {"file": a_file(a_line())}).status_code == 403


@pytest.mark.usefixtures("places_of_the_world")
def test_places_are_written_as_linkedin_reads_them_and_the_others_are_shown_with_a_fix(rooms, recruiter, upload):
    upload(
        a_line(1, locations=["NYC"]),
        a_line(2, locations=["Remote in USA"]),
        a_line(3, locations=["SF", "Remote in USA"]),
        a_line(4, locations=["Springfield"]),
        a_line(5, locations=["Springfield", "LA"]),
    )
    finish(rooms)
    with rooms.cast.acting():
        found = {job.external_id: (job.locations, job.workplace) for job in Job.objects.all()}
    assert found["l-1"] == (["New York, New York, United States"], "")
    assert found["l-2"] == (["United States"], "remote")
    assert found["l-3"] == (["San Francisco, California, United States", "Remote in USA"], "")
    assert found["l-4"] == (["Springfield"], "")
    here = rooms.at("imports:run", run_id=the_run(rooms).id)
    page = recruiter.get(here)
    assert "Springfield in 2 jobs" in words(page)
    assert "Springfield, Illinois, United States" in page.content.decode()
    assert "Remote in USA in 1 job" in words(page)
    fix = {"text": "Springfield", "chosen": "Springfield, Illinois, United States", "back": here}
    page = recruiter.post(rooms.at("imports:fix_place"), fix, follow=True)
    assert "“Springfield” was mended in 2 jobs." in words(page)
    recruiter.post(rooms.at("imports:fix_place"), {"text": "Remote in USA", "fix": "leave_out", "back": here})
    assert "Places that are not certain" not in words(recruiter.get(here))
    with rooms.cast.acting():
        assert Job.objects.get(external_id="l-5").locations[0] == "Springfield, Illinois, United States"
        assert Job.objects.get(external_id="l-3").locations == ["San Francisco, California, United States"]


@pytest.mark.usefixtures("places_of_the_world")
def test_what_a_person_mended_survives_the_next_import(rooms, recruiter, upload):
    upload(a_line(1, locations=["United States"]))
    finish(rooms)
    recruiter.post(rooms.at("imports:fix_place"), {"text": "United States", "fix": "remote"})
    with rooms.cast.acting():
        assert (Job.objects.get().workplace, Job.objects.get().locations) == ("remote", ["United States"])
    upload(a_line(1, locations=["United States"], title="Other"))
    finish(rooms)
    with rooms.cast.acting():
        job = Job.objects.get()
        assert (job.title, job.workplace, job.locations) == ("Other", "remote", ["United States"])
    upload(a_line(1, locations=["NYC"], title="Other"))
    finish(rooms)
    with rooms.cast.acting():
        assert Job.objects.get().locations == ["New York, New York, United States"]


@pytest.mark.usefixtures("places_of_the_world")
def test_places_are_suggested_as_one_types(rooms, recruiter):
    page = recruiter.get(rooms.at("jobs:places") + "?chosen=ghe")
    assert re.findall(r'value="([^"]+)"', page.content.decode())[0] == "Ghent, Belgium"


def test_a_fix_leads_nowhere_else(rooms, recruiter):
    answer = recruiter.post(
        rooms.at("imports:fix_place"), {"text": "x", "chosen": "Ghent, Belgium", "back": "https://evil.example/"}
    )
    assert answer["Location"] == rooms.at("imports:held")


def test_who_may_not_edit_jobs_cannot_import(rooms, manager, upload):
    assert manager.get(rooms.at("imports:overview")).status_code == 403
    assert manager.post(rooms.at("imports:overview"), {"file": a_file(a_line())}).status_code == 403


def test_the_next_piece_goes_on_where_a_killed_one_ended(rooms, upload):
    upload(*[a_line(number) for number in range(7)])
    run = the_run(rooms)
    with rooms.cast.acting():
        imports.work(run.id, most=3)
    finish(rooms)
    with rooms.cast.acting():
        assert imports.counts(run).added == 7
        assert Job.objects.count() == 7


def test_a_line_has_a_length_it_may_have():
    assert listing_files.lines_of(json.dumps([{"id": "x" * 300_000}]).encode()) == [listing_files.TOO_LONG]
    with pytest.raises(Exception, match="larger than"):
        listing_files.lines_of(b" " * (listing_files.LARGEST_FILE + 1))


def test_a_job_changed_here_is_not_written_over(rooms, upload):
    upload(a_line(1))
    finish(rooms)
    with rooms.cast.acting():
        job = Job.objects.get()
        jobs.update_job(job.id, jobs.draft_of(job, title="Mine"))
    upload(a_line(1, title="Theirs"))
    finish(rooms)
    with rooms.cast.acting():
        assert Job.objects.get().title == "Mine"

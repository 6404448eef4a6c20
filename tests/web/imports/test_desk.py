"""The desk for held jobs: one description and one poster for many, seen before they are written."""

import re

import pytest

from isthmus.hiring import held, jobs
from isthmus.hiring.held import Completion
from isthmus.hiring.models import Job
from tests.web.imports.test_importing import a_line, finish, the_run, upload  # noqa: F401 - `upload` is a fixture
from tests.web.rooms import words

TEMPLATE = "<p>Work as <b>{title}</b> at {company}, in {location}.</p>"


@pytest.fixture
def held_jobs(rooms, upload):  # noqa: F811
    upload(a_line(1), a_line(2, title="Tester <i>II</i> {company}"), a_line(3, active=False))
    finish(rooms)
    with rooms.cast.acting():
        return list(Job.objects.filter(status="draft").order_by("external_id"))


def completed(page) -> dict[str, list[str]]:
    """The hidden fields a preview sends on."""
    form = page.content.decode().split("held/complete/")[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"'))
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_the_desk_says_what_each_job_lacks(rooms, recruiter, held_jobs):
    shown = words(recruiter.get(rooms.at("imports:held")))
    assert "2 imported jobs wait" in shown
    assert "Graduate Engineer 1" in shown
    assert "Graduate Engineer 3" not in shown
    assert "description poster" in shown


def test_nothing_is_written_before_it_was_seen(rooms, recruiter, held_jobs):
    form = {"template": TEMPLATE, "poster_email": "tomas@larkfield.example", "all": "1"}
    page = recruiter.post(rooms.at("imports:preview"), form)
    shown = words(page)
    assert "2 jobs would change" in shown
    assert "Work as Graduate Engineer 1 at Larkfield Robotics, in Ghent, Belgium." in shown
    assert "nobody → tomas@larkfield.example" in shown
    with rooms.cast.acting():
        assert {job.description for job in held.held()} == {""}
    done = recruiter.post(rooms.at("imports:complete"), completed(page), follow=True)
    assert "2 jobs were completed." in words(done)
    with rooms.cast.acting():
        first, second = held.held().order_by("external_id")
        assert (
            first.description == "<p>Work as <b>Graduate Engineer 1</b> at Larkfield Robotics, in Ghent, Belgium.</p>"
        )
        assert "Tester &lt;i&gt;II&lt;/i&gt; {company}" in second.description
        assert {first.poster_email, second.poster_email} == {"tomas@larkfield.example"}
        assert first.status == "draft"
        jobs.open_job(first.id)
    assert "2 are complete" not in words(recruiter.get(rooms.at("imports:held")))
    desk = recruiter.get(rooms.at("imports:held"))
    assert "1 imported job is complete and can be published" in words(desk)
    assert rooms.at("jobs:bulk") + "?all=yes&amp;status=draft&amp;action=publish" in desk.content.decode()


def test_what_a_job_has_already_stays_unless_one_says_otherwise(rooms, recruiter, held_jobs):
    with rooms.cast.acting():
        jobs.update_job(held_jobs[0].id, jobs.draft_of(held_jobs[0], description="<p>Mine</p>"))
    chosen = {"template": TEMPLATE, "poster_email": "", "job": [str(held_jobs[0].id)]}
    assert "Nothing would change" in words(recruiter.post(rooms.at("imports:preview"), chosen))
    page = recruiter.post(rooms.at("imports:preview"), {**chosen, "replacing": "on"})
    assert "Replaces the description it has." in words(page)
    recruiter.post(rooms.at("imports:complete"), completed(page))
    with rooms.cast.acting():
        assert "Work as" in Job.objects.get(id=held_jobs[0].id).description
        assert Job.objects.get(id=held_jobs[1].id).description == ""


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"all": "1"}, "There is nothing to write."),
        ({"template": "<p> </p>", "all": "1"}, "There is nothing to write."),
        ({"template": TEMPLATE}, "No job is chosen."),
        ({"template": TEMPLATE, "job": ["nonsense", "00000000-0000-0000-0000-000000000000"]}, "No job is chosen."),
        ({"poster_email": "nobody", "all": "1"}, "valid email"),
        ({"template": "x" * 60_000, "all": "1"}, "at most"),
    ],
)
def test_a_form_that_cannot_be_written_says_why(rooms, recruiter, held_jobs, form, reason):
    page = recruiter.post(rooms.at("imports:preview"), form)
    assert page.status_code == 422
    assert reason in words(page)


def test_scripts_in_a_template_are_taken_out(rooms, recruiter, held_jobs):
    form = {"template": TEMPLATE + "<script>alert(1)</script><img src=x onerror=alert(1)>", "all": "1"}
    page = recruiter.post(rooms.at("imports:preview"), form)
    shown = page.content.decode().split('class="prose"')[1].split("</details>")[0]
    assert "<script" not in shown
    assert "onerror" not in shown
    recruiter.post(rooms.at("imports:complete"), completed(page))
    with rooms.cast.acting():
        assert all("<script" not in job.description and "onerror" not in job.description for job in held.held())


def test_another_company_s_jobs_and_imports_are_not_there(rooms, recruiter, held_jobs):
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        foreign = jobs.create_job(jobs.JobDraft(title="Baker", origin="import", external_id="o-1"))
    recruiter.post(rooms.at("imports:complete"), {"template": TEMPLATE, "job": [str(foreign.id)]})
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        assert Job.objects.get(id=foreign.id).description == ""
    run = the_run(rooms)
    assert recruiter.get(rooms.at("imports:held") + f"?import={run.id}").status_code == 200
    assert recruiter.get(rooms.at("imports:held") + "?import=00000000-0000-0000-0000-000000000000").status_code == 404


def test_an_open_or_closed_job_is_never_written_to(rooms, recruiter, held_jobs):
    with rooms.cast.acting():
        jobs.close_job(held_jobs[0].id)
        changed, refusals = held.complete([job.id for job in held_jobs], Completion(TEMPLATE), "Larkfield Robotics")
        assert (changed, refusals) == (1, [])
        assert Job.objects.get(id=held_jobs[0].id).description == ""

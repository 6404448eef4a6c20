"""The public job page: open jobs only, for people and search engines, with a form that applies once."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import FakePayload
from django.urls import reverse

from isthmus.hiring import decisions, jobs, questions, sendings
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import Application, File, Sending
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.questions import QuestionDraft
from tests import builders
from tests.web.rooms import words


def page_of(job, slug: str = "larkfield-robotics") -> str:
    return reverse("careers:job", kwargs={"slug": slug, "job_id": job.id})


def let_time_pass(seconds: float) -> None:
    """As long as a person takes to fill a form in."""
    clock = Path(os.environ["ISTHMUS_CLOCK_FILE"])
    clock.write_text(str((float(clock.read_text()) if clock.exists() else 0) + seconds))


def filled(client, job, **changes) -> dict:
    """The form as a person fills it in."""
    page = client.get(page_of(job)).content.decode()
    form_id, token = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("form_id", "token"))
    let_time_pass(20)
    person = {"first_name": "Noor", "last_name": "Peeters", "email": "noor.peeters@tessel.example"}
    resume = SimpleUploadedFile("cv.pdf", builders.a_pdf(), content_type="application/pdf")
    return {"form_id": form_id, "token": token, **person, "resume": resume, **changes}


def applications(rooms) -> list[Application]:
    with rooms.cast.acting():
        return list(Application.objects.prefetch_related("answers", "files", "profile"))


def structured(response) -> dict:
    return json.loads(re.search(rb'ld\+json"[^>]*>(.*?)</script>', response.content, re.DOTALL)[1])


@pytest.fixture
def job(rooms):
    return rooms.job()


def test_an_open_job_is_shown_to_anyone(client, job):
    response = client.get(page_of(job))
    assert response.status_code == 200
    assert "Senior Backend Engineer" in words(response)


def test_a_name_brings_no_marks_of_direction_in(rooms, client, job):
    client.post(page_of(job), filled(client, job, first_name="<b>Eve</b>\u202e", last_name="evil\u2066"))
    (application,) = applications(rooms)
    assert (application.profile.first_name, application.profile.last_name) == ("<b>Eve</b>", "evil")
    response = client.post(page_of(job), filled(client, job, first_name="\u202e", last_name="Moss"))
    assert "Your first name is missing." in words(response)


def test_a_job_that_is_not_open_is_not_there(rooms, client, job):
    draft = rooms.job(is_open=False)
    with rooms.cast.acting():
        jobs.close_job(job.id)
    assert client.get(page_of(draft)).status_code == 404
    closed = client.get(page_of(job))
    assert closed.status_code == 410
    assert "takes no more applications" in words(closed)
    assert client.post(page_of(job)).status_code == 410


def test_under_another_company_s_name_it_is_not_there(client, job):
    assert client.get(page_of(job, "orrin-foods")).status_code == 404
    assert client.get(page_of(job, "nobody")).status_code == 404


def test_search_engines_read_a_job_posting(client, job):
    data = structured(client.get(page_of(job)))
    assert data["@type"] == "JobPosting"
    assert data["hiringOrganization"]["name"] == "Larkfield Robotics"
    assert data["employmentType"] == "FULL_TIME"
    assert data["directApply"] is True


def test_structured_data_cannot_break_out_of_its_script(rooms, client):
    job = rooms.job(title="</script><script>alert(1)</script>")
    response = client.get(page_of(job))
    assert b"<script>alert" not in response.content
    assert structured(response)["title"] == "</script><script>alert(1)</script>"


def test_scripts_carry_the_nonce(client, job):
    response = client.get(page_of(job))
    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    assert f'nonce="{nonce}"'.encode() in response.content


def test_applying_makes_an_application_with_its_resume(rooms, client, job):
    response = client.post(page_of(job), filled(client, job))
    assert response["location"] == reverse("careers:thanks", args=["larkfield-robotics", job.id])
    (application,) = applications(rooms)
    assert application.origin == "careers"
    assert [file.state for file in application.files.all()] == ["stored"]
    assert "Thank you" in words(client.get(response["location"]))


def test_sending_the_form_twice_applies_once(rooms, client, job):
    form = filled(client, job)
    for _ in range(2):
        form["resume"].seek(0)
        client.post(page_of(job), form)
    assert len(applications(rooms)) == 1
    with rooms.cast.acting():
        assert File.objects.count() == 1


def test_it_asks_the_same_questions_and_keeps_the_answers(rooms, client, job):
    with rooms.cast.acting():
        text, number, single, multiple, yes_no = builders.some_questions(job)
    answers = {
        f"answer-{text.id}": "The welding cells.",
        f"answer-{number.id}": "6",
        f"answer-{single.id}": single.options[0]["id"],
        f"answer-{multiple.id}": [option["id"] for option in multiple.options[:2]],
        f"answer-{yes_no.id}": "yes",
    }
    client.post(page_of(job), filled(client, job, **answers))
    shown = [answer.shown for answer in applications(rooms)[0].answers.all()]
    assert shown == ["The welding cells.", "6", "Python", "Python, SQL", "Yes"]


def test_what_is_missing_is_said_at_its_field(rooms, client, job):
    with rooms.cast.acting():
        builders.some_questions(job)
    response = client.post(page_of(job), {"form_id": "not-an-id", "email": "nobody"})
    assert response.status_code == 422
    assert words(response).count("This field is required.") >= 4
    assert applications(rooms) == []


def test_an_answer_that_is_no_number_is_refused_at_its_question(rooms, client, job):
    with rooms.cast.acting():
        asked = builders.some_questions(job)
    answers = {f"answer-{row.id}": "six" if row.kind == "number" else "yes" for row in asked if row.required}
    response = client.post(page_of(job), filled(client, job, **answers))
    assert response.status_code == 422
    assert "This is not a number." in words(response)


def test_a_form_gone_back_to_for_somebody_else_is_an_application_of_theirs(rooms, client, job):
    form = filled(client, job)
    client.post(page_of(job), form)
    form["resume"].seek(0)
    client.post(page_of(job), {**form, "first_name": "Jo", "email": "jo@tessel.example"})
    assert len(applications(rooms)) == 2


def test_a_resume_that_is_none_is_refused_and_nothing_is_kept(rooms, client, job):
    program = SimpleUploadedFile("cv.pdf", b"MZ" + b"\x00" * 100, content_type="application/pdf")
    response = client.post(page_of(job), filled(client, job, resume=program))
    assert response.status_code == 422
    assert "not a PDF or a Word document" in words(response)
    assert applications(rooms) == []


def test_a_robot_that_fills_the_trap_is_thanked_and_forgotten(rooms, client, job):
    response = client.post(page_of(job), filled(client, job, website="https://spam.example"))
    assert response.status_code == 302
    assert applications(rooms) == []


def test_hostile_words_come_back_as_words(rooms, client, job):
    form = filled(client, job, first_name='"><script>alert(1)</script>', email="nobody")
    assert b"<script>alert" not in client.post(page_of(job), form).content


def test_a_job_with_its_own_application_page_leads_there(rooms, client):
    job = rooms.job(own_apply_url="https://larkfield.example/jobs/7")
    page = client.get(page_of(job))
    assert b'href="https://larkfield.example/jobs/7"' in page.content
    assert b"<form" not in page.content
    client.post(page_of(job), {"first_name": "Noor"})
    assert applications(rooms) == []


def test_what_is_not_asked_is_not_there(rooms, client):
    job = rooms.job(resume_requirement="hidden", phone_requirement="hidden")
    page = client.get(page_of(job)).content
    assert b'name="resume"' not in page
    assert b'name="phone"' not in page


def test_it_asks_every_kind_with_the_same_rules(rooms, client):
    job = rooms.job(form_sections={"work": {"asked": True, "most": 2}, "cover_letter_text": "optional"})
    with rooms.cast.acting():
        permit, which, years, away, plan, team = questions.set_questions(
            job.id,
            [
                QuestionDraft(None, "Permit", "yes_no", True, key="p"),
                QuestionDraft(None, "Which?", "text", True, details=Details(prerequisite=Prerequisite("p", ("no",)))),
                QuestionDraft(None, "Years", "integer", details=Details(maximum=50, suggested=5, help="Any")),
                QuestionDraft(
                    None, "Away", "date_range", details=Details(start_label="Away from", no_end_label="No end yet")
                ),
                QuestionDraft(None, "Plan", "document", details=Details(extensions=("txt",))),
                QuestionDraft(None, "Team", "short_text", True, section="work"),
            ],
        )
    page = client.get(page_of(job)).content.decode()
    assert f'data-after="answer-{permit.id}" data-when="no"' in page
    assert 'value="5"' in page
    assert 'accept=".txt"' in page
    assert "Any From 0 to 50." in words(client.get(page_of(job)))
    assert "Which? optional" not in words(client.get(page_of(job)))
    assert "Away optional" in words(client.get(page_of(job)))
    answers = {
        f"answer-{permit.id}": "yes",
        f"answer-{which.id}": "smuggled",
        f"answer-{years.id}": "6",
        f"answer-{away.id}": "2026-02-01",
        f"answer-{away.id}-now": "on",
        f"answer-{plan.id}": SimpleUploadedFile("plan.txt", b"one step"),
        "cover_letter_text": "Dear all",
        "work-0-title": "Engineer",
        "work-0-start": "2022-03",
        "work-0-current": "on",
    }
    refused = client.post(page_of(job), filled(client, job, **answers))
    assert refused.status_code == 422
    assert words(refused).count("This question needs an answer.") == 1
    answers[f"work-0-answer-{team.id}"] = "Four"
    answers[f"answer-{plan.id}"].seek(0)
    assert client.post(page_of(job), filled(client, job, **answers)).status_code == 302
    (application,) = applications(rooms)
    assert {row.question_text: (row.shown, row.about) for row in application.answers.all()} == {
        "Cover letter": ("Dear all", ""),
        "Permit": ("Yes", ""),
        "Years": ("6", ""),
        "Away": ("1 February 2026 until now", ""),
        "Plan": ("A document", ""),
        "Team": ("Four", "Engineer"),
    }
    assert sorted((file.kind, file.state) for file in application.files.all()) == [
        ("document", "stored"),
        ("resume", "stored"),
    ]


def test_a_question_that_is_asked_after_all_is_judged_by_the_server(rooms, client, job):
    with rooms.cast.acting():
        permit, which = questions.set_questions(
            job.id,
            [
                QuestionDraft(None, "Permit", "yes_no", key="p"),
                QuestionDraft(None, "Which?", "text", True, details=Details(prerequisite=Prerequisite("p", ("no",)))),
            ],
        )
    response = client.post(page_of(job), filled(client, job, **{f"answer-{permit.id}": "no"}))
    assert response.status_code == 422
    assert "This question needs an answer." in words(response)


def test_the_company_s_open_jobs_are_listed_for_anyone(rooms, client, job):
    rooms.job(title="Welder", department="Workshop")
    rooms.job(title="Secret", is_open=False)
    index = reverse("careers:index", args=["larkfield-robotics"])
    shown = words(client.get(index))
    assert "Senior Backend Engineer" in shown
    assert "Welder" in shown
    assert "Secret" not in shown
    assert "Welder" not in words(client.get(index + "?search=backend+ghent"))
    assert "No open job matches" in words(client.get(index + "?search=<script>"))
    assert "Nothing is open right now" in words(client.get(reverse("careers:index", args=["orrin-foods"])))
    assert client.get(reverse("careers:index", args=["nobody"])).status_code == 404


def test_other_sites_are_told_what_the_page_is(client, job):
    page = client.get(page_of(job)).content.decode()
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    assert canonical.endswith(page_of(job))
    assert canonical.startswith("http")
    assert '<meta property="og:title" content="Senior Backend Engineer">' in page
    assert re.search(r'<meta name="description" content="Build the scheduler[^"]+">', page)


@pytest.mark.usefixtures("places_of_the_world")
def test_search_engines_are_told_where_and_for_how_much(rooms, client):
    pay = [{"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}]
    city = structured(client.get(page_of(rooms.job(locations=["Ghent, Belgium", "NYC", "Nowhere-at-all"], pay=pay))))
    addresses = [place["address"] for place in city["jobLocation"]]
    assert addresses[0] == {"@type": "PostalAddress", "addressCountry": "BE", "addressLocality": "Ghent"}
    assert addresses[1]["addressRegion"] == "New York"
    assert addresses[2] == "Nowhere-at-all"
    assert city["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 60000.0,
        "maxValue": 75000.0,
        "unitText": "YEAR",
    }
    remote = structured(client.get(page_of(rooms.job(locations=["Belgium"], workplace="remote"))))
    assert remote["jobLocationType"] == "TELECOMMUTE"
    assert remote["applicantLocationRequirements"] == [{"@type": "Country", "name": "Belgium"}]
    assert "jobLocation" not in remote
    hidden = structured(client.get(page_of(rooms.job(pay=pay, pay_shown=False))))
    assert "baseSalary" not in hidden


def test_a_form_sent_quicker_than_people_write_is_asked_for_once_more(rooms, client, job, move_clock):
    form = filled(client, job)
    Path(os.environ["ISTHMUS_CLOCK_FILE"]).unlink()
    refused = client.post(page_of(job), form)
    assert refused.status_code == 422
    assert "quicker than people write" in words(refused)
    assert "Noor" in refused.content.decode()
    assert applications(rooms) == []


@pytest.mark.parametrize("token", ["", "forged", "x" * 900, "\x00"])
def test_a_form_without_an_honest_token_makes_no_application_and_the_next_try_does(
    rooms, client, job, token, move_clock
):
    form = filled(client, job, token=token)
    refused = client.post(page_of(job), form)
    assert refused.status_code == 422
    assert applications(rooms) == []
    fresh = re.search(r'name="token" value="([^"]+)"', refused.content.decode())[1]
    move_clock(10)
    form["resume"].seek(0)
    if token != "\x00":
        assert client.post(page_of(job), {**form, "token": fresh}).status_code == 302
        assert len(applications(rooms)) == 1


def test_a_token_of_another_job_and_an_old_one_are_refused(rooms, client, job, move_clock):
    other = filled(client, rooms.job(title="Welder"))
    assert client.post(page_of(job), other).status_code == 422
    form = filled(client, job)
    move_clock(25 * 3600)
    assert "open for more than a day" in words(client.post(page_of(job), form))
    assert applications(rooms) == []


def test_one_person_applies_once_for_a_job_until_it_is_decided(rooms, client, job):
    first = client.post(page_of(job), filled(client, job))
    again = client.post(page_of(job), filled(client, job, email="NOOR.Peeters+jobs@tessel.example"))
    assert first["location"] == again["location"]
    (application,) = applications(rooms)
    with rooms.cast.acting():
        decisions.reject(application.id)
    client.post(page_of(job), filled(client, job))
    assert len(applications(rooms)) == 2
    other = rooms.job(title="Welder")
    client.post(page_of(other), filled(client, other))
    assert len(applications(rooms)) == 3


def test_a_flood_from_one_place_is_slowed_down_in_words(rooms, client, job, monkeypatch, move_clock):
    monkeypatch.setattr(sendings, "MOST_FROM_ADDRESS", 2)
    for number in range(2):
        form = filled(client, job, email=f"robot{number}@tessel.example")
        assert client.post(page_of(job), form).status_code == 302
    refused = client.post(page_of(job), filled(client, job, email="noor@tessel.example"))
    assert refused.status_code == 429
    assert "within the last hour" in words(refused)
    elsewhere = filled(client, job, email="noor@tessel.example")
    assert client.post(page_of(job), elsewhere, HTTP_X_FORWARDED_FOR="8.8.8.8, 9.9.9.9").status_code == 302
    move_clock(3700)
    assert client.post(page_of(job), filled(client, job, email="late@tessel.example")).status_code == 302
    with rooms.cast.acting():
        assert not any("robot" in row.key or "127" in row.key[:4] for row in Sending.objects.all())


def test_forms_that_become_nothing_are_counted_too(rooms, client, job, monkeypatch):
    monkeypatch.setattr(sendings, "MOST_TRIES", 2)
    for _ in range(2):
        assert client.post(page_of(job), filled(client, job, email="nobody")).status_code == 422
    refused = client.post(page_of(job), filled(client, job, first_name="Noor"))
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert b'value="Noor"' in refused.content
    assert applications(rooms) == []


def test_more_than_the_form_takes_is_refused_unread(client, job):
    unread = FakePayload(b"x")
    response = client.generic("POST", page_of(job), CONTENT_LENGTH="90000000", **{"wsgi.input": unread})
    assert response.status_code == 413
    assert len(unread) == 1


def test_a_file_that_is_too_large_is_let_go_while_it_arrives(rooms, client, job):
    huge = SimpleUploadedFile("cv.pdf", b"%PDF-1.4" + b"x" * LARGEST)
    response = client.post(page_of(job), filled(client, job, resume=huge, last_name="Peeters"))
    assert response.status_code == 422
    assert "larger than 10 MB" in words(response)
    assert b'value="Peeters"' in response.content
    assert isinstance(response.wsgi_request.FILES["resume"], SimpleUploadedFile)

"""Pay, team, places and looks of a job in its editor; errors that lead to their field; two people writing at once."""

import uuid

import lxml.html
import pytest

from isthmus.bridge.postings.description import description_of
from isthmus.hiring import jobs, questions, team
from isthmus.hiring.models import Job, Question
from isthmus.hiring.team import Part
from isthmus.store.models import Change
from tests import builders
from tests.web.jobs.test_editor import FIELDS, fields_of, question, with_questions
from tests.web.rooms import words

SALARY = {"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}


def pay(number: int, **parts: str) -> dict:
    said = SALARY | parts
    return {"pay": [str(number)], **{f"pay-{number}-{name}": value for name, value in said.items()}}


def member(number: int, user: object, role: str = "recruiter") -> dict:
    return {"team": [str(number)], f"team-{number}-user": str(user), f"team-{number}-role": role}


def of(response, path: str) -> list:
    return lxml.html.fromstring(response.content.decode()).xpath(path)


def the_job(rooms) -> Job:
    with rooms.cast.acting():
        return Job.objects.get()


def test_pay_and_team_are_saved_and_shown_again(rooms, recruiter):
    cast = rooms.cast
    sent = {**FIELDS, **pay(0, lowest="60 000"), **member(0, cast.marek.id, "hiring_manager"), "pay_shown": "on"}
    assert recruiter.post(rooms.at("jobs:new"), sent).status_code == 302
    job = the_job(rooms)
    assert (job.pay, job.pay_shown) == ([SALARY], True)
    with cast.acting():
        assert [(one.name, one.part) for one in team.of_job(job.id)] == [("Marek Vold", "hiring_manager")]
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id))
    assert of(page, "//input[@name='pay-0-lowest']/@value") == ["60000"]
    assert of(page, "//select[@name='pay-0-currency']/option[@selected]/@value") == ["EUR"]
    assert of(page, "//select[@name='team-0-user']/option[@selected]/@value") == [str(cast.marek.id)]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"currency": "EURO"}, "no currency"),
        ({"currency": "<script>"}, "no currency"),
        ({"lowest": "lots"}, "“lots” is not an amount"),
        ({"lowest": "9" * 4000}, "is not an amount"),
        ({"lowest": "80000"}, "range runs backwards"),
        ({"period": "per moon"}, "period is not known"),
    ],
)
def test_pay_that_cannot_be_is_refused_where_it_stands(rooms, recruiter, parts, reason):
    response = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **pay(0, **parts)})
    assert response.status_code == 422
    assert reason in " ".join(of(response, "//*[@id='pay-0-error']//text()"))
    assert of(response, "//*[@id='faults']//a/@href") == ["#pay-0-lowest"]
    with rooms.cast.acting():
        assert not Job.objects.exists()


def test_pay_without_an_amount_says_nothing(rooms, recruiter):
    recruiter.post(rooms.at("jobs:new"), {**FIELDS, **pay(0, lowest="", highest="")})
    assert the_job(rooms).pay == []


def test_buttons_add_and_remove_parts_of_the_pay(rooms, recruiter):
    more = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **pay(0), "edit": "pay-add"})
    assert len(of(more, "//input[@name='pay']")) == 2
    assert of(more, "//select[@name='pay-1-type']/option[@selected]/@value") == ["bonus"]
    assert of(more, "//select[@name='pay-1-currency']/option[@selected]/@value") == ["EUR"]
    fewer = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **pay(0), "edit": "pay-remove:0"})
    assert of(fewer, "//input[@name='pay-0-lowest']/@value") == [""]


def test_the_currency_used_last_is_offered_first(rooms, recruiter):
    rooms.job(pay=[{**SALARY, "currency": "CHF"}])
    page = recruiter.get(rooms.at("jobs:new"))
    assert of(page, "//select[@name='pay-0-currency']/option[@selected]/@value") == ["CHF"]


@pytest.mark.parametrize("who", ["petra", "stranger", "nonsense"])
def test_nobody_from_elsewhere_joins_a_team(rooms, recruiter, who):
    user = {"petra": rooms.cast.petra.id, "stranger": uuid.uuid4(), "nonsense": "' OR 1=1"}[who]
    response = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **member(0, user)})
    assert response.status_code == 422
    assert "does not hire in this company" in words(response)
    with rooms.cast.acting():
        assert not Job.objects.exists()


def test_another_company_s_people_are_not_even_offered(rooms, signed_in):
    page = signed_in(rooms.cast.dele).post("/c/orrin-foods/jobs/new/", {**FIELDS, "edit": "team-add"})
    assert "tomas@larkfield.example" not in words(page).replace(FIELDS["poster_email"], "", 1)
    assert of(page, "//select[@name='team-0-user']/option/text()")[1:] == ["Dele Akande · dele@orrin.example"]


def test_buttons_add_and_remove_colleagues(rooms, recruiter):
    more = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **member(0, rooms.cast.tomas.id), "edit": "team-add"})
    assert len(of(more, "//input[@name='team']")) == 2
    fewer = recruiter.post(rooms.at("jobs:new"), {**FIELDS, **member(0, rooms.cast.tomas.id), "edit": "team-remove:0"})
    assert not of(fewer, "//input[@name='team']")


# What is wrong


def test_what_is_wrong_is_listed_and_the_first_field_has_the_focus(rooms, recruiter):
    asked = with_questions(question(0, "Tool", "single", "Python"), title="", industries="software")
    response = recruiter.post(rooms.at("jobs:new"), asked)
    assert "3 things need a correction" in words(response)
    assert of(response, "//*[@id='faults']//a/@href") == ["#id_title", "#id_industries", "#question-0-text"]
    assert of(response, "//*[@autofocus]/@id") == ["id_title"]
    assert of(response, "//form[@id='job-form']/@data-focus") == ["id_title"]


def test_a_wrong_question_has_the_focus_when_it_is_the_first_thing_wrong(rooms, recruiter):
    asked = with_questions(question(0, "Fine"), question(1, "Tool", "single", "Python"))
    response = recruiter.post(rooms.at("jobs:new"), asked)
    assert of(response, "//*[@autofocus]/@id") == ["question-1-text"]


# Descriptions


def test_a_description_is_kept_in_what_linkedin_takes(rooms, recruiter):
    hostile = (
        "<h2>Your <em>day</em></h2><ol><li>Weld</li></ol>"
        "<p style='color:red' onclick='x()'>a<a href='javascript:1'>b</a></p>"
        "<script>alert(1)</script><img src=x onerror=alert(1)><table><tr><td>cell</td></tr></table>"
    )
    recruiter.post(rooms.at("jobs:new"), {**FIELDS, "description": hostile})
    kept = the_job(rooms).description
    assert kept == "<p><strong>Your <i>day</i></strong></p><ul><li>Weld</li></ul><p>ab</p>cell"
    assert description_of(kept) == kept


def test_an_endless_description_is_refused_at_its_field(rooms, recruiter):
    response = recruiter.post(rooms.at("jobs:new"), {**FIELDS, "description": "<p>" + "long " * 40_000 + "</p>"})
    assert response.status_code == 422
    assert of(response, "//*[@id='faults']//a/@href") == ["#id_description"]


def test_a_description_that_was_not_touched_keeps_what_linkedin_does_not_take(rooms, recruiter):
    rich = '<h2>Day</h2><p>Weld <a href="https://larkfield.example" rel="noopener noreferrer nofollow">cells</a>.</p>'
    job = rooms.job(description=rich)
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    assert recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(page) | {"title": "Other"}).status_code == 302
    assert (the_job(rooms).title, the_job(rooms).description) == ("Other", job.description)


def test_without_scripts_the_description_is_a_plain_field(rooms, recruiter):
    page = recruiter.get(rooms.at("jobs:new"))
    assert of(page, "//textarea[@name='description' and not(@hidden)]")
    assert not of(page, "//*[contains(@style, ':')]")


# Places


def test_places_are_told_apart_and_chosen(rooms, recruiter):
    with_places = {**FIELDS, "locations": "Nowhere at all\n"}
    page = recruiter.post(rooms.at("jobs:new"), {**with_places, "edit": "place-add", "place": "  Some\tplace "})
    assert of(page, "//textarea[@name='locations']/text()")[0].split("\n")[-2:] == ["Nowhere at all", "Some place"]
    first = recruiter.post(rooms.at("jobs:new"), {**FIELDS, "locations": "A, B\nC, D", "edit": "place-first:1"})
    assert of(first, "//textarea[@name='locations']/text()")[0].split() == ["C,", "D", "A,", "B"]
    gone = recruiter.post(rooms.at("jobs:new"), {**FIELDS, "locations": "A, B\nC, D", "edit": "place-remove:0"})
    assert of(gone, "//textarea[@name='locations']/text()")[0].split() == ["C,", "D"]


@pytest.mark.parametrize(
    "edit", ["place-first:9", "place-up:0", "place-choose:0:7", "place-nonsense", "place-remove:x"]
)
def test_a_place_s_button_that_makes_no_sense_changes_nothing(rooms, recruiter, edit):
    page = recruiter.post(rooms.at("jobs:new"), {**FIELDS, "locations": "A, B\nC, D", "edit": edit})
    assert of(page, "//textarea[@name='locations']/text()")[0].split() == ["A,", "B", "C,", "D"]


def test_suggestions_are_for_those_who_write_jobs(rooms, recruiter, manager):
    assert recruiter.get(rooms.at("jobs:places"), {"place": "<b>" * 200}).status_code == 200
    assert manager.get(rooms.at("jobs:places"), {"place": "ghe"}).status_code == 403


# Questions


def test_a_knock_out_is_saved_and_shown_again(rooms, recruiter):
    asked = with_questions(question(0, "Permit", "yes_no", hoped="yes", knock_out="on"))
    recruiter.post(rooms.at("jobs:new"), asked)
    job = the_job(rooms)
    with rooms.cast.acting():
        assert Question.objects.get().details == {"favourable_options": ["yes"], "knock_out": True}
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id))
    assert of(page, "//input[@name='question-0-knock_out']/@checked")


def test_a_knock_out_without_a_hope_is_refused(rooms, recruiter):
    response = recruiter.post(rooms.at("jobs:new"), with_questions(question(0, "Permit", "yes_no", knock_out="on")))
    assert "needs an answer that is hoped for" in words(response)


def test_a_copy_is_a_question_of_its_own(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        strongest = builders.some_questions(job)[2]
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    copied = recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(page) | {"edit": "duplicate:2"})
    assert "the copy follows it" in words(copied)
    recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(copied.content.decode()) | {"edit": "save"})
    with rooms.cast.acting():
        asked = questions.asked_now(job.id)
    assert [row.text for row in asked].count("Strongest skill") == 2
    assert asked[2].id == strongest.id
    assert [option["label"] for option in asked[3].options] == [option["label"] for option in strongest.options]
    assert not {option["id"] for option in asked[3].options} & {option["id"] for option in strongest.options}


def test_what_a_button_did_is_said(rooms, recruiter):
    data = with_questions(question(0, "First"), question(1, "Second"), edit="down:0")
    assert of(recruiter.post(rooms.at("jobs:new"), data), "//*[@id='said']/text()") == ["Question 2 of 2 now."]


# What a member sees


def test_a_look_shows_the_job_as_a_member_reads_it(rooms, recruiter):
    sent = {**FIELDS, **pay(0), "pay_shown": "on", "description": "<h2>Day</h2><p>Weld.</p>", "edit": "preview"}
    shown = " ".join(of(recruiter.post(rooms.at("jobs:new"), sent), "//*[contains(@class, 'preview')]//text()"))
    for said in ("Welding Cell Technician", "Antwerp, Belgium", "On-site", "EUR 60,000 – 75,000 a year", "Weld."):
        assert said in shown


def test_hidden_pay_is_not_in_the_look(rooms, recruiter):
    shown = words(recruiter.post(rooms.at("jobs:new"), {**FIELDS, **pay(0), "edit": "preview"}))
    assert "The pay is not shown" in shown
    assert "60,000" not in shown


# Saving


def test_saving_what_the_editor_shows_writes_nothing_at_all(rooms, recruiter):
    job = rooms.job(pay=[SALARY], form_sections={"work": {"asked": True}}, industries=["urn:li:industry:4"])
    with rooms.cast.acting():
        builders.some_questions(job)
        team.set_team(job.id, [Part(rooms.cast.tomas.id)])
        before = Change.objects.count()
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    for _ in range(2):
        assert recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(page)).status_code == 302
    with rooms.cast.acting():
        assert Change.objects.count() == before


@pytest.fixture
def met(rooms, recruiter):
    """Tomas has the form open while Ines changes title, pay, questions and team."""
    job = rooms.job(title="Engineer")
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    cast = rooms.cast
    with cast.acting(cast.ines):
        jobs.update_job(job.id, jobs.draft_of(job, title="Lead engineer", pay=[SALARY], code="X-1"))
        questions.set_questions(job.id, [questions.QuestionDraft(None, "Why us?", "text")])
        team.set_team(job.id, [Part(cast.ines.id)])
    return job, fields_of(page)


def test_the_later_one_is_told_what_changed_and_nothing_is_lost(rooms, recruiter, met):
    job, typed = met
    response = recruiter.post(
        rooms.at("jobs:edit", job_id=job.id), typed | {"title": "My engineer", "department": "Mine"}
    )
    assert response.status_code == 409
    said = words(response)
    for part in (
        "Ines Okafor changed this job",
        "Lead engineer",
        "X-1",
        "Why us?",
        "Ines Okafor (Recruiter)",
        "60,000",
    ):
        assert part in said
    assert the_job(rooms).title == "Lead engineer"
    assert of(response, "//input[@name='title']/@value") == ["My engineer"]
    assert of(response, "//input[@name='department']/@value") == ["Mine"]
    assert of(response, "//input[@name='code']/@value") == ["X-1"]
    assert of(response, "//button[starts-with(@value, 'theirs:')]/@value") == ["theirs:title"]
    again = recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(response.content.decode()))
    assert again.status_code == 302
    saved = the_job(rooms)
    assert (saved.title, saved.department, saved.code, saved.pay) == ("My engineer", "Mine", "X-1", [SALARY])
    with rooms.cast.acting():
        assert [row.text for row in questions.asked_now(job.id)] == ["Why us?"]
        assert [one.name for one in team.of_job(job.id)] == ["Ines Okafor"]


def test_theirs_can_be_taken_part_by_part(rooms, recruiter, met):
    job, typed = met
    response = recruiter.post(rooms.at("jobs:edit", job_id=job.id), typed | {"title": "My engineer"})
    taken = recruiter.post(
        rooms.at("jobs:edit", job_id=job.id), fields_of(response.content.decode()) | {"edit": "theirs:title"}
    )
    assert of(taken, "//input[@name='title']/@value") == ["Lead engineer"]


def test_two_who_write_the_same_do_not_meet(rooms, recruiter):
    job = rooms.job(title="Engineer")
    page = fields_of(recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode())
    for _ in range(2):
        sent = page | {"title": "Same title"}
        assert recruiter.post(rooms.at("jobs:edit", job_id=job.id), sent).status_code == 302


@pytest.mark.parametrize("version", ["", "nonsense", "title:", ":::", "title:x questions:y", "x" * 5000])
def test_a_broken_version_breaks_nothing(rooms, recruiter, version):
    job = rooms.job()
    page = fields_of(recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode())
    response = recruiter.post(rooms.at("jobs:edit", job_id=job.id), page | {"version": version})
    assert response.status_code in (302, 409)


def test_the_job_s_page_shows_its_team_and_pay(rooms, manager):
    job = rooms.job(pay=[SALARY], pay_shown=False)
    assert "No team yet" in words(manager.get(rooms.at("jobs:job", job_id=job.id)))
    with rooms.cast.acting():
        team.set_team(job.id, [Part(rooms.cast.marek.id, "hiring_manager")])
    text = words(manager.get(rooms.at("jobs:job", job_id=job.id)))
    for said in ("Marek Vold Hiring manager", "EUR 60,000 – 75,000 a year", "Shown to colleagues alone"):
        assert said in text

"""Writing a job: fields, questions that are added, moved and removed by plain submit buttons, and refusals."""

import lxml.html
import pytest

from isthmus.hiring import questions
from isthmus.hiring.models import Job, Question
from tests import builders
from tests.web.rooms import words

FIELDS = {
    "title": "Welding Cell Technician",
    "code": "LR-102",
    "description": "<p>Keep six robot cells welding.</p>",
    "locations": "Antwerp, Belgium\nGhent, Belgium",
    "workplace": "on_site",
    "function_1": "mnfc",
    "function_2": "eng",
    "industries": "4, urn:li:industry:55",
    "poster_email": "tomas@larkfield.example",
    "resume_requirement": "required",
    "phone_requirement": "optional",
}


def question(number: int, text: str, kind: str = "text", *options: str, **more: str) -> dict:
    return {
        f"question-{number}-text": text,
        f"question-{number}-kind": kind,
        f"question-{number}-option": list(options),
        f"question-{number}-option-id": [""] * len(options),
        **{f"question-{number}-{name}": value for name, value in more.items()},
    }


def with_questions(*asked: dict, **more: str) -> dict:
    data = {**FIELDS, "question": [str(number) for number in range(len(asked))], **more}
    for fields in asked:
        data |= fields
    return data


def test_a_new_job_is_kept_as_a_draft(rooms, recruiter):
    response = recruiter.post(rooms.at("jobs:new"), FIELDS)
    with rooms.cast.acting():
        job = Job.objects.get()
    assert response["location"] == rooms.at("jobs:job", job_id=job.id)
    assert job.status == "draft"
    assert job.locations == ["Antwerp, Belgium", "Ghent, Belgium"]
    assert job.functions == ["mnfc", "eng"]
    assert job.industries == ["urn:li:industry:4", "urn:li:industry:55"]


def test_the_form_starts_with_the_recruiter_as_owner(rooms, recruiter):
    assert b'value="tomas@larkfield.example"' in recruiter.get(rooms.at("jobs:new")).content


def test_questions_of_every_kind_are_saved_in_order(rooms, recruiter):
    asked = with_questions(
        question(0, "Why us?"),
        question(1, "Years with SQL", "number", required="on"),
        question(2, "Right to work", "yes_no"),
        question(3, "Strongest tool", "single", "Python", "SQL"),
        question(4, "All your tools", "multiple", "Python", "SQL", "Kafka"),
    )
    recruiter.post(rooms.at("jobs:new"), asked)
    with rooms.cast.acting():
        saved = list(Question.objects.all())
    assert [row.kind for row in saved] == ["text", "number", "yes_no", "single", "multiple"]
    assert [row.required for row in saved] == [False, True, False, False, False]
    assert [option["label"] for option in saved[4].options] == ["Python", "SQL", "Kafka"]


def test_rewording_keeps_the_ids_of_questions_and_options(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        before = builders.some_questions(job)[2]
    again = question(0, "Your strongest skill", "single", "Python 3", "SQL", "Kafka", id=str(before.id))
    again["question-0-option-id"] = [option["id"] for option in before.options]
    recruiter.post(rooms.at("jobs:edit", job_id=job.id), with_questions(again))
    with rooms.cast.acting():
        after = questions.asked_now(job.id)
    assert [row.id for row in after] == [before.id]
    assert after[0].text == "Your strongest skill"
    assert [option["id"] for option in after[0].options] == [option["id"] for option in before.options]


def test_a_button_adds_a_question_and_saves_nothing(rooms, recruiter):
    response = recruiter.post(rooms.at("jobs:new"), with_questions(question(0, "Why us?"), edit="add"))
    assert response.status_code == 200
    assert response.content.count(b'name="question"') == 2
    assert b'value="Welding Cell Technician"' in response.content
    with rooms.cast.acting():
        assert not Job.objects.exists()


@pytest.mark.parametrize(("edit", "order"), [("down:0", ["Second", "First"]), ("up:1", ["Second", "First"])])
def test_buttons_reorder_questions(rooms, recruiter, edit, order):
    data = with_questions(question(0, "First"), question(1, "Second"), edit=edit)
    text = recruiter.post(rooms.at("jobs:new"), data).content.decode()
    assert sorted(order, key=lambda words: text.index(f'value="{words}"')) == order


def test_a_button_removes_a_question(rooms, recruiter):
    data = with_questions(question(0, "First"), question(1, "Second"), edit="remove:0")
    page = recruiter.post(rooms.at("jobs:new"), data).content
    assert b'value="First"' not in page
    assert b'value="Second"' in page


def test_buttons_add_and_remove_options(rooms, recruiter):
    asked = question(0, "Tool", "single", "Python", "SQL")
    more = recruiter.post(rooms.at("jobs:new"), with_questions(asked, edit="add-option:0")).content
    assert more.count(b'name="question-0-option"') == 3
    fewer = recruiter.post(rooms.at("jobs:new"), with_questions(asked, edit="remove-option:0:0")).content
    assert b'value="Python"' not in fewer
    assert b'value="SQL"' in fewer


@pytest.mark.parametrize("edit", ["up:99", "remove:x", "nonsense", "remove-option:0:99", "down:"])
def test_an_edit_that_makes_no_sense_changes_nothing(rooms, recruiter, edit):
    response = recruiter.post(rooms.at("jobs:new"), with_questions(question(0, "First"), edit=edit))
    assert response.status_code == 200
    assert b'value="First"' in response.content


def test_a_question_left_blank_is_dropped(rooms, recruiter):
    recruiter.post(rooms.at("jobs:new"), with_questions(question(0, "Why us?"), question(1, "")))
    with rooms.cast.acting():
        assert [row.text for row in Question.objects.all()] == ["Why us?"]


def test_a_choice_with_one_option_is_refused_where_it_stands(rooms, recruiter):
    response = recruiter.post(rooms.at("jobs:new"), with_questions(question(0, "Tool", "single", "Python")))
    assert response.status_code == 422
    assert "at least two options" in words(response)
    with rooms.cast.acting():
        assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "", "required"),
        ("industries", "software", "industry numbers"),
        ("own_apply_url", "javascript:alert(1)", "valid URL"),
        ("poster_email", "not-an-address", "valid email"),
        ("workplace", "on the moon", "valid choice"),
    ],
)
def test_bad_input_is_refused_at_its_field(rooms, recruiter, field, value, reason):
    response = recruiter.post(rooms.at("jobs:new"), {**FIELDS, field: value})
    assert response.status_code == 422
    assert reason in words(response)


def test_a_refusal_of_the_service_stands_at_its_field(rooms, recruiter):
    job = rooms.job()
    response = recruiter.post(rooms.at("jobs:edit", job_id=job.id), {**FIELDS, "description": ""})
    assert response.status_code == 422
    assert "no description" in words(response)


def test_a_script_in_the_description_is_gone_once_saved(rooms, recruiter):
    recruiter.post(rooms.at("jobs:new"), {**FIELDS, "description": "<p>Work</p><script>alert(1)</script>"})
    with rooms.cast.acting():
        job = Job.objects.get()
    page = recruiter.get(rooms.at("jobs:job", job_id=job.id)).content
    assert b"alert(1)" not in page
    assert b"<p>Work</p>" in page


def test_what_the_form_does_not_ask_stays_as_it_was(rooms, recruiter):
    job = rooms.job(origin="listings", external_id="77")
    recruiter.post(rooms.at("jobs:edit", job_id=job.id), FIELDS)
    with rooms.cast.acting():
        assert Job.objects.get(id=job.id).external_id == "77"


def test_a_hiring_manager_cannot_write_jobs(rooms, manager):
    assert manager.get(rooms.at("jobs:new")).status_code == 403
    assert manager.post(rooms.at("jobs:new"), FIELDS).status_code == 403


def test_another_company_s_job_is_not_there(rooms, signed_in):
    job = rooms.job()
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/jobs/{job.id}/edit/").status_code == 404


def test_every_kind_is_saved_with_all_it_says_and_shown_again(rooms, recruiter):
    asked = with_questions(
        question(0, "City", "short_text", help="Where you live", longest="40", suggested="Ghent"),
        question(1, "Years", "integer", minimum="1", maximum="50", favourable_from="3", suggested="2"),
        question(2, "Rate", "number", maximum="600,5", favourable_to="500"),
        question(3, "Permit", "yes_no", key="~permit", hoped="yes", shown_as="radio", preselected="yes"),
        question(4, "Which?", "text", after="~permit|no", expanded_help="Any will do."),
        question(5, "Away", "date_range", start_label="Away from", end_label="Back on", no_end_label="Not sure"),
        question(6, "Work", "document", extensions="PDF, .docx", largest_mb="2.5"),
        question(7, "Plain", "document", no_ending="on"),
        question(8, "Team?", "short_text", section="work"),
    )
    asked |= {"form-work_asked": "on", "form-work_most": "2", "form-cover_letter": "required"}
    response = recruiter.post(rooms.at("jobs:new"), asked)
    assert response.status_code == 302, words(response)
    with rooms.cast.acting():
        job = Job.objects.get()
        saved = {row.text: row for row in Question.objects.all()}
    assert {text: row.details for text, row in saved.items()} == {
        "City": {"help": "Where you live", "longest": 40, "suggested": "Ghent"},
        "Years": {"minimum": 1, "maximum": 50, "favourable_from": 3, "suggested": 2},
        "Rate": {"maximum": 600.5, "favourable_to": 500},
        "Permit": {"favourable_options": ["yes"], "shown_as": "radio", "preselected": "yes"},
        "Which?": {
            "expanded_help": "Any will do.",
            "prerequisite": {"question": str(saved["Permit"].id), "options": ["no"]},
        },
        "Away": {"start_label": "Away from", "end_label": "Back on", "no_end_label": "Not sure"},
        "Work": {"extensions": ["pdf", "docx"], "largest_bytes": 2_621_440},
        "Plain": {"extensions": []},
        "Team?": {},
    }
    assert saved["Team?"].section == "work"
    assert (job.form_sections["work"]["asked"], job.form_sections["work"]["most"]) == (True, 2)
    assert job.form_sections["cover_letter"] == "required"
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    for value in ("600.5", "Away from", "pdf, docx", "2.5", f"{saved['Permit'].id}|no"):
        assert f'value="{value}"' in page


def test_saving_what_the_editor_shows_changes_nothing(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        builders.some_questions(job)
        before = [(row.id, row.options, row.details) for row in questions.asked_now(job.id)]
    page = recruiter.get(rooms.at("jobs:edit", job_id=job.id)).content.decode()
    recruiter.post(rooms.at("jobs:edit", job_id=job.id), fields_of(page))
    with rooms.cast.acting():
        assert [(row.id, row.options, row.details) for row in questions.asked_now(job.id)] == before


def fields_of(page: str) -> dict:
    """What a browser would send of the job form as it stands."""
    form = lxml.html.fromstring(page).get_element_by_id("job-form")
    data: dict = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


def test_hoped_for_options_follow_a_rename_and_a_new_option_may_be_waited_for(rooms, recruiter):
    tool = question(0, "Tool", "single", "Python", "SQL", key="~tool")
    tool |= {"question-0-option-id": ["~a", "~b"], "question-0-hoped-for": ["~b"]}
    recruiter.post(rooms.at("jobs:new"), with_questions(tool, question(1, "Since when?", after="~tool|~a")))
    with rooms.cast.acting():
        first, second = Question.objects.all()
    python, sql = (option["id"] for option in first.options)
    assert first.details == {"favourable_options": [sql]}
    assert second.details["prerequisite"] == {"question": str(first.id), "options": [python]}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (question(0, "Years", "integer", minimum="many"), "“many” is not a number"),
        (question(0, "Words", "text", longest="2.5"), "“2.5” is not a whole number"),
        (question(0, "Years", "integer", minimum="9", maximum="3"), "must be more than the smallest"),
        (question(0, "Plan", "document", largest_mb="1e12"), "up to 10 MB"),
        (question(0, "Plan", "document", largest_mb="inf"), "not a"),
        (question(0, "Plan", "document", extensions="<b>"), "not a file ending"),
        (question(0, "Which?", "text", after="~nobody|no"), "does not stand before it"),
        (question(0, "Years", "number", maximum="1e400"), "not a"),
        (question(0, "Which?", "text", section="hobbies"), "part of the form is not known"),
    ],
)
def test_what_is_wrong_with_a_question_stands_at_it_and_nothing_is_saved(rooms, recruiter, asked, reason):
    response = recruiter.post(rooms.at("jobs:new"), with_questions(asked))
    assert response.status_code == 422
    assert reason in words(response)
    with rooms.cast.acting():
        assert not Job.objects.exists()


def test_a_question_that_depends_on_two_others_is_refused(rooms, recruiter):
    first, second = question(0, "A?", "yes_no", key="~a"), question(1, "B?", "yes_no", key="~b")
    both = question(2, "C?", "text") | {"question-2-after": ["~a|no", "~b|no"]}
    assert "one other question" in words(recruiter.post(rooms.at("jobs:new"), with_questions(first, second, both)))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("form-work_most", "11", "Between 0 and 10"),
        ("form-education_least", "many", "whole number"),
        ("form-middle_name", "perhaps", "valid choice"),
    ],
)
def test_a_section_that_cannot_be_is_refused_at_its_field(rooms, recruiter, field, value, reason):
    response = recruiter.post(rooms.at("jobs:new"), {**FIELDS, field: value})
    assert response.status_code == 422
    assert reason in words(response)


def test_a_preview_shows_what_stands_in_the_form_and_saves_nothing(rooms, recruiter):
    permit = question(0, "Permit", "yes_no", key="~permit")
    asked = with_questions(permit, question(1, "Which?", after="~permit|no", help="Any"), edit="preview")
    response = recruiter.post(rooms.at("jobs:new"), asked | {"form-self_identification_gender": "optional"})
    text = words(response)
    assert response.status_code == 200
    assert "LinkedIn alone also asks" in text
    assert "Any" in text
    assert b'class="preview' in response.content
    with rooms.cast.acting():
        assert not Job.objects.exists()


def test_a_preview_of_what_cannot_be_says_what_is_wrong(rooms, recruiter):
    asked = with_questions(question(0, "Which?", after="~nobody|no"), edit="preview")
    response = recruiter.post(rooms.at("jobs:new"), asked)
    assert "does not stand before it" in words(response)
    assert b'class="preview' not in response.content


def test_a_saved_form_can_be_looked_at(rooms, recruiter, manager):
    job = rooms.job(form_sections={"work": {"asked": True}})
    with rooms.cast.acting():
        builders.some_questions(job)
    for who in (recruiter, manager):
        text = words(who.get(rooms.at("jobs:form", job_id=job.id)))
        assert "Years with SQL" in text
        assert "Job 1" in text

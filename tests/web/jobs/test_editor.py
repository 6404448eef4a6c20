"""Writing a job: fields, questions that are added, moved and removed by plain submit buttons, and refusals."""

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

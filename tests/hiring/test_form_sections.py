"""The parts of an application form: one value, checked from JSON, and what an applicant lists read against it."""

import pytest

from isthmus.hiring import careers, entry_rules, files, form_sections, jobs
from isthmus.hiring.form_sections import EducationEntries, FormSections, WorkEntries
from isthmus.hiring.problems import Refused
from tests.builders import a_draft, a_job, a_pdf, questions
from tests.hiring.test_careers import FORM

ALL = {
    "middle_name": "required",
    "location": "required",
    "cover_letter": "required",
    "cover_letter_text": "optional",
    "work": {"asked": True, "least": 1, "most": 2},
    "education": {"asked": True, "most": 1},
}
A_JOB = {"title": "Engineer", "company": "Tessel Labs", "start": "2022-03", "current": "on"}


def test_sections_read_back_as_they_were():
    sections = form_sections.read(ALL)
    assert form_sections.read(form_sections.as_json(sections)) == sections
    assert form_sections.read({}) == FormSections()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], "form_sections"),
        ("x", "form_sections"),
        ({"hobbies": "required"}, "form_sections.hobbies"),
        ({"middle_name": "perhaps"}, "form_sections.middle_name"),
        ({"middle_name": ["required"]}, "form_sections.middle_name"),
        ({"work": True}, "form_sections.work"),
        ({"work": {"asked": "yes"}}, "form_sections.work.asked"),
        ({"work": {"shoes": "required"}}, "form_sections.work.shoes"),
        ({"work": {"title": None}}, "form_sections.work.title"),
        ({"work": {"least": 3, "most": 2}}, "form_sections.work"),
        ({"work": {"most": 11}}, "form_sections.work"),
        ({"work": {"least": True}}, "form_sections.work"),
        ({"work": {"least": -1}}, "form_sections.work"),
        ({"education": {"most": 4}}, "form_sections.education"),
        ({"education": {"most": 0}}, "form_sections.education"),
        ({"self_identification": {"gender": "maybe"}}, "form_sections.self_identification.gender"),
        ({"self_identification": {"age": "required"}}, "form_sections.self_identification.age"),
    ],
)
def test_what_is_wrong_with_sections_is_said_and_nothing_is_saved(cast, given, field):
    with cast.acting(), pytest.raises(Refused) as refused:
        jobs.create_job(a_draft(form_sections=given))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert refused.value.problems[0].fix


def test_a_form_with_every_section_becomes_one_application(cast):
    with cast.acting():
        job = a_job(form_sections=ALL)
        (per_job,) = questions.set_questions(job.id, [questions.QuestionDraft(None, "Team?", "text", section="work")])
        form = careers.Submission(
            **{
                **FORM.__dict__,
                "middle_name": "Lena",
                "location": "Ghent, Belgium",
                "cover_letter": careers.Upload("letter.pdf", a_pdf()),
                "cover_letter_text": "Dear Larkfield",
                "work": [A_JOB, {}],
                "education": [{"school": "Ostmere", "degree": "MSc", "start": "2014", "end": "2019"}],
                "answers": {f"work.0.{per_job.id}": "Four people", f"work.1.{per_job.id}": "not asked"},
            }
        )
        application = careers.apply(job.id, form)
        profile = application.profile
        assert profile.first_name == "Noor Lena"
        assert [entry["organization"] for entry in profile.work] == ["Tessel Labs"]
        assert [entry["title"] for entry in profile.education] == ["MSc"]
        assert [(row.question_text, row.shown, row.about) for row in application.answers.all()] == [
            ("Cover letter", "Dear Larkfield", ""),
            ("Team?", "Four people", "Engineer, Tessel Labs"),
        ]
        assert sorted(application.files.values_list("kind", "state")) == [
            ("cover_letter", "stored"),
            ("resume", "stored"),
        ]


def test_what_a_form_does_not_ask_is_left_aside(cast):
    with cast.acting():
        job = a_job(form_sections={"location": "hidden"})
        form = careers.Submission(
            **{
                **FORM.__dict__,
                "middle_name": "Lena",
                "location": "Ghent",
                "cover_letter": careers.Upload("letter.pdf", a_pdf()),
                "cover_letter_text": "Dear",
                "work": [A_JOB],
            }
        )
        application = careers.apply(job.id, form)
        assert (application.profile.first_name, application.profile.location) == ("Noor", "")
        assert application.profile.work == []
        assert list(application.files.values_list("kind", flat=True)) == ["resume"]
        assert not application.answers.exists()


def test_everything_missing_from_a_long_form_is_told_at_once(cast):
    with cast.acting():
        job = a_job(form_sections=ALL)
        with pytest.raises(Refused) as refused:
            careers.apply(job.id, FORM)
        assert [problem.field for problem in refused.value.problems] == [
            "middle_name",
            "location",
            "cover_letter",
            "work.0.title",
        ]


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        ({"company": "Tessel Labs", "start": "2022", "end": "2023"}, "title", "title is missing"),
        ({"title": "Engineer"}, "start", "first month is missing"),
        ({"title": "Engineer", "start": "2022-03"}, "end", "last month is missing"),
        ({"title": "Engineer", "start": "2022-03", "end": "2021-01"}, "end", "before the first"),
        ({"title": "Engineer", "start": "March", "end": "2023"}, "start", "year and month"),
        ({"title": "Engineer", "start": "2022-13", "end": "2023"}, "start", "year and month"),
        ({"title": "E" * 301, "start": "2022", "end": "2023"}, "title", "longer than 300"),
    ],
)
def test_a_job_that_is_not_whole_is_refused_at_its_field(entry, field, words):
    found = entry_rules.read("work", WorkEntries(asked=True), [entry])
    assert f"work.0.{field}" in [problem.field for problem in found.problems]
    assert any(words in problem.message for problem in found.problems)


def test_more_entries_than_asked_for_are_left_aside():
    schools = [{"school": f"School {number}", "start": "2014", "end": "2019"} for number in range(5)]
    found = entry_rules.read("education", EducationEntries(asked=True, most=2), schools)
    assert len(found.kept) == 2
    assert entry_rules.read("education", EducationEntries(), schools).kept == []


def test_a_document_given_as_an_answer_is_the_answer_s_file(cast):
    with cast.acting():
        job = a_job()
        (plan,) = questions.set_questions(job.id, [questions.QuestionDraft(None, "A plan", "document", required=True)])
        form = careers.Submission(
            **{**FORM.__dict__, "documents": {str(plan.id): careers.Upload("plan.txt", b"one\ntwo")}}
        )
        application = careers.apply(job.id, form)
        answer = application.answers.get()
        file = application.files.get(kind="document")
        assert answer.value == {"file_id": str(file.id)}
        assert (file.state, file.name, file.media_type) == ("stored", "plan.txt", "application/octet-stream")
        assert files.content(file.id) == b"one\ntwo"

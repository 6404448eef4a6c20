"""The public job page shows open jobs only, and an application from it is checked, taken once, and whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import answer_rules, careers, jobs
from isthmus.hiring.careers import Submission, Upload
from isthmus.hiring.models import Application, Job, Question, QuestionKind
from isthmus.hiring.problems import Refused
from tests.builders import a_draft, a_job, a_pdf, some_questions

FORM = Submission(
    id="form-1",
    first_name="Noor",
    last_name="Peeters",
    email="noor.peeters@tessel.example",
    resume=Upload("cv.pdf", a_pdf()),
)


def test_the_page_shows_an_open_job_and_its_questions(cast):
    with cast.acting():
        job = a_job()
        some_questions(job)
        page = careers.page(job.id)
        assert (page.title, page.workplace, len(page.questions)) == ("Senior Backend Engineer", "Hybrid", 5)
        assert (page.asks_resume, page.needs_resume, page.needs_phone) == (True, True, False)


def test_a_job_that_is_not_open_has_no_page_and_takes_nothing(cast):
    with cast.acting():
        draft, closed = jobs.create_job(a_draft()), a_job()
        jobs.close_job(closed.id)
        for job in (draft, closed):
            with pytest.raises(Job.DoesNotExist):
                careers.page(job.id)
            with pytest.raises(Job.DoesNotExist):
                careers.apply(job.id, FORM)


def test_a_complete_form_is_an_application_with_its_file(cast):
    with cast.acting():
        job = a_job()
        _, number, single, _, yes_no = some_questions(job)
        answers = {str(number.id): "6", str(single.id): single.options[0]["id"], str(yes_no.id): "no"}
        application = careers.apply(job.id, replace(FORM, answers=answers))
        assert application.origin == "careers"
        assert [answer.value for answer in application.answers.all()] == [6, single.options[0]["id"], False]
        assert application.files.get().state == "stored"


def test_sending_the_form_twice_applies_once(cast):
    with cast.acting():
        job = a_job()
        assert careers.apply(job.id, FORM).id == careers.apply(job.id, FORM).id
        assert Application.objects.get().files.count() == 1


def test_everything_wrong_with_a_form_is_told_at_once(cast):
    with cast.acting():
        job = a_job(phone_requirement="required")
        _, number, single, _, yes_no = some_questions(job)
        answers = {str(number.id): "many", str(single.id): "other"}
        form = Submission(
            id="f", first_name=" ", last_name="", email="x", answers=answers, resume=Upload("cv.pdf", b"MZ")
        )
        with pytest.raises(Refused) as refused:
            careers.apply(job.id, form)
        fields = [problem.field for problem in refused.value.problems]
        wrong_answers = [f"answers.{question.id}" for question in (number, single, yes_no)]
        assert fields == ["first_name", "last_name", "email", "phone", "resume", *wrong_answers]
        assert not Application.objects.exists()


def test_a_resume_is_needed_only_where_it_is_asked_for(cast):
    with cast.acting():
        form = replace(FORM, resume=None)
        with pytest.raises(Refused, match="résumé is missing"):
            careers.apply(a_job().id, form)
        assert careers.apply(a_job(resume_requirement="optional").id, form)
        hidden = careers.apply(a_job(resume_requirement="hidden").id, replace(FORM, id="form-2"))
        assert hidden.files.count() == 0


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", " x ", "x"),
        ("number", "6", 6),
        ("number", "6,5", 6.5),
        ("number", "1e3", 1000),
        ("integer", "6", 6),
        ("short_text", " one\nline ", "one line"),
        ("date_range", ["2026-02-01", "2026-02-28"], {"start": "2026-02-01", "end": "2026-02-28"}),
        ("date_range", ["2026-02-01", "now"], {"start": "2026-02-01", "current": True}),
        ("single", "a", "a"),
        ("multiple", ["b", "a", "b"], ["b", "a"]),
        ("yes_no", "yes", True),
    ],
)
def test_answers_are_read_by_kind(kind, raw, value):
    options = [{"id": name, "label": name} for name in ("yes", "no", "a", "b")]
    question = Question(kind=kind, required=True, options=options, company_id=None)
    found = answer_rules.read([question], {str(question.id): raw})
    assert (found.values, found.problems) == ([(str(question.id), value)], [])


@given(st.sampled_from(QuestionKind.values), st.text(max_size=50) | st.lists(st.text()))
def test_any_answer_is_read_or_refused_in_words(kind, raw):
    question = Question(kind=kind, required=True, options=[{"id": "a", "label": "A"}], company_id=None)
    found = answer_rules.read([question], {str(question.id): raw})
    assert len(found.values) + len(found.problems) == 1
    assert all(problem.message for problem in found.problems)

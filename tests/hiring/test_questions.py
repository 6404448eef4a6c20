"""Questions and options keep their ids for life; answers keep their meaning."""

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import questions
from isthmus.hiring.models import Question
from isthmus.hiring.problems import Refused
from isthmus.hiring.question_rules import QuestionDraft, plan, problems
from tests.builders import GivenAnswer, a_job, a_published_job, a_received_application, some_questions

KINDS = ["text", "number", "single", "multiple", "yes_no"]


@dataclass(frozen=True)
class Asked:
    id: UUID
    kind: str
    options: list[dict[str, str]] = field(default_factory=list)


labels = st.lists(st.sampled_from(["Python", "SQL", "Kafka", "Go"]), min_size=2, max_size=4, unique=True)
kinds = st.sampled_from(KINDS)


@st.composite
def a_set(draw):
    """A set of questions as it might exist, made by the rules themselves."""
    fresh = (f"f{number}" for number in count())
    drafts = [
        QuestionDraft(None, "?", draw(kinds), False, [{"label": label} for label in draw(labels)]) for _ in range(3)
    ]
    planned = plan(drafts, [], lambda: next(fresh))
    return [Asked(UUID(int=i), item.draft.kind, item.options) for i, item in enumerate(planned)], fresh


@given(a_set(), st.permutations(range(3)))
def test_writing_the_same_questions_in_any_order_keeps_every_id(made, order):
    asked, fresh = made
    drafts = [QuestionDraft(asked[i].id, "other words", asked[i].kind, True, asked[i].options) for i in order]
    planned = plan(drafts, asked, lambda: next(fresh))
    assert [item.keeps for item in planned] == [asked[i].id for i in order]
    assert [item.options for item in planned] == [asked[i].options for i in order]


@given(a_set(), labels)
def test_options_have_distinct_ids_and_those_that_stay_keep_theirs(made, wanted):
    asked, fresh = made
    for question in asked:
        if question.kind not in ("single", "multiple"):
            continue
        draft = QuestionDraft(question.id, "?", question.kind, False, [{"label": label} for label in wanted])
        after = plan([draft], asked, lambda: next(fresh))[0].options
        held = {option["label"]: option["id"] for option in question.options}
        assert [option["label"] for option in after] == wanted
        assert len({option["id"] for option in after}) == len(wanted)
        assert all(option["id"] == held.get(option["label"], option["id"]) for option in after)
        assert not {o["id"] for o in after if o["label"] not in held} & set(held.values())


def test_renaming_an_option_by_its_id_keeps_the_id():
    asked = Asked(UUID(int=1), "single", [{"id": "a", "label": "Python"}, {"id": "b", "label": "SQL"}])
    draft = QuestionDraft(asked.id, "?", "single", False, [{"id": "a", "label": "SQL"}, {"id": "b", "label": "Python"}])
    assert plan([draft], [asked], lambda: "new")[0].options == [
        {"id": "a", "label": "SQL"},
        {"id": "b", "label": "Python"},
    ]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (QuestionDraft(None, " ", "text"), "needs words"),
        (QuestionDraft(None, "x" * 1001, "text"), "longer than 1000"),
        (QuestionDraft(None, "?", "essay"), "not known"),
        (QuestionDraft(None, "?", "single", options=[{"label": "one"}]), "at least two"),
        (QuestionDraft(None, "?", "single", options=[{"label": "Yes"}, {"label": "yes "}]), "read the same"),
        (QuestionDraft(None, "?", "multiple", options=[{"label": ""}, {"label": "a"}]), "1 to 200"),
        (QuestionDraft(UUID(int=9), "?", "text"), "does not belong"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(draft, words):
    assert words in " ".join(problem.message for problem in problems([draft], []))


def test_setting_the_same_questions_again_changes_nothing(cast):
    with cast.acting():
        job = a_job()
        first = some_questions(job)
        again = questions.set_questions(job.id, [questions.draft_of(question) for question in first])
        assert [(q.id, q.options) for q in again] == [(q.id, q.options) for q in first]


def test_a_question_left_out_goes_unless_it_was_answered(cast):
    with cast.acting():
        job = a_job()
        text, number, *_ = some_questions(job)
        a_received_application(job, answers=[GivenAnswer(str(text.id), "because")])
        questions.set_questions(job.id, [])
        assert Question.objects.get().id == text.id
        assert Question.objects.get().retired_at is not None
        assert questions.asked_now(job.id) == []
        assert not Question.objects.filter(id=number.id).exists()


def test_on_a_posted_job_every_question_left_out_is_kept_for_late_answers(cast):
    with cast.acting():
        job, _ = a_published_job()
        some_questions(job)
        questions.set_questions(job.id, [])
        assert Question.objects.filter(retired_at__isnull=False).count() == 5


def test_a_late_answer_to_a_retired_question_still_finds_its_words(cast):
    with cast.acting():
        job, _ = a_published_job()
        text = some_questions(job)[0]
        questions.set_questions(job.id, [])
        application = a_received_application(job, answers=[GivenAnswer(str(text.id), "late")])
        assert application.answers.get().question_text == "Why us?"


def test_another_kind_is_another_question(cast):
    with cast.acting():
        job = a_job()
        text = some_questions(job)[0]
        after = questions.set_questions(job.id, [QuestionDraft(text.id, "Why us?", "number")])
        assert after[0].id != text.id


def test_a_wrong_set_changes_nothing(cast):
    with cast.acting():
        job = a_job()
        before = [question.id for question in some_questions(job)]
        with pytest.raises(Refused):
            questions.set_questions(job.id, [QuestionDraft(None, "", "text")])
        assert [question.id for question in questions.asked_now(job.id)] == before

"""Limits, labels, hopes and prerequisites of questions: checked with their fixes, kept with lasting ids, read back."""

from dataclasses import replace
from uuid import UUID

import pytest

from isthmus.hiring import answer_rules, questions
from isthmus.hiring.answer_rules import Upload
from isthmus.hiring.answer_words import condition, fit, is_met, shown, written_date
from isthmus.hiring.models import Question
from isthmus.hiring.problems import Refused
from isthmus.hiring.question_details import Details, Prerequisite, as_json, read
from isthmus.hiring.question_rules import QuestionDraft, problems
from isthmus.store.models import Change
from tests.builders import a_job

EVERYTHING = Details(
    help="Short",
    expanded_help="Long",
    shown_as="radio",
    preselected="a",
    suggested=3,
    minimum=-1,
    maximum=9,
    shortest=0,
    longest=10,
    start_label="From",
    end_label="To",
    no_end_label="Until now",
    largest_bytes=1,
    extensions=(),
    favourable_options=("a", "b"),
    favourable_from=1,
    favourable_to=2,
    knock_out=True,
    prerequisite=Prerequisite("q", ("yes",)),
)
TOOLS = [{"label": "Python"}, {"label": "SQL"}]
VISA = QuestionDraft(None, "May you work in the EU?", "yes_no", key="visa")


def after(*options: str, first: str = "visa", **more) -> QuestionDraft:
    return QuestionDraft(
        None, "Which permit?", "text", details=Details(prerequisite=Prerequisite(first, options)), **more
    )


def test_details_are_stored_without_what_is_not_said_and_read_back():
    assert read(as_json(EVERYTHING)) == EVERYTHING
    assert as_json(Details()) == {}
    assert as_json(Details(extensions=())) == {"extensions": []}


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        ("text", Details(minimum=1), "has no minimum"),
        ("number", Details(longest=5), "has no longest"),
        ("text", Details(help="x" * 301), "longer than 300"),
        ("text", Details(expanded_help="x" * 2001), "longer than 2000"),
        ("text", Details(shortest=5, longest=4), "longer than the longest"),
        ("text", Details(shortest=-1), "Lengths run"),
        ("text", Details(longest=0), "Lengths run"),
        ("text", Details(longest=10_001), "Lengths run"),
        ("text", Details(suggested=4), "must be words"),
        ("short_text", Details(suggested="a\nb"), "more than one line"),
        ("short_text", Details(suggested="abc", longest=2), "keep to the lengths"),
        ("integer", Details(minimum=1.5), "not a whole number"),
        ("integer", Details(suggested="3"), "not a whole number"),
        ("number", Details(maximum=float("inf")), "not a number"),
        ("number", Details(maximum=True), "not a number"),
        ("number", Details(minimum=5, maximum=5), "more than the smallest"),
        ("number", Details(maximum=0), "more than the smallest, which is 0"),
        ("number", Details(maximum=5, suggested=6), "outside the limits"),
        ("number", Details(favourable_from=-1), "outside the limits"),
        ("number", Details(favourable_from=4, favourable_to=3), "run backwards"),
        ("yes_no", Details(shown_as="checkboxes"), "cannot be shown"),
        ("multiple", Details(shown_as="radio"), "cannot be shown"),
        ("yes_no", Details(favourable_options=("maybe",)), "not among the options"),
        ("single", Details(preselected="Cobol"), "not among the options"),
        ("date_range", Details(start_label="x" * 101), "longer than 100"),
        ("document", Details(largest_bytes=0), "up to 10 MB"),
        ("document", Details(largest_bytes=2**30), "up to 10 MB"),
        ("document", Details(extensions=("PDF",)), "not a file ending"),
        ("document", Details(extensions=(".pdf",)), "not a file ending"),
        ("document", Details(extensions=("pdf", "pdf")), "twice"),
        ("document", Details(extensions=tuple(f"x{n}" for n in range(21))), "More than 20"),
    ],
)
def test_what_is_wrong_with_details_is_said_with_its_fix(kind, details, words):
    (problem,) = problems([QuestionDraft(None, "?", kind, options=TOOLS, details=details)], [])
    assert words in problem.message
    assert problem.fix
    assert problem.field == "questions.0"


@pytest.mark.parametrize(
    ("drafts", "words"),
    [
        ([after("yes"), VISA], "does not stand before it"),
        ([after("yes", first="")], "does not stand before it"),
        ([VISA, after("yes", first="nobody")], "does not stand before it"),
        ([VISA, after()], "not among the options"),
        ([VISA, after("perhaps")], "not among the options"),
        ([VISA, after("yes", section="contact")], "another part of the form"),
        ([QuestionDraft(None, "?", "text", key="visa"), after("yes")], "a choice of one option alone"),
        ([QuestionDraft(None, "?", "multiple", options=TOOLS, key="visa"), after("SQL")], "choice of one option alone"),
        ([QuestionDraft(None, "?", "text", section="hobbies")], "part of the form is not known"),
    ],
)
def test_what_is_wrong_with_a_prerequisite_is_said_with_its_fix(drafts, words):
    (problem,) = problems(drafts, [])
    assert words in problem.message
    assert problem.fix


def test_a_prerequisite_between_new_questions_names_the_id_the_first_one_got(cast):
    with cast.acting():
        job = a_job()
        visa, permit = questions.set_questions(job.id, [VISA, after("No")])
        assert permit.details == {"prerequisite": {"question": str(visa.id), "options": ["no"]}}
        again = questions.set_questions(job.id, [questions.draft_of(visa), questions.draft_of(permit)])
        assert [question.details for question in again] == [{}, permit.details]


def test_options_may_be_named_by_label_and_are_kept_by_id(cast):
    with cast.acting():
        details = Details(favourable_options=("sql",), preselected="Python")
        draft = QuestionDraft(None, "Tool", "single", options=TOOLS, details=details)
        (tool,) = questions.set_questions(a_job().id, [draft])
        python, sql = (option["id"] for option in tool.options)
        assert tool.details == {"favourable_options": [sql], "preselected": python}
        renamed = replace(
            questions.draft_of(tool), options=[{"id": python, "label": "SQL"}, {"id": sql, "label": "Python"}]
        )
        (after_renaming,) = questions.set_questions(tool.job_id, [renamed])
        assert after_renaming.details == tool.details


def test_a_prerequisite_may_name_an_option_that_is_new_in_the_same_set(cast):
    with cast.acting():
        options = [{"id": "~1", "label": "Car"}, {"id": "~2", "label": "Train"}]
        first = QuestionDraft(None, "How do you come?", "single", options=options, key="visa")
        way, which = questions.set_questions(a_job().id, [first, after("~2")])
        assert which.details["prerequisite"]["options"] == [way.options[1]["id"]]
        assert "~2" not in str(way.options)


def test_a_wrong_detail_changes_nothing(cast):
    with cast.acting():
        job = a_job()
        with pytest.raises(Refused):
            questions.set_questions(job.id, [VISA, after("perhaps")])
        assert questions.asked_now(job.id) == []


def question(kind: str, identity: int = 1, required: bool = True, **details) -> Question:
    options = [{"id": name, "label": name.title()} for name in ("yes", "no", "a", "b")]
    return Question(
        id=UUID(int=identity),
        text="Really?",
        kind=kind,
        required=required,
        options=options,
        details=as_json(Details(**details)),
        company_id=None,
    )


@pytest.mark.parametrize(
    ("kind", "raw", "details", "words"),
    [
        ("integer", "2.5", {}, "not a whole number"),
        ("number", "-1", {}, "not below 0"),
        ("number", "4", {"minimum": 5}, "not below 5"),
        ("number", "6", {"maximum": 5.5}, "not above 5.5"),
        ("number", "nan", {}, "not a number"),
        ("text", "abc", {"longest": 2}, "longer than 2"),
        ("text", "abc", {"shortest": 4}, "shorter than 4"),
        ("date_range", ["2026-02-28", "2026-02-01"], {}, "before the first"),
        ("date_range", ["", "2026-02-01"], {}, "first date"),
        ("date_range", ["2026-02-01"], {}, "second date"),
        ("date_range", ["2026-02-30", "2026-03-01"], {}, "not a date"),
        ("date_range", "now", {}, "second date"),
        ("document", "x", {}, "needs a document"),
    ],
)
def test_an_answer_keeps_to_the_limits_or_is_refused_in_words(kind, raw, details, words):
    asked = question(kind, **details)
    found = answer_rules.read([asked], {str(asked.id): raw})
    assert [found.values, found.documents] == [[], []]
    assert words in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "content", "details", "words"),
    [
        ("a.pdf", b"%PDF-1.4", {"extensions": ("png",)}, "ends in .png"),
        ("a.pdf", b"%PDF-1.4", {"extensions": ()}, "without an ending"),
        ("a.txt", b"x" * 3000, {"largest_bytes": 2048}, "larger than 2 KB"),
        ("a.pdf", b"", {}, "empty"),
        ("a.pdf", b"MZ" + b"\0" * 300, {}, "Windows program"),
    ],
)
def test_a_document_keeps_to_the_limits_or_is_refused_in_words(name, content, details, words):
    asked = question("document", **details)
    found = answer_rules.read([asked], {}, {str(asked.id): Upload(name, content)})
    assert found.documents == []
    assert words in found.problems[0].message


@pytest.mark.parametrize("name", ["plan.txt", "Portfolio.PNG", "archive.tar.gz", "README"])
def test_any_file_that_is_no_program_may_answer_where_nothing_is_said(name):
    asked = question("document")
    found = answer_rules.read([asked], {}, {str(asked.id): Upload(name, b"some words")})
    assert [identity for identity, _ in found.documents] == [str(asked.id)]


def test_a_question_that_is_not_asked_needs_no_answer_and_takes_none():
    first = question("yes_no", 1)
    second = question("text", 2, prerequisite=Prerequisite(str(first.id), ("no",)))
    found = answer_rules.read([first, second], {str(first.id): "yes", str(second.id): "smuggled"})
    assert (found.values, found.problems) == ([(str(first.id), True)], [])
    unanswered = answer_rules.read([first, second], {str(first.id): "no"})
    assert [problem.field for problem in unanswered.problems] == [f"answers.{second.id}"]


def test_what_waits_for_a_question_that_is_not_asked_is_not_asked_either():
    first = question("yes_no", 1)
    second = question("yes_no", 2, prerequisite=Prerequisite(str(first.id), ("no",)))
    third = question("text", 3, prerequisite=Prerequisite(str(second.id), ("yes",)))
    given = {str(first.id): "yes", str(second.id): "yes", str(third.id): "x"}
    assert answer_rules.read([first, second, third], given).values == [(str(first.id), True)]


@pytest.mark.parametrize(
    ("kind", "details", "value", "is_hoped_for"),
    [
        ("yes_no", {"favourable_options": ("yes",)}, True, True),
        ("yes_no", {"favourable_options": ("yes",)}, False, False),
        ("single", {"favourable_options": ("a", "b")}, "b", True),
        ("multiple", {"favourable_options": ("a",)}, ["b", "a"], True),
        ("multiple", {"favourable_options": ("a",)}, ["b"], False),
        ("integer", {"favourable_from": 3}, 3, True),
        ("integer", {"favourable_from": 3}, 2, False),
        ("number", {"favourable_to": 2.5}, 2.6, False),
        ("number", {"favourable_from": 1, "favourable_to": 2}, 1.5, True),
    ],
)
def test_an_answer_is_marked_against_what_the_job_hopes_for_with_a_reason(kind, details, value, is_hoped_for):
    found = fit(question(kind, **details), value)
    assert found.is_hoped_for is is_hoped_for
    assert found.reason.startswith("The job hopes for ")


@pytest.mark.parametrize(("kind", "value"), [("yes_no", None), ("yes_no", {"x": 1}), ("integer", "six"), ("text", "x")])
def test_what_cannot_be_compared_is_not_marked(kind, value):
    details = {"favourable_options": ("yes",)} if kind == "yes_no" else {}
    assert fit(question(kind, **details), value) is None


@pytest.mark.parametrize("answer", [None, {}, 1, ["no", 2], [["yes"]], "maybe"])
def test_a_prerequisite_is_met_by_the_named_options_alone(answer):
    assert not is_met(Prerequisite("q", ("yes",)), {"q": answer})
    assert is_met(Prerequisite("q", ("yes",)), {"q": True})


def test_a_condition_is_told_in_words():
    first = question("yes_no", 1)
    second = question("text", 2, prerequisite=Prerequisite(str(first.id), ("no",)))
    by_id = {str(one.id): one for one in (first, second)}
    assert condition(first, by_id) == ""
    assert condition(second, by_id) == "asked only when “Really?” is answered with “No”"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"start": "2026-02-01", "end": "2026-02-28"}, "1 February 2026 – 28 February 2026"),
        ({"start": "2026-02"}, "February 2026"),
        ({"start": "2026-02-01", "current": True}, "1 February 2026 until now"),
        (512.5, "512.5"),
        (1e14, "100000000000000"),
        (0.0000001, "0.0000001"),
    ],
)
def test_dates_and_numbers_are_written_out(value, words):
    assert shown("", [], value) == words


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "99999-01-01", "2026-02-01-04", "--", "٢٠٢٦"])
def test_what_is_no_date_stays_as_it_is(text):
    assert written_date(text) in (text, "2026")


def test_a_knock_out_marks_more_strongly_and_says_so(cast):
    years = QuestionDraft(None, "Years", "integer", details=Details(favourable_from=3, knock_out=True))
    permit = replace(VISA, details=Details(favourable_options=("yes",), knock_out=True))
    with cast.acting():
        asked = questions.set_questions(a_job().id, [years, permit])
    assert [fit(asked[0], value).knocks_out for value in (2, 3)] == [True, False]
    assert fit(asked[1], False).reason == "The job cannot do without “Yes”."
    assert fit(asked[1], False).knocks_out


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(VISA, details=Details(knock_out=True)), "needs an answer that is hoped for"),
        (QuestionDraft(None, "Why?", "text", details=Details(knock_out=True)), "has no knock out"),
    ],
)
def test_a_knock_out_without_a_hope_is_refused(draft, words):
    assert words in " ".join(problem.message for problem in problems([draft], []))


def test_setting_the_same_questions_again_writes_nothing(cast):
    with cast.acting():
        job = a_job()
        asked = questions.set_questions(job.id, [VISA, after("no")])
        before = Change.objects.filter(entity="hiring_question").count()
        questions.set_questions(job.id, [questions.draft_of(question) for question in asked])
        assert Change.objects.filter(entity="hiring_question").count() == before

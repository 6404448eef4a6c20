"""A job that asks one of everything: published, answered by a member, and shown exactly as it was answered.

In every shape the sandbox delivers what LinkedIn does not document, and in both generations of LinkedIn's API.
"""

import base64
import json
from typing import Any

import pytest
from django.db import connections as databases

from isthmus.bridge.apply_connect import rereading
from isthmus.hiring import answers_shown, files, questions
from isthmus.hiring.answers_shown import ShownAnswer
from isthmus.hiring.models import File, Question
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.question_rules import QuestionDraft
from isthmus.people.models import Profile
from isthmus.store.models import Change
from tests import builders
from tests.bridge.story import Story

SHAPES = ["first", "second", "third"]
TOOLS = [{"label": "Python"}, {"label": "SQL"}, {"label": "Kafka"}]
FORM = {
    "middle_name": "required",
    "location": "required",
    "cover_letter": "required",
    "cover_letter_text": "required",
    "work": {"asked": True, "least": 1, "most": 2},
    "education": {"asked": True, "least": 1},
    "self_identification": dict.fromkeys(("disability", "gender", "race", "veteran_status"), "required"),
}
SELF_IDENTIFICATION = dict.fromkeys(("disability", "gender", "race", "veteranStatus"), "DECLINE")
DRAFTS = [
    QuestionDraft(None, "City", "short_text", True, details=Details(help="Where you live", longest=40)),
    QuestionDraft(None, "Why us?", "text", True, details=Details(shortest=5, suggested="Because")),
    QuestionDraft(None, "Years", "integer", True, details=Details(minimum=1, maximum=50, favourable_from=10)),
    QuestionDraft(None, "Day rate", "number", True, details=Details(maximum=1000.5, favourable_to=600)),
    QuestionDraft(None, "Permit", "yes_no", True, key="permit", details=Details(favourable_options=("yes",))),
    QuestionDraft(None, "Which?", "text", True, details=Details(prerequisite=Prerequisite("permit", ("no",)))),
    QuestionDraft(None, "Until?", "text", details=Details(prerequisite=Prerequisite("permit", ("yes",)))),
    QuestionDraft(None, "Best tool", "single", True, TOOLS, details=Details(shown_as="dropdown", preselected="SQL")),
    QuestionDraft(None, "All tools", "multiple", True, TOOLS),
    QuestionDraft(None, "Free from", "date_range", True, details=Details(start_label="First", end_label="Last")),
    QuestionDraft(None, "Portfolio", "document", True, details=Details(extensions=("txt",), largest_bytes=5000)),
    QuestionDraft(None, "Pronounced?", "short_text", True, section="contact"),
    QuestionDraft(None, "Written when?", "integer", True, section="resume", details=Details(maximum=2100)),
    QuestionDraft(None, "Team there?", "short_text", True, section="work"),
    QuestionDraft(None, "Grade?", "short_text", True, section="education"),
]


@pytest.fixture(params=SHAPES)
def asked(request: pytest.FixtureRequest, connected: Story) -> Story:
    """The job is listed with its whole form; the sandbox delivers in one of its shapes."""
    connected.sandbox.choose(payload_shapes=request.param)
    with connected.cast.acting():
        job, _ = builders.a_published_job(form_sections=FORM)
        questions.set_questions(job.id, DRAFTS)
        connected.job_id = job.id
    connected.settle()
    return connected


def upload(name: str, content: bytes) -> dict[str, str]:
    return {"filename": name, "base64": base64.b64encode(content).decode()}


def apply(story: Story, **answers: Any) -> None:
    with story.cast.acting():
        by_text = {question.text: question for question in questions.asked_now(story.job_id)}
    ids = {text: str(question.id) for text, question in by_text.items()}
    options = {option["label"]: option["id"] for option in by_text["Best tool"].options}
    several = {option["label"]: option["id"] for option in by_text["All tools"].options}
    story.sandbox.apply(
        story.member,
        str(story.job_id),
        contact={"middleName": "Lena", "location": "Ghent, Belgium"},
        resume=upload("cv.pdf", builders.a_pdf()),
        coverLetter=upload("letter.pdf", builders.a_pdf("Dear Larkfield")),
        coverLetterText="Dear Larkfield, …",
        work=[
            {
                "title": "Backend engineer",
                "company": "Tessel Labs",
                "city": "Ghent",
                "start": "2022-03",
                "current": True,
                "description": "Planning services.",
                "questions": {ids["Team there?"]: "Four people"},
            }
        ],
        education=[
            {
                "school": "University of Ostmere",
                "degree": "MSc",
                "fieldOfStudy": "Computer science",
                "start": "2014-09",
                "end": "2019-06",
                "questions": {ids["Grade?"]: "Good"},
            }
        ],
        selfIdentification=SELF_IDENTIFICATION,
        questions={
            ids["City"]: "Ghent",
            ids["Why us?"]: "I like greenhouses – and “honest” queues.",
            ids["Years"]: 6,
            ids["Day rate"]: 512.5,
            ids["Permit"]: "yes",
            ids["Which?"]: "smuggled",
            ids["Until?"]: "2030",
            ids["Best tool"]: options["SQL"],
            ids["All tools"]: [several["Python"], several["Kafka"]],
            ids["Free from"]: {"start": "2026-02-01", "end": "2026-02-28"},
            ids["Portfolio"]: upload("work.txt", b"things I made"),
            ids["Pronounced?"]: "NOHR",
            ids["Written when?"]: 2026,
            **answers,
        },
    )
    story.settle()


def given(story: Story) -> dict[str, ShownAnswer]:
    application = story.application()
    with story.cast.acting():
        return {answer.question: answer for answer in answers_shown.of_application(application).given}


def test_everything_asked_is_accepted_and_everything_answered_is_shown(asked: Story) -> None:
    assert asked.posting().state == "listed", asked.posting()
    apply(asked)
    answers = given(asked)
    assert {text: (answer.value, answer.shown) for text, answer in answers.items() if answer.file is None} == {
        "Cover letter": ("Dear Larkfield, …", "Dear Larkfield, …"),
        "City": ("Ghent", "Ghent"),
        "Why us?": ("I like greenhouses – and “honest” queues.",) * 2,
        "Years": (6, "6"),
        "Day rate": (512.5, "512.5"),
        "Permit": (True, "Yes"),
        "Until?": ("2030", "2030"),
        "Best tool": (_option(asked, "Best tool", "SQL"), "SQL"),
        "All tools": ([_option(asked, "All tools", one) for one in ("Python", "Kafka")], "Python, Kafka"),
        "Free from": ({"start": "2026-02-01", "end": "2026-02-28"}, "1 February 2026 – 28 February 2026"),
        "Pronounced?": ("NOHR", "NOHR"),
        "Written when?": (2026, "2026"),
        "Team there?": ("Four people", "Four people"),
        "Grade?": ("Good", "Good"),
    }
    assert all(answer.understood for answer in answers.values())
    assert asked.issues() == []
    _check_background(asked, answers)
    _check_files(asked, answers)
    _check_marks(asked, answers)
    _check_self_identification_is_nowhere(asked)


def _option(story: Story, text: str, label: str) -> str:
    with story.cast.acting():
        options = Question.objects.get(text=text).options
    return next(option["id"] for option in options if option["label"] == label)


def _check_background(story: Story, answers: dict[str, ShownAnswer]) -> None:
    profile = story.application().profile
    assert (profile.first_name, profile.location) == ("Noor Lena", "Ghent, Belgium")
    (job,), (school,) = profile.work, profile.education
    assert {name: job[name] for name in ("title", "organization", "city", "description")} == {
        "title": "Backend engineer",
        "organization": "Tessel Labs",
        "city": "Ghent",
        "description": "Planning services.",
    }
    assert [school[name] for name in ("title", "organization", "field_of_study")] == [
        "MSc",
        "University of Ostmere",
        "Computer science",
    ]
    dates = [entry[name][:7] for entry, name in ((job, "start"), (school, "start"), (school, "end"))]
    assert dates == ["2022-03", "2014-09", "2019-06"]
    assert answers["Team there?"].about == "Backend engineer, Tessel Labs"
    assert answers["Grade?"].about == "MSc, University of Ostmere"


def _check_files(story: Story, answers: dict[str, ShownAnswer]) -> None:
    with story.cast.acting():
        assert sorted(File.objects.values_list("kind", "state")) == [
            ("cover_letter", "stored"),
            ("document", "stored"),
            ("resume", "stored"),
        ]
        portfolio = answers["Portfolio"].file
        assert portfolio is not None
        assert files.content(portfolio.id) == b"things I made"


def _check_marks(story: Story, answers: dict[str, ShownAnswer]) -> None:
    fits = {text: answer.fit.is_hoped_for for text, answer in answers.items() if answer.fit is not None}
    assert fits == {"Years": False, "Day rate": True, "Permit": True}
    application = story.application()
    assert application.outcome == "pending"
    with story.cast.acting():
        not_asked = answers_shown.of_application(application).not_asked
    assert [(one.question, one.reason) for one in not_asked] == [
        ("Which?", "Not asked: asked only when “Permit” is answered with “No”.")
    ]


def _check_self_identification_is_nowhere(story: Story) -> None:
    """The sealed store holds a row, and nothing that anybody reads holds a word of it."""
    with databases["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hiring_eeoanswer")
        assert cursor.fetchone() == (1,)
    (delivery,) = story.deliveries()
    with story.cast.acting():
        profile = Profile.objects.get()
        seen = [delivery.visible, profile.work, profile.education, *Change.objects.values_list("fields", flat=True)]
        seen += [answer.value for answer in given(story).values()]
    assert "DECLINE" not in json.dumps(seen, default=str)


def test_an_answer_nobody_can_read_is_shown_kept_and_reported_until_it_can(
    asked: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    from isthmus.linkedin.deliveries import custom

    with monkeypatch.context() as patch:
        patch.setitem(custom._READERS, "number", lambda value: {"values": ()})
        apply(asked)
    years = given(asked)["Years"]
    assert (years.understood, years.shown, years.fit) == (False, "Not understood", None)
    (issue,) = asked.issues()
    assert (issue.kind, issue.entity) == ("bug", "answers")
    with asked.cast.acting():
        rereading.read_again()
    assert (given(asked)["Years"].value, given(asked)["Years"].understood) == (6, True)
    assert asked.issues() == []

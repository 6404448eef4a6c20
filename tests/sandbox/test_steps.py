"""The application form step by step: contact, résumé, work and education, self-identification, questions, review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import PDF, Sandbox, ask, asking, onsite

APPLY = "/jobs/view/4100000001/apply"
CHOICES = [{"symbolicName": name, "displayValue": name} for name in ("yes", "no")]
CONTACT = {"contact.firstName": "Noor", "contact.lastName": "Peeters", "contact.email": "noor@tessel.example"}
EVERY = {
    "contactInformationQuestions": {},
    "resumeQuestions": {"resumeQuestionRequirement": "REQUIRED"},
    "workQuestions": {"workExperienceQuestionSet": {}},
    "educationQuestions": {"educationExperienceQuestionSet": {}},
    "voluntarySelfIdentificationQuestions": {"genderQuestionRequirement": "OPTIONAL"}
    | dict.fromkeys(
        ("disabilityQuestionRequirement", "raceQuestionRequirement", "veteranStatusQuestionRequirement"), "SKIP"
    ),
    **asking(ask("sql", required=True, numeric={"integerQuestionDetails": {}})),
}


@pytest.fixture
def applicant(sandbox: Sandbox) -> Sandbox:
    """A job that asks everything, and Noor about to apply."""
    sandbox.settle(onsite(questions=EVERY))
    sandbox.http.post("/members/1/sign-in", data={"next": APPLY})
    return sandbox


def take(sandbox: Sandbox, step: str, *, files: dict[str, Any] | None = None, **data: Any) -> Any:
    return sandbox.http.post(f"{APPLY}/{step}", data={"action": "next", **data}, files=files or {})


def test_six_steps_lead_to_a_sent_application(applicant: Sandbox) -> None:
    seen = [APPLY]
    posts: list[tuple[str, dict[str, Any]]] = [
        ("contact", CONTACT),
        ("documents", {"files": {"resume": ("noor.pdf", PDF, "application/pdf")}}),
        ("experience", {"work.0.title": "Engineer", "work.0.dates.start": "2022-03", "work.0.dates.current": "true"}),
        ("self-identification", {"selfIdentification.gender": "FEMALE"}),
        ("questions", {"question.sql": "6"}),
    ]
    for step, given in posts:
        assert applicant.http.get(seen[-1]).status_code == 200
        answer = take(applicant, step, **given)
        assert answer.status_code == 303, answer.text
        seen.append(answer.headers["location"])
    assert seen[1:] == [
        f"{APPLY}/documents",
        f"{APPLY}/experience",
        f"{APPLY}/self-identification",
        f"{APPLY}/questions",
        f"{APPLY}/review",
    ]
    assert "noor.pdf" in applicant.http.get(f"{APPLY}/review").text
    assert applicant.http.post(f"{APPLY}/review").headers["location"].startswith("/my/applications/")


def test_a_step_asks_only_its_own_questions(applicant: Sandbox) -> None:
    page = applicant.http.get(f"{APPLY}/documents").text
    assert 'name="resume"' in page
    assert 'name="contact.firstName"' not in page
    assert 'aria-current="step">2 Résumé<' in page


def test_one_step_leaves_the_answers_of_another_alone(applicant: Sandbox) -> None:
    take(applicant, "contact", **CONTACT | {"contact.firstName": "Nora"})
    take(applicant, "questions", **{"question.sql": "6", "contact.firstName": "Mallory"})
    assert 'value="Nora"' in applicant.http.get(f"{APPLY}/contact").text


def test_a_wrong_answer_holds_its_own_step(applicant: Sandbox) -> None:
    answer = take(applicant, "contact", **CONTACT | {"contact.email": "nobody"})
    assert answer.status_code == 422
    assert 'id="error:contact.email"' in answer.text


def test_going_back_keeps_what_was_typed_even_if_it_will_not_do(applicant: Sandbox) -> None:
    answer = applicant.http.post(f"{APPLY}/questions", data={"action": "back", "question.sql": "many"})
    assert answer.headers["location"] == f"{APPLY}/self-identification"
    assert 'value="many"' in applicant.http.get(f"{APPLY}/questions").text


def test_review_leads_to_the_first_step_that_lacks_something(applicant: Sandbox) -> None:
    take(applicant, "contact", **CONTACT)
    where = applicant.http.get(f"{APPLY}/review").headers["location"]
    assert where == f"{APPLY}/documents?check=1"
    assert 'id="error:resume"' in applicant.http.get(where).text


def test_there_is_no_step_nobody_asks_for(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.http.post("/members/1/sign-in", data={"next": APPLY})
    for step in ("questions", "self-identification", "nonsense", "%00", "x" * 500):
        assert sandbox.http.get(f"{APPLY}/{step}").status_code == 404, step
        assert sandbox.http.post(f"{APPLY}/{step}", data={"action": "next"}).status_code == 404, step


def depending() -> dict[str, Any]:
    """A question on work that decides whether one at the end is asked."""
    licence = ask(
        "licence", required=True, multipleChoice={"choices": CHOICES, "preferredFormComponent": "RADIO_BUTTONS"}
    )
    condition = {
        "prerequisiteQuestion": {"partnerQuestionIdentifier": "licence"},
        "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["yes"]}},
    }
    number = ask("number", required=True, text={}) | {"prerequisiteQuestionResponse": condition}
    return {"contactInformationQuestions": {"customQuestions": [licence]}, **asking(number)}


@pytest.mark.parametrize(("licence", "is_asked"), [("yes", True), ("no", False)])
def test_a_question_may_depend_on_an_answer_of_an_earlier_step(sandbox: Sandbox, licence: str, is_asked: bool) -> None:
    sandbox.settle(onsite(questions=depending()))
    sandbox.http.post("/members/1/sign-in", data={"next": APPLY})
    take(sandbox, "contact", **CONTACT, **{"question.licence": licence})
    page = sandbox.http.get(f"{APPLY}/questions").text
    assert ('name="question.number"' in page) is is_asked
    assert "data-needs" not in page
    assert take(sandbox, "questions").status_code == (422 if is_asked else 303)

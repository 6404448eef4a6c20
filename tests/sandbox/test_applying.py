"""Applying through the same domain function as the form: what is asked, what is refused."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import pytest

from tests.sandbox.desk import PDF, Sandbox, ask, asking, contract, job, onsite

BOTH_GENERATIONS = True

YES_NO = {
    "preferredFormComponent": "RADIO_BUTTONS",
    "choices": [{"symbolicName": "yes", "displayValue": "Yes"}, {"symbolicName": "no", "displayValue": "No"}],
}


def file(name: str, body: bytes = PDF) -> dict[str, str]:
    return {"filename": name, "base64": base64.b64encode(body).decode()}


def archive(*names: str) -> bytes:
    """A zip file with these members, each holding a few bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name in names:
            out.writestr(name, "<xml/>")
    return held.getvalue()


def docx() -> bytes:
    return archive("[Content_Types].xml", "word/document.xml")


def errors(sandbox: Sandbox, **answers: Any) -> dict[str, str]:
    answer = sandbox.apply(**answers)
    return {} if answer.status_code == 201 else answer.json()["errors"]


def test_a_member_applies_once_per_job(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    assert sandbox.apply().status_code == 201
    assert sandbox.apply().status_code == 409
    assert sandbox.apply(member=3).status_code == 201


def test_off_site_and_closed_jobs_take_no_applications(sandbox: Sandbox) -> None:
    sandbox.settle(job("J-off"))
    sandbox.settle(onsite())
    sandbox.settle(onsite(operation="CLOSE"))
    assert sandbox.apply(job="J-off").status_code == 409
    assert sandbox.apply().status_code == 409


def test_unknown_member_and_job_are_404(sandbox: Sandbox) -> None:
    assert sandbox.apply(member=999).status_code == 404
    assert sandbox.apply(job="J-none").status_code == 404


@pytest.mark.parametrize(
    ("resume", "words"),
    [
        (file("cv.exe"), "DOC, DOCX or PDF"),
        (file("cv"), "DOC, DOCX or PDF"),
        (file("cv.pdf", b"x" * (2 * 1024 * 1024 + 1)), "2 MB"),
        (file("cv.pdf", b""), "empty"),
        (file("cv.pdf", docx()), "is not a PDF file"),
        (file("cv.docx"), "is not a DOCX file"),
        (file("cv.docx", b"PK\x03\x04" + b"x" * 50), "is not a DOCX file"),
        (file("cv.docx", archive("xl/workbook.xml")), "is not a DOCX file"),
        (file("cv.doc", docx()), "is not a DOC file"),
        (file("cv.pdf", b"MZ\x90\x00"), "is not a PDF file"),
        (None, "answer this question"),
    ],
)
def test_resume_is_checked(sandbox: Sandbox, resume: Any, words: str) -> None:
    sandbox.settle(onsite(questions={"resumeQuestions": {"resumeQuestionRequirement": "REQUIRED"}}))
    assert words in errors(sandbox, resume=resume)["resume"]


@pytest.mark.parametrize(
    "resume",
    [
        file("cv.PDF"),
        file("cv.pdf", b"\n\n" + PDF),
        file("cv.docx", docx()),
        file("cv.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504),
    ],
)
def test_a_resume_that_is_what_its_name_says_is_taken(sandbox: Sandbox, resume: Any) -> None:
    sandbox.settle(onsite())
    assert errors(sandbox, resume=resume) == {}


def test_a_cover_letter_must_be_what_its_name_says_and_a_document_need_not(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={"coverLetterQuestions": {}, **asking(ask("q", document={}))}))
    found = errors(sandbox, coverLetter=file("a.pdf", b"text"), questions={"q": file("b.pdf", b"text")})
    assert list(found) == ["coverLetter"]


def test_cover_letter_is_limited_to_512_kb(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={"coverLetterQuestions": {}}))
    assert "512 KB" in errors(sandbox, coverLetter=file("letter.pdf", b"x" * (512 * 1024 + 1)))["coverLetter"]


@pytest.mark.parametrize("answered", [["no"], [], ["perhaps"], ["yes", "no"]])
def test_radio_buttons_take_one_known_choice(sandbox: Sandbox, answered: list[str]) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", multipleChoice=YES_NO))))
    assert (errors(sandbox, questions={"q": answered}) == {}) == (answered == ["no"])


def test_checkboxes_take_several(sandbox: Sandbox) -> None:
    several = {**YES_NO, "preferredFormComponent": "CHECKBOXES", "selectMultiple": True}
    sandbox.settle(onsite(questions=asking(ask("q", multipleChoice=several))))
    assert errors(sandbox, questions={"q": ["yes", "no"]}) == {}


@pytest.mark.parametrize(
    ("value", "is_good"), [(0, True), (50, True), (-1, False), (51, False), (1.5, False), ("x", False)]
)
def test_whole_numbers_have_limits(sandbox: Sandbox, value: Any, is_good: bool) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", numeric={"integerQuestionDetails": {"maxValue": 50}}))))
    assert (errors(sandbox, questions={"q": value}) == {}) == is_good


@pytest.mark.parametrize(("value", "is_good"), [(512.5, True), ("nan", False), ("1e400", False)])
def test_decimal_numbers_are_finite(sandbox: Sandbox, value: Any, is_good: bool) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", numeric={"decimalQuestionDetails": {}}))))
    assert (errors(sandbox, questions={"q": value}) == {}) == is_good


@pytest.mark.parametrize(("value", "is_good"), [("abc", True), ("ab", False), ("x" * 11, False)])
def test_text_has_limits(sandbox: Sandbox, value: str, is_good: bool) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", text={"minLength": 3, "maxLength": 10}))))
    assert (errors(sandbox, questions={"q": value}) == {}) == is_good


@pytest.mark.parametrize(
    ("end", "is_good"), [("2026-02-28", True), (None, True), ("2025-01-01", False), ("soon", False)]
)
def test_date_ranges_run_forward(sandbox: Sandbox, end: str | None, is_good: bool) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", dateRange={}))))
    assert (errors(sandbox, questions={"q": {"start": "2026-02-01", "end": end}}) == {}) == is_good


@pytest.mark.parametrize(
    ("accepted", "name", "is_good"),
    [
        (["pdf"], "work.pdf", True),
        (["pdf"], "work.png", False),
        (None, "work.xyz", True),
        ([], "work", True),
        ([], "work.pdf", False),
    ],
)
def test_documents_are_checked_by_extension(sandbox: Sandbox, accepted: Any, name: str, is_good: bool) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", document={"acceptableFileExtensions": accepted}))))
    assert (errors(sandbox, questions={"q": file(name)}) == {}) == is_good


def test_documents_have_a_size_limit(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", document={"maximumSize": 10}))))
    assert errors(sandbox, questions={"q": file("a.pdf")})


def conditional() -> dict[str, Any]:
    condition = {
        "prerequisiteQuestion": {"partnerQuestionIdentifier": "visa"},
        "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["no"]}},
    }
    return asking(
        ask("visa", multipleChoice=YES_NO), ask("which", text={}) | {"prerequisiteQuestionResponse": condition}
    )


def test_a_question_is_required_only_when_its_prerequisite_holds(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions=conditional()))
    assert list(errors(sandbox, questions={"visa": "no"})) == ["question.which"]
    assert errors(sandbox, questions={"visa": "yes"}) == {}


def test_an_answer_without_its_prerequisite_is_dropped(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions=conditional()))
    sandbox.applied(questions={"visa": "yes", "which": "none of your business"})
    sets = sandbox.receiver.bodies()[0]["questionResponses"]["additionalQuestionResponses"][
        "customQuestionSetResponses"
    ]
    assert [answer["questionIdentifier"] for answer in sets[0]["customQuestionResponses"]] == ["visa"]


def test_work_entries_need_title_and_dates_and_stay_within_the_limit(sandbox: Sandbox) -> None:
    sandbox.settle(
        onsite(questions={"workQuestions": {"workExperienceQuestionSet": {"minRequired": 1, "repeatLimit": 2}}})
    )
    assert list(errors(sandbox)) == ["work.0.title", "work.0.dates"]
    entry = {"title": "Engineer", "company": "Tessel Labs", "start": "2022-03", "current": True}
    sandbox.applied(work=[entry, entry, entry])
    responses = sandbox.receiver.bodies()[0]["questionResponses"]["workQuestionResponses"]
    assert len(responses["workExperienceQuestionSetResponses"]) == 2


def test_a_question_set_may_be_repeated(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions=asking(ask("lang", text={}), repeatLimit=3)))
    sandbox.applied(sets=[{"lang": "Dutch"}, {"lang": "French"}])
    responses = sandbox.receiver.bodies()[0]["questionResponses"]["additionalQuestionResponses"]
    assert len(responses["customQuestionSetResponses"]) == 2


def test_sections_that_are_absent_are_not_asked(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={}))
    sandbox.applied(selfIdentification={"gender": "FEMALE"}, coverLetterText="Dear …")
    responses = sandbox.receiver.bodies()[0]["questionResponses"]
    assert list(responses) == ["contactInformationQuestionResponses"]
    assert set(responses["contactInformationQuestionResponses"]) == {"firstNameAnswer", "lastNameAnswer", "emailAnswer"}


def test_without_questions_phone_is_asked_too(sandbox: Sandbox) -> None:
    element = onsite()
    del element["onsiteApplyConfiguration"]["questions"]
    sandbox.settle(element)
    sandbox.applied()
    contact = sandbox.receiver.bodies()[0]["questionResponses"]["contactInformationQuestionResponses"]
    assert contact["cellphoneNumberQuestionAnswer"]["nationalNumber"] == "470123456"


def test_an_empty_self_identification_section_requires_all_four(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={"voluntarySelfIdentificationQuestions": {}}))
    assert len(errors(sandbox)) == 4


def test_the_example_job_can_be_applied_for(sandbox: Sandbox) -> None:
    element = contract("postings/element-v2.json")
    element["onsiteApplyConfiguration"]["jobApplicationWebhookUrl"] = "http://127.0.0.1:9/hook"
    sandbox.settle(element)
    identity = {"gender": "DECLINE", "race": "DECLINE", "disability": "DECLINE"}
    sandbox.applied(selfIdentification=identity, questions={"q-years": 6, "q-visa": "yes", "q-tools": ["ros"]})
    assert len(sandbox.receiver.deliveries) == 1

"""The members' pages: search, read, apply without scripts, see what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from linkedin_sandbox.members.html import QUESTION_TAGS, clean
from tests.sandbox.desk import PDF, Sandbox, ask, asking, contract, job, onsite

BANNER = "This is the Isthmus sandbox. It is not LinkedIn."
APPLY = "/jobs/view/4100000001/apply"
FORM = f"{APPLY}/all"


def sign_in(sandbox: Sandbox, member: int = 1) -> None:
    assert sandbox.http.post(f"/members/{member}/sign-in", data={"next": APPLY}).headers["location"] == APPLY


def fill(sandbox: Sandbox, *, files: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Post the form: the profile's contact details plus `fields` (dots written as double underscores)."""
    data = {
        "contact.firstName": "Noor",
        "contact.lastName": "Peeters",
        "contact.email": "noor.peeters@tessel.example",
        "action": "review",
        **{name.replace("__", "."): value for name, value in fields.items()},
    }
    return sandbox.http.post(FORM, data=data, files=files or {})


def resume() -> dict[str, Any]:
    return {"resume": ("noor.pdf", PDF, "application/pdf")}


@pytest.fixture
def listed(sandbox: Sandbox) -> Iterator[Sandbox]:
    sandbox.settle(onsite())
    return sandbox


def test_every_page_says_it_is_not_linkedin(listed: Sandbox) -> None:
    sign_in(listed)
    for path in (
        "/jobs",
        "/jobs/view/4100000001",
        APPLY,
        "/members",
        "/my/applications",
        "/my/mail",
        "/nothing",
        "/_sandbox/console",
    ):
        page = listed.http.get(path)
        assert BANNER in page.text, path
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_search_finds_listed_public_jobs(listed: Sandbox) -> None:
    listed.settle(job("J-2", title="Greenhouse Technician"))
    listed.settle(job("J-3", title="Secret Keeper", availability="PRIVATE_TO_ATS_INTEGRATION"))
    page = listed.http.get("/jobs").text
    assert "Greenhouse Technician" in page
    assert "Secret Keeper" not in page
    assert "Greenhouse" not in listed.http.get("/jobs?q=backend larkfield ghent").text
    assert listed.http.get("/jobs/view/4100000003").status_code == 404


def test_off_site_jobs_link_to_the_companys_page(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    page = sandbox.http.get("/jobs/view/4100000001").text
    assert 'href="https://jobs.larkfield.example/J-1001"' in page
    assert APPLY not in page


def test_scripts_in_a_description_are_defused(sandbox: Sandbox) -> None:
    hostile = (
        "<p onclick=evil()>Kind <a href='javascript:x'>words</a></p><script>alert(1)</script><img src=x onerror=evil()>"
    )
    sandbox.settle(job(description=hostile + "x" * 100, title="<b>Title</b>"))
    page = sandbox.http.get("/jobs/view/4100000001").text
    assert "<p>Kind words</p>" in page
    for bad in ("alert(1)", "onclick", "onerror", "javascript:", "<b>Title"):
        assert bad not in page


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</li></li></ul>"),
        ("<h1>Big</h1> & <b>bold", "Big &amp; <b>bold</b>"),
        ("</p></p>text", "text"),
        ("a<br/>b", "a<br>b"),
        ("<style>p{}</style>&lt;script&gt;", "&lt;script&gt;"),
    ],
)
def test_descriptions_keep_allowed_tags_and_all_text(html: str, expected: str) -> None:
    assert str(clean(html)) == expected


def test_questions_may_hold_links_to_the_web_alone() -> None:
    assert 'href="https://a.example/?x=1&amp;y=2"' in clean(
        "<a href='https://a.example/?x=1&y=2'>terms</a>", QUESTION_TAGS
    )
    assert "href" not in clean("<a href='javascript:alert(1)'>terms</a>", QUESTION_TAGS)


def test_applying_asks_for_a_member_first(listed: Sandbox) -> None:
    answer = listed.http.get(APPLY)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/members?next={APPLY}")


def test_sign_in_never_leads_to_another_site(listed: Sandbox) -> None:
    for target in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert listed.http.post("/members/1/sign-in", data={"next": target}).headers["location"] == "/jobs"


def test_the_form_is_filled_in_from_the_profile(listed: Sandbox) -> None:
    sign_in(listed)
    page = listed.http.get(FORM).text
    for value in ("Noor", "Peeters", "noor.peeters@tessel.example", "470123456"):
        assert f'value="{value}"' in page


def test_every_input_has_a_label_and_ids_are_unique(sandbox: Sandbox) -> None:
    element = contract("postings/element-v2.json")
    element["onsiteApplyConfiguration"]["jobApplicationWebhookUrl"] = "http://127.0.0.1:9/hook"
    sandbox.settle(element)
    sign_in(sandbox)
    page = sandbox.http.get(FORM).text
    found = re.findall(r'\bid="([^"]+)"', page)
    assert len(found) == len(set(found))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        name = re.search(r'\bid="([^"]+)"', tag)
        is_wrapped = re.search(r"<label[^>]*>(?:(?!</label>).)*" + re.escape(tag), page, re.DOTALL)
        assert is_wrapped or (name and f'for="{name[1]}"' in page), tag


def test_apply_review_submit_delivers(listed: Sandbox) -> None:
    sign_in(listed)
    assert fill(listed, files=resume()).headers["location"] == f"{APPLY}/review"
    review = listed.http.get(f"{APPLY}/review").text
    assert "noor.pdf" in review
    done = listed.http.post(f"{APPLY}/review")
    assert done.headers["location"] == "/my/applications/7200000001?sent=1"
    listed.tick()
    assert listed.receiver.bodies()[0]["jobApplicationId"] == "urn:li:jobApplication:7200000001"


def test_wrong_answers_are_explained_beside_their_fields(listed: Sandbox) -> None:
    sign_in(listed)
    answer = fill(listed, contact__email="nobody", files={"resume": ("cv.exe", PDF)})
    assert answer.status_code == 422
    assert 'id="error:contact.email"' in answer.text
    assert 'id="error:resume"' in answer.text


def test_an_uploaded_file_survives_an_error_elsewhere(listed: Sandbox) -> None:
    sign_in(listed)
    assert "noor.pdf" in fill(listed, contact__email="", files=resume()).text
    assert fill(listed).status_code == 303
    assert "noor.pdf" in listed.http.get(f"{APPLY}/review").text


def test_too_large_a_file_is_refused_and_not_kept(listed: Sandbox) -> None:
    sign_in(listed)
    answer = fill(listed, files={"resume": ("cv.pdf", b"x" * (2 * 1024 * 1024 + 1))})
    assert answer.status_code == 422
    assert "too large" in answer.text


def test_review_waits_for_good_answers(listed: Sandbox) -> None:
    sign_in(listed)
    fill(listed, contact__lastName="")
    assert listed.http.get(f"{APPLY}/review").headers["location"] == f"{APPLY}/contact?check=1"
    assert listed.http.post(f"{APPLY}/review").headers["location"] == f"{APPLY}/contact?check=1"
    assert 'id="error:contact.lastName"' in listed.http.get(f"{APPLY}/contact?check=1").text


def test_entries_can_be_added_and_removed(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={"workQuestions": {"workExperienceQuestionSet": {"repeatLimit": 3}}}))
    sign_in(sandbox)
    profile = {
        "work.0.title": "First",
        "work.1.title": "Second",
        "work.1.dates.start": "2019-09",
        "work.0.dates.start": "2022-03",
    }
    data = {"contact.firstName": "N", "contact.lastName": "P", "contact.email": "n@p.example", **profile}
    sandbox.http.post(FORM, data={**data, "action": "add-work"})
    assert 'name="work.2.title"' in sandbox.http.get(FORM).text
    sandbox.http.post(FORM, data={**data, "action": "remove-work-0"})
    page = sandbox.http.get(FORM).text
    assert 'name="work.0.title" value="Second"' in page
    assert 'name="work.2.title"' not in page


def test_questions_of_every_kind_can_be_answered_on_the_page(sandbox: Sandbox) -> None:
    choices = [{"symbolicName": name, "displayValue": name} for name in ("yes", "no")]
    kinds = [
        ask("radio", multipleChoice={"choices": choices, "preferredFormComponent": "RADIO_BUTTONS"}),
        ask("drop", multipleChoice={"choices": choices, "preferredFormComponent": "DROPDOWN"}),
        ask(
            "check", multipleChoice={"choices": choices, "preferredFormComponent": "CHECKBOXES", "selectMultiple": True}
        ),
        ask("int", numeric={"integerQuestionDetails": {}}),
        ask("dec", numeric={"decimalQuestionDetails": {}}),
        ask("text", text={"preferredFormComponent": "MULTILINE_TEXT"}),
        ask("dates", dateRange={}),
        ask("doc", document={}),
    ]
    sandbox.settle(onsite(questions=asking(*kinds)))
    sign_in(sandbox)
    given = {"radio": "yes", "drop": "no", "check": ["yes", "no"], "int": "3", "dec": "1.5", "text": "a\nb"}
    fields: dict[str, Any] = {f"question__{name}": value for name, value in given.items()}
    fields |= {"question__dates__start": "2026-02-01", "question__dates__end": "2026-02-28"}
    assert fill(sandbox, files={"question.doc": ("work.pdf", PDF)}, **fields).status_code == 303
    sandbox.http.post(f"{APPLY}/review")
    sandbox.tick()
    sets = sandbox.receiver.bodies()[0]["questionResponses"]["additionalQuestionResponses"][
        "customQuestionSetResponses"
    ]
    answered = {one["questionIdentifier"]: one["answer"] for one in sets[0]["customQuestionResponses"]}
    assert answered["check"] == {"multipleChoiceAnswerValue": {"symbolicNames": ["yes", "no"]}}
    assert answered["dec"] == {"numericAnswerValue": {"decimalValue": 1.5}}
    assert set(answered) == {"radio", "drop", "check", "int", "dec", "text", "dates", "doc"}


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"numeric": {"integerQuestionDetails": {"maxValue": 50}}}, "0 to 50."),
        ({"numeric": {"decimalQuestionDetails": {"minValue": 1.5}}}, "At least 1.5."),
        ({"text": {"minLength": 3, "maxLength": 4000}}, "3 to 4,000 characters."),
        ({"text": {"maxLength": 40}}, "At most 40 characters."),
        ({"document": {"maximumSize": 5_000_000, "acceptableFileExtensions": ["pdf", "zip"]}}, "PDF or ZIP. At most"),
        ({"document": {"acceptableFileExtensions": []}}, "A file without extension. At most 100 MB."),
        ({"dateRange": {"hideEndDateLabel": "Still there"}}, "Leave the end empty for: Still there."),
        ({"dateRange": {"hideEndDateLabel": True}}, '<span class="sr">To</span>'),
    ],
)
def test_limits_are_said_before_the_answer_is_given(sandbox: Sandbox, details: dict[str, Any], words: str) -> None:
    sandbox.settle(onsite(questions=asking(ask("q", **details))))
    sign_in(sandbox)
    assert words in sandbox.http.get(FORM).text


def test_both_helps_are_shown(sandbox: Sandbox) -> None:
    helped = ask("q", text={}) | {"helpMessage": "In short.", "expandedHelpMessage": "At <i>length</i>."}
    sandbox.settle(onsite(questions=asking(helped)))
    sign_in(sandbox)
    page = sandbox.http.get(FORM).text
    assert "In short." in page
    assert "At &lt;i&gt;length&lt;/i&gt;." in page


def test_suggestions_fill_every_entry_that_is_shown_and_no_other(sandbox: Sandbox) -> None:
    team = ask("team", numeric={"integerQuestionDetails": {"suggestedValue": 5}})
    sets = {"workExperienceQuestionSet": {"customQuestions": [team]}}
    sandbox.settle(onsite(questions={"workQuestions": sets}))
    sign_in(sandbox)
    assert re.findall(r'name="(work[^"]+team)" value="(\d)"', sandbox.http.get(FORM).text) == [
        ("work.0.question.team", "5"),
        ("work.1.question.team", "5"),
    ]
    sandbox.http.post(FORM, data={"action": "add-work"})
    assert 'name="work.0.question.team" value="5"' in sandbox.http.get(FORM).text


def test_a_prerequisite_is_looked_for_in_its_own_entry_first(sandbox: Sandbox) -> None:
    condition = {
        "prerequisiteQuestion": {"partnerQuestionIdentifier": "cert"},
        "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["yes"]}},
    }
    choices = [{"symbolicName": name, "displayValue": name} for name in ("yes", "no")]
    cert = ask("cert", multipleChoice={"choices": choices, "preferredFormComponent": "RADIO_BUTTONS"})
    name = ask("name", text={}) | {"prerequisiteQuestionResponse": condition}
    sandbox.settle(onsite(questions=asking(cert, name, repeatLimit=2)))
    sign_in(sandbox)
    assert "again.1.question.cert" not in sandbox.http.get(FORM).text
    sandbox.http.post(FORM, data={"action": "add-set0"})
    page = sandbox.http.get(FORM).text
    assert """data-needs='["again.1.question.cert", "question.cert"]'""" in page
    answered = {"question.cert": "no", "again.1.question.cert": "yes"}
    data = {"contact.firstName": "N", "contact.lastName": "P", "contact.email": "n@p.example", **answered}
    errors = sandbox.http.post(FORM, data=data).text
    assert 'id="error:again.1.question.name"' in errors
    assert 'id="error:question.name"' not in errors


def test_a_second_application_is_refused_kindly(listed: Sandbox) -> None:
    listed.apply()
    sign_in(listed)
    answer = listed.http.get(FORM)
    assert answer.status_code == 409
    assert "already applied" in answer.text


def test_a_job_off_site_says_where_to_apply(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sign_in(sandbox)
    answer = sandbox.http.get(FORM)
    assert answer.status_code == 409
    assert 'href="https://jobs.larkfield.example/J-1001"' in answer.text


def test_a_job_whose_allowance_is_used_up_says_so_and_where_to_apply(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox(free_applicant_cap=1)
    sandbox.settle(onsite())
    sandbox.applied(3)
    sign_in(sandbox)
    page, refusal = sandbox.http.get("/jobs/view/4100000001").text, sandbox.http.get(FORM).text
    for text in (page, refusal):
        assert "as many applications as a free job may have" in text
        assert 'href="https://jobs.larkfield.example/J-1001"' in text


def test_a_closed_job_takes_no_applications_anywhere(listed: Sandbox) -> None:
    listed.settle(onsite(operation="CLOSE"))
    sign_in(listed)
    assert "no longer takes applications" in listed.http.get(FORM).text
    assert "no longer takes applications" in listed.http.get("/jobs/view/4100000001").text


def test_my_applications_show_the_status_history(listed: Sandbox) -> None:
    urn = listed.applied()
    listed.lifecycle(urn)
    listed.lifecycle(urn, "APPLICATION_REJECTED")
    sign_in(listed)
    page = listed.http.get("/my/applications/7200000001").text
    assert page.index("Not selected") < page.index("Application viewed") < page.index("Application submitted")
    mail = listed.http.get("/my/mail").text
    assert "Your application was viewed by Larkfield Robotics" in mail


def test_what_was_sent_can_be_read_again_even_when_the_job_was_changed(sandbox: Sandbox) -> None:
    yes = {"choices": [{"symbolicName": "y", "displayValue": "Yes, gladly"}]}
    asked = {**asking(ask("q", multipleChoice=yes)), "workQuestions": {"workExperienceQuestionSet": {}}}
    sandbox.settle(onsite(questions=asked))
    work = {"title": "Engineer", "company": "Tessel Labs", "start": "2022-03", "current": True}
    sandbox.applied(questions={"q": "y"}, work=[work])
    sign_in(sandbox)
    page = sandbox.http.get("/my/applications/7200000001").text
    for words in ("Noor Peeters", "Engineer, Tessel Labs", "2022-03 to now", "Question q", "Yes, gladly"):
        assert words in page
    sandbox.settle(onsite(questions={}, operation="UPDATE"))
    page = sandbox.http.get("/my/applications/7200000001").text
    assert "<dt>q</dt><dd>y</dd>" in page


def test_anothers_application_and_mail_are_not_there(listed: Sandbox) -> None:
    listed.applied()
    sign_in(listed, 2)
    assert listed.http.get("/my/applications/7200000001").status_code == 404
    assert listed.http.get("/my/mail/1").status_code == 404


def test_the_operator_page_orders_and_cancels_faults(sandbox: Sandbox) -> None:
    form = {"kind": "http_status", "operation": "media.get", "times": "2", "params": '{"status": 500}'}
    assert sandbox.http.post("/_sandbox/console/faults", data=form).status_code == 303
    assert "media.get" in sandbox.http.get("/_sandbox/console").text
    sandbox.http.post("/_sandbox/console/faults/1/cancel")
    assert sandbox.http.get("/_sandbox/faults").json()["faults"] == []


def test_the_operator_page_moves_the_clock(sandbox: Sandbox) -> None:
    before = sandbox.now()
    sandbox.http.post("/_sandbox/console/clock", data={"seconds": "86400"})
    assert sandbox.now() - before >= 86_400_000
    sandbox.http.post("/_sandbox/console/clock", data={"seconds": "reset"})
    assert sandbox.world.clock.offset() == 0

"""The sandbox's application form in a real browser: questions that come and go, and a page anybody can use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.sandbox.desk import ask, asking, contract, onsite
from tests.sandbox_process import Sandbox, running_sandbox

pytestmark = pytest.mark.e2e

FIRST_JOB = 4_100_000_001
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path_factory.mktemp("form") / "sandbox") as started:
        yield started


@pytest.fixture
def page(chromium: Browser, box: Sandbox) -> Iterator[Page]:
    box.reset()
    box.choose(challenge_at_posting=False, task_delay_seconds=0)
    with chromium.new_context(base_url=box.url) as context:
        context.request.post("/members/1/sign-in", form={"next": "/jobs"})
        yield context.new_page()


def publish(box: Sandbox, element: dict[str, Any]) -> str:
    """Post a job and return the path of its form."""
    with httpx2.Client(base_url=box.url) as client:
        form = {
            "grant_type": "client_credentials",
            "client_id": box.child_client_id,
            "client_secret": box.child_client_secret,
        }
        token = client.post("/oauth/v2/accessToken", data=form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "x-restli-method": "batch_create"}
        answer = client.post("/v2/simpleJobPostings", headers=headers, json={"elements": [element]}).json()
    assert answer["elements"][0]["status"] == 202, answer
    box.tick()
    return f"/jobs/view/{FIRST_JOB}/apply/all"


def certificates() -> dict[str, Any]:
    """A question set that may be repeated, in which one question depends on another."""
    choices = [{"symbolicName": name, "displayValue": name} for name in ("yes", "no")]
    condition = {
        "prerequisiteQuestion": {"partnerQuestionIdentifier": "cert"},
        "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["yes"]}},
    }
    cert = ask("cert", multipleChoice={"choices": choices, "preferredFormComponent": "RADIO_BUTTONS"})
    name = ask("name", text={}) | {"prerequisiteQuestionResponse": condition}
    return asking(cert, name, repeatLimit=3)


def test_a_question_comes_and_goes_with_the_answer_it_depends_on(page: Page, box: Sandbox) -> None:
    page.goto(publish(box, onsite(questions=certificates())))
    name = page.locator('[name="question.name"]')
    assert not name.is_visible()
    page.check('[name="question.cert"][value="yes"]')
    assert name.is_visible()
    page.check('[name="question.cert"][value="no"]')
    assert not name.is_visible()


def test_each_entry_of_a_repeated_set_follows_its_own_answer(page: Page, box: Sandbox) -> None:
    page.goto(publish(box, onsite(questions=certificates())))
    page.check('[name="question.cert"][value="no"]')
    page.get_by_role("button", name="Add another answer").click()
    page.check('[name="again.1.question.cert"][value="yes"]')
    assert page.locator('[name="again.1.question.name"]').is_visible()
    assert not page.locator('[name="question.name"]').is_visible()


def test_a_resume_that_is_not_what_it_says_is_refused_and_a_good_one_goes_through(
    page: Page, box: Sandbox, tmp_path: Path
) -> None:
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.pdf"
    bad.write_bytes(b"hello")
    good.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.goto(publish(box, onsite()))
    page.get_by_label("Résumé").set_input_files(bad)
    page.get_by_role("button", name="Review").click()
    assert "is not a PDF file" in page.get_by_role("alert").inner_text()
    page.get_by_label("Résumé").set_input_files(good)
    page.get_by_role("button", name="Review").click()
    page.get_by_role("button", name="Submit application").click()
    assert "Your application was sent." in page.get_by_role("status").inner_text()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_form_of_every_question_can_be_used_by_anybody(
    chromium: Browser, page: Page, box: Sandbox, scheme: Any, width: int
) -> None:
    element = contract("postings/element-v2.json")
    element["onsiteApplyConfiguration"]["jobApplicationWebhookUrl"] = "http://127.0.0.1:9/hook"
    form = publish(box, element)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    steps = [form.replace("/all", f"/{step}") for step in ("contact", "documents", "experience", "questions")]
    for path in (form, *steps, "/_sandbox/portal", "/my/applications", "/my/mail"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_words_without_end_stay_on_the_page(page: Page, box: Sandbox) -> None:
    endless = "<script>" + "W" * 150
    form = publish(box, onsite(title=endless, description=f"<p>{'Z' * 300}</p><ul><li>{'z' * 300}</li></ul>"))
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(form)
    page.get_by_label("Résumé").set_input_files({"name": "a.pdf", "mimeType": "", "buffer": b"%PDF-1.4\n%%EOF\n"})
    page.get_by_role("button", name="Review").click()
    page.get_by_role("button", name="Submit application").click()
    for path in (
        form.removesuffix("/apply/all"),
        "/jobs",
        "/my/applications",
        "/my/mail",
        "/my/mail/1",
        "/members",
        page.url,
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

"""Résumés and documents behind the right child's token, for thirty days."""

from __future__ import annotations

import base64
import re
from typing import Any

from sqlalchemy import select

from linkedin_sandbox.tables import media
from tests.sandbox.desk import PDF, Sandbox, ask, asking, onsite

BOTH_GENERATIONS = True


def media_url(sandbox: Sandbox, **answers: Any) -> str:
    """Apply and return the path and query of the delivered résumé."""
    sandbox.settle(onsite())
    sandbox.applied(**answers)
    answer = sandbox.receiver.bodies()[0]["questionResponses"]["resumeQuestionResponses"]["resumeQuestionAnswer"]
    assert answer["mediaUrn"].startswith("urn:li:media:")
    assert "/ambry/?x-li-ambry-ep=" in answer["mediaUrl"]
    return str(answer["mediaUrl"]).removeprefix(sandbox.world.base_url)


def test_the_bytes_come_as_uploaded(sandbox: Sandbox) -> None:
    answer = sandbox.call("GET", media_url(sandbox))
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="noor.pdf"')


def test_hostile_file_names_are_defused_in_the_header(sandbox: Sandbox) -> None:
    name = '../../etc/cv"\r\nX: 1;é.pdf'
    url = media_url(sandbox, resume={"filename": name, "base64": base64.b64encode(PDF).decode()})
    header = sandbox.call("GET", url).headers["content-disposition"]
    assert header.startswith('attachment; filename="cv___X: 1__.pdf"')
    assert header.endswith("filename*=UTF-8''cv%22%0D%0AX%3A%201%3B%C3%A9.pdf")


def test_without_a_token_it_is_401(sandbox: Sandbox) -> None:
    url = media_url(sandbox)
    assert sandbox.http.get(url).status_code == 401


def test_the_wrong_child_gets_403(sandbox: Sandbox) -> None:
    url = media_url(sandbox)
    sandbox.provision("orrin-foods")
    assert sandbox.call("GET", url, "orrin-foods").status_code == 403
    assert sandbox.call("GET", url, "parent").status_code == 403


def test_after_thirty_days_it_is_gone(sandbox: Sandbox) -> None:
    url = media_url(sandbox)
    sandbox.advance(30 * 86_400 - 60)
    sandbox.forget_tokens()
    assert sandbox.call("GET", url).status_code == 200
    sandbox.advance(120)
    assert sandbox.call("GET", url).status_code == 410


def other_media(sandbox: Sandbox) -> dict[str, str]:
    """The paths of a delivered cover letter and document answer, with the bytes that were attached."""
    questions = {"coverLetterQuestions": {}, **asking(ask("work", document={}))}
    sandbox.settle(onsite("J-2", questions))
    sandbox.applied(
        job="J-2",
        coverLetter={"filename": "letter.pdf", "base64": base64.b64encode(PDF + b"letter").decode()},
        questions={"work": {"filename": "work.bin", "base64": base64.b64encode(b"\x00work").decode()}},
    )
    text = sandbox.receiver.deliveries[-1].content.decode()
    paths = [url.removeprefix(sandbox.world.base_url) for url in re.findall(r'"mediaUrl":"([^"]+)"', text)]
    return dict(zip(("letter", "document"), paths, strict=True))


def test_cover_letters_and_documents_come_the_same_way(sandbox: Sandbox) -> None:
    paths = other_media(sandbox)
    assert sandbox.call("GET", paths["letter"]).content == PDF + b"letter"
    document = sandbox.call("GET", paths["document"])
    assert (document.content, document.headers["content-type"]) == (b"\x00work", "application/octet-stream")


def test_cover_letters_and_documents_have_the_same_guards(sandbox: Sandbox) -> None:
    paths = other_media(sandbox)
    sandbox.provision("orrin-foods")
    for path in paths.values():
        assert sandbox.http.get(path).status_code == 401
        assert sandbox.call("GET", path, "orrin-foods").status_code == 403
    sandbox.advance(30 * 86_400 + 60)
    sandbox.forget_tokens()
    sandbox.choose(media_expired_status=404)
    for path in paths.values():
        assert sandbox.call("GET", path).status_code == 404


def test_a_file_of_a_draft_cannot_be_fetched(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.http.post("/members/1/sign-in")
    form = {"contact.firstName": "Noor", "contact.lastName": "Peeters", "contact.email": "noor@tessel.example"}
    files = {"resume": ("noor.pdf", PDF, "application/pdf")}
    sandbox.http.post("/jobs/view/4100000001/apply/all", data={**form, "action": "review"}, files=files)
    with sandbox.world.store.read() as conn:
        token = conn.execute(select(media.c.token)).scalar_one()
    assert sandbox.call("GET", f"/ambry/?x-li-ambry-ep={token}").status_code == 404


def test_an_unknown_media_token_is_404(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", "/ambry/?x-li-ambry-ep=nothing").status_code == 404


def test_a_redirect_can_be_ordered(sandbox: Sandbox) -> None:
    url = media_url(sandbox)
    sandbox.fault("media_redirect", location="http://127.0.0.1:1/steal")
    answer = sandbox.call("GET", url)
    assert (answer.status_code, answer.headers["location"]) == (302, "http://127.0.0.1:1/steal")


def test_wrong_content_can_be_ordered(sandbox: Sandbox) -> None:
    url = media_url(sandbox)
    sandbox.fault("media_wrong_content")
    assert sandbox.call("GET", url).content.startswith(b"<html>")
    assert sandbox.call("GET", url).content == PDF

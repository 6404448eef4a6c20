"""Résumés: fetched from LinkedIn alone, kept as sent, or refused in words with an issue."""

import base64

import pytest

from isthmus.bridge import activity
from isthmus.hiring import files
from isthmus.hiring.models import File
from isthmus.sync import lanes
from isthmus.sync.models import Retrieval
from tests import builders


def resume(story) -> File:
    with story.cast.acting():
        return File.objects.get()


def retrieval(story) -> Retrieval:
    with story.cast.acting():
        return Retrieval.objects.get()


def apply_with(story, content: bytes, name: str) -> None:
    sent = {"filename": name, "base64": base64.b64encode(content).decode()}
    story.noor_applies(resume=sent)
    story.settle(2)


def test_a_word_document_arrives_byte_for_byte(live):
    document = builders.a_docx(table=[["Python", "6 years"]])
    apply_with(live, document, "Noor.docx")
    with live.cast.acting():
        assert files.content(resume(live).id) == document
    assert "6 years" in resume(live).text


def test_the_expected_file_and_its_retrieval_come_with_the_application(live):
    live.noor_applies()
    live.sandbox.tick()
    with live.cast.acting():
        from isthmus.bridge.apply_connect import MEDIA_LANE

        runs = lanes._runs.pop(MEDIA_LANE)
    try:
        lanes.run_due()
    finally:
        lanes.register(MEDIA_LANE, runs)
    assert (resume(live).state, retrieval(live).state) == ("expected", "waiting")
    assert b"http" not in bytes(retrieval(live).sealed_url)
    lifetime = retrieval(live).expires_at - live.application().applied_at
    assert lifetime.days == 30


@pytest.mark.parametrize(
    ("fault", "params", "words"),
    [
        ("media_url", {"url": "http://169.254.169.254/latest/meta-data"}, "not on the list"),
        ("media_url", {"url": "http://[::1]:9/secret"}, "not on the list"),
        ("media_redirect", {"location": "http://127.0.0.1:9/elsewhere"}, "not on the list"),
        ("media_wrong_content", {}, "content"),
    ],
)
def test_what_must_not_be_fetched_or_is_not_a_resume_is_refused_in_words(live, fault, params, words):
    live.sandbox.fault(fault, **params)
    live.noor_applies()
    live.settle(2)
    assert (resume(live).state, retrieval(live).state) == ("refused", "failed")
    assert words in resume(live).why
    (issue,) = live.issues()
    assert (issue.kind, issue.entity_id) == ("rejected", resume(live).id)


def test_a_refused_file_can_be_fetched_again(live):
    live.sandbox.fault("media_wrong_content")
    live.noor_applies()
    live.settle(2)
    with live.cast.acting(live.cast.ines):
        activity.retry("files", retrieval(live).id)
    live.settle(1)
    assert resume(live).state == "stored"
    assert live.issues() == []


def test_trouble_over_there_is_waited_out(live):
    live.sandbox.fault("http_status", "media.get", times=2, status=503)
    live.noor_applies()
    live.settle(4)
    assert resume(live).state == "stored"


def test_a_file_that_is_gone_says_so(live):
    live.sandbox.fault("http_status", "media.get", status=410)
    live.noor_applies()
    live.settle(2)
    assert resume(live).state == "gone"


def test_an_expired_token_is_replaced(live):
    live.sandbox.fault("expired_token", "media.get")
    live.noor_applies()
    live.settle(2)
    assert resume(live).state == "stored"


def test_a_script_for_a_name_is_defused(live):
    apply_with(live, builders.a_pdf(), "../../<script>x</script>.pdf")
    assert "/" not in resume(live).name
    assert resume(live).state == "stored"

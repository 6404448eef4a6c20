"""Résumés: fetched from LinkedIn alone, kept as sent, or refused in words with an issue."""

import base64
from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.bridge import activity
from isthmus.bridge.models import Connection
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


def test_an_address_that_does_not_open_is_set_aside_and_the_others_are_fetched(live):
    live.noor_applies()
    live.settle(1)
    kept = retrieval(live)
    with live.cast.acting():
        File.objects.update(state="expected")
        Retrieval.objects.update(state="waiting", next_attempt_at=now(), sealed_url=b"not ours")
        first = File.objects.get()
        other = File.objects.create(
            profile_id=first.profile_id, application_id=first.application_id, kind="cover_letter"
        )
        Retrieval.objects.create(
            connection_id=kept.connection_id,
            resource=kept.resource,
            target_id=other.id,
            sealed_url=bytes(kept.sealed_url),
            next_attempt_at=now() + timedelta(seconds=1),
        )
    live.settle(2)
    with live.cast.acting():
        assert dict(File.objects.values_list("kind", "state")) == {"resume": "refused", "cover_letter": "stored"}
    (issue,) = live.issues()
    assert (issue.kind, issue.entity_id) == ("misconfigured", kept.target_id)


def test_an_expired_token_is_replaced(live):
    live.sandbox.fault("expired_token", "media.get")
    live.noor_applies()
    live.settle(2)
    assert resume(live).state == "stored"


def test_a_script_for_a_name_is_defused(live):
    apply_with(live, builders.a_pdf(), "../../<script>x</script>.pdf")
    assert "/" not in resume(live).name
    assert resume(live).state == "stored"


DAY = 86_400
MEDIA_GET = "media.get"


def days_pass(story, days: float) -> None:
    story.sandbox.advance(days * DAY)
    lanes.run_due()


@pytest.mark.parametrize("status", [500, 429, 403])
def test_what_still_fails_three_days_before_its_end_needs_a_person(live, status):
    live.sandbox.fault("http_status", MEDIA_GET, times=1000, status=status)
    live.noor_applies()
    live.settle(1)
    assert [issue.title for issue in live.issues() if issue.entity == "file"] == []
    days_pass(live, 27.5)
    (issue,) = [issue for issue in live.issues() if issue.entity == "file"]
    assert issue.title.startswith("A document must be fetched before")
    assert "ask the person" in issue.what_to_do
    assert (resume(live).state, retrieval(live).state) == ("expected", "waiting")


@pytest.mark.parametrize("status", [500, 403])
def test_what_could_not_be_fetched_in_its_time_says_so(live, status):
    live.sandbox.fault("http_status", MEDIA_GET, times=1000, status=status)
    live.noor_applies()
    live.settle(1)
    days_pass(live, 30.5)
    assert (resume(live).state, retrieval(live).state, retrieval(live).failure_code) == ("gone", "failed", "expired")
    assert "Ask the person" in resume(live).why
    assert [issue.kind for issue in live.issues() if issue.entity == "file"] == ["rejected"]


@pytest.mark.parametrize("status", [410, 404])
def test_a_file_past_its_time_is_gone_in_either_way_linkedin_may_say_it(live, status):
    live.sandbox.choose(media_expired_status=status)
    live.sandbox.fault("http_status", MEDIA_GET, times=2, status=503)
    live.noor_applies()
    live.sandbox.tick()
    live.sandbox.advance(31 * DAY)
    live.settle(2)
    assert (resume(live).state, retrieval(live).failure_code in ("gone", "expired")) == ("gone", True)


def test_an_issue_about_time_is_settled_by_the_file(live):
    live.sandbox.fault("http_status", MEDIA_GET, times=2, status=500)
    live.noor_applies()
    live.settle(1)
    days_pass(live, 28)
    live.settle(3)
    assert resume(live).state == "stored"
    assert [issue for issue in live.issues() if issue.entity == "file"] == []


def test_what_is_gone_soonest_is_fetched_first(live):
    with live.cast.acting():
        late, early = (builders.a_received_application(live.job()) for _ in range(2))
        connection = live.connection()
        from isthmus.base.clock import now
        from isthmus.sync import retrieval as retrievals

        for application, days in ((late, 20), (early, 2)):
            expires_at = now() + timedelta(days=days)
            retrievals.expect(connection.id, "test", application.id, "http://x", expires_at=expires_at)
    errand = retrievals.next_errand(live.company_id, connection.id, "test")
    assert errand.target_id == early.id


def test_a_connection_that_cannot_speak_warns_and_gives_up_in_time(live):
    live.sandbox.fault("http_status", MEDIA_GET, times=1000, status=500)
    live.noor_applies()
    live.settle(1)
    with live.cast.acting(live.cast.ines):
        Connection.objects.update(state="incomplete")
    days_pass(live, 28)
    assert [issue.action for issue in live.issues() if issue.entity == "file"] == ["retry"]
    days_pass(live, 3)
    assert resume(live).state == "gone"

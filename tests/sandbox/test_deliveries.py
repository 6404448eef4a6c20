"""Deliveries: signed, escaped, sent again, given up, and in every reading of what the documentation leaves open."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import pytest

from linkedin_sandbox.notifications import signing
from linkedin_sandbox.resources.developer_applications_security import state as secrets
from tests.sandbox.desk import PDF, Sandbox, ask, asking, contract, onsite

BOTH_GENERATIONS = True

EVERYTHING = "postings/element-v2.json"


def delivered(sandbox: Sandbox) -> dict[str, Any]:
    return sandbox.http.get("/_sandbox/deliveries").json()["deliveries"][0]


def file(name: str) -> dict[str, str]:
    return {"filename": name, "base64": base64.b64encode(PDF).decode()}


def apply_with_everything(sandbox: Sandbox) -> dict[str, Any]:
    """Post the example job, answer every question of it, and return the delivered body."""
    element = contract(EVERYTHING)
    element["onsiteApplyConfiguration"]["jobApplicationWebhookUrl"] = "http://127.0.0.1:9/hook"
    sandbox.settle(element)
    contact = {"middleName": "Lena", "location": "Ghent, Belgium"}
    work = {"title": "Backend engineer", "company": "Tessel Labs", "city": "Ghent", "start": "2022-03", "current": True}
    school = {
        "school": "University of Ostmere",
        "degree": "MSc",
        "fieldOfStudy": "CS",
        "start": "2014-09",
        "end": "2019-06",
    }
    questions = {
        "q-years": 6,
        "q-visa": "yes",
        "q-tools": ["python", "postgres"],
        "q-rate": 512.5,
        "q-notice": {"start": "2026-02-01", "end": "2026-02-28"},
        "q-portfolio": file("work.pdf"),
    }
    sandbox.applied(
        contact=contact,
        coverLetter=file("letter.pdf"),
        coverLetterText="Dear Larkfield, …",
        work=[{**work, "description": "Planning."}],
        education=[school],
        selfIdentification={"gender": "DECLINE", "race": "DECLINE", "disability": "DECLINE"},
        questions=questions,
    )
    return sandbox.receiver.bodies()[0]


def shape(value: Any) -> Any:
    """The names and types of a JSON value, without its values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def assert_same_members(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Same shape everywhere but in the custom answers, which are compared question by question."""
    answers = [body["questionResponses"].pop("additionalQuestionResponses") for body in (found, expected)]
    assert shape(found) == shape(expected)
    flat = [
        {
            one["questionIdentifier"]: shape(one["answer"])
            for one in body["customQuestionSetResponses"][0]["customQuestionResponses"]
        }
        for body in answers
    ]
    shared = set(flat[0]) & set(flat[1])
    assert shared == set(flat[0])
    assert {key: flat[0][key] for key in shared} == {key: flat[1][key] for key in shared}


def test_first_reading_has_the_shape_of_the_shared_example(sandbox: Sandbox) -> None:
    assert_same_members(apply_with_everything(sandbox), contract("applications/delivery-every-member.json"))


def test_second_reading_has_the_shape_of_the_shared_variant(make_sandbox: Any) -> None:
    sandbox = make_sandbox(payload_shapes="second")
    assert_same_members(apply_with_everything(sandbox), contract("applications/delivery-every-member-variant.json"))


def test_third_reading_has_the_shape_of_the_third_example(make_sandbox: Any) -> None:
    sandbox = make_sandbox(payload_shapes="third")
    assert_same_members(apply_with_everything(sandbox), contract("applications/delivery-every-member-third.json"))


def test_signature_digest_matches_the_shared_vectors() -> None:
    shared = contract("webhooks/signature-vectors.json")
    for vector in shared["vectors"]:
        signed = base64.b64decode(vector.get("signedBase64", vector["bodyBase64"]))
        assert signing.signature(shared["clientSecret"], signed) == vector["X-LI-Signature"]


def test_delivery_is_signed_over_the_escaped_bytes(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions=asking(ask("why", text={}))))
    sandbox.applied(questions={"why": "Zoë – “honest”"})
    request = sandbox.receiver.deliveries[0]
    assert request.content.isascii()
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)


def test_raw_unicode_is_signed_in_its_escaped_form(make_sandbox: Any) -> None:
    sandbox = make_sandbox(escape_unicode=False)
    sandbox.settle(onsite(questions=asking(ask("why", text={}))))
    sandbox.applied(questions={"why": "Zoë"})
    request = sandbox.receiver.deliveries[0]
    escaped = json.dumps(json.loads(request.content), separators=(",", ":")).encode()
    assert not request.content.isascii()
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, escaped)


def test_another_child_signs_with_its_own_secret(sandbox: Sandbox) -> None:
    secret = sandbox.provision("orrin-foods")["client_secret"]
    sandbox.receiver.secret = secret
    sandbox.post(onsite("O-1"), who="orrin-foods")
    sandbox.tick()
    sandbox.apply(job="O-1")
    sandbox.tick()
    request = sandbox.receiver.deliveries[0]
    assert request.headers["x-li-signature"] == signing.signature(secret, request.content)


def test_signature_header_can_carry_the_prefix(make_sandbox: Any) -> None:
    sandbox = make_sandbox(signature_header_prefix=True)
    sandbox.settle(onsite())
    sandbox.applied()
    assert sandbox.receiver.deliveries[0].headers["x-li-signature"].startswith("hmacsha256=")


def test_200_ends_the_delivery(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied()
    sandbox.advance(3600)
    assert len(sandbox.receiver.deliveries) == 1
    assert delivered(sandbox)["state"] == "delivered"


@pytest.mark.parametrize("status", [202, 204, 302, 400, 401, 500])
def test_anything_but_200_is_sent_again(sandbox: Sandbox, status: int) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.answers = [status]
    sandbox.applied()
    sandbox.advance(6)
    bodies = sandbox.receiver.bodies()
    assert bodies[0] == bodies[1]
    assert [attempt["status"] for attempt in delivered(sandbox)["log"]] == [status, 200]


def test_no_answer_is_sent_again(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.is_down = True
    sandbox.applied()
    sandbox.receiver.is_down = False
    sandbox.advance(6)
    assert [attempt["status"] for attempt in delivered(sandbox)["log"]] == [0, 200]


def test_a_receiver_that_is_too_slow_is_asked_again(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.answers = [httpx2.ReadTimeout("slow")]
    sandbox.applied()
    sandbox.advance(6)
    attempts = [(attempt["status"], attempt["detail"]) for attempt in delivered(sandbox)["log"]]
    assert attempts[0] == (0, "no answer: ReadTimeout")
    assert attempts[1][0] == 200


def test_an_ordered_timeout_sends_the_body_and_hears_no_answer(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("delivery_timeout", "EXPORT_JOB_APPLICATION")
    sandbox.applied()
    sandbox.advance(6)
    assert [attempt["status"] for attempt in delivered(sandbox)["log"]] == [0, 200]
    first, second = sandbox.receiver.bodies()
    assert first == second


@pytest.mark.parametrize(
    ("answer", "code", "details"),
    [
        (contract("applications/failure-answer.json"), None, None),
        ({"errorCode": 17, "additionalErrorDetails": {"field": "email"}}, "17", '{"field": "email"}'),
        ({"errors": [{"errorCode": "DUPLICATE"}]}, "DUPLICATE", ""),
        ({"errors": []}, "", ""),
        ([1], "", ""),
        ({"errorCode": None, "additionalErrorDetails": True}, "", "true"),
        ({"errorCode": "half \ud800"}, "half ?", ""),
        ("text", "", ""),
    ],
)
def test_what_a_failing_receiver_says_is_kept_and_shown(
    sandbox: Sandbox, answer: Any, code: str | None, details: str | None
) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.answers = [httpx2.Response(500, content=json.dumps(answer))]
    sandbox.applied()
    (attempt,) = delivered(sandbox)["log"]
    expected = (answer["errorCode"], answer["additionalErrorDetails"]) if code is None else (code, details)
    assert (attempt["error_code"], attempt["error_details"]) == expected
    assert str(expected[0]) in sandbox.http.get("/_sandbox/console").text


def test_hostile_answers_of_a_receiver_are_kept_short_and_shown_harmlessly(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    hostile = {"errorCode": "<script>alert(1)</script>", "additionalErrorDetails": "x" * 100_000}
    sandbox.receiver.answers = [httpx2.Response(500, json=hostile), httpx2.Response(500, content=b"[" * 100_000)]
    sandbox.applied()
    sandbox.advance(6)
    assert [attempt["status"] for attempt in delivered(sandbox)["log"]] == [500, 500]
    assert len(delivered(sandbox)["log"][0]["error_details"]) == 2000
    assert "<script>alert(1)" not in sandbox.http.get("/_sandbox/console").text


def test_re_sends_back_off(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.answers = [500, 500, 500]
    sandbox.applied()
    sandbox.advance(6)
    sandbox.advance(6)
    assert len(sandbox.receiver.deliveries) == 2
    sandbox.advance(6)
    assert len(sandbox.receiver.deliveries) == 3


def give_up(sandbox: Sandbox, member: int = 1) -> None:
    sandbox.receiver.answers = [500] * 7
    sandbox.applied(member)
    for delay in (5, 10, 20, 40, 80, 160):
        sandbox.advance(delay + 1)


def test_first_application_undeliverable_after_six_re_sends_turns_the_job_off_site(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    give_up(sandbox)
    assert len(sandbox.receiver.deliveries) == 7
    assert delivered(sandbox)["state"] == "failed"
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "NOT_ENABLED"


def test_a_later_undeliverable_application_leaves_the_job_on_site(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied(3)
    give_up(sandbox)
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "ENABLED"


def test_off_site_after_the_first_try_can_be_chosen(make_sandbox: Any) -> None:
    sandbox = make_sandbox(off_site_after="first_try")
    sandbox.settle(onsite())
    sandbox.receiver.answers = [500]
    sandbox.applied()
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "NOT_ENABLED"


def test_an_update_brings_the_job_back_on_site(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    give_up(sandbox)
    sandbox.settle(onsite(operation="UPDATE"))
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "ENABLED"


def test_duplicates_are_delivered_when_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("duplicate_delivery", copies=5)
    sandbox.applied()
    assert len({body["jobApplicationId"] for body in sandbox.receiver.bodies()}) == 1
    assert len(sandbox.receiver.deliveries) == 5


def test_a_bad_signature_is_sent_once_when_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("bad_signature")
    sandbox.receiver.answers = [401]
    sandbox.applied()
    sandbox.advance(6)
    good = [
        request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)
        for request in sandbox.receiver.deliveries
    ]
    assert good == [False, True]


def test_the_other_live_secret_can_be_ordered_to_sign(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    before = sandbox.receiver.secret
    app = sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["app_id"]
    with sandbox.world.store.write() as conn:
        secrets.roll(conn, app, signs="newest")
    sandbox.fault("old_secret")
    sandbox.receiver.answers = [401]
    sandbox.applied()
    sandbox.advance(6)
    first, second = sandbox.receiver.deliveries
    assert first.headers["x-li-signature"] == signing.signature(before, first.content)
    assert second.headers["x-li-signature"] != signing.signature(before, second.content)


def test_a_missing_signature_can_be_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("missing_signature")
    sandbox.applied()
    assert "x-li-signature" not in sandbox.receiver.deliveries[0].headers


def test_a_malformed_body_is_signed_all_the_same(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("malformed_body")
    sandbox.applied()
    request = sandbox.receiver.deliveries[0]
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(request.content)
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)


def test_unknown_fields_can_be_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("unknown_fields")
    sandbox.applied()
    assert "futureMember" in sandbox.receiver.bodies()[0]


def test_a_late_delivery_waits(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("late_delivery", seconds=600)
    sandbox.applied()
    assert sandbox.receiver.deliveries == []
    sandbox.advance(601)
    assert len(sandbox.receiver.deliveries) == 1


def test_a_foreign_media_url_can_be_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("media_url", url="http://169.254.169.254/latest")
    sandbox.applied()
    media = sandbox.receiver.bodies()[0]["questionResponses"]["resumeQuestionResponses"]["resumeQuestionAnswer"]
    assert media["mediaUrl"] == "http://169.254.169.254/latest"


def test_person_ids_differ_by_application(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied()
    sandbox.receiver.secret = sandbox.provision("orrin-foods")["client_secret"]
    sandbox.post(onsite("O-1"), who="orrin-foods")
    sandbox.tick()
    sandbox.apply(job="O-1")
    sandbox.tick()
    first, second = (body["jobApplicant"] for body in sandbox.receiver.bodies())
    assert first != second


def test_at_most_three_skills_are_sent(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied()
    skills = sandbox.receiver.bodies()[0]["applicantSkills"]
    assert [skill["skillName"] for skill in skills] == ["SQL", "Python", "PostgreSQL"]
    assert [skill["jobMatched"] for skill in skills] == [True, True, True]


def test_dialling_codes_can_be_chosen(make_sandbox: Any) -> None:
    sandbox = make_sandbox(phone_country_code="dialling")
    sandbox.settle(onsite())
    sandbox.applied()
    contact = sandbox.receiver.bodies()[0]["questionResponses"]["contactInformationQuestionResponses"]
    assert contact["cellphoneNumberQuestionAnswer"]["countryCode"] == "32"

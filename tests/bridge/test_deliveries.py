"""What LinkedIn, or somebody who is not LinkedIn, sends to a company's address."""

import json

import pytest

from isthmus.bridge import activity, connections
from isthmus.hiring import jobs
from isthmus.hiring.models import Answer, Application, File
from isthmus.linkedin import answer_challenge, sign
from isthmus.people.models import Profile
from isthmus.sync import inbox, lanes
from tests import builders

CODE = "890e4665-4dfe-4ab1-b689-ed553bceeed0"


def token_of(story) -> str:
    with story.cast.acting():
        return connections.webhook_url(story.connection()).rpartition("/")[2]


def post(story, body: bytes, signature: str | None = None) -> int:
    secret = story.sandbox.child_client_secret
    headers = {"X-LI-Signature": sign(body, secret) if signature is None else signature}
    return inbox.accept(connections.SOURCE, token_of(story), headers, body).status


def a_body(story, **changes) -> bytes:
    contact = {"firstNameAnswer": {"value": "Noor"}, "lastNameAnswer": {"value": "Peeters"}}
    contact["emailAnswer"] = {"value": "noor.peeters@tessel.example"}
    return json.dumps(
        {
            "type": "EXPORT_JOB_APPLICATION",
            "jobApplicationId": "urn:li:jobApplication:7200000001",
            "jobApplicant": "urn:li:person:AbC123xyz",
            "appliedAt": 1767600000000,
            "externalJobId": str(story.job_id),
            "questionResponses": {"contactInformationQuestionResponses": contact},
            **changes,
        }
    ).encode()


@pytest.fixture
def job(connected):
    """Larkfield connected, with a published job that LinkedIn has not heard of yet."""
    connected.publish()
    return connected


def applications(story) -> int:
    with story.cast.acting():
        return Application.objects.count()


def test_the_same_delivery_five_times_is_one_application(job):
    body = a_body(job)
    assert [post(job, body) for _ in range(5)] == [200] * 5
    lanes.run_due()
    assert applications(job) == 1
    assert [delivery.times_received for delivery in job.deliveries()] == [5]


def test_five_deliveries_by_the_sandbox_are_one_application(live):
    live.sandbox.fault("duplicate_delivery", copies=5)
    live.noor_applies()
    live.settle(3)
    assert applications(live) == 1


def test_the_same_application_in_another_body_is_a_duplicate(job):
    post(job, a_body(job))
    post(job, a_body(job, applicantSkills=[]))
    lanes.run_due()
    assert applications(job) == 1
    assert [delivery.state for delivery in job.deliveries()] == ["done", "duplicate"]


@pytest.mark.parametrize("signature", ["", "0" * 64, sign(b"another body", "example"), "hmacsha256="])
def test_a_forged_delivery_is_refused_and_has_no_effect(job, signature):
    assert post(job, a_body(job), signature) == 401
    lanes.run_due()
    assert applications(job) == 0
    assert [delivery.state for delivery in job.deliveries()] == ["refused"]


@pytest.mark.parametrize("fault", ["bad_signature", "missing_signature"])
def test_after_a_forgery_the_real_one_still_arrives(live, fault):
    live.sandbox.fault(fault)
    live.noor_applies()
    live.settle(4)
    assert applications(live) == 1
    assert sorted(delivery.state for delivery in live.deliveries()) == ["done", "refused"]


def test_a_delivery_signed_with_a_replaced_secret_still_counts(job):
    old = job.sandbox.child_client_secret
    with job.cast.acting(job.cast.ines):
        connections.complete(
            job.connection(), application="urn:li:developerApplication:1", client_id="id", secret="new-secret"
        )
    body = a_body(job)
    assert post(job, body, sign(body, "new-secret")) == 200
    other = a_body(job, jobApplicationId="urn:li:jobApplication:2")
    assert post(job, other, sign(other, old)) == 200


def test_forging_through_the_challenge_fails(job):
    body = a_body(job)
    answer = inbox.challenge(connections.SOURCE, token_of(job), {"challengeCode": f"hmacsha256={body.decode()}"})
    assert answer.status == 400
    assert "challengeResponse" not in answer.json


@pytest.mark.parametrize("application", ["", "7", "urn:li:developerApplication:7"])
def test_a_challenge_is_answered_for_the_application_it_names(job, application):
    secret = job.sandbox.child_client_secret
    with job.cast.acting(job.cast.ines):
        connections.complete(
            job.connection(), application="urn:li:developerApplication:7", client_id="id", secret=secret
        )
    params = {"challengeCode": CODE} | ({"applicationId": application} if application else {})
    answer = inbox.challenge(connections.SOURCE, token_of(job), params)
    assert (answer.status, answer.json) == (200, answer_challenge(CODE, secret))


def test_a_challenge_for_another_application_is_refused(job):
    with job.cast.acting(job.cast.ines):
        connections.complete(
            job.connection(), application="urn:li:developerApplication:7", client_id="id", secret="secret"
        )
    params = {"challengeCode": CODE, "applicationId": "8"}
    assert inbox.challenge(connections.SOURCE, token_of(job), params).status == 400


def test_signed_nonsense_is_kept_and_replayed_when_it_makes_sense(job):
    assert post(job, b"{ not json") == 200
    lanes.run_due()
    (delivery,) = job.deliveries()
    assert (delivery.state, delivery.failure_kind) == ("failed", "bug")
    (issue,) = job.issues()
    assert issue.action == "retry"
    with job.cast.acting(job.cast.ines):
        activity.retry("deliveries", delivery.id)
    lanes.run_due()
    assert job.deliveries()[0].state == "failed"


def test_a_malformed_delivery_of_the_sandbox_does_not_stop_the_next(live):
    live.sandbox.fault("malformed_body")
    live.noor_applies()
    live.settle(2)
    assert "failed" in [delivery.state for delivery in live.deliveries()]
    live.job_id, before = live.job_id, applications(live)
    post(live, a_body(live))
    lanes.run_due()
    assert applications(live) == before + 1


def test_unknown_fields_are_kept_sealed_and_not_shown(live):
    live.sandbox.fault("unknown_fields")
    live.noor_applies()
    live.settle(2)
    assert applications(live) == 1
    (delivery,) = live.deliveries()
    assert set(delivery.visible) <= {
        "type",
        "jobApplicationId",
        "jobApplicant",
        "appliedAt",
        "externalJobId",
        "questionResponses",
        "applicantSkills",
    }


def test_self_identification_goes_nowhere_but_to_its_own_store(job):
    body = a_body(
        job,
        questionResponses={
            "contactInformationQuestionResponses": {"lastNameAnswer": {"value": "Peeters"}},
            "voluntarySelfIdentificationQuestionResponses": {"genderAnswer": {"value": "Undisclosed-9"}},
        },
    )
    post(job, body)
    lanes.run_due()
    (delivery,) = job.deliveries()
    assert "Undisclosed-9" not in json.dumps(delivery.visible)
    with job.cast.acting():
        assert not [one for one in Answer.objects.all() if "Undisclosed-9" in f"{one.value} {one.shown}"]


def test_an_event_nobody_knows_is_kept(job):
    post(job, b'{"type": "SOMETHING_NEW", "jobApplicationId": "x"}')
    lanes.run_due()
    (delivery,) = job.deliveries()
    assert (delivery.state, delivery.visible) == ("kept", {"type": "SOMETHING_NEW"})


def test_an_application_waits_for_its_job_and_is_received_when_it_comes(job):
    unknown = "01990000-0000-7000-8000-000000000001"
    post(job, a_body(job, externalJobId=unknown))
    lanes.run_due()
    (delivery,) = job.deliveries()
    assert (delivery.state, delivery.failure_code) == ("waiting", "unknown_job")
    with job.cast.acting():
        made = jobs.create_job(builders.a_draft(code="LATE"))
        jobs.Job.objects.filter(id=made.id).delete()
        jobs.Job.objects.create(id=unknown, title="Late")
        from isthmus.hiring.models import JobTally

        JobTally.objects.create(job_id=unknown)
    lanes.run_due()
    assert job.deliveries()[0].state == "done"


def test_scripts_in_answers_are_text(live):
    answers = live.answers()
    why = next(iter(answers))
    answers[why] = "<script>alert(1)</script>"
    live.noor_applies(questions=answers)
    live.settle(2)
    with live.cast.acting():
        assert Answer.objects.get(question_id=why).shown == "<script>alert(1)</script>"


@pytest.mark.parametrize("shapes", ["first", "second", "third"])
def test_all_readings_of_what_linkedin_does_not_document_arrive(live, shapes):
    live.sandbox.choose(payload_shapes=shapes, phone_country_code="iso" if shapes == "first" else "dialling")
    live.noor_applies(contact={"phone": {"countryCode": "BE", "nationalNumber": "470123456"}})
    live.settle(2)
    application = live.application()
    assert application.profile.email.endswith("@tessel.example")
    with live.cast.acting():
        assert File.objects.get().state == "stored"


def test_a_delivered_name_brings_no_marks_of_direction_in(job):
    contact = {"firstNameAnswer": {"value": "Eve\u202e"}, "lastNameAnswer": {"value": "\u2067כהן\u200f"}}
    contact["emailAnswer"] = {"value": "eve@tessel.example"}
    work = {"employerNameAnswer": {"value": "Tessel\u202e Labs"}, "jobTitleAnswer": {"value": "\u202eWelder"}}
    said = {
        "contactInformationQuestionResponses": contact,
        "workQuestionResponses": {"workExperienceAnswers": [work]},
    }
    assert post(job, a_body(job, questionResponses=said)) == 200
    lanes.run_due()
    with job.cast.acting():
        (profile,) = Profile.objects.all()
        assert (profile.first_name, profile.last_name) == ("Eve", "כהן")
        assert str(profile.candidate) == "Eve כהן"
        kept = json.dumps([profile.work, profile.headline, profile.employer], ensure_ascii=False)
    assert "Welder" in kept
    assert "\u202e" not in kept

"""What LinkedIn is told of a job's pay and of who stands beside the advert, accepted by the sandbox's own rules."""

import pytest

from isthmus.bridge.postings import translate
from isthmus.hiring import jobs, team
from isthmus.hiring.models import Job
from isthmus.hiring.pay import PayPart
from isthmus.hiring.team import Part
from tests.bridge.test_translating import changed

SALARY = {"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}
BONUS = {"type": "bonus", "period": "yearly", "currency": "EUR", "lowest": "5000", "highest": "5000"}
TIPS = {"type": "tips", "period": "hourly", "currency": "EUR", "lowest": "", "highest": "3.50"}


def on_linkedin(story) -> dict:
    return story.sandbox.look(f"jobs?external_id={story.job_id}")["jobs"][0]


def edit(story, **changes) -> None:
    with story.cast.acting():
        job = Job.objects.get(id=story.job_id)
        jobs.update_job(job.id, jobs.draft_of(job, **changes))
    story.settle()


def test_each_part_is_a_range_or_an_exact_amount():
    parts = [PayPart(**part) for part in (SALARY, BONUS, TIPS)]
    euros = {"currencyCode": "EUR"}
    assert translate.body_of(changed(pay=parts), "v2")["compensation"]["compensations"] == [
        {
            "type": "BASE_SALARY",
            "period": "YEARLY",
            "value": {"range": {"start": {"amount": "60000", **euros}, "end": {"amount": "75000", **euros}}},
        },
        {"type": "BONUS", "period": "YEARLY", "value": {"exactAmount": {"amount": "5000", **euros}}},
        {"type": "TIPS", "period": "HOURLY", "value": {"range": {"end": {"amount": "3.50", **euros}}}},
    ]


@pytest.mark.parametrize("generation", ["v2", "rest"])
def test_a_job_that_says_nothing_about_pay_sends_nothing(generation):
    assert "compensation" not in translate.body_of(changed(), generation)


def test_linkedin_takes_the_pay_and_loses_it_when_it_is_hidden(connected):
    connected.publish(pay=[SALARY, BONUS, TIPS])
    connected.settle()
    assert connected.posting().state == "listed"
    sent = on_linkedin(connected)["element"]["compensation"]["compensations"]
    assert [part["type"] for part in sent] == ["BASE_SALARY", "BONUS", "TIPS"]
    edit(connected, pay_shown=False)
    assert connected.posting().state == "listed"
    assert "compensation" not in on_linkedin(connected)["element"]
    assert connected.operations() == ["CREATE", "UPDATE"]


def test_the_team_s_recruiter_answers_for_the_advert_unless_somebody_else_is_named(connected):
    connected.publish(poster_email="")
    with connected.cast.acting():
        team.set_team(connected.job_id, [Part(connected.cast.ines.id), Part(connected.cast.marek.id, "hiring_manager")])
    connected.settle()
    assert on_linkedin(connected)["element"]["posterEmail"] == "ines@larkfield.example"
    with connected.cast.acting():
        team.set_team(connected.job_id, [Part(connected.cast.dele.id)])
    connected.settle()
    assert on_linkedin(connected)["element"]["posterEmail"] == "dele@orrin.example"
    edit(connected, poster_email="seat@larkfield.example")
    assert on_linkedin(connected)["element"]["posterEmail"] == "seat@larkfield.example"

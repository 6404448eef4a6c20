"""Translation both ways, as functions of values: an advert to LinkedIn's element, a delivery to an application."""

import dataclasses
import json
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.clock import from_millis, now
from isthmus.bridge.apply_connect import answers
from isthmus.bridge.apply_connect import translate as incoming
from isthmus.bridge.postings import form_questions, rules, translate
from isthmus.bridge.postings.advert import Advert, Asked
from isthmus.bridge.postings.description import description_of
from isthmus.hiring.models import QuestionKind
from isthmus.linkedin import CustomAnswer, JobPosting, Phone, open_delivery
from tests.builders import DESCRIPTION

CONTRACTS = Path(__file__).parents[2] / "contracts" / "linkedin"
OPTIONS = [{"id": "o1", "label": "Python"}, {"id": "o2", "label": "SQL"}]
KINDS = [
    (QuestionKind.TEXT, [], CustomAnswer(question_id="q", kind="text", values=("Yes & no",)), "Yes & no"),
    (QuestionKind.NUMBER, [], CustomAnswer(question_id="q", kind="number", values=("6",)), 6),
    (QuestionKind.NUMBER, [], CustomAnswer(question_id="q", kind="number", values=("2.5",)), 2.5),
    (QuestionKind.SINGLE, OPTIONS, CustomAnswer(question_id="q", kind="choice", values=("o2",)), "o2"),
    (QuestionKind.MULTIPLE, OPTIONS, CustomAnswer(question_id="q", kind="choice", values=("o1", "o2")), ["o1", "o2"]),
    (QuestionKind.YES_NO, [], CustomAnswer(question_id="q", kind="choice", values=("no",)), "no"),
]
ADVERT = Advert(
    external_id="J-1",
    organization="urn:li:organization:2414183",
    title="Senior Backend Engineer",
    description=DESCRIPTION,
    apply_url="https://jobs.larkfield.example/J-1",
    poster_email="tomas@larkfield.example",
    listed_at=1_767_225_600_000,
    locations=["Ghent, Belgium"],
    workplace="hybrid",
    employment="full_time",
    level="mid_senior_level",
    functions=["eng"],
    webhook_url="https://bridge.larkfield.example/webhooks/linkedin/apply/token",
    resume="required",
    phone="hidden",
    questions=[Asked(UUID(int=n), f"Q{n}", kind, n % 2 == 0, options) for n, (kind, options, *_) in enumerate(KINDS)],
)


def changed(**values) -> Advert:
    return dataclasses.replace(ADVERT, **values)


def test_a_body_reads_back_as_a_posting_of_linkedins():
    body = translate.body_of(ADVERT, "v2")
    read = JobPosting.read({**body, translate.OPERATION: "CREATE"})
    assert (read.title, read.company_urn, read.workplace_types) == (ADVERT.title, ADVERT.organization, ["Hybrid"])
    assert (read.employment_status, read.experience_level) == ("FULL_TIME", "MID_SENIOR_LEVEL")
    assert translate.OPERATION not in body


def test_the_same_advert_always_gives_the_same_body():
    assert translate.body_of(ADVERT, "v2") == translate.body_of(changed(), "v2")


def test_each_generation_names_the_company_its_own_way():
    assert "integrationContext" in translate.body_of(ADVERT, "v2")
    assert "company" in translate.body_of(ADVERT, "rest")


def test_nothing_is_invented_for_what_a_job_lacks():
    bare = changed(employment="", level="", functions=[], industries=[], workplace="", webhook_url="")
    missing = {"employmentStatus", "experienceLevel", "categories", "industries", "workplaceTypes"}
    assert not missing & set(translate.body_of(bare, "v2"))


def test_requirements_become_linkedins_words():
    questions = translate.body_of(ADVERT, "v2")["onsiteApplyConfiguration"]["questions"]
    assert questions["resumeQuestions"]["resumeQuestionRequirement"] == "REQUIRED"
    assert questions["contactInformationQuestions"]["cellphoneNumberQuestionRequirement"] == "SKIP"


@pytest.mark.parametrize(("kind", "options", "answer", "value"), KINDS)
def test_every_kind_of_question_has_one_kind_there_and_its_answer_comes_back(kind, options, answer, value):
    question = form_questions.question(Asked(UUID(int=1), "Which <tool>?", kind, True, options))
    assert question.partner_question_identifier == str(UUID(int=1))
    assert question.question_text == "Which &lt;tool&gt;?"
    assert len(question.question_details.wire()) == 1
    assert answers.value_of(kind, answer) == value


def test_yes_or_no_is_two_radio_buttons():
    details = form_questions.question(Asked(UUID(int=1), "May you?", QuestionKind.YES_NO, True, [])).question_details
    choice = details.multiple_choice_question_details
    assert [one.symbolic_name for one in choice.choices] == ["yes", "no"]
    assert choice.preferred_form_component == "RADIO_BUTTONS"


@given(st.text())
def test_descriptions_never_carry_what_runs(text):
    sent = description_of(f"{text}<script>alert(1)</script><p onclick='x'>{text}</p>")
    assert "<script" not in sent.lower()
    assert "onclick=" not in sent.lower() or "onclick=" in text.lower()


def test_headings_lists_and_links_become_what_linkedin_accepts():
    text = '<h2>Team</h2><ol><li><em>One</em></li></ol><a href="https://x.example">Read</a>'
    assert description_of(text) == "<p><strong>Team</strong></p><ul><li><i>One</i></li></ul>Read"


def test_an_advert_in_order_has_no_problems():
    assert rules.problems(ADVERT) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "<p>Short.</p>"}, "description"),
        ({"description": "<p>" + "x" * 25_001 + "</p>"}, "description"),
        ({"locations": []}, "locations"),
        ({"locations": ["Ghent"]}, "locations"),
        ({"locations": [f"City {n}, Belgium" for n in range(8)]}, "locations"),
        ({"functions": ["eng", "it", "qa", "rsch"]}, "functions"),
        ({"industries": ["Robots"]}, "industries"),
        ({"employment": "sometimes"}, "employment"),
        ({"level": "wizard"}, "level"),
        ({"poster_email": ""}, "poster_email"),
        ({"poster_email": "tomas"}, "poster_email"),
        ({"apply_url": "javascript:alert(1)"}, "own_apply_url"),
        ({"webhook_url": "http://bridge.larkfield.example/x"}, ""),
        ({"questions": [ADVERT.questions[0], ADVERT.questions[0]]}, "questions"),
        ({"job_code": "x" * 201}, "code"),
    ],
)
def test_what_linkedin_would_refuse_is_found_with_its_fix(change, field):
    (problem,) = rules.problems(changed(**change))
    assert problem.field == field
    assert problem.message
    assert problem.fix


@pytest.mark.parametrize("place", ["Belgium", "Benelux", "Ghent, Belgium"])
def test_remote_jobs_may_name_a_country_alone(place):
    assert rules.problems(changed(workplace="remote", locations=[place])) == []


def test_a_demo_may_receive_over_plain_http_on_this_machine():
    local = changed(webhook_url="http://127.0.0.1:8000/webhooks/linkedin/apply/token")
    assert rules.problems(local, rules.Around(demo=True)) == []
    assert len(rules.problems(local)) == 1


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        (Phone(country_code="BE", national_number="470123456"), "+32 470 12 34 56"),
        (Phone(country_code="32", national_number="470123456"), "+32 470 12 34 56"),
        (Phone(country_code="+32", national_number="0470 12 34 56", extension="7"), "+32 470 12 34 56 ext. 7"),
        (Phone(country_code="", national_number="470123456"), "470123456"),
        (Phone(country_code="??", national_number="1"), "1"),
        (None, ""),
    ],
)
def test_phone_numbers_in_either_reading_of_the_country_code(phone, shown):
    assert incoming.phone_of(phone) == shown


@pytest.mark.parametrize("name", ["delivery", "delivery-every-member", "delivery-every-member-variant"])
def test_every_example_becomes_an_application(name):
    opened = open_delivery((CONTRACTS / "applications" / f"{name}.json").read_bytes())
    context = incoming.Context(UUID(int=1), now(), UUID(int=2), {})
    received = incoming.received(opened, context)
    assert received.said.last_name == "Peeters"
    assert received.external_id.startswith("urn:li:jobApplication:")
    assert [file.external_id for file in received.files] == [
        one.external_id for one in incoming.downloads(opened.application)
    ]
    assert received.answers


def test_self_identification_travels_apart_from_everything_else():
    opened = open_delivery((CONTRACTS / "applications" / "delivery-every-member.json").read_bytes())
    received = incoming.received(opened, incoming.Context(UUID(int=1), now(), UUID(int=2), {}))
    assert received.eeo
    said = json.dumps(dataclasses.asdict(received.said), default=str) + str(received.answers)
    for value in json.loads(received.eeo):
        assert value not in said


@pytest.mark.parametrize("applied_at", [None, 0, -1, 10**18, 32_503_680_000_000])
def test_an_impossible_time_of_applying_becomes_the_time_of_receipt(applied_at):
    received_at = from_millis(1_767_700_000_000)
    opened = open_delivery(
        json.dumps(
            {
                "type": "EXPORT_JOB_APPLICATION",
                "jobApplicationId": "urn:li:jobApplication:1",
                "externalJobId": "x",
                "appliedAt": applied_at,
            }
        ).encode()
    )
    assert incoming.applied_at_of(opened.application, received_at) <= received_at

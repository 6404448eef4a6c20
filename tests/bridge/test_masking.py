"""Which fields of a payload show their values, as a function of values."""

import json

import pytest

from isthmus.bridge.activity import masking

PERSONAL = ("Noor", "Peeters", "noor.peeters@tessel.example", "+32 470 12 34 56", "I like greenhouses", "AbC123xyz")
DELIVERED = {
    "type": "JOB_APPLICATION",
    "jobApplicationId": "urn:li:jobApplication:7200000001",
    "externalJobId": "J-1",
    "appliedAt": 1_790_000_000_000,
    "jobApplicant": "urn:li:person:AbC123xyz",
    "questionResponses": {
        "contactInformationQuestionResponses": {
            "firstName": "Noor",
            "lastName": "Peeters",
            "email": "noor.peeters@tessel.example",
            "phoneNumber": {"number": "+32 470 12 34 56"},
        },
        "additionalQuestionResponses": {
            "customQuestionSetResponses": [
                {"customQuestionResponses": [{"questionIdentifier": "q1", "answer": {"text": "I like greenhouses"}}]}
            ]
        },
    },
}


def test_nothing_an_applicant_said_is_left_of_a_delivery():
    text = json.dumps(masking.masked(DELIVERED, masking.DELIVERY), ensure_ascii=False)
    assert [said for said in PERSONAL if said in text] == []


def test_what_helps_to_find_a_fault_stays():
    shown = masking.masked(DELIVERED, masking.DELIVERY)
    assert shown["jobApplicationId"] == "urn:li:jobApplication:7200000001"
    assert shown["appliedAt"] == 1_790_000_000_000
    (answers,) = shown["questionResponses"]["additionalQuestionResponses"]["customQuestionSetResponses"]
    assert answers["customQuestionResponses"] == [{"questionIdentifier": "q1", "answer": {"text": "••• (text)"}}]


def test_a_field_nobody_documents_is_hidden():
    assert masking.masked({"surprise": {"inner": [1, True, "x", None, ""]}}, masking.DELIVERY) == {
        "surprise": {"inner": ["••• (number)", "••• (yes or no)", "••• (text)", None, ""]}
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("write to a.b+c@mail.example now", "write to ••• now"),
        ("call +32 470 12 34 56", "call •••"),
        ("call 0470 12.34.56", "call •••"),
        ("urn:li:jobApplication:7200000001", "urn:li:jobApplication:7200000001"),
        ("https://x.example/jobs/7200000001", "https://x.example/jobs/7200000001"),
    ],
)
def test_addresses_and_numbers_are_hidden_wherever_they_stand(value, shown):
    assert masking.scrubbed(value) == shown
    assert masking.masked({"description": value}, masking.POSTING) == {"description": shown}


def test_our_own_advert_is_shown_but_for_whom_it_names():
    body = {"title": "Engineer", "posterEmail": "tomas@larkfield.example", "location": "Ghent, Belgium"}
    assert masking.masked(body, masking.POSTING) == {**body, "posterEmail": "••• (text)"}


def test_a_name_of_a_member_may_be_an_address_too():
    assert masking.masked({"noor@tessel.example": 1}, masking.POSTING) == {"•••": 1}


def test_what_is_endless_is_cut_and_says_so():
    deep = leaf = {}
    for _ in range(400):
        leaf["in"] = {}
        leaf = leaf["in"]
    huge = {"text": "x" * 1_000_000, "list": list(range(5_000)), "deep": deep, **{f"k{n}": n for n in range(400)}}
    shown = json.dumps(masking.shortened(huge))
    assert len(shown) < 20_000
    assert "996000 more characters" in shown
    assert "4800 more" in shown
    assert masking.masked(deep, masking.POSTING)


def test_a_long_text_without_an_address_is_scrubbed_in_one_pass():
    text = "a" * 500_000 + "@" + "1 " * 200_000
    assert len(masking.scrubbed(text)) > 0

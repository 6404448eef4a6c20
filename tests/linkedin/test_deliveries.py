import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import CustomAnswer, Experience, Media, open_delivery, split_delivery
from isthmus.linkedin.deliveries.visible import words_of
from tests.linkedin.fake_linkedin import example

READINGS = ["delivery-every-member", "delivery-every-member-variant"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=10,
)


def delivery(name: str = "delivery") -> dict[str, Any]:
    body: dict[str, Any] = example(f"applications/{name}.json")
    return body


def opened(raw: dict[str, Any]) -> Any:
    return open_delivery(json.dumps(raw).encode())


def test_applicant_is_read() -> None:
    application = opened(delivery()).application
    assert application.job_application_id == "urn:li:jobApplication:7200000001"
    assert (application.first_name, application.last_name) == ("Noor", "Peeters")
    assert application.email == "noor.peeters@tessel.example"
    assert application.phone.national_number == "470123456"
    assert application.resume == Media(
        urn="urn:li:media:abc", url="https://www.linkedin.com/ambry/?x-li-ambry-ep=TOKEN"
    )
    assert application.applicant_skills[0].skill_name == "SQL"


@pytest.mark.parametrize("name", READINGS)
def test_undocumented_shapes_are_read_either_way(name: str) -> None:
    application = opened(delivery(name)).application
    assert application.middle_name == "Lena"
    assert application.location == "Ghent, Belgium"
    assert application.cover_letter.urn == "urn:li:media:cov"
    assert application.cover_letter_text == "Dear Larkfield, …"
    (job,) = application.work
    assert (job.title, job.organization, job.city, job.start, job.end) == (
        "Backend engineer",
        "Tessel Labs",
        "Ghent",
        "2022-03",
        "",
    )
    assert application.education == [
        Experience(
            title="MSc",
            organization="University of Ostmere",
            field_of_study="Computer science",
            start="2014-09",
            end="2019-06",
        )
    ]


@pytest.mark.parametrize("name", READINGS)
def test_answers_keep_order_kind_and_value(name: str) -> None:
    answers = {answer.question_id: answer for answer in opened(delivery(name)).application.answers}
    assert list(answers)[:3] == ["q-years", "q-visa", "q-tools"]
    assert answers["q-years"] == CustomAnswer(question_id="q-years", kind="number", values=("6",))
    assert answers["q-tools"].values == ("python", "postgres")
    assert answers["q-rate"].values == ("512.5",)
    assert answers["q-notice"].values == ("2026-02-01", "2026-02-28")
    assert answers["q-portfolio"].document.urn == "urn:li:media:doc"


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ("2026-02-01", ("2026-02-01",)),
        ({"year": 2026, "month": 2, "day": 1}, ("2026-02-01",)),
        ({"year": 2026}, ("2026",)),
        ({"startDate": {"year": 2026, "month": 11}}, ("2026-11",)),
        ({}, ()),
        (None, ()),
    ],
)
def test_dates_are_as_precise_as_given(value: object, values: tuple[str, ...]) -> None:
    assert answered({"dateAnswerValue": value}).values == values


@pytest.mark.parametrize("answer", [{"newAnswerValue": {"value": 1}}, "yes", ["yes"], 6, True])
def test_answer_of_a_new_kind_is_kept_as_unknown(answer: object) -> None:
    assert answered(answer) == CustomAnswer(question_id="q", kind="unknown")


@pytest.mark.parametrize("answer", [None, {}, [], "", {"textAnswerValue": None}, {"dateAnswerValue": {}}])
def test_no_answer_is_not_an_answer_nobody_understands(answer: object) -> None:
    assert not answered(answer).is_read


ONE_DAY = {"year": 2026, "month": 2, "day": 1}


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ({"start": ONE_DAY, "end": {"year": 2026, "month": 2, "day": 28}}, ("2026-02-01", "2026-02-28")),
        ({"from": "2026-02-01", "to": "2026-02-28"}, ("2026-02-01", "2026-02-28")),
        ({"dateRange": {"startDate": "2026-02-01", "endDate": None}}, ("2026-02-01",)),
        ({"value": {"startedOn": ONE_DAY, "endedOn": "2026-02-28"}}, ("2026-02-01", "2026-02-28")),
        ({"start": 1_769_904_000_000, "end": 1_772_236_800_000}, ("2026-02-01", "2026-02-28")),
        (["2026-02-01", "2026-02-28"], ("2026-02-01", "2026-02-28")),
        ("2026-02-01/2026-02-28", ("2026-02-01", "2026-02-28")),
        ("2026/2/1", ("2026-02-01",)),
        ("2026-02-01T00:00:00Z", ("2026-02-01",)),
        ({"date": ONE_DAY}, ("2026-02-01",)),
    ],
)
def test_dates_are_read_in_any_shape_that_names_or_orders_their_ends(value: object, values: tuple[str, ...]) -> None:
    found = answered({"dateAnswerValue": value})
    assert (found.kind, found.values) == ("date", values)


@pytest.mark.parametrize(
    ("answer", "kind", "values"),
    [
        ({"multipleChoiceAnswerValue": ["a", "b"]}, "choice", ("a", "b")),
        ({"multipleChoiceAnswerValue": {"symbolicName": "a"}}, "choice", ("a",)),
        ({"multipleChoiceAnswerValue": {"symbolicNames": [{"symbolicName": "a"}]}}, "choice", ("a",)),
        ({"numericAnswerValue": {"integerValue": 0}}, "number", ("0",)),
        ({"numericAnswerValue": {"integerValue": None, "decimalValue": 2.5}}, "number", ("2.5",)),
        ({"numericAnswerValue": 6}, "number", ("6",)),
        ({"textAnswerValue": "plain"}, "text", ("plain",)),
        ({"textAnswerValue": {"text": "in text"}}, "text", ("in text",)),
        ({"dateRangeAnswerValue": {"start": "2026"}}, "date", ("2026",)),
        ({"phoneNumberAnswerValue": "+32 470 12 34 56"}, "phone", ("+32 470 12 34 56",)),
        ({"phoneNumberAnswerValue": {"value": {"nationalNumber": "470", "countryCode": "BE"}}}, "phone", ("BE 470",)),
    ],
)
def test_answers_are_read_in_every_plausible_shape(answer: object, kind: str, values: tuple[str, ...]) -> None:
    found = answered(answer)
    assert (found.kind, found.values) == (kind, values)


@pytest.mark.parametrize("member", ["DocumentAnswerValue", "documentAnswerValue"])
@pytest.mark.parametrize(
    "file",
    [
        {"mediaUrn": "urn:li:media:d", "mediaUrl": "https://www.linkedin.com/ambry/?t"},
        {"value": {"mediaUrn": "urn:li:media:d", "mediaUrl": "https://www.linkedin.com/ambry/?t"}},
        {"media": [{"urn": "urn:li:media:d", "url": "https://www.linkedin.com/ambry/?t"}]},
    ],
)
def test_documents_are_read_in_either_spelling_and_any_nesting(member: str, file: object) -> None:
    assert answered({member: file}).document == Media(urn="urn:li:media:d", url="https://www.linkedin.com/ambry/?t")


@pytest.mark.parametrize("file", [{"mediaUrl": 5}, {"mediaUrl": "javascript:alert(1)"}, {"mediaUrn": "u"}, "x", [[]]])
def test_a_document_that_points_nowhere_is_not_understood(file: object) -> None:
    found = answered({"documentAnswerValue": file})
    assert (found.kind, found.document) == ("unknown", None)


def test_answers_of_work_and_of_repeated_sets_say_what_they_are_about() -> None:
    raw = delivery("delivery-every-member")
    responses = raw["questionResponses"]
    own = {"questionIdentifier": "q-team", "answer": {"textAnswerValue": {"value": "Four people"}}}
    responses["workQuestionResponses"]["workExperienceQuestionSetResponses"][0]["customQuestionResponses"] = [own]
    again = {"customQuestionResponses": [{"questionIdentifier": "q-pet", "answer": {"textAnswerValue": "Cat"}}]}
    responses["additionalQuestionResponses"]["customQuestionSetResponses"] = [again, again]
    responses["contactInformationQuestionResponses"]["customQuestionResponses"] = [own]
    found = [(one.question_id, one.about, one.values) for one in opened(raw).application.answers]
    assert found == [
        ("q-team", "", ("Four people",)),
        ("q-team", "Backend engineer, Tessel Labs", ("Four people",)),
        ("q-pet", "1 of 2", ("Cat",)),
        ("q-pet", "2 of 2", ("Cat",)),
    ]
    assert len(opened(raw).application.work) == 1


@pytest.mark.parametrize("name", ["middleName", "middleNameQuestionResponse"])
def test_the_middle_name_is_found_under_any_name_that_says_so(name: str) -> None:
    raw = delivery()
    raw["questionResponses"]["contactInformationQuestionResponses"][name] = {"text": "Lena"}
    assert opened(raw).application.middle_name == "Lena"


def answered(answer: object) -> CustomAnswer:
    raw = delivery()
    entry = {"questionIdentifier": "q", "answer": answer}
    sets = [{"customQuestionResponses": [entry]}]
    raw["questionResponses"]["additionalQuestionResponses"] = {"customQuestionSetResponses": sets}
    (only,) = opened(raw).application.answers
    assert isinstance(only, CustomAnswer)
    return only


@pytest.mark.parametrize("name", READINGS)
def test_self_identification_is_set_apart(name: str) -> None:
    parts = split_delivery(delivery(name))
    assert "DECLINE" not in json.dumps(parts.visible)
    (answers,) = parts.self_identification.values()
    assert json.dumps(answers).count("DECLINE") == 3
    assert "DECLINE" not in repr(opened(delivery(name)))


@pytest.mark.parametrize(
    "path",
    [
        ["genderAnswer"],
        ["eeo"],
        ["questionResponses", "answers"],
        ["questionResponses", "selfIdResponses"],
        ["questionResponses", "contactInformationQuestionResponses", "raceAnswer"],
        ["questionResponses", "contactInformationQuestionResponses", "firstNameAnswer", "gender"],
        ["questionResponses", "contactInformationQuestionResponses", "locationAnswer", "veteranStatus"],
        ["questionResponses", "workQuestionResponses", "disabilityAnswer"],
        ["questionResponses", "workQuestionResponses", "γένος"],
        ["questionResponses", "workQuestionResponses", ""],
        ["questionResponses", "workQuestionResponses", "title!gender"],
        ["questionResponses", "educationQuestionResponses", "surveyResponses"],
        ["questionResponses", "additionalQuestionResponses", "demographics"],
    ],
)
def test_unknown_member_is_never_visible_wherever_it_stands(path: list[str]) -> None:
    raw = delivery()
    node = raw
    for name in path[:-1]:
        node = node.setdefault(name, {})
    node[path[-1]] = {"value": "PRIVATE-ANSWER"}
    assert "PRIVATE-ANSWER" not in json.dumps(split_delivery(raw).visible)


@pytest.mark.parametrize("member", ["type", "jobApplicant", "appliedAt"])
def test_object_in_place_of_a_scalar_is_not_visible(member: str) -> None:
    raw = delivery() | {member: {"gender": "PRIVATE-ANSWER"}}
    assert "PRIVATE-ANSWER" not in json.dumps(split_delivery(raw).visible)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=12), JSON, max_size=4))
def test_members_nobody_knows_change_nothing(extra: dict[str, Any]) -> None:
    raw = delivery()
    unknown = {f"x {name}": value for name, value in extra.items()}
    assert split_delivery(unknown | raw).visible == split_delivery(raw).visible == raw


@settings(deadline=None)
@given(JSON)
def test_any_json_in_the_answers_is_survived(node: Any) -> None:
    for member in list(delivery("delivery-every-member")["questionResponses"]):
        raw = delivery("delivery-every-member")
        raw["questionResponses"][member] = node
        application = opened(raw).application
        assert isinstance(application.answers, list)
        assert application.work is not None
        assert application.education is not None
        assert isinstance(application.first_name + application.location + application.cover_letter_text, str)
        assert application.resume is None or application.resume.url


def test_splitting_leaves_the_original_alone() -> None:
    raw = delivery("delivery-every-member")
    before = json.dumps(raw)
    split_delivery(raw).visible["questionResponses"].clear()
    assert json.dumps(raw) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"noor@tessel.example"',
        b"\xff\xfe\xfa",
        b"[" * 100_000,
        b'{"type":"EXPORT_JOB_APPLICATION"}',
        b'{"type":"EXPORT_JOB_APPLICATION","jobApplicationId":"","externalJobId":"noor@tessel.example"}',
    ],
)
def test_unreadable_delivery_is_a_bug_that_tells_no_values(body: bytes) -> None:
    with pytest.raises(IsthmusError) as caught:
        open_delivery(body)
    assert caught.value.failure.kind is Kind.BUG
    assert "noor" not in str(caught.value.failure)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fieldOfStudyAnswer", ["field", "of", "study", "answer"]),
        ("companyURL", ["company", "url"]),
        ("start_date", ["start", "date"]),
    ],
)
def test_member_names_fall_into_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize("said", ["No\0or", "No\ud800or"])
def test_what_no_database_stores_is_replaced_in_every_text(said: str) -> None:
    raw = delivery()
    raw["questionResponses"]["contactInformationQuestionResponses"]["firstNameAnswer"]["value"] = said
    assert opened(raw).application.first_name == "No\ufffdor"
    assert "\\u0000" not in json.dumps(opened(raw).visible)


def test_numbers_that_json_does_not_have_are_no_answer() -> None:
    raw = delivery()
    answer = {"questionIdentifier": "years", "answer": {"numericAnswerValue": {"decimalValue": float("nan")}}}
    raw["questionResponses"]["additionalQuestionResponses"] = {
        "customQuestionSetResponses": [{"customQuestionResponses": [answer]}]
    }
    json.dumps(opened(raw).visible, allow_nan=False)

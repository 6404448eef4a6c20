from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin import restli
from tests.linkedin.fake_linkedin import example

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)
RECORDS = st.dictionaries(TEXT.filter(bool), TEXT, min_size=1, max_size=4)
INTEGRATION = {
    "integrationContext": "urn:li:organization:2414183",
    "integrationType": "ONE_CLICK_EXPORT",
    "tenantType": "RECRUITER",
    "dataProvider": "ATS",
}


@given(VALUES)
def test_protocol_2_round_trip(value: restli.Value) -> None:
    text = restli.encode(value)
    assert restli.decode(text) == value
    assert text.isascii()


@given(RECORDS, st.sampled_from([1, 2]))
def test_composite_key_round_trip(key: dict[str, str], protocol: restli.Protocol) -> None:
    assert restli.decode_key(restli.encode_key(key, protocol)) == key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("urn:li:organization:1", "urn%3Ali%3Aorganization%3A1"),
        (["a", "b,c"], "List(a,b%2Cc)"),
        ({"k": "v", "n": 1, "on": True}, "(k:v,n:1,on:true)"),
        ({"ids": [{"a": ""}]}, "(ids:List((a:'')))"),
        ("it's", "it%27s"),
        ([], "List()"),
        ({}, "()"),
    ],
)
def test_protocol_2_forms(value: restli.Value, text: str) -> None:
    assert restli.encode(value) == text


@pytest.mark.parametrize(
    "text", ["", "List(", "List(a", "List(a,)", "(a)", "(a:)", "(a:b", "(List(a):b)", "a)b", "()x"]
)
def test_malformed_protocol_2_is_a_bug_without_its_text(text: str) -> None:
    with pytest.raises(IsthmusError) as caught:
        restli.decode(text)
    assert caught.value.failure.kind is Kind.BUG


def test_composite_key_of_protocol_1_reads_as_in_the_documentation() -> None:
    assert restli.encode_key(INTEGRATION).startswith(
        "integrationContext=urn:li:organization:2414183&integrationType=ONE"
    )


@pytest.mark.parametrize(
    "text",
    [
        "dataProvider=ATS&tenantType=RECRUITER&integrationType=ONE_CLICK_EXPORT&integrationContext=urn:li:organization:2414183",
        "integrationContext=urn%3Ali%3Aorganization%3A2414183&integrationType=ONE_CLICK_EXPORT&tenantType=RECRUITER&dataProvider=ATS",
        "(tenantType:RECRUITER,integrationType:ONE_CLICK_EXPORT,dataProvider:ATS,integrationContext:urn%3Ali%3Aorganization%3A2414183)",
        "%28tenantType%3ARECRUITER%2CintegrationType%3AONE_CLICK_EXPORT%2CdataProvider%3AATS%2CintegrationContext%3Aurn%253Ali%253Aorganization%253A2414183%29",
    ],
)
def test_composite_answer_keys_find_their_way_in_any_order_and_encoding(text: str) -> None:
    assert restli.by_key([INTEGRATION], {text: "found"}) == {0: "found"}


def test_text_answer_keys_may_be_percent_encoded() -> None:
    assert restli.by_key(["urn:li:x:1", "b"], {"urn%3Ali%3Ax%3A1": 1, "c": 2}) == {0: 1}


@given(st.lists(TEXT, max_size=6, unique=True))
def test_text_ids_of_any_content_find_their_answers(ids: list[str]) -> None:
    answers = {key: position for position, key in enumerate(ids)}
    assert restli.by_key(ids, answers) == {position: position for position in range(len(ids))}


def test_shared_ids_encodings() -> None:
    shared = example("tasks/ids-encodings.json")
    assert restli.ids_query(shared["ids"], 1) == shared["protocol1"]
    assert restli.ids_query(shared["ids"], 2) == shared["protocol2"]


def test_composite_ids_of_protocol_1_are_numbered() -> None:
    query = restli.ids_query([INTEGRATION, INTEGRATION | {"integrationType": "CSA & API"}])
    assert parse_qsl(query)[0] == ("ids[0].integrationContext", "urn:li:organization:2414183")
    assert parse_qsl(query)[5] == ("ids[1].integrationType", "CSA & API")


@given(st.lists(TEXT.filter(bool), min_size=1, max_size=5))
def test_text_ids_survive_the_query(ids: list[str]) -> None:
    assert [value for _, value in parse_qsl(restli.ids_query(ids))] == ids
    assert restli.decode(restli.ids_query(ids, 2).removeprefix("ids=")) == ids

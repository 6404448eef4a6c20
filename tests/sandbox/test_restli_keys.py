"""Complex keys: either protocol, any order, any encoding; what cannot be read is refused with words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.sandbox.desk import Sandbox, contract

PATH = "/v2/atsIntegrations"
FIELDS = {
    "integrationContext": "urn:li:organization:2414183",
    "integrationType": "APPLY_CONNECT",
    "tenantType": "JOBS",
    "dataProvider": "ATS",
}
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DEFECT = "a defect of the sandbox"
TWO = {"X-RestLi-Protocol-Version": "2.0.0"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    box = Sandbox(Path(tmp_path_factory.mktemp("keys")))
    box.choose(integrations_application="either")
    yield box
    box.world.close()


def one(fields: dict[str, str] = FIELDS, index: int = 0, encode: Any = str) -> str:
    return "&".join(f"ids[{index}].{name}={encode(value)}" for name, value in fields.items())


def joined(fields: dict[str, str] = FIELDS, encode: Any = str) -> str:
    return "&".join(f"{name}={encode(value)}" for name, value in fields.items())


def everything(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def record(fields: dict[str, str] = FIELDS, encode: Any = lambda text: quote(text, safe="")) -> str:
    return "(" + ",".join(f"{name}:{encode(value)}" for name, value in fields.items()) + ")"


def get(sandbox: Sandbox, query: str, headers: dict[str, str] | None = None) -> Any:
    """A look-up with this very query, tunnelled so that no client rewrites it."""
    form = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    return sandbox.call("POST", PATH, headers={**form, **(headers or {})}, content=query.encode())


def rename(sandbox: Sandbox, query: str, keys: list[str], headers: dict[str, str] | None = None) -> Any:
    body = json.dumps({"entities": {key: {"patch": {"$set": {"integrationName": "A"}}} for key in keys}})
    parts = (
        f"--B\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{query}\r\n"
        f"--B\r\nContent-Type: application/json\r\n\r\n{body}\r\n--B--\r\n"
    )
    form = {"X-HTTP-Method-Override": "POST", "Content-Type": "multipart/mixed; boundary=B"}
    method = {"x-restli-method": "batch_partial_update"}
    return sandbox.call("POST", PATH, headers={**form, **method, **(headers or {})}, content=parts.encode())


@CALM
@given(order=st.permutations(list(FIELDS)), encode=st.sampled_from([str, quote, everything]))
def test_any_order_and_encoding_names_the_same_under_protocol_1(shared: Sandbox, order: list[str], encode: Any) -> None:
    fields = {name: FIELDS[name] for name in order}
    told = get(shared, one(fields, encode=encode)).json()
    assert list(told["results"]) == [joined(fields, encode)]
    answer = rename(shared, one(), [joined(fields, encode)]).json()
    assert answer == {"results": {joined(fields, encode): {"status": 204}}, "errors": {}}


@CALM
@given(order=st.permutations(list(FIELDS)), encode=st.sampled_from([lambda text: quote(text, safe=""), everything]))
def test_any_order_and_encoding_names_the_same_under_protocol_2(shared: Sandbox, order: list[str], encode: Any) -> None:
    fields = {name: FIELDS[name] for name in order}
    told = get(shared, f"ids=List({record(fields, encode)})", TWO).json()
    assert list(told["results"]) == [record(fields, encode)]
    answer = rename(shared, f"ids=List({record()})", [record(fields, encode)], TWO).json()
    assert answer == {"results": {record(fields, encode): {"status": 204}}, "errors": {}}


@pytest.mark.parametrize(("protocol", "headers"), [("protocol_1", {}), ("protocol_2", TWO)])
def test_the_shared_examples_of_keys_are_read(shared: Sandbox, protocol: str, headers: dict[str, str]) -> None:
    example = contract("integrations/key-encodings.json")[protocol]
    assert list(get(shared, example["query"], headers).json()["results"]) == [example["keys"][0]]
    for key in example["keys"]:
        answer = rename(shared, example["query"], [key], headers)
        assert answer.json() == {"results": {key: {"status": 204}}, "errors": {}}


def test_percent_encoded_brackets_are_read(shared: Sandbox) -> None:
    query = one().replace("[", "%5B").replace("]", "%5D")
    assert list(get(shared, query).json()["results"]) == [joined()]


def test_a_key_asked_twice_is_answered_once(shared: Sandbox) -> None:
    backwards = dict(reversed(FIELDS.items()))
    told = get(shared, f"{one()}&{one(backwards, 1)}").json()
    assert list(told["results"]) == [joined()]


@pytest.mark.parametrize("headers", [{}, TWO])
def test_a_key_in_a_path_may_be_encoded_whole(shared: Sandbox, headers: dict[str, str]) -> None:
    fields = FIELDS | {"integrationType": "ONE_CLICK_EXPORT", "tenantType": "RECRUITER"}
    text = record(fields) if headers else joined(fields)
    ids = "List(CALLBACK_URL)" if headers else "CALLBACK_URL"
    for segment in (text, quote(text, safe="")):
        answer = shared.call("GET", f"{PATH}/{segment}/configurations?ids={ids}", headers=headers)
        assert answer.json()["errors"]["CALLBACK_URL"]["status"] == 404, answer.text


def test_ids_that_differ_from_the_keys_are_refused(shared: Sandbox) -> None:
    other = FIELDS | {"integrationContext": "urn:li:organization:5077120"}
    for keys in ([joined(other)], [joined(), joined(other)]):
        answer = rename(shared, one(), keys)
        assert (answer.status_code, answer.headers["x-sandbox-refusal"]) == (400, "ids differ from keys")


def test_one_key_twice_in_a_body_is_refused(shared: Sandbox) -> None:
    answer = rename(shared, one(), [joined(), joined(encode=everything)])
    assert (answer.status_code, answer.headers["x-sandbox-refusal"]) == (400, "key twice")


@pytest.mark.parametrize("headers", [{}, TWO])
def test_more_than_a_hundred_keys_are_refused(shared: Sandbox, headers: dict[str, str]) -> None:
    def many(count: int) -> str:
        all_fields = [FIELDS | {"integrationContext": f"urn:li:organization:{n}"} for n in range(1, count + 1)]
        if headers:
            return f"ids=List({','.join(map(record, all_fields))})"
        return "&".join(one(fields, n) for n, fields in enumerate(all_fields))

    assert get(shared, many(100), headers).status_code == 200
    assert get(shared, many(101), headers).headers["x-sandbox-refusal"] == "too many ids"


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {}),
        ("ids=a", {}),
        ("ids[0]=a", {}),
        ("ids[x].integrationType=A", {}),
        (one() + "&ids[0].tenantType=JOBS", {}),
        (one().replace("JOBS", ""), {}),
        (one().replace("JOBS", "%ZZ"), {}),
        (one().replace("JOBS", "%ff"), {}),
        (f"ids=List({record()})", {}),
        (one(), TWO),
        ("ids=List()", TWO),
        (f"ids={record()}", TWO),
        (f"ids=List({record()}", TWO),
        (f"ids=List({record()})&ids=List({record()})", TWO),
        (f"ids=List(({record()}))", TWO),
        (f"ids=List({record()},)", TWO),
        (f"ids=List({record(encode=str)})", TWO),
        ("ids=List((integrationContext))", TWO),
        ("ids=List())(", TWO),
    ],
)
def test_what_cannot_be_read_is_400(shared: Sandbox, query: str, headers: dict[str, str]) -> None:
    answer = get(shared, query, headers)
    assert answer.status_code == 400, answer.text
    assert answer.headers["x-sandbox-refusal"] in ("malformed key", "ids", "integration key")


ALPHABET = "".join(sorted(set(one() + record() + "%0Z'\\\"é\x00+ ")))


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text with a few characters taken out, put in or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        end = min(len(text), place + draw(st.integers(0, 6)))
        text = text[:place] + draw(st.text(ALPHABET, max_size=4)) + text[draw(st.sampled_from([place, end])) :]
    return text


@CALM
@example(query=one(), key="integrationContext=urn%3Ali&=", protocol=False)
@given(query=mutated(one()), key=mutated(joined()), protocol=st.booleans())
def test_mutated_keys_of_protocol_1_are_answered(shared: Sandbox, query: str, key: str, protocol: bool) -> None:
    _answered(shared, query, key, TWO if protocol else {})


@CALM
@given(query=mutated(f"ids=List({record()},{record()})"), key=mutated(record()), protocol=st.booleans())
def test_mutated_keys_of_protocol_2_are_answered(shared: Sandbox, query: str, key: str, protocol: bool) -> None:
    _answered(shared, query, key, TWO if protocol else {})


def _answered(shared: Sandbox, query: str, key: str, headers: dict[str, str]) -> None:
    path = f"{PATH}/{quote(key, safe='=&(),:%')}/configurations?ids=CALLBACK_URL"
    for answer in (
        get(shared, query, headers),
        rename(shared, query, [key], headers),
        shared.call("GET", path, headers=headers),
    ):
        assert answer.headers.get("x-sandbox-refusal") != DEFECT, answer.text
        assert answer.status_code in (200, 400, 404), answer.text

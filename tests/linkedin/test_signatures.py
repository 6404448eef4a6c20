import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.linkedin import answer_challenge, sign, verify
from tests.linkedin.fake_linkedin import example

CHALLENGES = example("webhooks/challenge-vectors.json")
SIGNATURES = example("webhooks/signature-vectors.json")
SECRET = "example/child+secret=84"
BODY = b'{"type":"EXPORT_JOB_APPLICATION"}'
UUID = "890e4665-4dfe-4ab1-b689-ed553bceeed0"


@pytest.mark.parametrize("vector", SIGNATURES["vectors"], ids=lambda vector: vector["name"])
def test_shared_signature_vectors_verify(vector: dict[str, str]) -> None:
    body = base64.b64decode(vector["bodyBase64"])
    assert verify(vector["X-LI-Signature"], body, [SIGNATURES["clientSecret"]])
    signed = base64.b64decode(vector.get("signedBase64", vector["bodyBase64"]))
    assert sign(signed, SIGNATURES["clientSecret"]) == vector["X-LI-Signature"]


@pytest.mark.parametrize("vector", CHALLENGES["vectors"], ids=lambda vector: vector["challengeCode"])
def test_shared_challenge_vectors_are_answered(vector: dict[str, object]) -> None:
    assert answer_challenge(str(vector["challengeCode"]), CHALLENGES["clientSecret"]) == vector["answer"]


@pytest.mark.parametrize(
    "code",
    [
        *CHALLENGES["refuse"],
        UUID + "\n",
        UUID.replace("890", "８９０"),
        f"urn:uuid:{UUID}",
        UUID + UUID,
        "g" + UUID[1:],
    ],
)
def test_anything_but_a_canonical_uuid_is_not_answered(code: str) -> None:
    assert answer_challenge(code, SECRET) is None


@given(st.text(max_size=300))
def test_challenge_cannot_be_used_to_forge_a_delivery(text: str) -> None:
    assert answer_challenge("hmacsha256=" + text, SECRET) is None
    answer = answer_challenge(text, SECRET)
    assert answer is None or not verify(answer["challengeResponse"], text.encode(), [SECRET])


def test_answer_to_a_challenge_signs_no_body() -> None:
    answer = answer_challenge(UUID, SECRET)
    assert answer is not None
    assert not any(verify(answer["challengeResponse"], body, [SECRET]) for body in (b"", BODY, UUID.encode()))


@pytest.mark.parametrize(
    "header",
    [None, "", "hmacsha256=", "0" * 64, sign(BODY, "other"), sign(BODY, SECRET)[:-1], sign(BODY + b" ", SECRET), "é"],
)
def test_wrong_or_missing_signature_is_refused(header: str | None) -> None:
    assert not verify(header, BODY, [SECRET])


def test_prefix_in_the_header_and_space_around_it_are_tolerated() -> None:
    assert verify(f" hmacsha256={sign(BODY, SECRET)} ", BODY, [SECRET])


def test_either_of_two_secrets_verifies_while_one_is_rotated() -> None:
    assert verify(sign(BODY, "old"), BODY, ["new", "old"])
    assert verify(sign(BODY, "new"), BODY, ["new", "old"])
    assert not verify(sign(BODY, "older"), BODY, ["new", "old"])


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nothing_verifies(secrets: list[str]) -> None:
    assert not verify(sign(BODY, ""), BODY, secrets)
    assert answer_challenge(UUID, "") is None


@given(st.binary(max_size=500), st.text(min_size=1, max_size=80))
def test_every_signed_body_verifies(body: bytes, secret: str) -> None:
    secret = secret.encode("utf-8", "replace").decode()
    assert verify(sign(body, secret), body, [secret])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=200))
def test_body_sent_raw_but_signed_escaped_verifies(text: str) -> None:
    raw = json.dumps({"name": text}, ensure_ascii=False).encode()
    escaped = json.dumps({"name": text}, ensure_ascii=True).encode()
    assert verify(sign(escaped, SECRET), raw, [SECRET])


@given(st.binary(min_size=1, max_size=200), st.data())
def test_changed_byte_is_noticed(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    changed = body[:at] + bytes([body[at] ^ data.draw(st.integers(1, 255))]) + body[at + 1 :]
    assert not verify(sign(body, SECRET), changed, [SECRET])

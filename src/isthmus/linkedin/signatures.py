"""Checks what LinkedIn pushes, and answers its challenge without becoming an oracle ("Webhook Validation")."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence

_PREFIX = "hmacsha256="
_CANONICAL_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def sign(body: bytes, secret: str) -> str:
    """The value of `X-LI-Signature` for these bytes: HMAC-SHA256 over `hmacsha256=` and the body, in lower-case hex."""
    return _hmac(_PREFIX.encode() + body, secret)


def verify(header: str | None, body: bytes, secrets: Sequence[str]) -> bool:
    """Whether the header signs the body under one of the secrets (two are active while a secret is rotated).

    The bytes are tried as received, then with non-ASCII characters escaped as in JSON, which is how LinkedIn describes
    what it signs ("Receive Applications"). A prefix `hmacsha256=` in the header is tolerated; an empty secret never
    matches.
    """
    given = (header or "").strip().removeprefix(_PREFIX).encode("utf-8", "replace")
    matched = False
    for secret in filter(None, secrets):
        for form in _signed_forms(body):
            matched |= hmac.compare_digest(given, sign(form, secret).encode())
    return matched


def answer_challenge(code: str, secret: str) -> dict[str, str] | None:
    """The JSON answer to a webhook challenge; None, meaning refuse, unless the code is a canonical lower-case UUID.

    The answer is an HMAC under the key that signs deliveries, so answering any code would sign forged bodies.
    """
    if not secret or not _CANONICAL_UUID.fullmatch(code):
        return None
    return {"challengeCode": code, "challengeResponse": _hmac(code.encode(), secret)}


def _hmac(message: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _signed_forms(body: bytes) -> Iterator[bytes]:
    """The body as received; then, when it holds non-ASCII text, with that text escaped (hex digits in either case)."""
    yield body
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return
    if not text.isascii():
        yield _escaped(text, "04x")
        yield _escaped(text, "04X")


def _escaped(text: str, hexadecimal: str) -> bytes:
    """The text with every non-ASCII character as `\\uXXXX`, those beyond 16 bits as a surrogate pair."""
    return "".join(character if character < "\x80" else _units(character, hexadecimal) for character in text).encode()


def _units(character: str, hexadecimal: str) -> str:
    pair = character.encode("utf-16-be")
    numbers = (int.from_bytes(pair[at : at + 2], "big") for at in range(0, len(pair), 2))
    return "".join(f"\\u{number:{hexadecimal}}" for number in numbers)

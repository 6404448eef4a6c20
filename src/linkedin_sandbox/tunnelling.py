"""Query tunnelling (*Query Tunneling*): a query too long for a URL travels in the body of a POST, and is put back here
before anything else looks at the request."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes

from linkedin_sandbox.wire import FORM_TYPE, JSON_TYPE, Call, Refused

_OVERRIDE = "x-http-method-override"
_BODILESS, _WITH_BODY = ("GET", "DELETE"), ("PUT", "POST")


def undo(call: Call) -> Call:
    """The request that was meant; 400 for an override LinkedIn's page does not describe (the status is our choice)."""
    override = call.headers.get(_OVERRIDE, "").strip().upper()
    if not override:
        return call
    if call.method != "POST":
        raise _refused(f"{_OVERRIDE} belongs on a POST")
    if call.query:
        raise _refused("a tunnelled request has its query in the body, not in the URL")
    kind = call.headers.get("content-type", "")
    media_type = kind.partition(";")[0].strip().lower()
    headers = {name: value for name, value in call.headers.items() if name not in (_OVERRIDE, "content-type")}
    if media_type == FORM_TYPE and override in _BODILESS:
        return replace(call, method=override, headers=headers, query=_text(call.body), body=b"")
    if media_type == "multipart/mixed" and override in _WITH_BODY:
        query, body = _parts(kind, call.body)
        return replace(call, method=override, headers={**headers, "content-type": JSON_TYPE}, query=query, body=body)
    raise _refused(f"{override} cannot be tunnelled as {media_type or 'nothing'}")


def _parts(kind: str, body: bytes) -> tuple[str, bytes]:
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    payloads = {part.get_content_type(): part.get_payload(decode=True) for part in leaves}
    form, inner = payloads.get(FORM_TYPE), payloads.get(JSON_TYPE)
    if len(leaves) != 2 or not isinstance(form, bytes) or not isinstance(inner, bytes):
        raise _refused("a tunnelled multipart has one form part and one JSON part")
    return _text(form), inner


def _text(form: bytes) -> str:
    return form.decode("ascii", "replace").strip()


def _refused(what: str) -> Refused:
    return Refused(400, "The tunnelled request cannot be read", cause=f"tunnelling: {what}")

"""`GET /ambry/?x-li-ambry-ep={token}`: a résumé, cover letter or document, for the right child's token and 30 days
long."""

from __future__ import annotations

from urllib.parse import quote

from linkedin_sandbox import faults
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.members import files
from linkedin_sandbox.resources.ambry import errors
from linkedin_sandbox.wire import Answer, Call, Operation
from linkedin_sandbox.world import World

NAME = "media.get"


def get(world: World, call: Call) -> Answer:
    """The bytes as the member attached them."""
    with world.store.read() as conn:
        file = files.get(conn, call.param("x-li-ambry-ep") or "")
    if file is None or file["application_id"] is None:
        raise errors.unknown()
    if file["app_id"] != call.caller().id:
        raise errors.foreign()
    if call.now > file["created_at"] + int(world.choices["media_days"] * DAY_MS):
        raise errors.expired(int(world.choices["media_expired_status"]))
    with world.store.write() as conn:
        redirect = faults.take(conn, "media_redirect", NAME)
        is_wrong = faults.take(conn, "media_wrong_content", NAME) is not None
    if redirect is not None:
        return Answer(
            302,
            headers={"Location": str(redirect.get("location", "http://127.0.0.1:1/elsewhere"))},
            cause="ordered fault",
        )
    body = b"<html><script>alert('not a resume')</script></html>" if is_wrong else bytes(file["body"])
    headers = {"Content-Type": file["content_type"], "Content-Disposition": _disposition(file["filename"])}
    return Answer(200, body, headers)


def _disposition(filename: str) -> str:
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\;' else "_" for char in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"


OPERATIONS = (Operation(NAME, "GET", "/ambry/", "child", get), Operation(NAME, "GET", "/ambry", "child", get))

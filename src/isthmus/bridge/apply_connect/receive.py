"""The source LinkedIn's applications come from: how they are checked, challenged, read, and received once each."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from isthmus.base.failures import Failure, Kind
from isthmus.bridge.apply_connect import MEDIA, translate
from isthmus.bridge.apply_connect.translate import Context, Download
from isthmus.bridge.postings import form, plan
from isthmus.hiring import applications
from isthmus.hiring.applications import Received
from isthmus.hiring.models import Application, File, Question
from isthmus.linkedin import APPLICATION_TYPE, OpenedDelivery, answer_challenge, open_delivery, verify
from isthmus.sync import retrieval
from isthmus.sync.inbox import Handled, Seen, TooEarlyError
from isthmus.sync.issues import Cause, raise_issue
from isthmus.sync.models import Delivery
from isthmus.sync.receiving import Key

SIGNATURE = "x-li-signature"
MEDIA_LIFE = timedelta(days=30)
UNKNOWN_JOB = "unknown_job"
UNREAD = "answers"
UNREAD_CODE = "answer_not_understood"
UNREAD_WORDS = "An applicant's answer came in a shape Isthmus does not know. The application shows which."
UNREAD_FIX = (
    "Report it to Isthmus's developers. The answer is kept as it came; after an update, try again and it is read anew."
)


class LinkedInApply:
    """What the inbox asks about deliveries of LinkedIn Apply ("Receive Applications", "Webhook Validation")."""

    stream = "applications"

    def verify(self, headers: Mapping[str, str], body: bytes, keys: Sequence[Key]) -> bool:
        """Whether the signature is made with one of the connection's secrets."""
        return verify(headers.get(SIGNATURE), body, [key.value for key in keys])

    def challenge(self, params: Mapping[str, str], keys: Sequence[Key]) -> dict[str, Any] | None:
        """LinkedIn's proof that this address is ours; None for a code or an application that must not be answered."""
        key = key_for(params.get("applicationId", ""), keys)
        return answer_challenge(params.get("challengeCode", ""), key.value) if key else None

    def look(self, body: bytes) -> Seen:
        """What may be shown of a delivery. Raises IsthmusError (bug) for an application that cannot be read."""
        if (other := _other_type(body)) is not None:
            return Seen(visible={"type": other}, understood=False)
        opened = open_delivery(body)
        application = opened.application
        return Seen(application.job_application_id, opened.visible, about=application.external_job_id)

    def handle(self, delivery: Delivery, body: bytes) -> Handled:
        """Receive the application once, with its files to be fetched in the same transaction."""
        opened = open_delivery(body)
        received = translate.received(opened, context_of(delivery, opened))
        application, is_new = applications.receive(received)
        if is_new:
            expect_files(delivery, application, translate.downloads(opened.application))
            _report_unread(delivery, received)
        return Handled(application.id, duplicate=not is_new)


def key_for(application_id: str, keys: Sequence[Key]) -> Key | None:
    """The key of the application asked about, by number or URN; the connection's own when none is named or known."""
    wanted = application_id.rpartition(":")[2]
    exact = next((key for key in keys if wanted and key.id.rpartition(":")[2] == wanted), None)
    nothing_to_compare = not wanted or not any(key.id for key in keys)
    return exact or (keys[0] if keys and nothing_to_compare else None)


def _other_type(body: bytes) -> str | None:
    """The type of an event that is not an application; None for applications and for what cannot be read at all."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    kind = said.get("type") if isinstance(said, dict) else None
    return kind if isinstance(kind, str) and kind != APPLICATION_TYPE else None


def unread_fingerprint(connection_id: UUID) -> str:
    """The issue of answers that arrived and could not be read."""
    return f"answers:{connection_id}"


def _report_unread(delivery: Delivery, received: Received) -> None:
    """An answer nobody here can read is for us to mend; it is shown as such, and its delivery keeps it whole."""
    if all(answer.understood for answer in received.answers):
        return
    cause = Cause(unread_fingerprint(delivery.connection_id), UNREAD_FIX, action="retry", entity=UNREAD)
    raise_issue(cause, Failure(Kind.BUG, UNREAD_WORDS, code=UNREAD_CODE))


def context_of(delivery: Delivery, opened: OpenedDelivery) -> Context:
    """What is known beside the body. Raises TooEarlyError while the job is not known here."""
    job_id = plan.job_id_of(opened.application.external_job_id)
    if job_id is None:
        words = "This application is for a job Isthmus does not know yet. It waits for the job."
        raise TooEarlyError(Failure(Kind.REJECTED, words, code=UNKNOWN_JOB))
    kinds = form.kinds_of(list(Question.objects.filter(job_id=job_id).only("id", "kind")))
    return Context(delivery.id, delivery.received_at, job_id, kinds)


def expect_files(delivery: Delivery, application: Application, downloads: Sequence[Download]) -> None:
    """Have every announced file fetched while LinkedIn keeps it."""
    if not downloads:
        return
    expires_at = application.applied_at + MEDIA_LIFE
    files = dict(File.objects.filter(application=application).values_list("external_id", "id"))
    for download in downloads:
        if (file_id := files.get(download.external_id[:500])) is not None:
            retrieval.expect(delivery.connection_id, MEDIA, file_id, download.url, expires_at=expires_at)

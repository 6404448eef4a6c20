"""Follows what the hiring team does with LinkedIn's applicants, and puts what LinkedIn is to hear in the outbox.

Told are the first view, the first download of a document, and each rejection; a rejection that is taken back before it
left is never told.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from isthmus.base.clock import millis
from isthmus.bridge import connections
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.hiring.models import Application, ApplicationView, Decision, FileDownload, Outcome
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import Origin
from isthmus.store.changes import ChangeRow
from isthmus.sync import outbox

READER = "bridge.facts"


def follow(rows: Sequence[ChangeRow]) -> None:
    """Put each new fact of these changes in the outbox, in the order they happened."""
    connection = connections.current()
    if connection is None or connection.state == ConnectionState.KILLED:
        return
    for row in rows:
        if row.operation == "insert" and row.entity in _TELL:
            _TELL[row.entity](connection, row.entity_id)


def viewed_key(application_id: UUID) -> str:
    """The fact that the application was looked at, once for ever."""
    return f"viewed:{application_id}"


def downloaded_key(application_id: UUID) -> str:
    """The fact that a document of the application was taken, once for ever."""
    return f"downloaded:{application_id}"


def rejected_key(application_id: UUID, number: int) -> str:
    """The application's rejection of that number; after a re-opening it may be rejected again."""
    return f"rejected:{application_id}:{number}"


def _viewed(connection: Connection, view_id: UUID) -> None:
    view = ApplicationView.objects.select_related("application").filter(id=view_id).first()
    if view is not None:
        _tell(connection, view.application, viewed_key(view.application_id), LifecycleEvent.VIEWED, view.at)


def _downloaded(connection: Connection, download_id: UUID) -> None:
    download = FileDownload.objects.select_related("application", "file").filter(id=download_id).first()
    if download is not None and download.file.kind == "resume":
        key = downloaded_key(download.application_id)
        _tell(connection, download.application, key, LifecycleEvent.RESUME_DOWNLOADED, download.at)


def _decided(connection: Connection, decision_id: UUID) -> None:
    decision = Decision.objects.select_related("application").filter(id=decision_id).first()
    if decision is None:
        return
    number = _rejections_until(decision)
    key = rejected_key(decision.application_id, number)
    if decision.outcome == Outcome.DECLINED:
        _tell(connection, decision.application, key, LifecycleEvent.REJECTED, decision.at)
    elif decision.outcome == Outcome.PENDING and number:
        outbox.cancel(key)


def _rejections_until(decision: Decision) -> int:
    ordered = Decision.objects.filter(application_id=decision.application_id).order_by("at", "id")
    number = 0
    for outcome, decision_id in ordered.values_list("outcome", "id"):
        number += outcome == Outcome.DECLINED
        if decision_id == decision.id:
            break
    return number


def _tell(connection: Connection, application: Application, key: str, event: LifecycleEvent, at: object) -> None:
    """Only applications that came through LinkedIn Apply have anybody to tell."""
    if application.origin != Origin.LINKEDIN_APPLY or not application.external_id:
        return
    body = {"job_application_id": application.external_id, "performed_at": millis(at)}  # type: ignore[arg-type]
    outbox.tell(connection.id, LIFECYCLE, application.id, key, event.value, body)


_TELL: dict[str, Callable[[Connection, UUID], None]] = {
    "hiring_applicationview": _viewed,
    "hiring_filedownload": _downloaded,
    "hiring_decision": _decided,
}

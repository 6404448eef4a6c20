"""Follows what the hiring team does with LinkedIn's applicants, and puts what LinkedIn is to hear in the outbox.

Told are the hiring team's first view and first download, unless the company keeps those to itself, and each rejection,
at the moment its decision names; a rejection that is taken back before it left is never told.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import millis
from isthmus.bridge import connections
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.hiring import notice_settings, team
from isthmus.hiring.models import Application, ApplicationView, Decision, FileDownload, Outcome
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import Origin
from isthmus.store.changes import ChangeRow
from isthmus.sync import outbox
from isthmus.sync.outbox import Fact

READER = "bridge.facts"
SWITCHED_OFF = "Your company keeps this to itself (Settings → Notices)."
REOPENED = "The application was re-opened before it left."


def follow(rows: Sequence[ChangeRow]) -> None:
    """Put each new fact of these changes in the outbox, in the order they happened."""
    connection = connections.current()
    if connection is None or connection.state == ConnectionState.KILLED:
        return
    for row in rows:
        if row.operation == "insert" and row.entity in _TELL:
            _TELL[row.entity](connection, row.entity_id)


def is_resume_taken(download: FileDownload) -> bool:
    """Whether this is one of the hiring team taking the résumé; other documents and other colleagues do not count."""
    return download.file.kind == "resume" and team.counts_as_viewer(download.application.job_id, download.user_id)


def viewed_key(application_id: UUID) -> str:
    """The fact that the application was looked at, once for ever."""
    return f"viewed:{application_id}"


def downloaded_key(application_id: UUID) -> str:
    """The fact that a document of the application was taken, once for ever."""
    return f"downloaded:{application_id}"


def rejected_key(application_id: UUID, number: int) -> str:
    """The application's rejection of that number; after a re-opening it may be rejected again."""
    return f"rejected:{application_id}:{number}"


def viewed(connection: Connection, view_id: UUID) -> None:
    """Put down that somebody of the hiring team looked at the application."""
    view = ApplicationView.objects.select_related("application").filter(id=view_id).first()
    if view is not None and notice_settings.current().tell_views:
        _tell(connection, view.application, viewed_key(view.application_id), LifecycleEvent.VIEWED, view.at)


def downloaded(connection: Connection, download_id: UUID) -> None:
    """Put down that somebody of the hiring team took the résumé."""
    download = FileDownload.objects.select_related("application", "file").filter(id=download_id).first()
    if download is not None and is_resume_taken(download) and notice_settings.current().tell_downloads:
        key = downloaded_key(download.application_id)
        _tell(connection, download.application, key, LifecycleEvent.RESUME_DOWNLOADED, download.at)


def decided(connection: Connection, decision_id: UUID) -> None:
    """Put down a rejection, or take it back with a re-opening."""
    decision = Decision.objects.select_related("application").filter(id=decision_id).first()
    if decision is None:
        return
    number = _rejections_until(decision)
    key = rejected_key(decision.application_id, number)
    if decision.outcome == Outcome.DECLINED:
        _tell(connection, decision.application, key, LifecycleEvent.REJECTED, decision.at, not_before=decision.tell_at)
    elif decision.outcome == Outcome.PENDING and number:
        outbox.cancel(key)


def overtaken(fact: Fact) -> str:
    """Why a fact is not to be told any more, in words; empty when it is. Call in the transaction that takes it.

    The application stays locked until then: a re-opening comes either before, and nothing leaves, or after.
    """
    if fact.action == LifecycleEvent.VIEWED.value:
        return "" if notice_settings.current().tell_views else SWITCHED_OFF
    if fact.action == LifecycleEvent.RESUME_DOWNLOADED.value:
        return "" if notice_settings.current().tell_downloads else SWITCHED_OFF
    application = Application.objects.select_for_update(no_key=True).get(id=fact.subject_id)
    return "" if is_current(application, fact.key) else REOPENED


def is_current(application: Application, key: str) -> bool:
    """Whether the application stands rejected, and by the rejection of this key."""
    if application.outcome != Outcome.DECLINED:
        return False
    declined = Decision.objects.filter(application_id=application.id, outcome=Outcome.DECLINED)
    return key == rejected_key(application.id, declined.count())


def _rejections_until(decision: Decision) -> int:
    ordered = Decision.objects.filter(application_id=decision.application_id).order_by("at", "id")
    number = 0
    for outcome, decision_id in ordered.values_list("outcome", "id"):
        number += outcome == Outcome.DECLINED
        if decision_id == decision.id:
            break
    return number


def _tell(
    connection: Connection,
    application: Application,
    key: str,
    event: LifecycleEvent,
    at: datetime,
    *,
    not_before: datetime | None = None,
) -> None:
    """Only applications that came through LinkedIn Apply have anybody to tell."""
    if application.origin != Origin.LINKEDIN_APPLY or not application.external_id:
        return
    body = {"job_application_id": application.external_id, "performed_at": millis(at)}
    outbox.tell(connection.id, LIFECYCLE, application.id, key, event.value, body, not_before=not_before)


_TELL: dict[str, Callable[[Connection, UUID], None]] = {
    "hiring_applicationview": viewed,
    "hiring_filedownload": downloaded,
    "hiring_decision": decided,
}
TOLD_OF = tuple(_TELL)

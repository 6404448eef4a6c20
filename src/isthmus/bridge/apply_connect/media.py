"""Fetches what applicants uploaded: from LinkedIn alone, within its limits, kept as sent or refused in words."""

from uuid import UUID

from django.db import InterfaceError, OperationalError

from isthmus.base import tracing
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.fetch import Fetched
from isthmus.bridge import clients, relink
from isthmus.bridge.apply_connect import MEDIA, MEDIA_LANE
from isthmus.bridge.models import Connection
from isthmus.hiring import files
from isthmus.hiring.models import File, FileState
from isthmus.linkedin import COVER_LETTER_BYTES, DOCUMENT_BYTES, RESUME_BYTES, fetch_media
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, holding, lanes, retrieval
from isthmus.sync.retrieval import Errand

STREAM = "résumés"
SECONDS = 60.0
STUMBLED = "Isthmus stumbled over this document; it is set aside, and everything else goes on."
GONE = ("gone", retrieval.EXPIRED)
LARGEST = {"resume": RESUME_BYTES, "cover_letter": COVER_LETTER_BYTES, "document": DOCUMENT_BYTES}


def run(company_id: UUID, connection_id: UUID) -> None:
    """Fetch everything that is due; a lane of its own."""
    try:
        connection = clients.caller_for(company_id, connection_id)
    except IsthmusError as error:
        _cannot_start(company_id, connection_id, error.failure)
        return
    while not holding.is_stopping() and (errand := retrieval.next_errand(company_id, connection_id, MEDIA)):
        if not holding.may_begin(errand.row_id):
            _failed(company_id, connection_id, errand, holding.SET_ASIDE)
        elif not errand.url:
            _failed(company_id, connection_id, errand, retrieval.UNOPENED)
        elif not _fetch_one(connection, errand):
            return


def _cannot_start(company_id: UUID, connection_id: UUID, failure: Failure) -> None:
    """Nothing can be fetched: what is past its time is given up, what soon will be becomes an issue."""
    for errand in retrieval.overdue(company_id, connection_id, MEDIA):
        _failed(company_id, connection_id, errand, failure)
    with acting_for(company_id, cause=MEDIA_LANE):
        retrieval.warn(connection_id, MEDIA, failure)
        lanes.rest(connection_id, MEDIA_LANE, failure)


def _fetch_one(connection: Connection, errand: Errand) -> bool:
    """Fetch and keep one file. Returns whether the lane may go on."""
    company_id = connection.company_id
    with acting_for(company_id, cause=f"file:{errand.target_id}"):
        found = File.objects.values_list("kind", "application__delivery_id")
        kind, delivery_id = found.get(id=errand.target_id)
    try:
        with tracing.span("fetch file", delivery_id, kind=kind):
            fetched = fetch_media(
                errand.url,
                clients.tokens_of(connection),
                clients.config(),
                max_bytes=LARGEST.get(kind, RESUME_BYTES),
                timeout=SECONDS,
            )
            _keep(company_id, connection.id, errand, fetched)
    except IsthmusError as error:
        _failed(company_id, connection.id, errand, error.failure)
        return error.failure.kind not in (Kind.THROTTLED, Kind.MISCONFIGURED)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        failure = Failure(Kind.BUG, STUMBLED, code="stumbled", detail=type(error).__name__)
        _failed(company_id, connection.id, errand, failure)
    return True


def _keep(company_id: UUID, connection_id: UUID, errand: Errand, fetched: Fetched) -> None:
    with acting_for(company_id, cause=f"file:{errand.target_id}"):
        file = files.store(errand.target_id, fetched.body, name=fetched.filename, declared_type=fetched.media_type)
        if file.state == FileState.REFUSED:
            retrieval.failed(errand, Failure(Kind.REJECTED, file.why, code="content"))
        else:
            retrieval.done(errand)
        freshness.worked(connection_id, STREAM)


def _failed(company_id: UUID, connection_id: UUID, errand: Errand, failure: Failure) -> None:
    with acting_for(company_id, cause=f"file:{errand.target_id}"):
        if (reason := retrieval.failed(errand, failure)) is not None:
            end = files.gone if reason.code in GONE else files.refuse
            end(errand.target_id, reason.message)
        freshness.failed(connection_id, STREAM, failure)
    relink.refused(company_id, connection_id, failure)

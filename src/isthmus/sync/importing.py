"""The lane that brings an uploaded file of job listings in, piece by piece, while its page shows how far it is."""

from uuid import UUID

from isthmus.base.clock import now
from isthmus.hiring import imports
from isthmus.hiring.models import ImportRun
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, holding

LANE = "import"


def start(content: bytes, *, name: str, only: str = "") -> ImportRun:
    """A run that the worker takes up at once. Raises IsthmusError (rejected) for a file that is no list of listings."""
    begun = imports.begin(content, name=name, only=only)
    appointments.no_later_than(begun.id, LANE, now())
    return begun


def run(company_id: UUID, run_id: UUID) -> None:
    """Bring in every line that waits, each piece by itself; what a killed worker left is taken up again."""
    while not holding.is_stopping() and _piece(company_id, run_id):
        pass


def _piece(company_id: UUID, run_id: UUID) -> bool:
    with acting_for(company_id, cause=f"import:{run_id}"):
        more = imports.work(run_id)
        if not more:
            appointments.next_at(run_id, LANE, None)
        return more

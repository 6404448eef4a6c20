"""The lane that compares both sides of a company, a page at a time, and carries out repairs; daily and on demand.

What is read back from LinkedIn yields to everything else: it leaves only when its limit allows what can wait. A killed
worker's comparison goes on where its last page was kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, connections, metering, relink
from isthmus.bridge.models import Connection, ConnectionState, ReconcileRun
from isthmus.bridge.reconcile import (
    APPLICATIONS,
    FACTS,
    FILES,
    INTEGRATION,
    LANE,
    POSTINGS,
    applications,
    facts,
    files,
    integration,
    pages,
    postings,
    repair,
    runs,
    schedule,
)
from isthmus.bridge.reconcile.compare import Told
from isthmus.bridge.reconcile.pages import Page, Scene
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, followers, holding
from isthmus.sync.models import Appointment
from isthmus.sync.pacing import Urgency

STATUS, TASKS = "jobPostingStatus", "simpleJobPostingTasks"
PAGES_AT_ONCE = 20
NO_CONNECTION = "LinkedIn is not connected, so it was not asked."
STOPPED = "An admin has stopped all outflow to LinkedIn, so it was not asked."

Look = Callable[[Scene, UUID | None], Page]


@dataclass(frozen=True)
class Step:
    """One list to go through. Without `look` it is one of which LinkedIn is asked besides."""

    resource: str
    look: Look | None = None


STEPS = (
    Step(POSTINGS),
    Step(POSTINGS, postings.unmarked),
    Step(APPLICATIONS, applications.unhandled),
    Step(APPLICATIONS, applications.missing),
    Step(FACTS, facts.untold),
    Step(FACTS, facts.views),
    Step(FACTS, facts.downloads),
    Step(FACTS, facts.decisions),
    Step(FILES, files.incomplete),
    Step(FILES, files.overdue),
    Step(INTEGRATION),
)


def next_at(connection: Connection) -> datetime | None:
    """When the acting company is compared next."""
    found = Appointment.objects.filter(connection_id=connection.id, lane=LANE)
    moment: datetime | None = found.values_list("at", flat=True).first()
    return moment


def run(company_id: UUID, connection_id: UUID) -> None:
    """Carry out the repairs that are wanted, and compare what is to be compared; a lane of its own, by appointment."""
    with acting_for(company_id, cause=LANE):
        connection = connections.current()
        due = Appointment.objects.filter(connection_id=connection_id, lane=LANE, at__lte=now())
        if connection is not None and due.exists() and not repair.wanted().exists():
            runs.begin(connection_id)
    while not holding.is_stopping() and _repair_one(company_id):
        holding.check()
    for _ in range(PAGES_AT_ONCE):
        if holding.is_stopping() or not _page(company_id, connection_id):
            break
    with acting_for(company_id, cause=LANE):
        appointments.next_at(connection_id, LANE, _next(company_id))


def _next(company_id: UUID) -> datetime:
    present = now()
    if repair.wanted().exists():
        return present
    begun = runs.under_way()
    if begun is None:
        return schedule.daily_after(company_id, present)
    return begun.waits_until or present


def _repair_one(company_id: UUID) -> bool:
    with acting_for(company_id, cause=LANE):
        gap = repair.wanted().first()
    if gap is None:
        return False
    if holding.may_begin(gap.id):
        repair.carry_out(company_id, gap.id)
    else:
        repair.give_up(company_id, gap.id, holding.SET_ASIDE.message)
    return True


def _page(company_id: UUID, connection_id: UUID) -> bool:
    """Go through one page. Returns whether there may be more to do now."""
    followers.follow_all()
    with acting_for(company_id, cause=LANE):
        begun = runs.under_way()
        if begun is None:
            return False
        while begun.step < len(STEPS) and STEPS[begun.step].resource not in begun.resources:
            begun.step += 1
        if begun.step >= len(STEPS):
            return _end(begun)
        step = STEPS[begun.step]
        scene = pages.scene(connections.current())
        if step.look is not None:
            runs.record(begun, step.look(scene, begun.after), resource=step.resource)
            return True
    return _ASKING[step.resource](company_id, begun)


def _end(begun: ReconcileRun) -> bool:
    begun.save(update_fields=["step"])
    if runs.end_some(begun):
        runs.end(begun)
        return False
    return True


def _mirror_page(company_id: UUID, begun: ReconcileRun) -> bool:
    """One page of postings: what LinkedIn says of them is asked between two looks at our side."""
    with acting_for(company_id, cause=LANE):
        connection = connections.current()
        if connection is None or connection.state == ConnectionState.INCOMPLETE:
            begun.not_asked = NO_CONNECTION
            runs.record(begun, Page(), resource=POSTINGS)
            return True
        looked = postings.look(pages.scene(connection), begun.after)
        settled, open_tasks = looked.settled, looked.forgotten_tasks(now())
        if not begun.not_asked and _must_wait(connection, begun, bool(settled), bool(open_tasks)):
            return False
    told, why = _asked(connection, settled, open_tasks) if not begun.not_asked else ({}, begun.not_asked)
    followers.follow_all()
    with acting_for(company_id, cause=LANE):
        scene = pages.scene(connections.current())
        page = postings.compared(scene, postings.look(scene, begun.after), told)
        begun.not_asked = why
        runs.record(begun, page, resource=POSTINGS, asked=len(told))
    return True


def _must_wait(connection: Connection, begun: ReconcileRun, of_status: bool, of_tasks: bool) -> bool:
    """Whether a limit of LinkedIn's has no room for what can wait; the comparison goes on then when it has."""
    for resource in (*((STATUS,) if of_status else ()), *((TASKS,) if of_tasks else ())):
        permit = metering.pace(connection, resource).permit
        if not permit.allows(Urgency.LATER):
            begun.waits_until = permit.wait_of(Urgency.LATER, now())
            begun.save(update_fields=["waits_until", "step"])
            return True
    return False


def _asked(connection: Connection, ids: list[str], open_tasks: Mapping[str, str]) -> tuple[Mapping[str, Told], str]:
    """What LinkedIn says, or why it was not asked. Everything else is compared all the same."""
    if connection.stopped_at is not None:
        return {}, STOPPED
    if not ids and not open_tasks:
        return {}, ""
    try:
        clients.caller_for(connection.company_id, connection.id)
        said = postings.ask(connection, ids, open_tasks)
    except IsthmusError as error:
        relink.refused(connection.company_id, connection.id, error.failure)
        return {}, _not_asked(error.failure)
    relink.accepted(connection.company_id, connection)
    return said, ""


def _integration_page(company_id: UUID, begun: ReconcileRun) -> bool:
    """The integration alone: what LinkedIn says of it is asked before our side is looked at."""
    with acting_for(company_id, cause=LANE):
        connection = connections.current()
    said, why = _asked_of_integration(connection, begun.not_asked)
    with acting_for(company_id, cause=LANE):
        page = integration.compared(pages.scene(connections.current()), said)
        begun.not_asked = why
        runs.record(begun, page, resource=INTEGRATION, asked=int(said is not None))
    return True


def _asked_of_integration(connection: Connection | None, why: str) -> tuple[integration.Stands | None, str]:
    if connection is None or connection.state != ConnectionState.COMPLETE:
        return None, why or NO_CONNECTION
    if why or connection.stopped_at is not None:
        return None, why or STOPPED
    try:
        return integration.ask(connection), ""
    except IsthmusError as error:
        return None, _not_asked(error.failure)


def _not_asked(failure: Failure) -> str:
    again = failure.kind in (Kind.TRANSIENT, Kind.THROTTLED)
    words = "LinkedIn could not be asked just now." if again else "LinkedIn could not be asked."
    return f"{words} {failure.message}"


_ASKING: Mapping[str, Callable[[UUID, ReconcileRun], bool]] = {POSTINGS: _mirror_page, INTEGRATION: _integration_page}

"""The digest's lane: once a week it founds the mails of those who want one, and sends what is due."""

from uuid import UUID

from isthmus.accounts.models import Company
from isthmus.base.clock import now
from isthmus.bridge import connections
from isthmus.bridge.digest import LANE, contents, letters
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, digests, weekly


def plan() -> None:
    """See to it that the acting company's next digest has its appointment; none while LinkedIn is not connected."""
    if (connection := connections.current()) is not None:
        appointments.next_at(connection.id, LANE, digests.due_after(now()))


def run(company_id: UUID, connection_id: UUID) -> None:
    """Found the week's mails if that was not done, and send what is due; a lane of its own, run by appointment."""
    with acting_for(company_id, cause=LANE):
        company = Company.objects.get(id=company_id)
        due = digests.due_before(now())
        week = due.astimezone(digests.zone()).date()
        connection = connections.current()
        is_old_enough = connection is not None and connection.created_at < due
        is_late = now() - due > digests.LATE_AFTER
        if is_old_enough and not digests.is_founded(week, late=is_late) and (readers := digests.readers()):
            told = contents.of_week(due - weekly.WEEK, due)
            digests.found(week, readers, letters.letter(told, company.name, company.slug))
    digests.send_due(company_id, company.name)
    with acting_for(company_id, cause=LANE):
        following = [moment for moment in (digests.due_after(now()), digests.next_attempt()) if moment is not None]
        appointments.next_at(connection_id, LANE, min(following))

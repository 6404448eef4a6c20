"""What each application has used of the other system's limits: one row per resource, shared by all worker processes.

A call is counted in the row, and committed, before it leaves. A process that dies in between has counted a call nobody
made; none is ever made that was not counted. `pacing` says how much may leave; here that is read and written.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.ids import new_id
from isthmus.store.tenancy import acting_for
from isthmus.sync import pacing
from isthmus.sync.models import Budget
from isthmus.sync.pacing import Limits, Permit, Recent, Urgency, Used

CODE = "budget"


@dataclass(frozen=True)
class Meter:
    """Whose calls are counted against which limits: one application's, over one connection, on one resource."""

    connection_id: UUID
    application: str
    resource: str
    limits: Limits


@dataclass(frozen=True)
class Reading:
    """A budget as shown: what counts now, against which limits (None where none is known).

    `throttled` is how often the other side refused a call for a limit, `closed_until` how long that lasts now.
    """

    resource: str
    requests: int
    requests_a_day: int | None
    records: int
    records_a_day: int | None
    in_the_minute: int
    records_a_minute: int | None
    throttled: int
    closed_until: datetime | None


def permit(meter: Meter, *, batch: int) -> Permit:
    """What the acting company may send now, by urgency; nothing is counted yet."""
    return pacing.permit(meter.limits, _used(_find(meter)), now(), batch=batch)


def take(company_id: UUID, meter: Meter, records: int) -> str:
    """Count one call that is about to leave. Returns its name for `ended`.

    Raises IsthmusError (throttled) when a limit would be passed; nothing is counted then. Call outside a transaction,
    else the count is not there after a crash.
    """
    call, present = str(new_id()), now()
    with acting_for(company_id, cause="budget"):
        row = _locked(meter)
        used = _used(row)
        allowed = pacing.permit(meter.limits, used, present, batch=records)
        if allowed.most[Urgency.NOW] < records:
            opens = pacing.opens_at(meter.limits, used, present, records)
            raise IsthmusError(waiting(meter, row, until=opens))
        _write(row, pacing.reserved(meter.limits, used, present, records, call))
    return call


def ended(
    company_id: UUID, meter: Meter, call: str, *, throttled: bool = False, closed_until: datetime | None = None
) -> None:
    """The call has ended; `throttled` when it was refused for a limit, until the moment named if one was."""
    present = now()
    with acting_for(company_id, cause="budget"):
        row = _locked(meter)
        used = pacing.ended(_used(row), present, call)
        row.throttled += throttled
        _write(row, pacing.refused(used, present, closed_until) if throttled else pacing.welcomed(used))


def waiting(meter: Meter, row: Budget | None = None, *, until: datetime) -> Failure:
    """Why something of the acting company's waits, in words: for which limit, until when, how much is used."""
    used = pacing.rolled(_used(row or _find(meter)), now())
    a_day = meter.limits.records_a_day or meter.limits.requests_a_day
    spent = used.records if meter.limits.records_a_day else used.requests
    share = f" ({spent:,} of {a_day:,} used today)" if a_day else ""
    words = f"Waiting for LinkedIn's limit until {until:%H:%M} UTC{share}."
    return Failure(Kind.THROTTLED, words, code=CODE, retry_at=until)


def read(meter: Meter) -> Reading:
    """The acting company's budget as it stands now."""
    row = _find(meter)
    used = pacing.rolled(_used(row), now())
    closed = used.closed_until if used.closed_until and used.closed_until > now() else None
    return Reading(
        resource=meter.resource,
        requests=used.requests,
        requests_a_day=meter.limits.requests_a_day,
        records=used.records,
        records_a_day=meter.limits.records_a_day,
        in_the_minute=used.in_the_minute,
        records_a_minute=meter.limits.records_a_minute,
        throttled=row.throttled if row else 0,
        closed_until=closed,
    )


def _find(meter: Meter) -> Budget | None:
    found: Budget | None = Budget.objects.filter(**_key(meter)).first()
    return found


def _locked(meter: Meter) -> Budget:
    row: Budget
    row, _ = Budget.objects.select_for_update().get_or_create(**_key(meter), defaults={"day": pacing.first_day(now())})
    return row


def _key(meter: Meter) -> dict[str, object]:
    return {"connection_id": meter.connection_id, "application": meter.application, "resource": meter.resource}


def _used(row: Budget | None) -> Used:
    if row is None:
        return Used(pacing.first_day(now()))
    recent = tuple(Recent(records, until, call) for records, until, call in row.recent)
    return Used(
        row.day,
        row.requests,
        row.records,
        row.early_requests,
        row.early_records,
        recent,
        row.closed_until,
        row.refusals,
    )


def _write(row: Budget, used: Used) -> None:
    row.day, row.closed_until, row.refusals = used.day, used.closed_until, used.refusals
    row.requests, row.records = used.requests, used.records
    row.early_requests, row.early_records = used.early_requests, used.early_records
    row.recent = [[part.records, part.until, part.call] for part in used.recent]
    row.save()

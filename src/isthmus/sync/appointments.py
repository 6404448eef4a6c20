"""When lanes without rows of their own run next: one appointment each, kept until the lane makes another."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Least

from isthmus.base.clock import now
from isthmus.sync.models import Appointment
from isthmus.sync.notice import nudge


def no_later_than(connection_id: UUID, lane: str, moment: datetime) -> None:
    """The lane runs at that moment, or earlier when it was to run earlier."""
    row, is_new = Appointment.objects.get_or_create(connection_id=connection_id, lane=lane, defaults={"at": moment})
    if not is_new:
        Appointment.objects.filter(id=row.id).update(at=Least(F("at"), moment))
    nudge()


def next_at(connection_id: UUID, lane: str, moment: datetime | None) -> None:
    """The lane has run: its next appointment, or none."""
    if moment is None:
        Appointment.objects.filter(connection_id=connection_id, lane=lane).delete()
        return
    Appointment.objects.update_or_create(connection_id=connection_id, lane=lane, defaults={"at": moment})


def due_at(lane: str) -> datetime | None:
    """When the acting company's lane runs next, or since when it should have."""
    moment: datetime | None = Appointment.objects.filter(lane=lane).order_by("at").values_list("at", flat=True).first()
    return moment


def backlog(lane: str) -> int:
    """How many runs of the acting company's lane are due."""
    return Appointment.objects.filter(lane=lane, at__lte=now()).count()

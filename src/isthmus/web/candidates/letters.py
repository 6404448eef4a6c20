"""Has colleagues told by e-mail that a note names them or that something was handed to them, where mail is set up."""

from uuid import UUID

from django.conf import settings

from isthmus.hiring.models import Call, HandOver, Mention, Note
from isthmus.store import tenancy
from isthmus.web import tasks


def about_note(note: Note) -> None:
    """One e-mail for each colleague the note newly names; answers are found on Home alone."""
    named = Mention.objects.filter(note=note, call=Call.NAMED, read_at=None).values_list("id", flat=True)
    for mention_id in named:
        _defer(tasks.MENTION, mention_id)


def about_hand_over(made: HandOver) -> None:
    """One e-mail for the receiver."""
    _defer(tasks.HAND_OVER, made.id)


def _defer(what: str, row_id: UUID) -> None:
    if settings.CONFIG.mail_url:
        company_id = str(tenancy.current_company_id())
        task = tasks.tell_colleague.configure(queueing_lock=f"tell:{row_id}")
        task.defer(company_id=company_id, what=what, row_id=str(row_id))

"""What the worker does for the pages: it writes to colleagues, without a word about the candidate but a link.

Procrastinate finds this module by its name. A job holds ids alone; what no longer holds when it runs is not sent.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import connections
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as engine

from isthmus.accounts import companies
from isthmus.accounts.models import Company, User
from isthmus.hiring import notes
from isthmus.hiring.actors import names
from isthmus.hiring.models import HandOver, HandOverState, Mention
from isthmus.store.tenancy import acting_for

MENTION, HAND_OVER = "mention", "hand_over"


@dataclass(frozen=True)
class Letter:
    """An e-mail to one colleague."""

    to: str
    subject: str
    body: str


@engine.task(name="isthmus.tell_colleague", queue="lanes", retry=RetryStrategy(max_attempts=6, exponential_wait=10))
def tell_colleague(company_id: str, what: str, row_id: str) -> None:
    """Write to whom a note names, or whom something was handed to; several attempts when mail does not leave."""
    try:
        letter = letter_about(UUID(company_id), what, UUID(row_id))
        if letter is not None:
            send_mail(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to])
    finally:
        connections.close_all()


def letter_about(company_id: UUID, what: str, row_id: UUID) -> Letter | None:
    """The e-mail, or None when there is nothing to tell any more: read, taken away, or no longer theirs to see."""
    with acting_for(company_id, cause="telling a colleague"):
        company = Company.objects.get(id=company_id)
        return _about_mention(company, row_id) if what == MENTION else _about_hand_over(company, row_id)


def _about_mention(company: Company, mention_id: UUID) -> Letter | None:
    mention = Mention.objects.select_related("note").filter(id=mention_id, read_at=None).first()
    if mention is None or not notes.visible_to(mention.user_id).filter(id=mention.note_id, removed_at=None).exists():
        return None
    words = _("%(who)s mentioned you in a note about a candidate.")
    return _letter(company, mention.user_id, mention.note.author_id, _("A colleague mentioned you"), words)


def _about_hand_over(company: Company, hand_over_id: UUID) -> Letter | None:
    found = HandOver.objects.filter(id=hand_over_id, state=HandOverState.OPEN).first()
    if found is None:
        return None
    words = _("%(who)s handed a candidate over to you.")
    return _letter(company, found.to_user_id, found.from_user_id, _("A candidate was handed over to you"), words)


def _letter(company: Company, to_user_id: UUID, from_user_id: UUID | None, subject: str, words: str) -> Letter | None:
    member = companies.member(to_user_id, company.slug)
    user = User.objects.filter(id=to_user_id, is_active=True).first()
    if user is None or member is None or not member.may("candidates.view"):
        return None
    who = names([from_user_id]).get(from_user_id, _("A colleague"))
    link = settings.CONFIG.public_url.rstrip("/") + reverse("work:list", args=[company.slug])
    body = f"{words % {'who': who}}\n\n{_('Read it here')}: {link}\n\n{company.name}"
    return Letter(user.email, subject, body)

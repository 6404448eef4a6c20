"""What LinkedIn holds that has to do with an application: the posting, the facts told, and nothing more."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.bridge import held, notices
from isthmus.bridge.held import Held
from isthmus.bridge.postings import health
from isthmus.hiring import postings
from isthmus.hiring.models import Application, PostingStatus
from isthmus.people.models import Origin


@dataclass(frozen=True)
class Payload:
    """One thing LinkedIn accepted, exactly as it was sent."""

    title: str
    at: datetime | None
    text: str
    request_id: str


@dataclass(frozen=True)
class HeldPage:
    """Everything LinkedIn holds of ours about one application, and what came from there."""

    name: str
    job_title: str
    back_url: str
    lines: list[str]
    payloads: list[Payload]
    delivery_id: UUID | None


def lines(application: Application) -> list[str]:
    """Sentences, the posting first."""
    posting = postings.of_job(application.job_id)
    said = []
    if posting is not None and posting.status == PostingStatus.PUBLISHED:
        stands = health.of_jobs([application.job_id]).get(application.job_id)
        words = {"title": application.job.title, "state": _small(stands.words) if stands else _("to be sent")}
        said.append(_("The posting “%(title)s”: %(state)s.") % words)
    if application.origin == Origin.LINKEDIN_APPLY:
        told = [_small(notice.words) for notice in notices.told_linkedin(application.id)]
        said.append(_("The application itself, as the person sent it there."))
        facts = ", ".join(told) if told else _("nothing yet")
        said.append(_("Told about it: %(facts)s.") % {"facts": facts})
    said.append(_("No stage, note, message, file or answer of yours is sent to LinkedIn."))
    return said


def page(member: Member, application: Application) -> HeldPage:
    """Sentences, and beneath them each body as LinkedIn took it."""
    here = {"slug": member.company_slug, "application_id": application.id}
    return HeldPage(
        name=str(application.candidate),
        job_title=application.job.title,
        back_url=reverse("candidates:application", kwargs=here),
        lines=lines(application),
        payloads=[_payload(one) for one in held.of_application(application.id)],
        delivery_id=application.delivery_id if application.origin == Origin.LINKEDIN_APPLY else None,
    )


def _payload(one: Held) -> Payload:
    title = _("Told: %(fact)s") % {"fact": _small(one.words)} if one.words else _("The posting, as last accepted")
    return Payload(title, one.at, json.dumps(one.body, indent=2, ensure_ascii=False, default=str), one.request_id)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]

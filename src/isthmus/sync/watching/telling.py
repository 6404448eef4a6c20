"""Who is told of an alarm and in which words; and the e-mails, each handed to the mail server at most once.

A mail is written down as being sent, and that committed, before the mail server gets it. One found so by a later run
was cut short: it may have arrived, so it is not sent again.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership, Role, User
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring.mailing import UNSURE, Parcel
from isthmus.store.tenancy import acting_for, current
from isthmus.sync import post
from isthmus.sync.backoff import wait
from isthmus.sync.models import Alarm, AlertMail, AlertSend, AlertWish, TellState, Told
from isthmus.sync.watching import endpoints
from isthmus.sync.watching.house import send_house_mails

GIVEN_UP_AFTER = timedelta(days=2)
LONGEST_WAIT = timedelta(minutes=15)

logger = logging.getLogger("isthmus.watching")


@dataclass(frozen=True)
class Addressed:
    """The company an alarm is of, as its readers know it."""

    name: str
    slug: str


def is_wanted(user_id: UUID) -> bool:
    """Whether this user of the acting company gets alerts by e-mail."""
    return AlertWish.objects.filter(user_id=user_id).exists()


def wish(wanted: bool) -> None:
    """The acting user wants alerts by e-mail, or does not."""
    user_id = current().user_id
    if wanted:
        AlertWish.objects.get_or_create(user_id=user_id)
    else:
        AlertWish.objects.filter(user_id=user_id).delete()


def readers() -> list[UUID]:
    """The admins of the acting company who want alerts."""
    wishes = AlertWish.objects.values("user_id")
    members = Membership.objects.filter(user__is_active=True, role=Role.ADMIN, user_id__in=wishes)
    return list(members.order_by("user_id").values_list("user_id", flat=True))


def found(alarm: Alarm, told: Told, company: Addressed) -> None:
    """Write down everything that is to be told of an alarm, in the transaction that raises or resolves it."""
    readers_and_operator: list[UUID | None] = [*readers()]
    if settings.CONFIG.operator_email:
        readers_and_operator.append(None)
    AlertMail.objects.bulk_create(_mails(alarm, told, company, readers_and_operator), ignore_conflicts=True)
    body = endpoints.envelope(told, data(alarm, company))
    AlertSend.objects.bulk_create(
        (
            AlertSend(endpoint=endpoint, alarm=alarm, told=told, body=body)
            for endpoint in endpoints.in_use()
            if endpoint.disabled_at is None
        ),
        ignore_conflicts=True,
    )


def found_test_mail(company: Addressed) -> None:
    """A mail to the acting user, to see that mails arrive."""
    AlertMail.objects.create(
        told=Told.TEST,
        user_id=current().user_id,
        subject=_("%(company)s: a test of alerts") % {"company": company.name},
        body=_("Alerts of Isthmus reach you at this address. Nothing is wrong.") + "\n\n" + _footer(company),
        message_id=f"<{new_id()}@isthmus>",
    )


def data(alarm: Alarm, company: Addressed) -> dict[str, str | None]:
    """An alarm as endpoints are told of it."""
    return {
        "id": str(alarm.id),
        "company": company.slug,
        "about": alarm.about,
        "kind": alarm.kind,
        "title": alarm.title,
        "words": alarm.words,
        "whose_move": alarm.whose_move,
        "what_to_do": alarm.what_to_do,
        "since": alarm.since.isoformat(),
        "resolved_at": alarm.resolved_at.isoformat() if alarm.resolved_at else None,
        "url": health_url(company),
    }


def health_url(company: Addressed) -> str:
    """Where the company's people see how everything stands."""
    return f"{settings.CONFIG.public_url}/c/{company.slug}/activity/health/"


def send_due() -> None:
    """Send everything that is due, of all companies. Call alone (see watchman), outside a transaction.

    A company whose messages cannot be sent holds up neither the others nor the operator's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT company_id FROM sync_alerts_due(%s)", [now()])
        due = [company_id for (company_id,) in cursor.fetchall()]
    for company_id in due:
        for send in (_send_mails, endpoints.send_due):
            try:
                send(company_id)
            except Exception as error:  # whatever it is, the others are told all the same
                logger.error("what a company is to be told could not be sent: %s", type(error).__name__)
    send_house_mails()


def _mails(alarm: Alarm, told: Told, company: Addressed, to: Iterable[UUID | None]) -> list[AlertMail]:
    over = told == Told.RESOLVED
    subject = (_("%(company)s: over: %(title)s") if over else "%(company)s: %(title)s") % {
        "company": company.name,
        "title": alarm.title,
    }
    return [
        AlertMail(
            alarm=alarm,
            told=told,
            user_id=user_id,
            subject=" ".join(subject.split())[:200],
            body=_body(alarm, over, company),
            message_id=f"<{new_id()}@isthmus>",
        )
        for user_id in to
    ]


def _body(alarm: Alarm, over: bool, company: Addressed) -> str:
    if over:
        return "\n\n".join([_("It is over: %s") % alarm.title, _footer(company)])
    parts = [alarm.words]
    if alarm.whose_move:
        parts.append(_("Whose move: %s.") % alarm.whose_move)
    return "\n\n".join([*parts, *([alarm.what_to_do] if alarm.what_to_do else []), _footer(company)])


def _footer(company: Addressed) -> str:
    choose = f"{settings.CONFIG.public_url}/c/{company.slug}/settings/alerts/"
    return "\n".join([_("How everything stands: %s") % health_url(company), _("Who is told, and when: %s") % choose])


def _send_mails(company_id: UUID) -> None:
    with acting_for(company_id, cause="alerts"):
        AlertMail.objects.filter(state=TellState.SENDING).update(state=TellState.UNSURE, next_attempt_at=None)
    office = post.office()
    while (parcel := _take(company_id)) is not None:
        failure = post.hand_over(office, parcel, settings.CONFIG.mail_from)
        with acting_for(company_id, cause="alerts"):
            _record(parcel.id, failure)


def _take(company_id: UUID) -> Parcel | None:
    """The next mail, written down as being sent."""
    with acting_for(company_id, cause="alerts"):
        due = AlertMail.objects.filter(state=TellState.PLANNED, next_attempt_at__lte=now())
        row = due.select_for_update().order_by("next_attempt_at", "id").first()
        if row is None:
            return None
        row.state, row.attempts = TellState.SENDING, row.attempts + 1
        row.save(update_fields=["state", "attempts"])
        return Parcel(row.id, _address(row), "", row.subject, row.body, row.message_id, row.attempts)


def _address(row: AlertMail) -> str:
    if row.user_id is None:
        return str(settings.CONFIG.operator_email)
    found_address = User.objects.filter(id=row.user_id, is_active=True).values_list("email", flat=True).first()
    return found_address or ""


def _record(mail_id: UUID, failure: Failure | None) -> None:
    row = AlertMail.objects.select_for_update().get(id=mail_id)
    row.failure_message = failure.message if failure else ""
    row.next_attempt_at = None
    if failure is None:
        row.state, row.sent_at = TellState.SENT, now()
    elif failure.code == UNSURE:
        row.state = TellState.UNSURE
    elif failure.kind in (Kind.REJECTED, Kind.BUG) or now() - row.founded_at > GIVEN_UP_AFTER:
        row.state = TellState.FAILED
    else:
        row.state = TellState.PLANNED
        row.next_attempt_at = now() + wait(row.attempts, first=30.0, longest=LONGEST_WAIT)
    row.save()

"""The weekly digest's rows: founded once a week for each who wants it, handed to the mail server at most once each.

A mail is written down as being sent, and that committed, before the mail server gets it. One found so by a later run
was cut short: it may have arrived, so it is not sent again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from isthmus.accounts.models import Company, Membership, Role, User
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring.mailing import UNSURE, Parcel
from isthmus.store.tenancy import acting_for, current, current_company_id
from isthmus.sync import post, weekly
from isthmus.sync.backoff import wait
from isthmus.sync.models import DigestMail, DigestState, DigestTime, DigestWish

READERS = (Role.ADMIN, Role.RECRUITER)
GIVEN_UP_AFTER = timedelta(days=2)
LONGEST_WAIT = timedelta(hours=1)
LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """A digest as it is mailed."""

    subject: str
    body: str


def schedule() -> DigestTime:
    """When the acting company's digest leaves; the usual time, unsaved, until somebody changes it."""
    return DigestTime.objects.first() or DigestTime()


def set_schedule(weekday: int, hour: int) -> None:
    """Another day or hour, from the next digest on."""
    DigestTime.objects.update_or_create(defaults={"weekday": weekday, "hour": hour})


def zone() -> ZoneInfo:
    """The acting company's zone."""
    return ZoneInfo(Company.objects.values_list("time_zone", flat=True).get(id=current_company_id()))


def due_before(moment: datetime) -> datetime:
    """The latest moment a digest was due."""
    return weekly.last_before(moment, schedule().weekday, schedule().hour, zone())


def due_after(moment: datetime) -> datetime:
    """The next moment a digest is due."""
    return weekly.next_after(moment, schedule().weekday, schedule().hour, zone())


def is_wanted(user_id: UUID, role: Role) -> bool:
    """Whether this user gets the digest: as they wished, else when they are an admin."""
    if role not in READERS:
        return False
    wish = DigestWish.objects.filter(user_id=user_id).values_list("wanted", flat=True).first()
    return role == Role.ADMIN if wish is None else bool(wish)


def wish(wanted: bool) -> None:
    """The acting user wants the digest, or does not."""
    DigestWish.objects.update_or_create(user_id=current().user_id, defaults={"wanted": wanted})


def readers() -> list[UUID]:
    """Who of the acting company gets it."""
    members = Membership.objects.filter(user__is_active=True).values_list("user_id", "role")
    return [user_id for user_id, role in members if is_wanted(user_id, Role(role))]


def found(week: date, to: Iterable[UUID], words: Words) -> int:
    """Write the week's mails down, each once however often this is called. Returns how many are new."""
    known = set(DigestMail.objects.filter(week=week).values_list("user_id", flat=True))
    fresh = [user_id for user_id in to if user_id not in known]
    DigestMail.objects.bulk_create(
        (
            DigestMail(
                week=week,
                user_id=user_id,
                subject=words.subject,
                body=words.body,
                message_id=f"<{new_id()}@isthmus>",
                next_attempt_at=now(),
            )
            for user_id in fresh
        ),
        ignore_conflicts=True,
    )
    return len(fresh)


def is_founded(week: date, *, late: bool) -> bool:
    """Whether the week's mails are written down; when it is `late` for them, any mail of the six days before counts.

    So a day chosen anew is not made up for by a second digest of the same week.
    """
    since = week - timedelta(days=6) if late else week
    return bool(DigestMail.objects.filter(week__range=(since, week)).exists())


def send_due(company_id: UUID, company_name: str) -> None:
    """Send every mail that is due. Call from a lane's run, outside a transaction: nobody else is sending then."""
    with acting_for(company_id, cause="digest"):
        DigestMail.objects.filter(state=DigestState.SENDING).update(state=DigestState.UNSURE, next_attempt_at=None)
    office = post.office()
    while (parcel := _take(company_id)) is not None:
        _send(company_id, company_name, office, parcel)


def next_attempt() -> datetime | None:
    """When the next mail of the acting company may be tried."""
    waiting = DigestMail.objects.filter(state=DigestState.PLANNED).order_by("next_attempt_at")
    moment: datetime | None = waiting.values_list("next_attempt_at", flat=True).first()
    return moment


def _take(company_id: UUID) -> Parcel | None:
    """The next mail, written down as being sent."""
    with acting_for(company_id, cause="digest"):
        due = DigestMail.objects.filter(state=DigestState.PLANNED, next_attempt_at__lte=now())
        row = due.select_for_update().order_by("next_attempt_at", "id").first()
        if row is None:
            return None
        address = User.objects.filter(id=row.user_id, is_active=True).values_list("email", flat=True).first()
        row.state, row.attempts = DigestState.SENDING, row.attempts + 1
        row.save(update_fields=["state", "attempts"])
        return Parcel(row.id, address or "", "", row.subject, row.body, row.message_id, row.attempts)


def _send(company_id: UUID, company_name: str, office: post.Post | None, parcel: Parcel) -> None:
    failure = post.hand_over(office, parcel, post.sender(company_name))
    with acting_for(company_id, cause="digest"):
        if failure is not None:
            _not_sent(parcel.id, failure)
            return
        mail = DigestMail.objects.filter(id=parcel.id)
        mail.update(state=DigestState.SENT, sent_at=now(), next_attempt_at=None, failure_message="")


def _not_sent(mail_id: UUID, failure: Failure) -> None:
    row = DigestMail.objects.select_for_update().get(id=mail_id)
    row.failure_message = failure.message
    is_over = failure.kind in (Kind.REJECTED, Kind.BUG) or now() - row.founded_at > GIVEN_UP_AFTER
    if failure.code == UNSURE:
        row.state, row.next_attempt_at = DigestState.UNSURE, None
    elif is_over:
        row.state, row.next_attempt_at = DigestState.FAILED, None
    else:
        row.state = DigestState.PLANNED
        row.next_attempt_at = now() + wait(row.attempts, first=60.0, longest=LONGEST_WAIT)
    row.save()

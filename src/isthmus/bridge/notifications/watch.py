"""Watches whether LinkedIn still reaches a company's webhook: its challenges, its blocks, and asking it to look again.

LinkedIn challenges every two hours and blocks an address after three failures in a row ("Webhook Validation"); the
parent application can list blocked ones and have them validated again ("DeveloperWebhooks").
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, connections, outflow
from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState, WebhookWatch
from isthmus.bridge.notifications import blocked, challenges, portal, selftest
from isthmus.linkedin import DeveloperWebhook, application_number
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, issues, lanes

LANE = "webhooks"
ASK_AGAIN = timedelta(minutes=15)
BLOCKED = "LinkedIn has blocked this company’s webhook: applications made there do not arrive."
SILENT = "Our own address does not answer at {url}, so LinkedIn was not asked to check it yet."
IN_THE_PORTAL = (
    "Ask LinkedIn in its developer portal: Webhooks → validate again. Only a partner’s parent may ask by API."
)


def ask_linkedin() -> None:
    """A person wants LinkedIn to check the company's webhook again, whatever our own test says.

    Raises IsthmusError (rejected) while LinkedIn is not connected.
    """
    connection = connections.current()
    if connection is None or connection.state != ConnectionState.COMPLETE:
        raise IsthmusError(Failure(Kind.REJECTED, "LinkedIn is not connected yet.", code="not_connected"))
    WebhookWatch.objects.update_or_create(
        connection_id=connection.id, defaults={"wanted_at": now(), "outcome": "LinkedIn is being asked."}
    )
    lanes.wake(connection.id, LANE)
    appointments.no_later_than(connection.id, LANE, now())


def run(company_id: UUID, connection_id: UUID) -> None:
    """Look at the webhook, and ask LinkedIn to check again what it has blocked; a lane of its own."""
    if outflow.held(company_id, connection_id, LANE, when_opted_out=False):
        return
    try:
        connection = clients.connection_for(company_id, connection_id)
        with acting_for(company_id, cause=LANE):
            watch, _ = WebhookWatch.objects.get_or_create(connection_id=connection_id)
            is_urgent = watch.wanted_at is not None or challenges.is_overdue(connection)
        if connection.kind == ConnectionKind.PARTNER and connection.state != ConnectionState.KILLED:
            _look(connection, watch, is_urgent=is_urgent)
        elif watch.wanted_at is not None:
            watch.outcome = IN_THE_PORTAL
    except IsthmusError as error:
        with acting_for(company_id, cause=LANE):
            lanes.rest(connection_id, LANE, error.failure)
        return
    with acting_for(company_id, cause=LANE):
        _keep(watch)
        _announce(connection, watch)
        lanes.wake(connection_id, LANE)
        is_wanted_again = WebhookWatch.objects.filter(id=watch.id).exclude(wanted_at=None).exists()
        appointments.next_at(connection_id, LANE, now() if is_wanted_again else _next_look(connection))


def _look(connection: Connection, watch: WebhookWatch, *, is_urgent: bool) -> None:
    """What LinkedIn says of our addresses; when one is blocked, our own test, and the wish to have it checked."""
    with clients.webhooks_client(connection) as client:
        found = _ours(connection, blocked.listed(client, urgent=is_urgent))
        _note(watch, found)
        if found and _is_time_to_ask(watch):
            _test(connection, watch)
            if watch.answers or watch.wanted_at is not None:
                client.revalidate(found)
                watch.asked_at, watch.outcome = (
                    now(),
                    "LinkedIn was asked to check again; it says how at the next look.",
                )
                blocked.forget()
            else:
                watch.outcome = SILENT.format(url=settings.CONFIG.public_url)


def _note(watch: WebhookWatch, found: Sequence[DeveloperWebhook]) -> None:
    was = watch.state
    watch.looked_at = now()
    watch.state = "blocked" if found else "active"
    if found:
        told = min((one.since for one in found if one.since), default=None)
        watch.blocked_since = told or watch.blocked_since or now()
        return
    watch.blocked_since = None
    if was == "blocked":
        watch.outcome = "LinkedIn has unblocked the webhook."
    elif watch.wanted_at is not None:
        watch.outcome = "LinkedIn does not have it blocked; there is nothing to ask."


def _is_time_to_ask(watch: WebhookWatch) -> bool:
    return watch.wanted_at is not None or watch.asked_at is None or now() - watch.asked_at >= ASK_AGAIN


def _test(connection: Connection, watch: WebhookWatch) -> None:
    watch.answers = selftest.answers(connections.webhook_url(connection), clients.secret_of(connection))
    watch.tested_at = now()


def _ours(connection: Connection, found: Sequence[DeveloperWebhook]) -> list[DeveloperWebhook]:
    """Those of our own addresses or our own application; the parent's list names every company's."""
    urls = {connections.webhook_url(connection), connections.events_url(connection), portal.url()} - {""}
    number = application_number(connection.application)
    return [one for one in found if one.url in urls or (number and one.application == number)]


def _keep(watch: WebhookWatch) -> None:
    """Write the look down; a wish that came in meanwhile stays."""
    columns = ("state", "blocked_since", "looked_at", "answers", "tested_at", "asked_at")
    rows = WebhookWatch.objects.filter(id=watch.id)
    rows.update(**{name: getattr(watch, name) for name in columns})
    rows.filter(wanted_at=watch.wanted_at).update(wanted_at=None, outcome=watch.outcome)


def _announce(connection: Connection, watch: WebhookWatch) -> None:
    fingerprint = f"webhook:{connection.id}"
    if watch.state != "blocked":
        issues.settle(fingerprint)
        return
    last = challenges.last_answered(connection.id)
    since = f"Blocked since {_day(watch.blocked_since)}; " if watch.blocked_since else ""
    answered = f"its last challenge was answered {_day(last)}. " if last else "it was never challenged here. "
    what_to_do = f"{since}{answered}{watch.outcome} " + (
        "Nothing to do yet."
        if watch.answers
        else "Whoever runs Isthmus makes the address reachable from outside; then ask again under Settings → LinkedIn."
    )
    cause = issues.Cause(fingerprint, what_to_do.strip(), "settings", "connection", connection.id)
    issues.raise_issue(cause, Failure(Kind.MISCONFIGURED, BLOCKED, code="webhook_blocked"))


def _next_look(connection: Connection) -> datetime:
    usual = now() + timedelta(seconds=settings.CONFIG.webhook_check_seconds)
    overdue = challenges.overdue_at(connection)
    return min(usual, overdue) if overdue is not None and overdue > now() else usual


def _day(moment: datetime | None) -> str:
    return f"{moment:%-d %B %H:%M} UTC" if moment else ""

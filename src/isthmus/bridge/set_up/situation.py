"""How a set-up is right now: rows, settings, and what LinkedIn and our own address answer when they are asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from isthmus.base.failures import Failure, IsthmusError
from isthmus.bridge import clients, connections, contracts, integrations, provisioning
from isthmus.bridge.contracts import Package
from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState, WebhookWatch
from isthmus.bridge.notifications import challenges, selftest
from isthmus.hiring.models import Job, JobStatus, Posting, PostingStatus
from isthmus.linkedin import TokenSource, skew

MOST_NAMED = 5
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Named:
    """How many jobs something is wrong with, and the titles of a few of them."""

    count: int = 0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What answered a moment ago. None: nobody could be asked, or it does not concern this kind of connection."""

    refused: Failure | None = None
    skew: timedelta | None = None
    domains: tuple[str, ...] | None = None
    domains_failure: Failure | None = None
    answers: bool | None = None


@dataclass(frozen=True)
class Situation:
    """Everything the checks look at."""

    kind: str
    state: str
    is_stopped: bool
    organization: str
    application: str
    apply_connect: bool
    apply_by_default: bool
    public_url: str
    page_origin: str
    is_production: bool
    speaks_to_linkedin: bool
    package: Package
    integration: integrations.Standing
    is_blocked: bool
    last_challenge_at: datetime | None
    is_overdue: bool
    live_with_apply: int
    open_jobs: int
    without_poster: Named = Named()
    without_location: Named = Named()
    asked: Asked = field(default_factory=Asked)


def look(connection: Connection) -> Situation:
    """The acting company's set-up now; asks LinkedIn for a token, its time and its domains, and our own webhook."""
    watch = WebhookWatch.objects.filter(connection_id=connection.id).first()
    jobs = Job.objects.filter(status=JobStatus.OPEN)
    with_form = Posting.objects.filter(status=PostingStatus.PUBLISHED, linkedin_apply=True)
    chosen = settings.CONFIG
    return Situation(
        kind=connection.kind,
        state=connection.state,
        is_stopped=connection.stopped_at is not None,
        organization=connection.organization,
        application=connection.application,
        apply_connect=connection.apply_connect,
        apply_by_default=connection.apply_by_default,
        public_url=chosen.public_url,
        page_origin=provisioning.page_origin(),
        is_production=chosen.is_production,
        speaks_to_linkedin=_is_linkedins(chosen.linkedin_api_url) and _is_linkedins(chosen.linkedin_www_url),
        package=contracts.package(connection),
        integration=integrations.standing(connection.id),
        is_blocked=bool(watch and watch.state == "blocked"),
        last_challenge_at=challenges.last_answered(connection.id),
        is_overdue=challenges.is_overdue(connection),
        live_with_apply=with_form.count(),
        open_jobs=jobs.count(),
        without_poster=_named(jobs.filter(poster_email="")),
        without_location=_named(jobs.filter(locations=[])),
        asked=_ask(connection),
    )


def _ask(connection: Connection) -> Asked:
    """Ask whoever can answer; nothing that fails here fails the look."""
    if connection.state not in (ConnectionState.COMPLETE, ConnectionState.RELINK_NEEDED):
        return Asked()
    domains, domains_failure = _domains(connection)
    return Asked(
        refused=_refusal(connection),
        skew=_skew(),
        domains=domains,
        domains_failure=domains_failure,
        answers=_answers(connection),
    )


def _refusal(connection: Connection) -> Failure | None:
    """Why LinkedIn gives no token for the secret as it stands, past every token that is still good."""
    try:
        source = TokenSource(connection.client_id, clients.secret_of(connection), clients.config())
        source.renew(source.token())
    except IsthmusError as error:
        return error.failure
    return None


def _answers(connection: Connection) -> bool | None:
    """Whether our own address answers; None when what it answers with does not open."""
    try:
        return selftest.answers(connections.webhook_url(connection), clients.secret_of(connection))
    except IsthmusError:
        return None


def _skew() -> timedelta | None:
    try:
        return skew(clients.config())
    except IsthmusError:
        return None


def _domains(connection: Connection) -> tuple[tuple[str, ...] | None, Failure | None]:
    if connection.kind != ConnectionKind.PARTNER or connection.stopped_at is not None:
        return None, None
    try:
        return tuple(provisioning.domains_with_ours(connection)), None
    except IsthmusError as error:
        return None, error.failure


def _named(jobs: QuerySet[Job]) -> Named:
    return Named(jobs.count(), tuple(jobs.order_by("title").values_list("title", flat=True)[:MOST_NAMED]))


def _is_linkedins(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "linkedin.com" or host.endswith(".linkedin.com")

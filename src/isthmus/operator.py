"""What an operator asks at the command line: people, imports, status, diagnosis, replay."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils.text import slugify

from isthmus.accounts import companies
from isthmus.accounts.models import Role, User
from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.bridge import connections as bridge_connections
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import ConnectionKind, ConnectionState
from isthmus.bridge.notifications import portal
from isthmus.hiring import imports, pipeline
from isthmus.hiring.models import Application, Job, JobStatus, Posting, PostingStatus
from isthmus.people.models import Candidate
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, importing, inbox, issues, outbox
from isthmus.sync.models import (
    Delivery,
    DeliveryState,
    Mirror,
    MirrorState,
    Outbox,
    OutboxState,
    Retrieval,
    RetrievalState,
)

LEAST_FREE_BYTES = 500 * 1024 * 1024


def company_named(name: str) -> tuple[UUID, str]:
    """The id and slug of the company with this name, founded with the default stages if it is new."""
    slug = slugify(name)
    found = companies.find(slug)
    company_id = found[0] if found else companies.found(name).id
    with acting_for(company_id, cause="operator"):
        pipeline.ensure_stages()
    return company_id, slug


def add_person(company: str, *, email: str, name: str, role: str, password: str) -> str:
    """Give a person, new or known by e-mail, a role in a company. Returns the company's slug."""
    company_id, slug = company_named(company)
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, password, name=name)
    with acting_for(company_id, cause="operator"):
        companies.add_member(user, Role(role))
    return slug


def give_password(email: str, password: str) -> str:
    """Replace a person's password. Returns what happened, in words."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        return f"Nobody here has the e-mail address {email}."
    user.set_password(password)
    user.save(update_fields=["password"])
    return f"{user} signs in with the new password from now on."


def import_listings_for(company: str, path: Path, *, only: str | None) -> imports.Counts:
    """Import a file of job listings into a company, created if missing. Returns counts that cover every line.

    The file is brought in piece by piece: when this process is killed, a worker goes on with it, and so does the same
    command given again.
    """
    company_id, _ = company_named(company)
    with acting_for(company_id, cause=f"import:{path.name}"):
        run = importing.start(imports.content_of(path), name=path.name, only=only or "")
    importing.run(company_id, run.id)
    with acting_for(company_id):
        return imports.counts(run)


def replay_delivery(delivery_id: UUID) -> str | None:
    """Put a stored delivery back in line for the worker. Returns what happens to it, in words; None when it is unknown.

    Raises IsthmusError for one that must not be handled again, such as a forged one.
    """
    for company_id, _, _ in companies.every():
        with acting_for(company_id, cause=f"replay:{delivery_id}"):
            if Delivery.objects.filter(id=delivery_id).exists():
                inbox.replay(delivery_id)
                return f"{delivery_id} is handled again as soon as a worker runs."
    return None


def status_of_everything() -> dict[str, Any]:
    """Counts, backlog and freshness per stream: in all, and for each company."""
    reports = []
    for company_id, name, slug in companies.every():
        with acting_for(company_id, cause="status"):
            reports.append({"name": name, "slug": slug, **_status_of_company()})
    return {
        "at": now().isoformat(),
        "counts": _summed(reports, "counts"),
        "backlog": _summed(reports, "backlog"),
        "streams": [{"company": report["slug"], **stream} for report in reports for stream in report["streams"]],
        "companies": reports,
    }


def _status_of_company() -> dict[str, Any]:
    return {
        "counts": {
            "jobs": Job.objects.count(),
            "open_jobs": Job.objects.filter(status=JobStatus.OPEN).count(),
            "published_postings": Posting.objects.filter(status=PostingStatus.PUBLISHED).count(),
            "candidates": Candidate.objects.count(),
            "applications": Application.objects.count(),
            "deliveries": Delivery.objects.filter(genuine=True).count(),
            "refused_deliveries": Delivery.objects.filter(genuine=False).count(),
            "facts_sent": Outbox.objects.filter(state=OutboxState.SENT, resource=LIFECYCLE).count(),
            "open_issues": len(issues.open_issues()),
        },
        "backlog": {
            "deliveries": Delivery.objects.filter(state__in=[DeliveryState.RECEIVED, DeliveryState.WAITING]).count(),
            "postings": Mirror.objects.filter(
                state__in=[MirrorState.MARKED, MirrorState.SENDING, MirrorState.TASK_OPEN]
            ).count(),
            "facts": outbox.backlog(LIFECYCLE),
            "resumes": Retrieval.objects.filter(state=RetrievalState.WAITING).count(),
        },
        "streams": [_stream(health) for health in freshness.report()],
    }


def _stream(health: freshness.StreamHealth) -> dict[str, Any]:
    worked = health.last_worked_at
    return {
        "name": health.name,
        "state": str(health.state),
        "words": health.words,
        "last_worked_at": worked.isoformat() if worked else None,
        "seconds_since": (now() - worked).total_seconds() if worked else None,
    }


def _summed(reports: list[dict[str, Any]], part: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for report in reports:
        for name, count in report[part].items():
            total[name] = total.get(name, 0) + count
    return total


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at: fine, or what to do and whose move it is."""

    what: str
    fine: bool
    whose_move: str = ""
    fix: str = ""


def diagnose(cluster: Path | None = None) -> list[Finding]:
    """Everything the doctor looks at, in the order an operator would; `cluster` is where the embedded database lies."""
    embedded = [Finding(f"embedded database in {cluster}", True)] if cluster else []
    return [*embedded, *_database(), *_disk(), *_portal(), *_companies()]


def _database() -> Iterator[Finding]:
    for alias, role in (("default", "isthmus_app"), ("owner", "isthmus_owner"), ("eeo", "isthmus_eeo")):
        if not settings.DATABASES[alias]["NAME"]:
            words = f"database login {role} is not named here" + (", and only migrating needs it" * (alias == "owner"))
            yield Finding(words, alias == "owner", "the operator", f"set ISTHMUS_{alias.upper()}_DATABASE_URL.")
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('server_version_num')::int / 10000")
            user, version = cursor.fetchone()
        yield Finding(
            f"database login {user} on PostgreSQL {version}",
            version >= 15,
            "the operator",
            "use PostgreSQL 15 or newer.",
        )


def _disk() -> Iterator[Finding]:
    folder = settings.CONFIG.data
    free = shutil.disk_usage(folder).free
    fix = "free some space; deliveries cannot be stored on a full disk."
    yield Finding(f"{free // 1024**2:,} MB free under {folder}", free > LEAST_FREE_BYTES, "the operator", fix)


def _portal() -> Iterator[Finding]:
    """The address of the parent application's webhooks, and what came there for nobody of ours."""
    if address := portal.url():
        words = "register in LinkedIn's developer portal, for job resync and job status changes of all your customers"
        yield Finding(f"{words}: {address}", True)
    for stray in inbox.strays():
        count = f"{stray.deliveries} deliver{'y' if stray.deliveries == 1 else 'ies'} at that address"
        if not stray.genuine:
            yield Finding(f"{count}, forged, for nobody here", True)
            continue
        whose = f"application {stray.addressee}, which no company has" if stray.addressee else "no application"
        fix = "connect the company this application belongs to, or have LinkedIn remove the application."
        yield Finding(f"{count} for {whose}", False, "the operator", fix)


def _companies() -> Iterator[Finding]:
    known = companies.every()
    if not known:
        yield Finding("a company", False, "the operator", "add one with its first admin: isthmus add-user.")
    for company_id, name, _ in known:
        with acting_for(company_id, cause="doctor"):
            yield from _company(name)


def _company(name: str) -> Iterator[Finding]:
    connection = bridge_connections.current()
    if connection is None:
        yield Finding(f"{name}: not connected to LinkedIn", True)
    else:
        complete = connection.state == ConnectionState.COMPLETE
        yield Finding(
            f"{name}: connection {connection.get_state_display().lower()}", complete, "an admin", connection.why
        )
        if connection.kind == ConnectionKind.DIRECT and (address := bridge_connections.events_url(connection)):
            yield Finding(f"{name}: register in the developer portal of its own application: {address}", True)
    for health in freshness.report():
        fine = health.state not in {"failing", "late"}
        yield Finding(
            f"{name}: {health.name} {health.words}", fine, "see Activity", "open Activity and read the cause."
        )
    for issue in issues.open_issues():
        yield Finding(f"{name}: {issue.title}", False, str(Kind(issue.kind)), issue.what_to_do)

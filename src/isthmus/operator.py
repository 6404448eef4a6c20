"""What an operator asks at the command line: people, imports, status, replay."""

from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.utils.text import slugify

from isthmus.accounts import companies
from isthmus.accounts.models import Role, User
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.reconcile import at_once
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

FACTOR_GONE_SUBJECT = "Your second factor was removed"
FACTOR_GONE = (
    "Whoever runs Isthmus removed the second factor of your account, so that the password alone lets you in. If you"
    " did not ask for that, tell them at once. Set it up anew under your name → Second factor."
)


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


def drop_second_factor(email: str) -> str:
    """Let a person who lost the phone and the recovery codes in with the password alone. Returns what happened."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        return f"Nobody here has the e-mail address {email}."
    dropped, _ = Authenticator.objects.filter(user=user).delete()
    if not dropped:
        return f"{user} has no second factor."
    if settings.CONFIG.mail_url:
        send_mail(FACTOR_GONE_SUBJECT, FACTOR_GONE, None, [user.email])
    return f"{user} signs in with the password alone from now on, and should set a second factor up anew."


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


def reconcile_company(name: str, resources: Collection[str] = (), *, repair: bool) -> dict[str, Any]:
    """Compare a company with LinkedIn here and now, in all or in these resources; repair what differs when told to.

    Returns what was found. Raises IsthmusError for a company that is not known or not connected, or whose comparison
    is at work elsewhere.
    """
    found = companies.find(slugify(name))
    if found is None:
        raise IsthmusError(Failure(Kind.REJECTED, f"There is no company {name}.", code="no_company"))
    return at_once.compare(found[0], resources, repair_all=repair)


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
        "spool": _spool(),
        "streams": [{"company": report["slug"], **stream} for report in reports for stream in report["streams"]],
        "companies": reports,
    }


def _spool() -> dict[str, Any]:
    """What waits on this host's disk for the database."""
    found = inbox.shelter().spool.state()
    oldest = found.oldest_at.isoformat() if found.oldest_at else None
    return {
        "deliveries": found.deliveries,
        "bytes": found.bytes,
        "oldest_at": oldest,
        "set_aside": len(found.set_aside),
        "forged_refused": found.forged,
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
        "lag_seconds": health.lag.total_seconds(),
        "objective_seconds": health.objective.total_seconds(),
    }


def _summed(reports: list[dict[str, Any]], part: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for report in reports:
        for name, count in report[part].items():
            total[name] = total.get(name, 0) + count
    return total

"""What both sides say afterwards: the stand-in's own log through its control, and our rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.chaos.house import House
from tests.sandbox_process import Sandbox

APPLICATION_EVENT = "EXPORT_JOB_APPLICATION"
PAGE = 2000
OPEN_DELIVERY, OPEN_MIRROR = ("received", "waiting"), ("marked", "sending", "task_open")
OPEN_FACT = ("waiting", "sending")


@dataclass(frozen=True)
class Theirs:
    """The stand-in's log: events with every attempt, lifecycle actions, postings, refusals for its own limits."""

    deliveries: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    postings: list[dict[str, Any]]
    throttled: int


@dataclass(frozen=True)
class Ours:
    """Our rows, as plain values."""

    applications: list[tuple[str, str]]
    candidates: int
    deliveries: list[tuple[str, str, bool, int]]
    facts: list[tuple[str, str]]
    letters: list[tuple[str, str]]
    documents: int
    unfinished: dict[str, int]
    forged_while_away: int = 0
    set_aside: int = 0


@dataclass(frozen=True)
class Evidence:
    """Both sides, and how often each e-mail arrived by its Message-ID."""

    theirs: Theirs
    ours: Ours
    copies: dict[str, int]


def gather(house: House, company_id: UUID) -> Evidence:
    """Ask both sides."""
    return Evidence(theirs(house.sandbox), ours(company_id), dict(house.letters.copies()))


def theirs(sandbox: Sandbox) -> Theirs:
    """Everything in the stand-in's log."""
    refused = sandbox.look("requests?status=429&limit=5000")["requests"]
    return Theirs(
        deliveries=list(_all(sandbox, f"deliveries?kind={APPLICATION_EVENT}", "deliveries")),
        actions=sorted(_all(sandbox, "lifecycle?", "actions"), key=lambda action: int(action["id"])),
        postings=list(_all(sandbox, "jobs?", "jobs")),
        throttled=sum(line["cause"].startswith("throttle") for line in refused),
    )


def _all(sandbox: Sandbox, what: str, name: str) -> Iterator[dict[str, Any]]:
    before = 0
    while rows := sandbox.look(f"{what}&limit={PAGE}&before={before}")[name]:
        yield from rows
        before = min(row["id"] for row in rows)


def ours(company_id: UUID) -> Ours:
    """Everything in our rows that the history speaks of."""
    from isthmus.hiring.models import Application, File, FileState, Message
    from isthmus.people.models import Candidate
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import inbox
    from isthmus.sync.models import Delivery, Outbox

    on_disk = inbox.shelter().spool.state()
    with acting_for(company_id, cause="evidence"):
        letters = Message.objects.filter(application__isnull=False)
        return Ours(
            applications=[(urn, str(job)) for urn, job in Application.objects.values_list("external_id", "job_id")],
            candidates=Candidate.objects.count(),
            deliveries=list(
                Delivery.objects.filter(source="linkedin_apply").values_list(
                    "external_id", "state", "genuine", "times_received"
                )
            ),
            facts=[
                (body.get("job_application_id", ""), state)
                for body, state in Outbox.objects.filter(resource="lifecycle").values_list("body", "state")
            ],
            letters=[
                (urn, f"{state}:{code}" if code else state)
                for urn, state, code in letters.values_list("application__external_id", "state", "failure_code")
            ],
            documents=File.objects.filter(state=FileState.STORED).count(),
            unfinished={**unfinished_here(), "deliveries on disk": on_disk.deliveries},
            forged_while_away=on_disk.forged,
            set_aside=len(on_disk.set_aside),
        )


def unfinished_here() -> dict[str, int]:
    """How many rows of the acting company still wait for a lane, by kind."""
    from isthmus.hiring.models import Message, MessageState
    from isthmus.sync.models import Delivery, Mirror, Outbox, Retrieval

    return {
        "deliveries": Delivery.objects.filter(genuine=True, state__in=OPEN_DELIVERY).count(),
        "postings": Mirror.objects.filter(state__in=OPEN_MIRROR).count(),
        "facts": Outbox.objects.filter(state__in=OPEN_FACT).count(),
        "documents": Retrieval.objects.filter(state="waiting").count(),
        "letters": Message.objects.filter(state=MessageState.SCHEDULED).count(),
    }

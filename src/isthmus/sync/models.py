"""What passes between Isthmus and another system: deliveries in, mirror and outbox out, and how fresh it all is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.base.failures import Failure
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantModel
from isthmus.sync.digest_rows import DigestMail as DigestMail
from isthmus.sync.digest_rows import DigestState as DigestState
from isthmus.sync.digest_rows import DigestTime as DigestTime
from isthmus.sync.digest_rows import DigestWish as DigestWish
from isthmus.sync.issue_rows import Issue as Issue
from isthmus.sync.issue_rows import IssueRecord as IssueRecord
from isthmus.sync.issue_rows import IssueState as IssueState
from isthmus.sync.issue_rows import Mute as Mute
from isthmus.sync.pacing import Urgency
from isthmus.sync.watch_rows import Alarm as Alarm
from isthmus.sync.watch_rows import AlertEndpoint as AlertEndpoint
from isthmus.sync.watch_rows import AlertMail as AlertMail
from isthmus.sync.watch_rows import AlertSend as AlertSend
from isthmus.sync.watch_rows import AlertTerms as AlertTerms
from isthmus.sync.watch_rows import AlertWish as AlertWish
from isthmus.sync.watch_rows import HealthSample as HealthSample
from isthmus.sync.watch_rows import Heartbeat as Heartbeat
from isthmus.sync.watch_rows import HouseAlarm as HouseAlarm
from isthmus.sync.watch_rows import Objective as Objective
from isthmus.sync.watch_rows import TellState as TellState
from isthmus.sync.watch_rows import Told as Told


class FailureColumns(models.Model):
    """What went wrong last, and whose move it is: one of the five kinds, words for people, a code to look up.

    `failure_detail` is what the other side said, one line, e-mail addresses masked.
    """

    failure_kind = models.CharField(max_length=14, blank=True)
    failure_code = models.CharField(max_length=120, blank=True)
    failure_message = models.TextField(blank=True)
    failure_detail = models.TextField(blank=True, default="", db_default="")
    request_id = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def blame(self, failure: Failure) -> None:
        """Remember what went wrong; the caller saves."""
        self.failure_kind = failure.kind.value
        self.failure_code = failure.code[:120]
        self.failure_message, self.failure_detail = failure.message, failure.detail
        self.request_id = failure.request_id[:120]

    def clear(self) -> None:
        """Nothing is wrong any more; the caller saves."""
        self.failure_kind = self.failure_code = self.failure_message = self.failure_detail = self.request_id = ""


def _sought(name: str) -> list[models.Index]:
    """What failed is found by LinkedIn's request id and by kind of failure."""
    return [
        models.Index(
            fields=["company_id", "request_id"], condition=~models.Q(request_id=""), name=f"{name}_request_id"
        ),
        models.Index(
            fields=["company_id", "failure_kind"], condition=~models.Q(failure_kind=""), name=f"{name}_failure_kind"
        ),
    ]


class Endpoint(TenantModel):
    """One address a connection may be written to: its token's digest and the sealed keys that check a signature.

    `addressee` is what the other system calls the connection where companies share an address; empty where none does.
    `repeats`: what is sent here carries no id of its own, so the same body sent again is a new event.
    """

    source = models.CharField(max_length=40)
    connection_id = models.UUIDField()
    token_digest = models.CharField(max_length=64, unique=True)
    sealed_keys = models.BinaryField()
    addressee = models.CharField(max_length=120, blank=True)
    repeats = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_challenge_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "addressee"],
                condition=~models.Q(addressee="") & models.Q(closed_at=None),
                name="one_endpoint_per_addressee",
            )
        ]
        triggers = [record_changes(private=["sealed_keys", "token_digest"], leave_out=["last_challenge_at"])]


class DeliveryState(models.TextChoices):
    RECEIVED = "received", _l("Received")
    DONE = "done", _l("Done")
    DUPLICATE = "duplicate", _l("Already known")
    WAITING = "waiting", _l("Waiting")
    KEPT = "kept", _l("Kept, not understood yet")
    FAILED = "failed", _l("Needs a person")
    REFUSED = "refused", _l("Refused")


class Delivery(FailureColumns, TenantModel):
    """One inbound request, stored as received. The body is sealed; `visible` keeps known members only.

    `about` is the other system's id of the job it concerns, where it concerns one. `spooled_as` are the files in which
    it waited while the database was away, so that none is counted twice.
    """

    source = models.CharField(max_length=40)
    connection_id = models.UUIDField()
    endpoint_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    genuine = models.BooleanField()
    sealed_body = models.BinaryField()
    size = models.PositiveIntegerField()
    external_id = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=200, blank=True, default="", db_default="")
    visible = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.RECEIVED)
    result_id = models.UUIDField(null=True, blank=True)
    times_received = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    last_received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    spooled_as = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "endpoint_id", "genuine", "digest"], name="delivery_stored_once"
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "-received_at"], name="delivery_recent"),
            models.Index(
                fields=["company_id", "state", "-received_at"],
                condition=models.Q(state__in=["received", "waiting", "kept", "failed", "refused"]),
                name="delivery_open",
            ),
            models.Index(fields=["company_id", "external_id"], name="delivery_external_id"),
            models.Index(fields=["company_id", "about", "-received_at"], name="delivery_about"),
            *_sought("delivery"),
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state__in=["received", "waiting"]), name="delivery_due"
            ),
        ]


class Stray(models.Model):
    """A delivery to a shared address that names none of our companies' connections: kept apart for the operator.

    It belongs to no company, and the app login may not read it: only the owner's functions add, count and forget.
    """

    id = models.UUIDField(primary_key=True)
    source = models.CharField(max_length=40)
    addressee = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    genuine = models.BooleanField()
    sealed_body = models.BinaryField()
    size = models.PositiveIntegerField()
    times_received = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    last_received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "genuine", "digest"], name="stray_stored_once")]


class MirrorState(models.TextChoices):
    MARKED = "marked", _l("To be sent")
    SENDING = "sending", _l("Being sent")
    TASK_OPEN = "task_open", _l("LinkedIn is working on it")
    ACCEPTED = "accepted", _l("Accepted")
    FAILED = "failed", _l("Refused")
    HELD = "held", _l("Held")


class Mirror(FailureColumns, TenantModel):
    """What another system should hold of one entity, and what it was last told and accepted; see sync.mirror.

    `job_posting` is the other side's own id of it, read from the facts by the database, so that it can be searched by.
    """

    connection_id = models.UUIDField()
    resource = models.CharField(max_length=40)
    entity_id = models.UUIDField()
    external_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=MirrorState.choices, default=MirrorState.MARKED)
    operation = models.CharField(max_length=12, blank=True)
    marked_at = models.DateTimeField(default=now)
    urgency = models.PositiveSmallIntegerField(default=Urgency.NOW)
    dirty = models.BooleanField(default=False)
    force = models.BooleanField(default=False)
    forcing = models.BooleanField(default=False)
    alone = models.BooleanField(default=False)
    exists_there = models.BooleanField(default=False)
    unsure = models.BooleanField(default=False)
    sent_digest = models.CharField(max_length=64, blank=True)
    accepted_digest = models.CharField(max_length=64, blank=True)
    refused_digest = models.CharField(max_length=64, blank=True)
    allowed_digest = models.CharField(max_length=64, blank=True)
    sealed_sent = models.BinaryField(blank=True, default=b"")
    sealed_accepted = models.BinaryField(blank=True, default=b"")
    task = models.CharField(max_length=300, blank=True)
    next_poll_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    job_posting = models.GeneratedField(
        expression=Left(KT("facts__job_posting"), 200), output_field=models.TextField(null=True), db_persist=True
    )
    facts_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "connection_id", "resource", "entity_id"], name="one_mirror_per_entity"
            ),
            models.UniqueConstraint(
                fields=["company_id", "connection_id", "resource", "external_id"], name="one_mirror_per_external_id"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state__in=["marked", "sending"]), name="mirror_due"
            ),
            models.Index(
                fields=["company_id", "connection_id", "resource", "urgency", "marked_at"],
                condition=models.Q(state__in=["marked", "sending"]),
                name="mirror_claim",
            ),
            models.Index(
                fields=["next_poll_at"], condition=models.Q(next_poll_at__isnull=False), name="mirror_poll_due"
            ),
            models.Index(fields=["company_id", "resource", "-marked_at"], name="mirror_recent"),
            models.Index(
                fields=["company_id", "job_posting"],
                condition=models.Q(job_posting__isnull=False),
                name="mirror_job_posting",
            ),
            models.Index(
                fields=["company_id", "state"], condition=models.Q(state__in=["failed", "held"]), name="mirror_stuck"
            ),
            *_sought("mirror"),
        ]


class OutboxState(models.TextChoices):
    WAITING = "waiting", _l("Waiting")
    SENDING = "sending", _l("Being sent")
    HELD = "held", _l("Held back")
    SENT = "sent", _l("Sent")
    CANCELLED = "cancelled", _l("Cancelled")
    FAILED = "failed", _l("Needs a person")


class Outbox(FailureColumns, TenantModel):
    """One fact to tell once, in order within its subject; the key makes telling it twice impossible on our side."""

    connection_id = models.UUIDField()
    resource = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING)
    seq = models.BigIntegerField()
    not_before = models.DateTimeField(default=now)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    changed_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "connection_id", "key"], name="fact_told_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state__in=["waiting", "sending"]), name="outbox_due"
            ),
            models.Index(fields=["company_id", "subject_id", "seq"], name="outbox_of_subject"),
            models.Index(fields=["company_id", "resource", "-not_before", "-id"], name="outbox_recent"),
            models.Index(fields=["company_id", "resource", "state", "-not_before", "-id"], name="outbox_in_state"),
            models.Index(fields=["company_id", "resource", "-created_at"], name="outbox_written"),
            *_sought("outbox"),
        ]


class RetrievalState(models.TextChoices):
    WAITING = "waiting", _l("Waiting")
    DONE = "done", _l("Fetched")
    FAILED = "failed", _l("Needs a person")


class Retrieval(FailureColumns, TenantModel):
    """Something to fetch from the other system, such as a résumé; the address is sealed."""

    connection_id = models.UUIDField()
    resource = models.CharField(max_length=40)
    target_id = models.UUIDField(unique=True)
    sealed_url = models.BinaryField()
    state = models.CharField(max_length=10, choices=RetrievalState.choices, default=RetrievalState.WAITING)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="retrieval_due"),
            models.Index(fields=["company_id", "resource", "-created_at"], name="retrieval_recent"),
            models.Index(
                fields=["company_id", "state", "-created_at"],
                condition=models.Q(state__in=["waiting", "failed"]),
                name="retrieval_open",
            ),
            *_sought("retrieval"),
        ]


class Lane(TenantModel):
    """One kind of work of one connection, when it must rest: until when, after how many failures, and why.

    `began_at` stands while a run is under way. `deaths` counts runs in a row that ended without a word, `in_hand` is
    the item such a run was working on, `hand_deaths` how often in a row it was that one; see sync.holding.
    """

    connection_id = models.UUIDField()
    name = models.CharField(max_length=60)
    paused_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failure_kind = models.CharField(max_length=14, blank=True)
    failure_message = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    deaths = models.PositiveIntegerField(default=0, db_default=0)
    in_hand = models.UUIDField(null=True, blank=True)
    hand_deaths = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "connection_id", "name"], name="one_row_per_lane")]


class Budget(TenantModel):
    """What one application has used of the limits on one resource; see sync.pacing.

    `requests` and `records` are those of `day`; `early_…` count for the day after already. `recent` holds what still
    counts against the minute. `throttled` is how often the other side refused a call for a limit, ever.
    """

    connection_id = models.UUIDField()
    application = models.CharField(max_length=300)
    resource = models.CharField(max_length=60)
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    early_requests = models.PositiveIntegerField(default=0)
    early_records = models.PositiveIntegerField(default=0)
    recent = models.JSONField(default=list)
    closed_until = models.DateTimeField(null=True, blank=True)
    refusals = models.PositiveIntegerField(default=0)
    throttled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "connection_id", "application", "resource"], name="one_budget_per_resource"
            )
        ]


class Appointment(TenantModel):
    """When a lane that has no rows of its own is to run next, such as one that looks at something every so often."""

    connection_id = models.UUIDField()
    lane = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "connection_id", "lane"], name="one_appointment_per_lane")
        ]
        indexes = [models.Index(fields=["at"], name="appointment_due")]


class Stream(TenantModel):
    """How fresh one stream is: when it was last tried, when it last worked, when the next contact is due."""

    connection_id = models.UUIDField()
    name = models.CharField(max_length=60)
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_worked_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure_kind = models.CharField(max_length=14, blank=True)
    failure_message = models.TextField(blank=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "connection_id", "name"], name="one_row_per_stream")
        ]


class Exchange(TenantModel):
    """One call to the other system: what for, how many records, the answer, how long. No personal data."""

    connection_id = models.UUIDField()
    operation = models.CharField(max_length=60)
    items = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(default=0)
    failure_kind = models.CharField(max_length=14, blank=True)
    request_id = models.CharField(max_length=120, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-at"], name="exchange_recent"),
            models.Index(
                fields=["company_id", "failure_kind", "-at"],
                condition=~models.Q(failure_kind=""),
                name="exchange_failed",
            ),
            models.Index(
                fields=["company_id", "request_id"], condition=~models.Q(request_id=""), name="exchange_request_id"
            ),
        ]

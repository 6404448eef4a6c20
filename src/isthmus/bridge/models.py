"""A company's LinkedIn set-up."""

from django.db import models
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class ConnectionKind(models.TextChoices):
    """Partner: our parent application provisions a child. Direct: a home-grown ATS with its own application."""

    PARTNER = "partner", _l("Partner")
    DIRECT = "direct", _l("Direct")


class ConnectionState(models.TextChoices):
    INCOMPLETE = "incomplete", _l("Incomplete")
    COMPLETE = "complete", _l("Connected")
    RELINK_NEEDED = "relink_needed", _l("Needs reconnecting")
    KILLED = "killed", _l("Opted out")


class Connection(TenantModel):
    """One company's LinkedIn application, organization and switches. Secrets are sealed.

    `why` says in words what keeps an incomplete connection from working, `trouble` the same in one stable word:
    `setting_up`, `secret_lost`, `credentials`, or nothing. While `stopped_at` is set nothing is told to LinkedIn.
    `refusals` is how often in a row LinkedIn refused the credentials; until `refused_until` nobody tries them again.
    """

    kind = models.CharField(max_length=10, choices=ConnectionKind.choices)
    state = models.CharField(max_length=14, choices=ConnectionState.choices, default=ConnectionState.INCOMPLETE)
    organization = models.CharField(max_length=120, blank=True)
    foreign_id = models.CharField(max_length=120, blank=True)
    application = models.CharField(max_length=120, blank=True)
    client_id = models.CharField(max_length=300, blank=True)
    sealed_secret = models.BinaryField(blank=True, default=b"")
    sealed_webhook_token = models.BinaryField(blank=True, default=b"")
    sealed_events_token = models.BinaryField(blank=True, default=b"")
    apply_connect = models.BooleanField(default=False)
    apply_by_default = models.BooleanField(default=True)
    why = models.TextField(blank=True)
    trouble = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField(default=now)
    connected_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.UUIDField(null=True, blank=True)
    refusals = models.PositiveIntegerField(default=0, db_default=0)
    refused_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id"], name="one_connection_per_company"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=~models.Q(organization="") & ~models.Q(state="killed"),
                name="one_company_per_organization",
            ),
        ]
        triggers = [
            record_changes(
                private=["sealed_secret", "sealed_webhook_token", "sealed_events_token"],
                leave_out=["refusals", "refused_until"],
            )
        ]


class Resync(TenantModel):
    """LinkedIn asked for a posting again: since when, until when, and when it had been sent again or was not open."""

    connection_id = models.UUIDField()
    job_id = models.UUIDField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "connection_id", "job_id"], name="one_resync_per_posting")
        ]


class PostingNews(TenantModel):
    """Something that happened to a posting: sent by us, answered or changed by LinkedIn; see `bridge.postings.news`."""

    job_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    why = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-at"], name="posting_news_recent"),
            models.Index(fields=["company_id", "job_id", "-at"], name="posting_news_of_job"),
        ]


class WebhookWatch(TenantModel):
    """How LinkedIn sees a connection's webhook: `state` as LinkedIn says it, and how asking to look again went.

    `answers` is our own test of the address: None before the first one.
    """

    connection_id = models.UUIDField()
    state = models.CharField(max_length=20, blank=True)
    blocked_since = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    answers = models.BooleanField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "connection_id"], name="one_watch_per_connection")]


class Integration(TenantModel):
    """One integration of a connection as LinkedIn knows it: the name we gave it, and its state in LinkedIn's words.

    `is_known`: whether LinkedIn has it at all; before the customer has used LinkedIn's plugin it has not.
    """

    connection_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    is_known = models.BooleanField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=60, blank=True)
    request_id = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "connection_id", "kind"], name="one_integration_per_kind")
        ]


class Contract(TenantModel):
    """The Recruiter contract a company has given Apply Connect, as LinkedIn confirmed it.

    `contract` and `name` are empty, `notifications` and `expires_at` None, where LinkedIn's API does not tell.
    """

    connection_id = models.UUIDField()
    organization = models.CharField(max_length=120)
    contract = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    notifications = models.BooleanField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(default=now)
    chosen_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "connection_id"], name="one_contract_per_connection")
        ]
        triggers = [record_changes()]


class BulkState(models.TextChoices):
    """How far the same change of many jobs has come."""

    PLANNED = "planned", _l("To be looked at")
    APPLYING = "applying", _l("Being applied")
    DONE = "done", _l("Done")
    STOPPED = "stopped", _l("Stopped")


class BulkChange(TenantModel):
    """The same done to many jobs: what was wished, of which jobs, and how far it is (`bridge.postings.bulk`)."""

    action = models.CharField(max_length=12)
    wish = models.JSONField(default=dict)
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.PLANNED)
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-made_at"], name="bulk_change_recent")]


class BulkLine(TenantModel):
    """One job of a bulk change: what would become of it, as it was when that was planned, and what became of it.

    `verdict` is `change`, `skip` or `problem`, `why` its reason; `outcome` is empty until the line is applied.
    """

    change = TenantForeignKey(BulkChange, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    job_id = models.UUIDField()
    title = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    diffs = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, blank=True)
    outcome_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "change", "place"], name="one_line_per_place")]


class RunState(models.TextChoices):
    """How far a comparison has come."""

    RUNNING = "running", _l("Under way")
    DONE = "done", _l("Done")


class ReconcileRun(TenantModel):
    """One comparison of both sides: which resources, how far it is, and what came of it (`bridge.reconcile`).

    `step` and `after` are where it goes on; `looked` counts the records of each resource, `asked` those LinkedIn was
    asked about. `not_asked` says in words why LinkedIn was not, or not of all of them.
    """

    connection_id = models.UUIDField()
    resources = models.JSONField(default=list)
    asked_by = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    step = models.PositiveSmallIntegerField(default=0)
    after = models.UUIDField(null=True, blank=True)
    looked = models.JSONField(default=dict)
    asked = models.PositiveIntegerField(default=0)
    not_asked = models.TextField(blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id"], condition=models.Q(ended_at=None), name="one_reconcile_run_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["company_id", "-began_at"], name="reconcile_run_recent")]


class ReconcileGap(TenantModel):
    """One gap between both sides, from when it was first found until a comparison no longer finds it.

    `times` is how many comparisons in a row found it: from the second on it is drift, and an issue. `repair_wanted_at`
    stands until the repair was carried out, `repaired_at` from then on; `repair_why` says why it could not be.
    """

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    resource = models.CharField(max_length=20)
    entity = models.CharField(max_length=40)
    entity_id = models.UUIDField()
    name = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=14)
    detail = models.TextField(blank=True)
    since = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)
    last_run_id = models.UUIDField()
    times = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True, blank=True)
    repair_wanted_at = models.DateTimeField(null=True, blank=True)
    repair_wanted_by = models.UUIDField(null=True, blank=True)
    repaired_at = models.DateTimeField(null=True, blank=True)
    repair_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "key"], name="one_reconcile_gap_per_record")]
        indexes = [
            models.Index(
                fields=["company_id", "kind", "id"],
                condition=models.Q(settled_at=None),
                name="reconcile_gap_open",
            )
        ]

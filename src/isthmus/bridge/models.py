"""A company's LinkedIn set-up."""

from django.db import models

from isthmus.base.clock import now
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantModel


class ConnectionKind(models.TextChoices):
    """Partner: our parent application provisions a child. Direct: a home-grown ATS with its own application."""

    PARTNER = "partner", "Partner"
    DIRECT = "direct", "Direct"


class ConnectionState(models.TextChoices):
    INCOMPLETE = "incomplete", "Incomplete"
    COMPLETE = "complete", "Connected"
    RELINK_NEEDED = "relink_needed", "Needs reconnecting"
    KILLED = "killed", "Switched off"


class Connection(TenantModel):
    """One company's LinkedIn application, organization and switches. Secrets are sealed.

    `why` says in words what keeps an incomplete connection from working, `trouble` the same in one stable word:
    `setting_up`, `secret_lost`, `credentials`, or nothing.
    """

    kind = models.CharField(max_length=10, choices=ConnectionKind.choices)
    state = models.CharField(max_length=14, choices=ConnectionState.choices, default=ConnectionState.INCOMPLETE)
    organization = models.CharField(max_length=120, blank=True)
    foreign_id = models.CharField(max_length=120, blank=True)
    application = models.CharField(max_length=120, blank=True)
    client_id = models.CharField(max_length=300, blank=True)
    sealed_secret = models.BinaryField(blank=True, default=b"")
    sealed_webhook_token = models.BinaryField(blank=True, default=b"")
    apply_connect = models.BooleanField(default=False)
    apply_by_default = models.BooleanField(default=True)
    why = models.TextField(blank=True)
    trouble = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField(default=now)
    connected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id"], name="one_connection_per_company"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=~models.Q(organization="") & ~models.Q(state="killed"),
                name="one_company_per_organization",
            ),
        ]
        triggers = [record_changes(private=["sealed_secret", "sealed_webhook_token"])]

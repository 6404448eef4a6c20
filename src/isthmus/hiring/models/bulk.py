"""The same done to several applications: what was wished, of which of them, and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.hiring.models.bids import Application
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class BulkKind(models.TextChoices):
    """What is done to several applications at once."""

    MOVE = "move", _l("Move to a stage")
    REJECT = "reject", _l("Reject")
    MESSAGE = "message", _l("E-mail")


class BulkState(models.TextChoices):
    """How far it is."""

    PLANNED = "planned", _l("Preview")
    APPLYING = "applying", _l("Under way")
    DONE = "done", _l("Done")
    STOPPED = "stopped", _l("Stopped")


class BulkAction(TenantModel):
    """One thing done to several applications: what was previewed is what is applied, once (`hiring.bulk`).

    `details` are the wish; `is_cut` tells that more would have fitted than were taken.
    """

    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.PLANNED)
    is_cut = models.BooleanField(default=False)
    by_user_id = models.UUIDField()
    at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "state", "-at"], name="bulk_action_by_state")]
        triggers = [record_changes(private=["details"])]


class BulkItem(TenantModel):
    """One application of a bulk action: how it stood when previewed, and what became of it.

    `why` says why it is left out, empty for one that is to be done; `outcome` is empty until it was tried.
    """

    action = TenantForeignKey(BulkAction, on_delete=models.CASCADE, related_name="items")
    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="bulk_items")
    place = models.PositiveIntegerField()
    before = models.CharField(max_length=120)
    after = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, blank=True)
    outcome_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "action", "place"], name="one_item_per_place")]

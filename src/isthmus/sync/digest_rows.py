"""The rows of the weekly digest: when a company's leaves, who wants it, and each mail with what became of it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from isthmus.base.clock import now
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantModel


class DigestTime(TenantModel):
    """The day of the week (0 is Monday) and the hour a company's digest leaves, in the company's own zone."""

    weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id"], name="one_digest_time_per_company")]
        triggers = [record_changes()]


class DigestWish(TenantModel):
    """Whether one user wants the digest; without a row admins do, and others do not."""

    user_id = models.UUIDField()
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "user_id"], name="one_digest_wish_per_user")]
        triggers = [record_changes()]


class DigestState(models.TextChoices):
    PLANNED = "planned", _("Waits to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNSURE = "unsure", _("May have been sent")


class DigestMail(TenantModel):
    """One week's digest to one user: founded once, handed over at most once. `week` is the day it was due."""

    week = models.DateField()
    user_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=DigestState.choices, default=DigestState.PLANNED)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=200)
    attempts = models.PositiveIntegerField(default=0)
    founded_at = models.DateTimeField(default=now)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure_message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "week", "user_id"], name="one_digest_per_week_and_user")
        ]
        indexes = [models.Index(fields=["company_id", "state", "next_attempt_at"], name="digest_due")]

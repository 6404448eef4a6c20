"""The rows of what needs a person: one per cause, and under it one per record the cause is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isthmus.base.clock import now
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class IssueState(models.TextChoices):
    ONGOING = "ongoing", _("Ongoing")
    RESOLVED = "resolved", _("Resolved")
    MUTED = "muted", _("Muted")


class Mute(models.TextChoices):
    """How long an issue stays quiet."""

    NONE = "", _("Not muted")
    UNTIL = "until", _("Until a date")
    WORSE = "worse", _("Until it gets worse")
    ALWAYS = "always", _("For ever")


class Issue(TenantModel):
    """Something that needs a person: one row per cause, with how often, since when, whose move and what to do.

    `action` names the button that helps: `retry`, `allow` (send although it blanks a field), `settings`, or none.
    `entity` and `entity_id` name the record it was last seen on. `muted_count` is how many records it affected when it
    was muted: more than that is worse.
    """

    fingerprint = models.CharField(max_length=200)
    kind = models.CharField(max_length=14)
    code = models.CharField(max_length=120, blank=True, default="", db_default="")
    title = models.CharField(max_length=300)
    what_to_do = models.TextField(blank=True)
    action = models.CharField(max_length=20, blank=True)
    entity = models.CharField(max_length=60, blank=True)
    entity_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=IssueState.choices, default=IssueState.ONGOING)
    times = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    mute = models.CharField(max_length=6, choices=Mute.choices, blank=True, default="", db_default="")
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)
    muted_by = models.UUIDField(null=True, blank=True)
    muted_why = models.TextField(blank=True, default="", db_default="")
    muted_count = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "fingerprint"], name="one_issue_per_cause")]
        indexes = [models.Index(fields=["company_id", "-last_seen_at"], name="issue_recent")]
        triggers = [
            record_changes(
                private=["muted_why"],
                leave_out=["times", "last_seen_at", "entity", "entity_id", "muted_count", "title", "what_to_do"],
            )
        ]


class IssueRecord(TenantModel):
    """One record a cause is about: open until it is settled. `key` is how whoever raised it finds it again."""

    issue = TenantForeignKey(Issue, on_delete=models.CASCADE, related_name="records")
    key = models.CharField(max_length=200)
    entity = models.CharField(max_length=60, blank=True)
    entity_id = models.UUIDField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "issue", "key"], name="one_record_per_issue_and_key")
        ]
        indexes = [
            models.Index(
                fields=["company_id", "key"], condition=models.Q(settled_at=None), name="issue_record_open_key"
            ),
            models.Index(fields=["company_id", "issue", "-last_seen_at"], name="issue_record_recent"),
            models.Index(
                fields=["company_id", "entity_id"], condition=models.Q(settled_at=None), name="issue_record_open_of"
            ),
        ]

"""What candidates are told by our own e-mail: messages, the templates they are written from, the company's wishes."""

from django.db import models

from isthmus.base.clock import now
from isthmus.hiring.models.bids import Application, Decision
from isthmus.hiring.models.words import MessageKind, MessageState
from isthmus.people.models import Candidate, Profile
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class NoticeSettings(TenantModel):
    """What the company wants told, and when. Decisions keep the moment that held when they were made."""

    tell_views = models.BooleanField(default=True)
    tell_downloads = models.BooleanField(default=True)
    delay_rejections = models.BooleanField(default=False)
    delay_hours = models.PositiveIntegerField(default=72)
    email_rejections = models.BooleanField(default=False)
    email_receipts = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id"], name="one_notice_settings")]
        triggers = [record_changes()]


class MessageTemplate(TenantModel):
    """Words to write from, with placeholders; each company has its own copy of the usual ones."""

    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.CUSTOM)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "kind", "language"],
                condition=models.Q(retired_at=None) & ~models.Q(kind=MessageKind.CUSTOM),
                name="one_template_per_event",
            ),
            models.UniqueConstraint(
                fields=["company_id", "name", "language"],
                condition=models.Q(retired_at=None),
                name="template_name_once",
            ),
        ]
        triggers = [record_changes()]

    def __str__(self) -> str:
        return self.name


class Message(TenantModel):
    """One e-mail of ours to one candidate, its words fixed when it was written.

    `handed_over_at` is set and committed before the mail server gets it: a scheduled message that has it is being sent,
    or was cut short, and is never sent again by itself.
    """

    candidate = TenantForeignKey(Candidate, related_name="messages")
    profile = TenantForeignKey(Profile, related_name="+")
    application = TenantForeignKey(Application, null=True, related_name="messages")
    decision = TenantForeignKey(Decision, null=True, related_name="messages")
    template = TenantForeignKey(MessageTemplate, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.CUSTOM)
    to_address = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState.choices)
    due_at = models.DateTimeField()
    by_user_id = models.UUIDField(null=True, blank=True)
    changed_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    message_id = models.CharField(max_length=200)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    failure_kind = models.CharField(max_length=14, blank=True)
    failure_code = models.CharField(max_length=120, blank=True)
    failure_message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "decision"],
                condition=models.Q(decision__isnull=False),
                name="one_message_per_decision",
            ),
            models.UniqueConstraint(
                fields=["company_id", "application"],
                condition=models.Q(kind=MessageKind.RECEIVED),
                name="one_receipt_per_application",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state=MessageState.SCHEDULED), name="message_due"
            ),
            models.Index(fields=["company_id", "-due_at", "-id"], name="message_recent"),
            models.Index(fields=["company_id", "state", "-due_at", "-id"], name="message_in_state"),
            models.Index(fields=["company_id", "application", "due_at"], name="message_of_application"),
            models.Index(fields=["company_id", "candidate", "due_at"], name="message_of_candidate"),
        ]
        triggers = [
            record_changes(private=["to_address", "reply_to", "subject", "body"], profile="profile_id"),
        ]

"""The rows of watching: signs of life, objectives, how far behind each stream was, alarms and who is told of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class Heartbeat(models.Model):
    """One running process of this installation: where, what it is, what it does, when it last said so.

    It belongs to no company: a process serves them all, and nothing of any stands here. `worked_at` is when its main
    loop last came around, which a hanging process does not do. A worker's `beat_at` is by the database's clock, the
    same for every host; `lost_at`: it was silent for so long that others took its work over (see sync.lifeline).
    `spool` is how what waits on its host's disk stands (see watching.spools).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    version = models.CharField(max_length=40)
    doing = models.JSONField(default=list)
    started_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    worked_at = models.DateTimeField(default=now)
    stopped_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    spool = models.JSONField(default=dict, db_default={})

    class Meta:
        indexes = [models.Index(fields=["kind", "-worked_at"], name="heartbeat_latest")]


class TellState(models.TextChoices):
    PLANNED = "planned", _("Waits to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNSURE = "unsure", _("May have been sent")


class Told(models.TextChoices):
    """What somebody is told of an alarm."""

    RAISED = "raised", _("Raised")
    RESOLVED = "resolved", _("Resolved")
    TEST = "test", _("Test")


class HouseAlarm(models.Model):
    """Something wrong with the installation itself, for its operator: no worker, a full spool. It is no company's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=80)
    kind = models.CharField(max_length=14)
    words = models.TextField()
    what_to_do = models.TextField(blank=True)
    since = models.DateTimeField()
    raised_at = models.DateTimeField(default=now)
    calm_since = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    tell = models.CharField(max_length=10, choices=Told.choices, default=Told.RAISED)
    state = models.CharField(max_length=10, choices=TellState.choices, default=TellState.PLANNED)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True, default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(resolved_at=None), name="one_house_alarm_at_a_time"
            )
        ]


class Objective(TenantModel):
    """How far behind one stream may be, where an admin chose otherwise than usual."""

    stream = models.CharField(max_length=60)
    seconds = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "stream"], name="one_objective_per_stream")]
        triggers = [record_changes()]


class AlertTerms(TenantModel):
    """How long an objective must be broken before anybody is told, and kept again before that is called over."""

    after_minutes = models.PositiveSmallIntegerField(default=5)
    calm_minutes = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id"], name="one_alert_terms_per_company")]
        triggers = [record_changes()]


class AlertWish(TenantModel):
    """One admin wants alerts by e-mail."""

    user_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "user_id"], name="one_alert_wish_per_user")]
        triggers = [record_changes()]


class HealthSample(TenantModel):
    """How far behind a company's streams were at worst in ten minutes: `lags` is seconds by stream, none left out."""

    at = models.DateTimeField()
    lags = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "at"], name="one_health_sample_at_a_time")]


class Alarm(TenantModel):
    """Something a company's admins are told of: a stream behind its objective, or an issue that needs them.

    `about` names it (`stream:…`, `issue:…`); at most one is open about a thing. `since` is when it began to be wrong.
    """

    about = models.CharField(max_length=120)
    kind = models.CharField(max_length=14)
    title = models.CharField(max_length=300)
    words = models.TextField()
    whose_move = models.CharField(max_length=120, blank=True)
    what_to_do = models.TextField(blank=True)
    since = models.DateTimeField()
    raised_at = models.DateTimeField(default=now)
    calm_since = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "about"], condition=models.Q(resolved_at=None), name="one_alarm_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["company_id", "-raised_at"], name="alarm_recent")]


class AlertMail(TenantModel):
    """One e-mail about an alarm to one admin, or to the operator (no user); handed to the mail server at most once."""

    alarm = TenantForeignKey(Alarm, on_delete=models.CASCADE, null=True, related_name="mails")
    told = models.CharField(max_length=10, choices=Told.choices)
    user_id = models.UUIDField(null=True, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=TellState.choices, default=TellState.PLANNED)
    attempts = models.PositiveIntegerField(default=0)
    founded_at = models.DateTimeField(default=now)
    next_attempt_at = models.DateTimeField(null=True, blank=True, default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure_message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "alarm", "told", "user_id"],
                condition=models.Q(alarm__isnull=False),
                nulls_distinct=False,
                name="one_alert_mail_per_reader",
            )
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(state="planned"), name="alert_mail_due")]


class AlertEndpoint(TenantModel):
    """An address of the company's own that is told of alarms, signed with its secret; both are sealed.

    `origin` is the part of the address that may be shown. One that fails for long is switched off, with an issue.
    """

    origin = models.CharField(max_length=300)
    sealed_url = models.BinaryField()
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_worked_at = models.DateTimeField(null=True, blank=True)
    failure_message = models.TextField(blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [
            record_changes(
                private=["sealed_url", "sealed_secret"],
                leave_out=["failing_since", "last_worked_at", "failure_message"],
            )
        ]


class AlertSend(TenantModel):
    """One message to one endpoint; its id stays the same however often it is sent, so that the other side can tell."""

    endpoint = TenantForeignKey(AlertEndpoint, on_delete=models.CASCADE, related_name="sends")
    alarm = TenantForeignKey(Alarm, on_delete=models.CASCADE, null=True, related_name="sends")
    told = models.CharField(max_length=10, choices=Told.choices)
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=TellState.choices, default=TellState.PLANNED)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    founded_at = models.DateTimeField(default=now)
    next_attempt_at = models.DateTimeField(null=True, blank=True, default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure_message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "endpoint", "alarm", "told"],
                condition=models.Q(alarm__isnull=False),
                name="one_alert_send_per_endpoint",
            )
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="planned"), name="alert_send_due"),
            models.Index(fields=["company_id", "-founded_at"], name="alert_send_recent"),
        ]

"""Applications, and everything the hiring team does with them."""

from django.db import models

from isthmus.base.clock import now
from isthmus.hiring.models.openings import Job, Question, Stage
from isthmus.hiring.models.words import Outcome
from isthmus.people.models import Candidate, Origin, Profile
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class Application(TenantModel):
    """One candidate's bid for one job; hangs on the profile it came with."""

    job = TenantForeignKey(Job, related_name="applications")
    profile = TenantForeignKey(Profile, related_name="applications")
    candidate = TenantForeignKey(Candidate, related_name="applications")
    stage = TenantForeignKey(Stage, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.PENDING)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    external_id = models.CharField(max_length=300, blank=True)
    delivery_id = models.UUIDField(null=True, blank=True)
    applied_at = models.DateTimeField()
    received_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "origin", "external_id"],
                condition=~models.Q(external_id=""),
                name="application_received_once",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "-applied_at", "-id"], name="application_recent"),
            models.Index(fields=["company_id", "-received_at"], name="application_arrived"),
            models.Index(fields=["company_id", "job", "-applied_at", "-id"], name="application_of_job"),
            models.Index(fields=["company_id", "job", "stage", "-applied_at", "-id"], name="application_in_stage"),
            models.Index(
                fields=["company_id", "job", "outcome", "stage", "-applied_at", "-id"], name="application_on_board"
            ),
            models.Index(fields=["company_id", "job", "outcome", "-outcome_at", "-id"], name="application_ended"),
            models.Index(fields=["company_id", "stage", "-applied_at", "-id"], name="application_by_stage"),
            models.Index(fields=["company_id", "origin", "-applied_at", "-id"], name="application_by_origin"),
            models.Index(fields=["company_id", "outcome", "-applied_at", "-id"], name="application_by_outcome"),
            models.Index(fields=["company_id", "candidate", "-applied_at", "-id"], name="application_of_candidate"),
        ]
        triggers = [record_changes(private=["outcome_reason"], profile="profile_id")]


class Answer(TenantModel):
    """What the applicant answered; the question's words are kept as they were asked.

    `about` names the job, the school or the round an answer belongs to when its question is asked several times. An
    answer Isthmus could not read keeps what may be seen of it in `value`; the whole of it is in the delivery.
    """

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = TenantForeignKey(Question, null=True, related_name="+")
    question_text = models.CharField(max_length=1000)
    value = models.JSONField()
    shown = models.TextField(blank=True)
    about = models.CharField(max_length=300, blank=True)
    understood = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        triggers = [record_changes(private=["value", "shown", "about"])]


class StageEntry(TenantModel):
    """The application entered a stage; the first entry is its arrival."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="stage_entries")
    stage = TenantForeignKey(Stage, related_name="+")
    is_arrival = models.BooleanField(default=False)
    by_user_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["company_id", "-at", "-id"], name="stage_move_recent", condition=models.Q(is_arrival=False)
            )
        ]
        triggers = [record_changes()]


class Decision(TenantModel):
    """An outcome was given, or taken back: declined, hired, withdrawn, or pending again after a re-opening.

    `tell_at` is when the applicant may be told at the earliest, by whatever way; empty when it happened at once.
    """

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_user_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)
    tell_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["company_id", "-at", "-id"], name="decision_recent")]
        triggers = [record_changes(private=["reason"])]


class ApplicationView(TenantModel):
    """One of the hiring team opened the application. One row per person; the first is the fact LinkedIn is told."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="views")
    user_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "application", "user_id"], name="first_view_per_user")
        ]
        triggers = [record_changes()]

"""Jobs with their questions and posting, and the pipeline people are hired through."""

from django.db import models

from isthmus.base.clock import now
from isthmus.hiring.models.words import (
    Employment,
    FormSection,
    JobStatus,
    Level,
    PostingStatus,
    QuestionKind,
    Requirement,
    StageCategory,
    Workplace,
)
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class Stage(TenantModel):
    """One step of the company's pipeline."""

    name = models.CharField(max_length=80)
    category = models.CharField(max_length=12, choices=StageCategory.choices)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["company_id", "name"], name="stage_name_once")]
        triggers = [record_changes()]

    def __str__(self) -> str:
        return self.name


class Job(TenantModel):
    """The opening people are hired into."""

    title = models.CharField(max_length=300)
    code = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=JobStatus.choices, default=JobStatus.DRAFT)
    locations = models.JSONField(default=list)
    workplace = models.CharField(max_length=10, choices=Workplace.choices, blank=True)
    employment = models.CharField(max_length=12, choices=Employment.choices, blank=True)
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    functions = models.JSONField(default=list)
    industries = models.JSONField(default=list)
    pay = models.JSONField(default=list)
    pay_shown = models.BooleanField(default=True)
    department = models.CharField(max_length=200, blank=True)
    poster_email = models.CharField(max_length=320, blank=True)
    own_apply_url = models.URLField(max_length=2000, blank=True)
    origin = models.CharField(max_length=20, default="typed")
    external_id = models.CharField(max_length=300, blank=True)
    source_said = models.JSONField(default=dict)
    resume_requirement = models.CharField(max_length=8, choices=Requirement.choices, default=Requirement.REQUIRED)
    phone_requirement = models.CharField(max_length=8, choices=Requirement.choices, default=Requirement.OPTIONAL)
    form_sections = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "origin", "external_id"],
                condition=~models.Q(external_id=""),
                name="job_imported_once",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "-created_at", "-id"], name="job_recent"),
            models.Index(fields=["company_id", "status", "-created_at", "-id"], name="job_list"),
        ]
        triggers = [record_changes()]

    def __str__(self) -> str:
        return self.title


class JobTally(TenantModel):
    """How many applications a job has, counted by the services as they write, so that lists need not count."""

    job = TenantForeignKey(Job, on_delete=models.CASCADE, related_name="tallies")
    applicants = models.IntegerField(default=0)
    in_progress = models.IntegerField(default=0)
    hired = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "job"], name="one_tally_per_job")]


class Question(TenantModel):
    """A screening question; its id and its options' ids stay the same for life, so answers keep their meaning."""

    job = TenantForeignKey(Job, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=1000)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)
    section = models.CharField(max_length=12, choices=FormSection.choices, default=FormSection.QUESTIONS)
    details = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        triggers = [record_changes()]


class Posting(TenantModel):
    """The job's advert on LinkedIn: one per job. Kind, visibility, LinkedIn Apply are its state, not other postings."""

    job = TenantForeignKey(Job, on_delete=models.CASCADE, related_name="postings")
    status = models.CharField(max_length=12, choices=PostingStatus.choices, default=PostingStatus.UNPUBLISHED)
    listing_type = models.CharField(max_length=8, default="basic")
    visibility = models.CharField(max_length=10, default="public")
    linkedin_apply = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "job"], name="one_posting_per_job")]
        triggers = [record_changes()]

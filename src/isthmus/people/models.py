"""People as clusters of profiles: what each source said, kept as received, and the person the company sees."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.people.normalise import undirected
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel

SHOWN = ("first_name", "last_name", "email", "phone", "headline", "employer", "location")


class Origin(models.TextChoices):
    """Which source spoke. Applicants' own words are untrusted: they may link, never overwrite identity."""

    LINKEDIN_APPLY = "linkedin_apply", _l("LinkedIn Apply")
    CAREERS = "careers", _l("Job page")
    TYPED = "typed", _l("Typed by a recruiter")
    API = "api", _l("API")


def full_name(first_name: str, last_name: str) -> str:
    """How a person is called on a page: "Unnamed" when no name is known."""
    return undirected(f"{first_name} {last_name}").strip() or _("Unnamed")


def initials(first_name: str, last_name: str) -> str:
    """The letters of their disc: "?" when no name is known."""
    return ((undirected(first_name)[:1] + undirected(last_name)[:1]) or "?").upper()


class Candidate(TenantModel):
    """The person as the company sees them: shown values project the profiles; `sources` names the profile of each."""

    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    headline = models.CharField(max_length=500, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    location = models.CharField(max_length=300, blank=True)
    sources = models.JSONField(default=dict)
    profile_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    last_activity_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-last_activity_at", "-id"], name="candidate_recent")]
        triggers = [record_changes(private=[*SHOWN, "sources"], leave_out=["last_activity_at"])]

    def __str__(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)


class Profile(TenantModel):
    """What one source said about a person. Kept as received; never rewritten by another source."""

    candidate = TenantForeignKey(Candidate, related_name="profiles")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    external_id = models.CharField(max_length=300, blank=True)
    trusted = models.BooleanField(default=False)
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    headline = models.CharField(max_length=500, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    location = models.CharField(max_length=300, blank=True)
    linkedin_person = models.CharField(max_length=200, blank=True)
    skills = models.JSONField(default=list)
    work = models.JSONField(default=list)
    education = models.JSONField(default=list)
    last_name_key = models.CharField(max_length=200, blank=True)
    email_key = models.CharField(max_length=320, blank=True)
    delivery_id = models.UUIDField(null=True, blank=True)
    said_at = models.DateTimeField(default=now)
    received_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "origin", "external_id"],
                condition=~models.Q(external_id=""),
                name="profile_said_once",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "email_key", "last_name_key"], name="profile_match_keys"),
            models.Index(fields=["company_id", "candidate"], name="profile_of_candidate"),
        ]
        triggers = [record_changes(private=["email", "phone", "email_key", "work", "education"], profile="id")]


class Assignment(TenantModel):
    """Why a profile belongs to a candidate: the rule or person that put it there, in words, with what was compared."""

    profile = TenantForeignKey(Profile, related_name="assignments")
    candidate = TenantForeignKey(Candidate, related_name="assignments")
    rule = models.CharField(max_length=60)
    explanation = models.TextField()
    evidence = models.JSONField(default=list)
    by_user_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["company_id", "candidate", "at"], name="assignment_of_candidate")]
        triggers = [record_changes(private=["explanation", "evidence"], profile="profile_id")]


class KeptApart(TenantModel):
    """Two profiles a person said are different people; no rule may join them again."""

    first = TenantForeignKey(Profile, related_name="+")
    second = TenantForeignKey(Profile, related_name="+")
    by_user_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "first", "second"], name="kept_apart_once")]
        triggers = [record_changes(profile="first_id")]

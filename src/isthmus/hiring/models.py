"""The company's hiring: jobs with their questions and posting, applications with everything that hangs on them."""

from django.db import models

from isthmus.base.clock import now
from isthmus.people.models import Candidate, Origin, Profile
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class StageCategory(models.TextChoices):
    """The few kinds every company's stages fall into."""

    NEW = "new", "New"
    REVIEW = "review", "In review"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"


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


class JobStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Workplace(models.TextChoices):
    ON_SITE = "on_site", "On-site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class Employment(models.TextChoices):
    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    CONTRACT = "contract", "Contract"
    INTERNSHIP = "internship", "Internship"
    TEMPORARY = "temporary", "Temporary"
    VOLUNTEER = "volunteer", "Volunteer"


class Level(models.TextChoices):
    INTERNSHIP = "internship", "Internship"
    ENTRY = "entry_level", "Entry level"
    ASSOCIATE = "associate", "Associate"
    MID_SENIOR = "mid_senior_level", "Mid-senior level"
    DIRECTOR = "director", "Director"
    EXECUTIVE = "executive", "Executive"


class Requirement(models.TextChoices):
    """Whether an applicant must, may or cannot give something."""

    REQUIRED = "required", "Required"
    OPTIONAL = "optional", "Optional"
    HIDDEN = "hidden", "Not asked"


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
    department = models.CharField(max_length=200, blank=True)
    poster_email = models.CharField(max_length=320, blank=True)
    own_apply_url = models.URLField(max_length=2000, blank=True)
    origin = models.CharField(max_length=20, default="typed")
    external_id = models.CharField(max_length=300, blank=True)
    source_said = models.JSONField(default=dict)
    resume_requirement = models.CharField(max_length=8, choices=Requirement.choices, default=Requirement.REQUIRED)
    phone_requirement = models.CharField(max_length=8, choices=Requirement.choices, default=Requirement.OPTIONAL)
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


class QuestionKind(models.TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    SINGLE = "single", "One of several"
    MULTIPLE = "multiple", "Several of several"
    YES_NO = "yes_no", "Yes or no"


class Question(TenantModel):
    """A screening question; its id and its options' ids stay the same for life, so answers keep their meaning."""

    job = TenantForeignKey(Job, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=1000)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        triggers = [record_changes()]


class PostingStatus(models.TextChoices):
    """What the company wants of the advert; what LinkedIn made of it stands in the mirror."""

    UNPUBLISHED = "unpublished", "Not published"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Closed"


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


class Outcome(models.TextChoices):
    PENDING = "pending", "In progress"
    HIRED = "hired", "Hired"
    DECLINED = "declined", "Not selected"
    WITHDRAWN = "withdrawn", "Withdrawn"


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
            models.Index(fields=["company_id", "stage", "-applied_at", "-id"], name="application_by_stage"),
            models.Index(fields=["company_id", "outcome", "-applied_at", "-id"], name="application_by_outcome"),
            models.Index(fields=["company_id", "candidate", "-applied_at", "-id"], name="application_of_candidate"),
        ]
        triggers = [record_changes(private=["outcome_reason"], profile="profile_id")]


class Answer(TenantModel):
    """What the applicant answered; the question's words are kept as they were asked."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = TenantForeignKey(Question, null=True, related_name="+")
    question_text = models.CharField(max_length=1000)
    value = models.JSONField()
    shown = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        triggers = [record_changes(private=["value", "shown"])]


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
    """An outcome was given, or taken back: declined, hired, withdrawn, or pending again after a re-opening."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_user_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

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


class Note(TenantModel):
    """A colleague's words about a candidate; a private note is shown to its author alone, by every door."""

    candidate = TenantForeignKey(Candidate, related_name="notes")
    profile = TenantForeignKey(Profile, related_name="+")
    application = TenantForeignKey(Application, null=True, related_name="notes")
    author_id = models.UUIDField(null=True)
    body = models.TextField()
    is_private = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["company_id", "-at", "-id"], name="note_recent")]
        triggers = [record_changes(private=["body"], profile="profile_id")]


class FileState(models.TextChoices):
    EXPECTED = "expected", "Being fetched"
    STORED = "stored", "Stored"
    REFUSED = "refused", "Refused"
    GONE = "gone", "No longer available"


class File(TenantModel):
    """A résumé or other document of an application: what it was called, what it is by its content, and its hash."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    profile = TenantForeignKey(Profile, related_name="+")
    kind = models.CharField(max_length=20, default="resume")
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.EXPECTED)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    external_id = models.CharField(max_length=500, blank=True)
    why = models.TextField(blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "application", "external_id"],
                condition=~models.Q(external_id=""),
                name="file_received_once",
            )
        ]
        triggers = [record_changes(private=["name"], leave_out=["text"], profile="profile_id")]


class FileContent(TenantModel):
    """The bytes of a file, sealed, exactly as they were sent."""

    file = TenantForeignKey(File, on_delete=models.CASCADE, related_name="contents")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "file"], name="one_content_per_file")]


class FileDownload(TenantModel):
    """A member of the hiring team took a file. One row per person and file; every later download is in the audit."""

    application = TenantForeignKey(Application, on_delete=models.CASCADE, related_name="downloads")
    file = TenantForeignKey(File, on_delete=models.CASCADE, related_name="downloads")
    user_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "file", "user_id"], name="first_download_per_user")
        ]
        triggers = [record_changes()]


class EeoAnswer(TenantModel):
    """Voluntary self-identification as received, sealed. Web and worker add rows; only `isthmus_eeo` may read them."""

    job_id = models.UUIDField()
    application_id = models.UUIDField(unique=True)
    profile_id = models.UUIDField()
    sealed = models.BinaryField()
    at = models.DateTimeField(default=now)

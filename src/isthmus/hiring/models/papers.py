"""Documents of an application, and the answers nobody here may read."""

from django.db import models

from isthmus.base.clock import now
from isthmus.hiring.models.bids import Application
from isthmus.hiring.models.words import FileState
from isthmus.people.models import Profile
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


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


class FilePicture(TenantModel):
    """One page of a document as a picture, sealed: drawn when somebody first looks, so that nothing is drawn twice."""

    file = TenantForeignKey(File, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    pages = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "file", "number"], name="one_picture_per_page")]


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

"""Imports of job listings: one run per file, one row per line of it, so that every line is accounted for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from isthmus.base.clock import now
from isthmus.hiring.models.openings import Job
from isthmus.store.fields import TenantForeignKey, TenantModel


class RunState(models.TextChoices):
    """How far an import is."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class LineResult(models.TextChoices):
    """What became of a line."""

    WAITING = "waiting", _("Waiting")
    ADDED = "added", _("Added")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


class ImportRun(TenantModel):
    """One file of listings being brought in; `skipped` lines name another employer and have no row.

    A run is a record of its own, so the change log tells of its jobs alone.
    """

    file_name = models.CharField(max_length=200, blank=True)
    only = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    total = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=now)
    started_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "-started_at"], name="import_recent")]


class ImportLine(TenantModel):
    """One listing of the file; what it said is kept here only until it has been brought in."""

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    said = models.JSONField(null=True)
    label = models.CharField(max_length=400, blank=True)
    result = models.CharField(max_length=9, choices=LineResult.choices, default=LineResult.WAITING)
    held = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000, blank=True)
    job = TenantForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["company_id", "run", "number"], name="import_line_once")]
        indexes = [models.Index(fields=["run", "result", "number"], name="import_lines")]

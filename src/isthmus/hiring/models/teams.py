"""Who of the company hires for a job."""

from django.db import models

from isthmus.accounts.models import Membership
from isthmus.hiring.models.openings import Job
from isthmus.hiring.models.words import TeamRole
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class TeamMember(TenantModel):
    """One colleague's part in one job's hiring; it ends with their membership of the company."""

    job = TenantForeignKey(Job, on_delete=models.CASCADE, related_name="team")
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=TeamRole.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "job", "membership"], name="once_in_a_team")]
        triggers = [record_changes()]

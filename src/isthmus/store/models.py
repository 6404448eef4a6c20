"""Rows of the database's ground: the change log with its readers' cursors, and the audit."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from isthmus.base.clock import now
from isthmus.store.fields import TenantManager, TenantModel


class Change(models.Model):
    """What changed in one row, by whom, caused by what: written by triggers in the same transaction (store.changes)."""

    seq = models.BigAutoField(primary_key=True)
    # The transaction id and the era are added by the migration; only SQL reads them.
    at = models.DateTimeField()
    company_id = models.UUIDField()
    user_id = models.UUIDField(null=True)
    cause = models.TextField(default="")
    entity = models.TextField()
    entity_id = models.UUIDField()
    profile_id = models.UUIDField(null=True)
    operation = models.TextField()
    fields = models.JSONField(default=dict)

    objects: TenantManager[Any] = TenantManager()

    class Meta:
        db_table = "store_change"
        managed = False


class Audit(TenantModel):
    """Who looked at or took what: page views of people and downloads. Rows are added, never changed."""

    at = models.DateTimeField(default=now)
    user_id = models.UUIDField(null=True)
    api_key_id = models.UUIDField(null=True)
    action = models.TextField()
    entity = models.TextField()
    entity_id = models.UUIDField()
    fields = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["company_id", "entity_id", "-at"])]

"""How often the public forms were sent from one place, so that a flood can be slowed down."""

from django.db import models

from isthmus.base.clock import now
from isthmus.store.fields import TenantModel


class Sending(TenantModel):
    """One sent form, known by a keyed digest of where it came from; forgotten after a day."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["company_id", "key", "at"], name="sendings_from")]

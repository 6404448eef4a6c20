"""How people are found again: what each candidate's words are, and the searches somebody kept."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from isthmus.base.clock import now
from isthmus.people.models import Candidate
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class SearchDocument(TenantModel):
    """The words a candidate is found by, made of profiles, notes and files, and the form their name is sorted in.

    Nothing is kept here that is not kept there: triggers on those tables empty the words the moment one of them
    changes, by whatever door, and `search_documents` writes them anew.
    """

    candidate = TenantForeignKey(Candidate, on_delete=models.CASCADE, related_name="search_documents", db_index=False)
    words = SearchVectorField()
    sort_name = models.CharField(max_length=200, db_collation="C")
    is_fresh = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "candidate"], name="one_search_document")]
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            models.Index(fields=["company_id", "sort_name", "candidate"], name="search_by_name"),
            models.Index(fields=["company_id"], name="search_stale", condition=models.Q(is_fresh=False)),
        ]


class SavedSearch(TenantModel):
    """A search of the candidate list under a name: its author's alone, or the company's."""

    owner_id = models.UUIDField()
    name = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["company_id", "owner_id", "name"], name="one_search_per_name")]
        triggers = [record_changes(private=["name", "asked"])]

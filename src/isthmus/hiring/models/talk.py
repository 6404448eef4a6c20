"""What colleagues say to each other about a candidate: notes, replies, mentions, and work handed over."""

from django.db import models
from django.db.models import Q

from isthmus.base.clock import now
from isthmus.hiring.models.bids import Application
from isthmus.hiring.models.words import Audience, Call, HandOverState
from isthmus.people.models import Candidate, Profile
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantForeignKey, TenantModel


class Note(TenantModel):
    """A colleague's words about a candidate, for one audience by every door; a reply has the audience of its note.

    One taken away keeps its place and loses its words.
    """

    candidate = TenantForeignKey(Candidate, related_name="notes")
    profile = TenantForeignKey(Profile, related_name="+")
    application = TenantForeignKey(Application, null=True, related_name="notes")
    reply_to = TenantForeignKey("self", null=True, related_name="replies")
    author_id = models.UUIDField(null=True)
    body = models.TextField()
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.COMPANY)
    at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["company_id", "-at", "-id"], name="note_recent")]
        triggers = [record_changes(private=["body"], profile="profile_id")]


class NoteVersion(TenantModel):
    """The words a note had before its author changed them; who may read the note may read these."""

    note = TenantForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        triggers = [record_changes(private=["body"])]


class Mention(TenantModel):
    """A note calls for a colleague's attention: it names them, or answers what they wrote. Unread until they look."""

    note = TenantForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user_id = models.UUIDField()
    call = models.CharField(max_length=6, choices=Call.choices, default=Call.NAMED)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["company_id", "note", "user_id"], name="called_once_per_note")]
        indexes = [models.Index(fields=["company_id", "user_id"], name="mention_unread", condition=Q(read_at=None))]
        triggers = [record_changes()]


RUNNING = (HandOverState.OPEN, HandOverState.ACCEPTED)


class HandOver(TenantModel):
    """Work on a candidate passed from one colleague to another: what is asked, by when, and how it ended.

    The context is a note, so that its audience holds here too. At most one runs for each application.
    """

    candidate = TenantForeignKey(Candidate, related_name="hand_overs")
    application = TenantForeignKey(Application, null=True, related_name="hand_overs")
    note = TenantForeignKey(Note, related_name="+")
    from_user_id = models.UUIDField()
    to_user_id = models.UUIDField()
    task = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=HandOverState.choices, default=HandOverState.OPEN)
    at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    end_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "candidate", "application"],
                condition=Q(state__in=RUNNING),
                nulls_distinct=False,
                name="one_hand_over_runs",
            )
        ]
        indexes = [
            models.Index(fields=["company_id", "to_user_id", "-at", "-id"], name="hand_over_received"),
            models.Index(fields=["company_id", "candidate", "-at", "-id"], name="hand_over_of_candidate"),
        ]
        triggers = [record_changes(private=["task", "end_words"])]

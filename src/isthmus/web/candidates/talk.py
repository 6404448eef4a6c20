"""What colleagues say on a candidate's page: notes with their replies, whom one may write for and name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import mentions, notes, team
from isthmus.hiring.actors import names
from isthmus.hiring.models import Application, Audience, Mention, Note, NoteVersion
from isthmus.hiring.team import Colleague


@dataclass(frozen=True)
class Earlier:
    """What a note said before."""

    at: datetime
    body: str


@dataclass(frozen=True)
class ShownNote:
    """A colleague's words, with the answers to them, oldest first."""

    id: UUID
    author: str
    initials: str
    at: datetime
    body: str
    audience: str
    audience_words: str
    is_new: bool
    is_removed: bool
    is_edited: bool
    may_change: bool
    may_remove: bool
    earlier: list[Earlier] = field(default_factory=list)
    replies: list["ShownNote"] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """An audience one may write for; without `is_open`, `words` says why not."""

    value: str
    words: str
    is_open: bool = True


@dataclass(frozen=True)
class Talk:
    """The card “Notes”."""

    notes: list[ShownNote]
    audiences: list[Choice]
    colleagues: list[dict[str, Any]]
    longest: int


def of(member: Member, candidate_id: UUID, focus: Application | None) -> Talk:
    """Everything about the candidate this member may read, the newest note first."""
    found = notes.visible(candidate_id)
    members = team.of_job(focus.job_id) if focus else []
    return Talk(_threads(member, found), audiences(focus, members), _to_name(members), notes.LONGEST)


def audiences(focus: Application | None, members: Sequence[Colleague]) -> list[Choice]:
    """For whom a note can be written here."""
    there_is_a_team = focus is not None and bool(members)
    for_team = _("Hiring team (the job has none yet)")
    if there_is_a_team:
        for_team = _("Hiring team: %(names)s") % {"names": ", ".join(one.name for one in members)}
    return [
        Choice(Audience.COMPANY, _("Everyone who may see candidates")),
        Choice(Audience.TEAM, for_team, there_is_a_team),
        Choice(Audience.AUTHOR, _("Only me")),
    ]


def not_told(note: Note) -> str:
    """The names of those a note names who may not read it, for a warning; empty when there are none."""
    return ", ".join(one.name for one in mentions.named(note, notes.readers(note)).not_told)


def initials(name: str) -> str:
    """Two letters for a round mark."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _to_name(members: Sequence[Colleague]) -> list[dict[str, Any]]:
    """Whom one may name: what is typed, what is shown beside it, and whether they are on the team."""
    everybody = mentions.who_may_read()
    on_team = {one.user_id for one in members}
    return [
        {
            "handle": mentions.handles_of(one, everybody)[0],
            "name": one.name,
            "role": str(one.role.label),
            "team": one.user_id in on_team,
        }
        for one in everybody
    ]


def _threads(member: Member, found: Sequence[Note]) -> list[ShownNote]:
    shown = _shown(member, found)
    below: defaultdict[UUID, list[ShownNote]] = defaultdict(list)
    for note in reversed(found):
        if note.reply_to_id is not None:
            below[note.reply_to_id].append(shown[note.id])
    for note in found:
        shown[note.id].replies.extend(below.get(note.id, ()))
    return [shown[note.id] for note in found if note.reply_to_id is None]


def _shown(member: Member, found: Sequence[Note]) -> dict[UUID, ShownNote]:
    authors = names(note.author_id for note in found)
    ids = [note.id for note in found]
    unread = Mention.objects.filter(user_id=member.user_id, read_at=None, note_id__in=ids)
    new = set(unread.values_list("note_id", flat=True))
    earlier = _earlier(ids)
    return {
        note.id: _note(member, note, authors.get(note.author_id, _("A program")), note.id in new, earlier[note.id])
        for note in found
    }


def _earlier(ids: Iterable[UUID]) -> defaultdict[UUID, list[Earlier]]:
    versions: defaultdict[UUID, list[Earlier]] = defaultdict(list)
    for version in NoteVersion.objects.filter(note_id__in=ids):
        versions[version.note_id].append(Earlier(version.at, version.body))
    return versions


def _note(member: Member, note: Note, author: str, is_new: bool, earlier: list[Earlier]) -> ShownNote:
    is_own = note.author_id == member.user_id and member.may("candidates.note")
    return ShownNote(
        id=note.id,
        author=author,
        initials=initials(author),
        at=note.at,
        body=note.body,
        audience=note.audience,
        audience_words=_audience_words(note),
        is_new=is_new,
        is_removed=note.removed_at is not None,
        is_edited=note.edited_at is not None and note.removed_at is None,
        may_change=is_own and notes.may_change(note),
        may_remove=is_own and note.removed_at is None,
        earlier=earlier,
    )


def _audience_words(note: Note) -> str:
    if note.reply_to_id is not None:
        return ""
    words = {Audience.TEAM: _("Hiring team"), Audience.AUTHOR: _("Only you see this")}
    return words.get(Audience(note.audience), "")

"""Which colleagues a note calls for, and what each has not read yet."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from isthmus.accounts.models import Membership, Role
from isthmus.accounts.roles import MATRIX
from isthmus.base.clock import now
from isthmus.hiring import team
from isthmus.hiring.models import Application, Audience, Call, Mention, Note
from isthmus.hiring.team import Colleague

MOST_READ = 200
_AT = re.compile(r"(?<![\w@])@(?=\w)")
_MAY_READ = MATRIX["candidates.view"][1]


@dataclass(frozen=True)
class Named:
    """Whom a text names: colleagues who will be told, and names of those who may not read it."""

    told: list[Colleague]
    not_told: list[Colleague]


def named_in(body: str, colleagues: Sequence[Colleague]) -> list[Colleague]:
    """The colleagues a text names as `@Name` or `@address`, in its order; a name two of them share names neither."""
    by_handle = {word.casefold(): one for one in colleagues for word in handles_of(one, colleagues)}
    longest_first = sorted(by_handle, key=len, reverse=True)
    found = (_named_at(body, match.end(), longest_first) for match in islice(_AT.finditer(body), MOST_READ))
    return [by_handle[handle] for handle in dict.fromkeys(found) if handle]


def handles_of(colleague: Colleague, colleagues: Iterable[Colleague]) -> list[str]:
    """What this colleague can be named by: the name when nobody shares it, and always the address."""
    shared = Counter(one.name.casefold() for one in colleagues)
    name = [colleague.name] if shared[colleague.name.casefold()] == 1 else []
    return [*name, colleague.email]


def who_may_read() -> list[Colleague]:
    """Everybody in the company whose role lets them see candidates, by name."""
    return [one for one in team.may_join() if one.role in _MAY_READ]


def readers(audience: str, application: Application | None, authors: Collection[UUID | None]) -> list[Colleague]:
    """The colleagues for whom a note with this audience is, its authors among them, by name."""
    everybody = who_may_read()
    if audience == Audience.COMPANY:
        return everybody
    members: set[UUID | None] = set(authors)
    if audience == Audience.TEAM and application is not None:
        members |= {one.user_id for one in team.of_job(application.job_id)}
    return [one for one in everybody if one.user_id in members]


def named(note: Note, may_read: Sequence[Colleague]) -> Named:
    """Whom the note names, its author left out."""
    reading = {one.user_id for one in may_read}
    found = [one for one in named_in(note.body, everybody()) if one.user_id != note.author_id]
    return Named([one for one in found if one.user_id in reading], [one for one in found if one.user_id not in reading])


def call_for(note: Note, may_read: Sequence[Colleague]) -> None:
    """Let everyone the note names, and everyone it answers, find it unread; those named no more are not called."""
    calls: dict[UUID, Call] = dict.fromkeys(_answered(note, may_read), Call.REPLY)
    calls |= {one.user_id: Call.NAMED for one in named(note, may_read).told}
    Mention.objects.filter(note=note, read_at=None).exclude(user_id__in=calls).delete()
    known = set(Mention.objects.filter(note=note).values_list("user_id", flat=True))
    for user_id, call in calls.items():
        if user_id not in known:
            Mention.objects.create(note=note, user_id=user_id, call=call)


def unread_of(user_id: UUID) -> QuerySet[Mention]:
    """The user's unread calls, newest first; the caller sees to it that the notes are still theirs to read."""
    found: QuerySet[Mention] = Mention.objects.filter(user_id=user_id, read_at=None, note__removed_at=None)
    return found.select_related("note__candidate")


def has_unread(user_id: UUID) -> bool:
    """Whether any call of the user is unread, of notes they may no longer read too: quick, for every page asks."""
    return bool(Mention.objects.filter(user_id=user_id, read_at=None).exists())


def read(user_id: UUID, candidate_id: UUID) -> int:
    """The user looked at the candidate's notes; how many calls that answers."""
    unread = Mention.objects.filter(user_id=user_id, read_at=None, note__candidate_id=candidate_id)
    return int(unread.update(read_at=now()))


def read_all(user_id: UUID) -> int:
    """The user wants to hear of none of their unread calls again; how many those were."""
    return int(Mention.objects.filter(user_id=user_id, read_at=None).update(read_at=now()))


def everybody() -> list[Colleague]:
    """Everyone of the company, those who may read nothing too, so that naming them can be answered."""
    rows = Membership.objects.select_related("user")
    return [Colleague(row.user_id, str(row.user), row.user.email, row.user.initials, Role(row.role)) for row in rows]


def _answered(note: Note, may_read: Sequence[Colleague]) -> set[UUID]:
    if note.reply_to is None:
        return set()
    thread = Note.objects.filter(reply_to=note.reply_to).values_list("author_id", flat=True)
    spoke = {note.reply_to.author_id, *thread} - {note.author_id, None}
    return {one.user_id for one in may_read if one.user_id in spoke}


def _named_at(body: str, place: int, longest_first: Sequence[str]) -> str:
    rest = body[place : place + 400].casefold()
    for handle in longest_first:
        after = rest[len(handle) : len(handle) + 1]
        if rest.startswith(handle) and not (after.isalnum() or after == "_"):
            return handle
    return ""

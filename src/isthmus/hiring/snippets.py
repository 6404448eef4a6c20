"""Where the words somebody searched for stand in what is held of a person, with a few words around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Left
from django.utils.translation import gettext as _

from isthmus.hiring import notes
from isthmus.hiring.models import File
from isthmus.hiring.search_documents import spoken
from isthmus.hiring.search_words import Term
from isthmus.people.models import Profile
from isthmus.people.normalise import fold

READ_AT_MOST = 60_000
AROUND = 48
MOST = 2
LONGEST_REST = 40


@dataclass(frozen=True)
class Finding:
    """A place where words were found, and the words around them; `hit` as it was written."""

    place: str
    before: str
    hit: str
    after: str


class _Folded(dict[int, str]):
    """Each letter folded, where that takes one letter: the text keeps its length."""

    def __missing__(self, code: int) -> str:
        plain = fold(chr(code))
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def of(candidate_ids: Sequence[UUID], terms: Sequence[Term]) -> dict[UUID, list[Finding]]:
    """For each candidate, where the terms were found beyond the name: at most two places, each term once."""
    patterns = {term: _pattern(term) for term in terms}
    missing = {candidate_id: dict(patterns) for candidate_id in candidate_ids}
    found: dict[UUID, list[Finding]] = {candidate_id: [] for candidate_id in candidate_ids}
    for read in (_names, _said, _notes, _files):
        open_ids = [candidate_id for candidate_id in candidate_ids if missing[candidate_id]]
        for candidate_id, place, text in read(open_ids) if open_ids else ():
            if text and missing[candidate_id]:
                _look(missing[candidate_id], found[candidate_id], place, text)
    return {candidate_id: findings[:MOST] for candidate_id, findings in found.items()}


def _look(missing: dict[Term, re.Pattern[str]], found: list[Finding], place: str, text: str) -> None:
    plain = text.translate(_FOLDED)
    for term, pattern in list(missing.items()):
        hit = pattern.search(plain)
        if hit is not None:
            del missing[term]
            if place:
                found.append(_finding(place, text, hit.start(), hit.end()))


def _finding(place: str, text: str, start: int, end: int) -> Finding:
    limit = min(len(text), end + LONGEST_REST)
    end = next((at for at in range(end, limit) if not text[at].isalnum()), limit)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Finding(place, *(re.sub(r"\s+", " ", part) for part in (before, text[start:end], after)))


def _pattern(term: Term) -> re.Pattern[str]:
    words = r"[\W_]*".join(map(re.escape, term.words))
    end = r"(?!\w)" if term.is_whole or term.is_short else ""
    return re.compile(rf"(?<!\w){words}{end}" if term.words[0].isascii() else words + end)


def _names(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str, str]]:
    """Names and addresses stand in the row itself: what is found there needs no words."""
    for candidate_id, *names in Profile.objects.filter(candidate_id__in=ids).values_list(
        "candidate_id", "first_name", "last_name", "email"
    ):
        yield candidate_id, "", " ".join(names).replace("'", "").replace("’", "")


def _said(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str, str]]:
    columns = ("candidate_id", "headline", "employer", "location", "skills", "work", "education")
    for candidate_id, headline, employer, location, skills, work, education in Profile.objects.filter(
        candidate_id__in=ids
    ).values_list(*columns):
        yield candidate_id, _("headline"), headline
        yield candidate_id, _("employer"), employer
        yield candidate_id, _("location"), location
        yield candidate_id, _("skills"), ", ".join(text for text in spoken(skills) if not text.startswith("urn:"))
        yield candidate_id, _("work"), " · ".join(spoken(work))
        yield candidate_id, _("education"), " · ".join(spoken(education))


def _notes(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str, str]]:
    for candidate_id, body in notes.readable().filter(candidate_id__in=ids).values_list("candidate_id", "body"):
        yield candidate_id, _("a note"), body


def _files(ids: Iterable[UUID]) -> Iterator[tuple[UUID, str, str]]:
    texts = File.objects.filter(profile__candidate_id__in=ids).exclude(text="")
    for candidate_id, kind, text in texts.annotate(start=Left("text", READ_AT_MOST)).values_list(
        "profile__candidate_id", "kind", "start"
    ):
        yield candidate_id, _("résumé") if kind == "resume" else _("a document"), text

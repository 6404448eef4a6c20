"""The words of a text, and of what somebody typed to find it, as PostgreSQL's full text search takes them; pure.

Words are folded here and not in the database, whose idea of a letter depends on how it was set up. Four kinds of
lexemes share one index; none can be mistaken for another, since no word holds their first characters: a word as it is,
`=word` of a name or an address, `~key~word` of a note for those alone who hold the key, and `:company`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from isthmus.people.normalise import fold, tidy

LONGEST_WORD = 80
MOST_PLACES = 16_000
MOST_PLACES_OF_A_WORD = 250
MOST_OCTETS = 800_000
LONGEST_SEARCH = 300
MOST_TERMS = 8
_APOSTROPHES = re.compile(r"['’‘`´ʼʹ]")
_WORD = re.compile(r"[^\s+#]+(?:\+\+|#(?!\w))?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TYPED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")


@dataclass(frozen=True)
class Passage:
    """A text somebody may be found by; for everyone, or `only_for` readers who hold one of these keys."""

    text: str
    is_name: bool = False
    only_for: tuple[UUID, ...] | None = None


@dataclass(frozen=True)
class Term:
    """One thing typed: words in a row; `is_whole` when they were quoted, else the last is a beginning."""

    words: tuple[str, ...]
    is_whole: bool = False

    @property
    def is_short(self) -> bool:
        """One or two letters: too many words begin like that, so only names may; elsewhere it is a word of its own."""
        return len(self.words) == 1 and len(self.words[0]) < 3 and not _HAS_UNSPACED.match(self.words[0])


class _Kept(dict[int, str]):
    """Which characters make words: letters, digits, marks, and the signs of C++ and C#; all others part them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = character in "+#" or unicodedata.category(character)[0] in "LMN"
        self[code] = character if kept else " "
        return self[code]


_KEPT = _Kept()


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded. Scripts that put no spaces between words give their characters."""
    plain = _APOSTROPHES.sub("", fold(text)).translate(_KEPT)
    found = _WORD.findall(plain)
    if not plain.isascii():
        found = [run for word in found for run in _RUN.findall(word)]
    return [word[:LONGEST_WORD] for word in found]


def vector(company_id: UUID, passages: Iterable[Passage]) -> str:
    """The passages as a tsvector literal. Beyond 16,000 words a word is still found, no longer as part of a phrase."""
    places: dict[str, list[int]] = {f":{company_id.hex}": []}
    octets, place = 0, 0
    for passage in passages:
        for lexeme, is_placed in _lexemes(passage):
            place += is_placed
            if lexeme not in places:
                octets += len(lexeme.encode()) + 8
                if octets > MOST_OCTETS:
                    return _literal(places)
                places[lexeme] = []
            if is_placed and place <= MOST_PLACES and len(places[lexeme]) < MOST_PLACES_OF_A_WORD:
                places[lexeme].append(place)
                octets += 2
        place += 1
    return _literal(places)


def read(typed: str) -> list[Term]:
    """What was typed, as terms all of which must be found: "words in quotes" stand together, others are beginnings."""
    terms: dict[Term, None] = {}
    for quoted, word in _TYPED.findall(tidy(typed, LONGEST_SEARCH)):
        terms |= dict.fromkeys(_quoted(quoted) if quoted else _beginnings(word))
    return list(terms)[:MOST_TERMS]


def query(terms: Sequence[Term], company_id: UUID, keys: Sequence[UUID] = ()) -> str:
    """The terms as a tsquery literal for this company, and for the notes a reader with these keys may read."""
    wanted = [f"({' | '.join(_alternatives(term, keys))})" for term in terms]
    return " & ".join([_quote(f":{company_id.hex}"), *wanted])


def _quoted(text: str) -> list[Term]:
    words = tuple(words_of(text))
    return [Term(words, is_whole=True)] if words else []


def _beginnings(typed: str) -> list[Term]:
    if "@" in typed and (address := fold(typed).translate(str.maketrans("", "", "'\\"))).strip("@"):
        return [Term((address[:LONGEST_WORD],))]
    words = words_of(typed)
    if any(_HAS_UNSPACED.match(word) for word in words):
        return [Term(tuple(words))]
    return [Term((word,)) for word in words]


def _lexemes(passage: Passage) -> Iterator[tuple[str, bool]]:
    """Each lexeme of a passage, and whether it has a place among the words."""
    befores = [""] if passage.only_for is None else [f"~{key.hex}~" for key in passage.only_for]
    words = words_of(passage.text)
    addresses = [found[:LONGEST_WORD] for found in _ADDRESS.findall(fold(passage.text))] if "@" in passage.text else []
    for before in befores:
        yield from ((before + word, True) for word in words)
        yield from ((before + address, False) for address in addresses)
    if passage.is_name:
        yield from ((f"={word}", False) for word in [*words, *addresses])


def _alternatives(term: Term, keys: Sequence[UUID]) -> Iterator[str]:
    if term.is_short and not term.is_whole:
        yield f"{_quote('=' + term.words[0])}:*"
    whole = term.is_whole or term.is_short
    for prefix in ("", *(f"~{key.hex}~" for key in keys)):
        *firsts, last = [_quote(prefix + word) for word in term.words]
        yield f"({' <-> '.join([*firsts, last if whole else f'{last}:*'])})"


def _literal(places: dict[str, list[int]]) -> str:
    return " ".join(_quote(lexeme) + (f":{','.join(map(str, at))}" if at else "") for lexeme, at in places.items())


def _quote(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"

"""The forms in which names and e-mail addresses are compared; pure functions of text.

A key is never shown. An empty key means "not usable for comparing", and never equals another empty key.
"""

import re
import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email

_SPELT_OUT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_APOSTROPHES = re.compile(r"['’‘`´ʼʹ.]")
_NOT_A_WORD = re.compile(r"[\W_]+")


def tidy(text: str, limit: int = 0) -> str:
    """The text without what a database or a page cannot hold: control characters, lone surrogates, outer spaces.

    Line breaks and tabs stay. With a limit, the text is cut to that many characters.
    """
    kept = "".join(
        c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c) not in _UNFIT
    )
    kept = kept.strip()
    return kept[:limit].rstrip() if limit else kept


_UNFIT = {"Cc", "Cs"}
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's controls of direction: in a text of outsiders they would turn round our own words beside it."""


def one_line(text: str, limit: int = 0) -> str:
    """The text as `tidy` leaves it, in one line that can stand among other words: no breaks, no direction marks.

    Names written right to left stay as they are; their letters carry their direction themselves.
    """
    return tidy(undirected(text).translate(_BREAKS), limit)


_BREAKS = {ord("\n"): " ", ord("\t"): " "}


def undirected(text: str) -> str:
    """The text without direction marks."""
    return text if text.isascii() else _DIRECTION_MARKS.sub("", text)


def tidy_json(value: Any) -> Any:
    """The same for every text inside a JSON value, keys included."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {tidy(str(key)): tidy_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tidy_json(inner) for inner in value]
    return value


def undirected_json(value: Any) -> Any:
    """What `tidy_json` left, without direction marks in the texts of one line; longer ones stand alone on a page."""
    if isinstance(value, str):
        return value if "\n" in value else undirected(value)
    if isinstance(value, dict):
        return {key: undirected_json(inner) for key, inner in value.items()}
    return [undirected_json(inner) for inner in value] if isinstance(value, list) else value


def name_key(name: str) -> str:
    """A name as it is compared: case, accents on Latin letters, apostrophes, dots and hyphens do not count.

    Names in Chinese, Japanese or Korean are kept whole and unaltered; nothing is split off or transcribed.
    """
    return " ".join(_NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", fold(name))).split())


def fold(text: str) -> str:
    """The text without its case and without accents on Latin letters; everything else stays."""
    if text.isascii():
        return text.lower()
    return _without_latin_marks(unicodedata.normalize("NFKC", text).casefold()).translate(_SPELT_OUT)


def email_key(address: str) -> str:
    """An address as it is compared: lower case, without a `+tag`; empty when it is not an address."""
    try:
        found = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError:
        return ""
    local = found.local_part.lower().split("+", 1)[0] or found.local_part.lower()
    return f"{local}@{found.domain.lower()}"


def _without_latin_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.category(character) != "Mn":
            base = character
        elif unicodedata.name(base, "").startswith("LATIN") if base else False:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))

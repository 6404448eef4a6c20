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


def tidy_json(value: Any) -> Any:
    """The same for every text inside a JSON value, keys included."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {tidy(str(key)): tidy_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tidy_json(inner) for inner in value]
    return value


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

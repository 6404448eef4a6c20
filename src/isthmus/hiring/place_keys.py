"""The form in which names of places are compared: a pure function of text, shared by the loader and the look-up."""

from isthmus.people.normalise import name_key

PRIMARY, ALIAS, CODE = 0, 1, 2
_SAME = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def place_key(text: str) -> str:
    """Case, accents and punctuation do not count, nor whether Saint, Fort and Mount are written out."""
    return " ".join(_SAME.get(word, word) for word in name_key(text).split())

"""Makes a file name from outside safe to show and to store: no paths, no control characters, no great length."""

import unicodedata
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

LONGEST = 120
_LONGEST_SUFFIX = 12


def safe_name(name: str, *, default: str = "file") -> str:
    """The last part of a name without control, formatting or reserved characters; `default` when nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if _harmless(character))
    return _shortened(" ".join(kept.split()).strip(". ")) or default


def name_from_answer(disposition: str | None, url: str) -> str:
    """A safe file name from a Content-Disposition header (both its forms), else from the URL's path."""
    return safe_name(_from_disposition(disposition) or unquote(urlsplit(url).path))


def _from_disposition(header: str | None) -> str:
    if not header:
        return ""
    message = Message()
    message["Content-Disposition"] = header.replace("\r", " ").replace("\n", " ")
    try:
        return message.get_filename("") or ""
    except (LookupError, UnicodeError):
        return ""


def _harmless(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" and character not in '<>:"|?*'


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    return name[: LONGEST - len(suffix)].rstrip(". ") + suffix

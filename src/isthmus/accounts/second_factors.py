"""Keys of one-time codes and seeds of recovery codes, as they are stored: sealed, and bound to their field.

What was stored before they were sealed still opens, until it is sealed anew.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from isthmus.base import keysets, secrets

FIELD = "second factor"
SECRETS, LISTS = ("secret", "seed"), ("migrated_codes",)
_NOBODY, _MARK = "nobody", "sealed:"


def seal(text: str) -> str:
    """The text sealed, as letters."""
    sealed = secrets.seal(text.encode(), company=_NOBODY, field=FIELD)
    return f"{_MARK}{base64.b64encode(sealed).decode()}"


def opened(stored: str) -> str:
    """The text again. IsthmusError (misconfigured) when no key of this installation opens it."""
    if not stored.startswith(_MARK):
        return stored
    return secrets.unseal(_bytes(stored), company=_NOBODY, field=FIELD).decode()


def is_sealed(stored: str) -> bool:
    """Whether this was sealed with the key that seals now."""
    return stored.startswith(_MARK) and _bytes(stored).startswith(keysets.prefix_of(keysets.keys().primary))


def old_values(data: Mapping[str, Any]) -> list[str]:
    """What of an authenticator's data is not sealed with the key that seals now."""
    found: list[str] = []

    def look(stored: str) -> str:
        found.append(stored)
        return stored

    _each(data, look)
    return [stored for stored in found if not is_sealed(stored)]


def sealed_anew(data: Mapping[str, Any]) -> dict[str, Any]:
    """An authenticator's data with every secret in it sealed with the key that seals now."""
    return _each(data, lambda stored: stored if is_sealed(stored) else seal(opened(stored)))


def _each(data: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    changed = dict(data)
    for name in SECRETS:
        if name in data:
            changed[name] = change(data[name])
    for name in LISTS:
        if name in data:
            changed[name] = [change(one) for one in data[name]]
    return changed


def _bytes(stored: str) -> bytes:
    return base64.b64decode(stored.removeprefix(_MARK))

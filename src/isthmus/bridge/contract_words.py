"""What LinkedIn's onboarding plugin and its integrations say about a contract, and whether it may be ours: pure rules.

The members of the plugin's callback are not documented ("Apply Connect Plugins"), so names are read loosely; nothing
that is read here is believed before LinkedIn itself has said it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from isthmus.base.failures import Failure, IsthmusError, Kind

LONGEST, MOST, DEEPEST = 20_000, 20, 4
_CONTRACT = re.compile(r"urn:li:contract:\d{1,19}")
_ORGANIZATION = re.compile(r"urn:li:(?:organization|company):(\d{1,19})")
_WORD = re.compile(r"[A-Z_]{1,60}")
_LITE = re.compile(r"(?<![a-z])lite(?![a-z])", re.IGNORECASE)
_ENDED = frozenset({"EXPIRED", "LAPSED", "TERMINATED", "CANCELLED", "CANCELED"})
_PRODUCTS = ("contract", "product", "package", "tier", "licen", "plan", "kind")
_ENDS = ("expir", "enddate", "validuntil", "endsat")
_LISTS = ("integrations", "elements", "results")


@dataclass(frozen=True)
class Told:
    """One integration as told. `members` are its scalar members, flattened, by their names in small letters."""

    context: str
    type: str
    tenant: str
    members: Mapping[str, Any]

    @property
    def contracts(self) -> set[str]:
        return {urn for text in self._texts() for urn in _CONTRACT.findall(text)}

    @property
    def organizations(self) -> set[str]:
        return {f"urn:li:organization:{number}" for text in self._texts() for number in _ORGANIZATION.findall(text)}

    @property
    def is_of_a_contract(self) -> bool:
        """Whether this is an integration of a contract, which LinkedIn can be asked about."""
        return bool(_CONTRACT.fullmatch(self.context) and _WORD.fullmatch(self.type))

    @property
    def is_lite(self) -> bool:
        told = (str(value) for key, value in self.members.items() if any(part in key for part in _PRODUCTS))
        return any(_LITE.search(text.replace("_", " ")) for text in told)

    @property
    def name(self) -> str:
        """The contract's name, when it is told."""
        return next((str(self.members[key]) for key in ("contractname", "packagename") if self.members.get(key)), "")

    @property
    def notifications(self) -> bool | None:
        """Whether the customer lets LinkedIn notify applicants; None when it is not told."""
        told = (value for key, value in self.members.items() if "notif" in key and isinstance(value, bool))
        return next(told, None)

    @property
    def ends_at(self) -> datetime | None:
        found = (_moment(value) for key, value in self.members.items() if any(part in key for part in _ENDS))
        return next((moment for moment in found if moment is not None), None)

    def has_ended(self, today: datetime) -> bool:
        """Whether the contract has run out, by its end, a word, or a plain yes."""
        said = any("expired" in key and value is True for key, value in self.members.items())
        state = any(
            ("status" in key or "state" in key) and isinstance(value, str) and value.upper() in _ENDED
            for key, value in self.members.items()
        )
        return said or state or (self.ends_at is not None and self.ends_at <= today)

    def _texts(self) -> Iterator[str]:
        return (value for value in self.members.values() if isinstance(value, str))


def heard(text: str) -> list[Told]:
    """The integrations a callback names, in any of the shapes it may have.

    Raises IsthmusError (rejected) when it is too long, no JSON, or names nothing.
    """
    if len(text) > LONGEST:
        raise refused("unreadable", _("What LinkedIn’s window handed over is too long to be its answer."))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused("unreadable", _("What LinkedIn’s window handed over cannot be read.")) from error
    told = [told_by(record) for record in _records(data)]
    if not told:
        raise refused("nothing_chosen", _("LinkedIn’s window named no integration: nothing was chosen in it."))
    if len(told) > MOST:
        raise refused("unreadable", _("LinkedIn’s window named more integrations than there are."))
    return told


def told_by(record: Mapping[str, Any]) -> Told:
    """One integration from a record of whatever members."""
    members = dict(_flat(record))
    return Told(
        context=_text(members, "integrationcontext", "context"),
        type=_text(members, "integrationtype", "type"),
        tenant=_text(members, "tenanttype", "tenant"),
        members=members,
    )


def judge(told: Iterable[Told], *, organization: str, wanted: str, today: datetime) -> None:
    """Raise IsthmusError (rejected) with the reason when these integrations are not one contract of ours.

    `wanted` is the type of integration that must be among them.
    """
    told = list(told)
    others = {urn for one in told for urn in one.organizations} - {organization}
    if others:
        words = _(
            "This contract belongs to another organization ({other}); your connection is for {ours}."
            " Choose a contract of the same organization."
        )
        raise refused("other_organization", words.format(other=", ".join(sorted(others)), ours=organization))
    if len({urn for one in told for urn in one.contracts}) > 1:
        raise refused("several_contracts", _("Only one contract can be added to Apply Connect. Choose one of them."))
    if any(one.is_lite for one in told):
        words = _(
            "This is a Recruiter Lite contract, which has no integrations. Choose a Recruiter contract"
            " (Recruiter Corporate or Professional Services)."
        )
        raise refused("lite", words)
    if any(one.has_ended(today) for one in told):
        raise refused("expired", _("This contract has expired. Renew it with LinkedIn, or choose another one."))
    if not any(one.type in ("", wanted) and one.context in ("", organization) for one in told):
        raise refused("no_package", _("The Apply package was not among what was chosen. Tick it and save again."))


def refused(code: str, message: str) -> IsthmusError:
    """Why a contract is not taken; nothing was saved."""
    return IsthmusError(Failure(Kind.REJECTED, f"{message} {_('Nothing was saved.')}", code=code))


def _records(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, dict):
        inner = next((data[name] for name in _LISTS if isinstance(data.get(name), list)), None)
        if inner is None:
            yield data
        else:
            yield from _records(inner)
    elif isinstance(data, list):
        yield from (one for one in data if isinstance(one, dict) and one)


def _flat(record: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        key = re.sub(r"[^a-z]", "", str(name).lower())
        if isinstance(value, dict) and depth < DEEPEST:
            inner = dict(_flat(value, depth + 1))
            yield from inner.items()
            yield from ((key + name_inside, one) for name_inside, one in inner.items())
        elif isinstance(value, list):
            yield key, json.dumps(value)[:LONGEST]
        elif value is not None:
            yield key, value


def _text(members: Mapping[str, Any], *names: str) -> str:
    return next((members[name] for name in names if isinstance(members.get(name), str)), "")


def _moment(value: Any) -> datetime | None:
    """A moment from epoch seconds or milliseconds, or from ISO 8601."""
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000 if value > 10_000_000_000 else value, UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

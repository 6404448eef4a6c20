"""What sending an advert would change at LinkedIn, member by member, in words people read: pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from isthmus.base.clock import from_millis
from isthmus.hiring.descriptions import plain_text

LABELS: Mapping[str, Any] = {
    "title": _l("Title"),
    "description": _l("Description"),
    "location": _l("Main location"),
    "alternateLocations": _l("More locations"),
    "workplaceTypes": _l("Workplace"),
    "employmentStatus": _l("Employment"),
    "experienceLevel": _l("Level"),
    "categories": _l("Job functions"),
    "industries": _l("Industries"),
    "compensation": _l("Pay"),
    "posterEmail": _l("Poster"),
    "companyJobCode": _l("Job code"),
    "companyApplyUrl": _l("Own application page"),
    "onsiteApplyConfiguration": _l("How people apply"),
    "listingType": _l("Listing"),
    "availability": _l("Visible to"),
    "listedAt": _l("Listed since"),
    "integrationContext": _l("Company page"),
    "externalJobPostingId": _l("Job id"),
}
SHOWN = 160


@dataclass(frozen=True)
class Difference:
    """One member that would change: what LinkedIn holds (empty: nothing), and what it would hold."""

    name: str
    label: str
    before: str
    after: str


def differences(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Difference]:
    """The members of which LinkedIn would hold something else; in the order of the labels."""
    names = sorted({*held, *wanted}, key=_place)
    return [
        Difference(name, str(LABELS.get(name, name)), in_words(name, held.get(name)), in_words(name, wanted.get(name)))
        for name in names
        if held.get(name) != wanted.get(name)
    ]


def in_words(name: str, value: Any) -> str:
    """A member's value as people read it; long ones begin alone."""
    if value is None or value == "" or value == []:
        return ""
    return _OF_MEMBER.get(name, _plain)(value)


def _plain(value: Any) -> str:
    words = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _description(value: Any) -> str:
    words = " ".join(plain_text(str(value)).split())
    size = ngettext("%d character", "%d characters", len(words)) % len(words)
    return f"{_plain(words)} ({size})"


def _form(value: Any) -> str:
    questions = _count(value)
    words = ngettext(
        "On LinkedIn, with %d question of your own", "On LinkedIn, with %d questions of your own", questions
    )
    return words % questions if questions else _("On LinkedIn")


def _count(value: Any) -> int:
    """How many questions of our own stand anywhere in a form."""
    if isinstance(value, Mapping):
        return ("partnerQuestionIdentifier" in value and "questionText" in value) + sum(map(_count, value.values()))
    return sum(map(_count, value)) if isinstance(value, list) else 0


def _day(value: Any) -> str:
    return f"{from_millis(value):%-d %b %Y, %H:%M} UTC" if isinstance(value, int) else str(value)


def _pay(value: Any) -> str:
    parts = value.get("compensations", []) if isinstance(value, Mapping) else []
    return "; ".join(_pay_part(part) for part in parts if isinstance(part, Mapping))


def _pay_part(part: Mapping[str, Any]) -> str:
    amounts = part.get("value") or {}
    exact, both = amounts.get("exactAmount"), amounts.get("range") or {}
    shown = [exact] if exact else [both.get("start"), both.get("end")]
    words = " – ".join(f"{money['amount']} {money['currencyCode']}" if money else "…" for money in shown)
    return f"{part.get('type')} {words} {part.get('period')}"


def _place(name: str) -> tuple[int, str]:
    order = list(LABELS)
    return (order.index(name) if name in LABELS else len(order), name)


_OF_MEMBER: Mapping[str, Callable[[Any], str]] = {
    "description": _description,
    "onsiteApplyConfiguration": _form,
    "listedAt": _day,
    "compensation": _pay,
}

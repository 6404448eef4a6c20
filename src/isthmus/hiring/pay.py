"""What a job pays: parts of it with their range, currency and period; read, judged and put into words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pycountry
from django.utils.translation import gettext as _

from isthmus.hiring.models import PayPeriod, PayType
from isthmus.hiring.problems import Problem

MOST_PARTS = 10
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_SPACES = re.compile(r"[\s'’]")
_NO_MONEY = re.compile(r"X[A-Z]{2}")
_REGIONAL = {"XAF", "XCD", "XCG", "XOF", "XPF"}


@dataclass(frozen=True)
class PayPart:
    """One part of the pay. Amounts are plain decimal text; either end may be open, and equal ends are one amount."""

    type: str = PayType.BASE_SALARY
    period: str = PayPeriod.YEARLY
    currency: str = ""
    lowest: str = ""
    highest: str = ""

    @property
    def is_exact(self) -> bool:
        return bool(self.lowest) and self.lowest == self.highest


@cache
def currencies() -> Mapping[str, str]:
    """The names of the world's currencies by their ISO 4217 code; metals, bonds and tests are no pay."""
    known = {one.alpha_3: one.name for one in pycountry.currencies}
    return {code: known[code] for code in sorted(known) if code in _REGIONAL or not _NO_MONEY.fullmatch(code)}


def read(stored: Sequence[Mapping[str, Any]]) -> list[PayPart]:
    """The parts as they were stored, or sent by a program; what is left out is as it is by default.

    Raises TypeError for what is no list of objects of texts.
    """
    names = {field.name for field in fields(PayPart)}
    if not isinstance(stored, list | tuple) or not all(isinstance(item, Mapping) for item in stored):
        raise TypeError("pay is a list of parts")
    if not all(isinstance(value, str) for item in stored for value in item.values()):
        raise TypeError("every member of a part of the pay is a text")
    return [PayPart(**{name: value for name, value in item.items() if name in names}) for item in stored]


def tidied(parts: Sequence[PayPart]) -> list[PayPart]:
    """The parts with amounts and currencies written one way: `60 000` and `60,000.00` are 60000."""
    return [
        replace(part, currency=part.currency.strip().upper(), lowest=amount(part.lowest), highest=amount(part.highest))
        for part in parts
    ]


def as_json(parts: Sequence[PayPart]) -> list[dict[str, str]]:
    """The parts as they are stored."""
    return [{name: str(value) for name, value in asdict(part).items()} for part in parts]


def amount(text: str) -> str:
    """An amount as plain decimal text, without needless zeros; what cannot be read comes back as it is."""
    bare = _SPACES.sub("", text)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not (bare.isascii() and _AMOUNT.fullmatch(bare)):
        return text.strip()
    value = Decimal(bare)
    return str(value.to_integral_value()) if value == value.to_integral_value() else f"{value:.2f}"


def problems(parts: Sequence[PayPart]) -> Iterator[Problem]:
    """Everything wrong with tidied parts; each problem's field is `pay.<place>`."""
    if len(parts) > MOST_PARTS:
        yield Problem("pay", _("More than %(most)d parts.") % {"most": MOST_PARTS}, _("Leave some out."))
    seen: set[str] = set()
    for place, part in enumerate(parts):
        where = f"pay.{place}"
        if part.type in seen:
            yield Problem(where, _("This part of the pay stands here twice."), _("Remove one of them."))
        seen.add(part.type)
        yield from _words_of(where, part)
        yield from _amounts(where, part)


def _words_of(where: str, part: PayPart) -> Iterator[Problem]:
    if part.type not in PayType.values:
        yield Problem(where, _("This kind of pay is not known."), f"{', '.join(PayType.values)}.")
    if part.period not in PayPeriod.values:
        yield Problem(where, _("This period is not known."), f"{', '.join(PayPeriod.values)}.")
    if part.currency not in currencies():
        yield Problem(where, _("This is no currency."), _("Choose one by its three letters, such as EUR."))


def _amounts(where: str, part: PayPart) -> Iterator[Problem]:
    given = [text for text in (part.lowest, part.highest) if text]
    if not given:
        yield Problem(where, _("There is no amount."), _("Write one, or remove this part."))
        return
    wrong = next((text for text in given if not (text.isascii() and _AMOUNT.fullmatch(text))), None)
    if wrong is not None:
        words = _("“%(text)s” is not an amount.") % {"text": wrong[:30]}
        yield Problem(where, words, _("Write it like 60000 or 18.50."))
    elif any(Decimal(text) == 0 for text in given):
        yield Problem(where, _("An amount is zero."), _("Write what is paid, or leave it empty."))
    elif len(given) > 1 and Decimal(part.lowest) > Decimal(part.highest):
        yield Problem(where, _("The range runs backwards."), _("Put the smaller amount first."))


def in_words(part: PayPart) -> str:
    """A part as people read it: `EUR 60,000 – 75,000 a year · Base salary`."""
    return _("%(amount)s %(period)s · %(type)s") % {
        "amount": _range(part),
        "period": _PER[part.period]() if part.period in _PER else part.period,
        "type": str(PayType(part.type).label) if part.type in PayType.values else part.type,
    }


def _range(part: PayPart) -> str:
    values = {"currency": part.currency, "lowest": _grouped(part.lowest), "highest": _grouped(part.highest)}
    if part.is_exact:
        return _("%(currency)s %(lowest)s") % values
    if not part.highest:
        return _("%(currency)s %(lowest)s or more") % values
    if not part.lowest:
        return _("up to %(currency)s %(highest)s") % values
    return _("%(currency)s %(lowest)s – %(highest)s") % values


def _grouped(text: str) -> str:
    return f"{Decimal(text):,}" if text and _AMOUNT.fullmatch(text) else text


_PER: dict[str, Callable[[], str]] = {
    PayPeriod.YEARLY: lambda: _("a year"),
    PayPeriod.MONTHLY: lambda: _("a month"),
    PayPeriod.SEMIMONTHLY: lambda: _("twice a month"),
    PayPeriod.BIWEEKLY: lambda: _("every two weeks"),
    PayPeriod.WEEKLY: lambda: _("a week"),
    PayPeriod.DAILY: lambda: _("a day"),
    PayPeriod.HOURLY: lambda: _("an hour"),
}

"""What a job pays, as rows of the job form: read from what was posted, changed by its buttons."""

from dataclasses import asdict, dataclass, replace
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _

from isthmus.hiring import pay
from isthmus.hiring.models import Job, PayPeriod, PayType
from isthmus.hiring.pay import PayPart

PARTS = ("type", "period", "currency", "lowest", "highest")
RECENT = 20


@dataclass
class PayRow:
    """One part of the pay as it stands in the form."""

    type: str = PayType.BASE_SALARY
    period: str = PayPeriod.YEARLY
    currency: str = ""
    lowest: str = ""
    highest: str = ""
    error: str = ""
    has_focus: bool = False

    @property
    def is_empty(self) -> bool:
        """Without an amount nothing is said: dropped without a word when the job is saved."""
        return not self.lowest and not self.highest

    @property
    def part(self) -> PayPart:
        return PayPart(**{name: getattr(self, name) for name in PARTS})


def stored(job: Job) -> list[PayRow]:
    """The rows of a saved job."""
    return [PayRow(**asdict(part)) for part in pay.read(job.pay)]


def posted(data: QueryDict) -> list[PayRow]:
    """The rows as the form sent them, in the form's order."""
    said = (partial(_said, data, number) for number in data.getlist("pay"))
    return [PayRow(one("type"), one("period"), one("currency"), one("lowest"), one("highest")) for one in said]


def edited(rows: list[PayRow], edit: str) -> list[PayRow]:
    """The rows after one of the buttons; an edit it does not know changes nothing."""
    name, _colon, number = edit.partition(":")
    if name == "pay-add":
        used = {row.type for row in rows}
        free = next((one for one in PayType.values if one not in used), PayType.OTHER)
        return [
            *rows,
            replace(rows[-1], type=free, lowest="", highest="", error="", has_focus=False) if rows else PayRow(),
        ]
    if name == "pay-remove" and number.isdecimal() and int(number) < len(rows):
        return rows[: int(number)] + rows[int(number) + 1 :]
    return rows


def ready_to_type(rows: list[PayRow]) -> list[PayRow]:
    """The rows, one at least, with the currency the company used last where none was chosen."""
    rows = rows or [PayRow()]
    if any(not row.currency for row in rows):
        usual = _usual_currency()
        rows = [replace(row, currency=row.currency or usual) for row in rows]
    return rows


def as_json(rows: list[PayRow]) -> list[dict[str, str]]:
    """What is said of the pay, for the hiring service."""
    return pay.as_json([row.part for row in rows if not row.is_empty])


def in_words(job: Job) -> list[str]:
    """What a saved job pays, one line a part."""
    return [pay.in_words(part) for part in pay.read(job.pay)]


def currencies() -> list[tuple[str, str]]:
    """The currencies to choose from, by code."""
    return [("", _("Currency…")), *((code, f"{code} · {name}") for code, name in pay.currencies().items())]


def _said(data: QueryDict, number: str, name: str) -> str:
    return data.get(f"pay-{number}-{name}", "").strip()


def _usual_currency() -> str:
    recent = Job.objects.exclude(pay=[]).order_by("-created_at").values_list("pay", flat=True)[:RECENT]
    return next((part.currency for stored in recent for part in pay.read(stored)), "")

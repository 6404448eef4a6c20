"""What a job pays, as LinkedIn takes it ("Job Posting Schema", compensation): pure."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Finding, Rule
from isthmus.hiring import pay

PAY = Rule(
    "pay",
    _l("Each part of the pay of a known kind and period, with an amount in a currency of ISO 4217, ranges forwards."),
    _l("Correct the pay, or leave it out."),
    ("unknown_value", "wrong_type"),
)
RULES = (PAY,)


def findings(advert: Advert) -> Iterator[Finding]:
    """What LinkedIn would not take of the pay of an advert."""
    for problem in pay.problems(advert.pay):
        yield PAY.found(problem.field, problem.message, problem.fix)

"""What LinkedIn would refuse of a posting, found before it is sent, each with its fix: functions of values alone.

One file for each subject. `ALL` is every rule; `docs/reference/preflight.md` is written from it.
"""

from collections.abc import Iterable, Sequence

from isthmus.base.failures import Failure, Kind
from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules import addresses, choices, listing, pay, places, questions, text, twins
from isthmus.bridge.postings.rules.rule import Around, Finding, Place, Rule

__all__ = ["ALL", "Around", "Finding", "Place", "Rule", "blocking", "failure_of", "of_set", "problems"]

ALL: tuple[Rule, ...] = (
    *(*text.RULES, *places.RULES, *choices.RULES, *pay.RULES, *addresses.RULES),
    *(*listing.RULES, *questions.RULES, *twins.RULES),
)


def problems(advert: Advert, around: Around = Around()) -> list[Finding]:  # noqa: B008 - a frozen value
    """Everything that is wrong with one advert by itself."""
    return [
        *text.findings(advert),
        *places.findings(advert, around),
        *choices.findings(advert, around),
        *pay.findings(advert),
        *addresses.findings(advert, around),
        *listing.findings(advert, around),
        *questions.findings(advert),
    ]


def of_set(
    adverts: Sequence[Advert],
    around: Around = Around(),  # noqa: B008 - a frozen value
    there: Sequence[Advert] = (),
) -> dict[str, list[Finding]]:
    """What is wrong with each of several adverts, by external id, looked at together; `there`: what LinkedIn has.

    Adverts with nothing wrong have an empty list.
    """
    found = {advert.external_id: problems(advert, around) for advert in adverts}
    for external_id, twin in twins.findings(adverts, there):
        found[external_id].append(twin.finding)
    return found


def blocking(found: Iterable[Finding]) -> list[Finding]:
    """The findings that keep a posting off LinkedIn."""
    return [finding for finding in found if finding.blocks]


def failure_of(found: Iterable[Finding]) -> Failure | None:
    """What blocks, as one failure of the record's owner, or None."""
    words = " ".join(f"{finding.message} {finding.fix}".strip() for finding in blocking(found))
    return Failure(Kind.REJECTED, words, code="preflight") if words else None

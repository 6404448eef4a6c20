"""Jobs that LinkedIn would take for one another: looked for in a whole set at once: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Finding, Rule
from isthmus.hiring.descriptions import plain_text

TWIN = Rule(
    "duplicate",
    _l("No two jobs of a company with the same title, main location and description."),
    _l("Close one of the two, add the other's location to it, or tell them apart by title or description."),
    ("duplicate_content", "listing_duplicate"),
    page="Check Job Operation Task Status",
)
RULES = (TWIN,)
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Twin:
    """The finding, and the external id of the job that was there first."""

    finding: Finding
    first: str


def findings(adverts: Sequence[Advert], there: Sequence[Advert] = ()) -> Iterator[tuple[str, Twin]]:
    """External ids of adverts with what each repeats; of equal ones the first keeps its place.

    The one listed first is the one that stays; `there` are adverts LinkedIn has, which are only compared with.
    """
    first: dict[Key, Advert] = {}
    for advert in sorted((*there, *adverts), key=lambda advert: advert.listed_at):
        first.setdefault(key_of(advert), advert)
    for advert in adverts:
        other = first[key_of(advert)]
        if other.external_id != advert.external_id:
            words = _("“%(title)s” in %(place)s is the same job as another one of yours%(code)s.") % {
                "title": advert.title,
                "place": advert.locations[0] if advert.locations else "–",
                "code": f" ({other.job_code})" if other.job_code and other.job_code != advert.job_code else "",
            }
            yield advert.external_id, Twin(TWIN.found("title", words), other.external_id)


def key_of(advert: Advert) -> Key:
    """What makes two adverts one job in LinkedIn's eyes: company, title, main location and words, however spaced."""
    place = advert.locations[0] if advert.locations else ""
    words = plain_text(advert.sent_description)
    return advert.organization, _folded(advert.title), _folded(place), _folded(words)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()

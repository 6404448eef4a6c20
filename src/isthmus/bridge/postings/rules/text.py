"""Title, description and job code of a posting, as LinkedIn takes them: pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Finding, Rule
from isthmus.hiring.descriptions import plain_text

LONGEST_TITLE = 200
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 100, 25_000
LONGEST_JOB_CODE = 200
_LINK = re.compile(r"<a\s[^>]*href", re.IGNORECASE)

TITLE_MISSING = Rule("title_missing", _l("A title."), _l("Give it one."), ("missing_field", "field_title"))
TITLE_LONG = Rule("title_long", _l("A title of at most 200 characters."), _l("Shorten it."), ("field_title",))
TITLE_WITHOUT_WORDS = Rule(
    "title_without_words",
    _l("A title made of words."),
    _l("Write what the job is called."),
    ("field_title", "low_quality"),
)
DESCRIPTION_SHORT = Rule(
    "description_short",
    _l("A description of at least 100 characters. Isthmus counts what is left when the markup is taken away."),
    _l("Say more about the work."),
    ("description", "field_description"),
)
DESCRIPTION_LONG = Rule(
    "description_long",
    _l("A description of at most 25,000 characters, markup included."),
    _l("Shorten it."),
    ("description", "field_description", "description_too_long"),
)
LINKS_LOST = Rule(
    "links_lost",
    _l("A description in the tags b, strong, u, i, br, p, ul and li. Other tags are taken out, and their words stay."),
    _l("Write the address out if people need it."),
    blocks=False,
)
CODE_LONG = Rule(
    "code_long",
    _l("A job code of at most 200 characters."),
    _l("Shorten it."),
    ("field_original_job_code",),
)
RULES = (
    TITLE_MISSING,
    TITLE_LONG,
    TITLE_WITHOUT_WORDS,
    DESCRIPTION_SHORT,
    DESCRIPTION_LONG,
    LINKS_LOST,
    CODE_LONG,
)


def findings(advert: Advert) -> Iterator[Finding]:
    """What LinkedIn would not take of the words of an advert."""
    yield from _title(advert.title)
    yield from _description(advert)
    if len(advert.job_code) > LONGEST_JOB_CODE:
        yield CODE_LONG.found("code", _("LinkedIn takes codes of at most %d characters.") % LONGEST_JOB_CODE)


def _title(title: str) -> Iterator[Finding]:
    if not title.strip():
        yield TITLE_MISSING.found("title", _("The job has no title."))
    elif not any(character.isalnum() for character in title):
        yield TITLE_WITHOUT_WORDS.found("title", _("The title has no letters, and LinkedIn would not take it."))
    if len(title) > LONGEST_TITLE:
        yield TITLE_LONG.found("title", _("LinkedIn takes titles of at most %d characters.") % LONGEST_TITLE)


def _description(advert: Advert) -> Iterator[Finding]:
    sent = advert.sent_description
    if len(plain_text(sent)) < SHORTEST_DESCRIPTION:
        words = _("LinkedIn needs a description of at least %d characters.") % SHORTEST_DESCRIPTION
        yield DESCRIPTION_SHORT.found("description", words)
    if len(sent) > LONGEST_DESCRIPTION:
        words = _("LinkedIn takes descriptions of at most %s characters.") % f"{LONGEST_DESCRIPTION:,}"
        yield DESCRIPTION_LONG.found("description", words)
    if _LINK.search(advert.description):
        words = _("LinkedIn shows links in descriptions as plain words: where they lead is lost.")
        yield LINKS_LOST.found("description", words)

"""What is chosen from LinkedIn's lists, and who is responsible for the posting: pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Around, Finding, Rule
from isthmus.hiring.models import Employment, Level

MOST_FUNCTIONS = 3
FUNCTIONS = frozenset(
    {
        *("acct", "adm", "advr", "anls", "art", "bd", "cnsl", "cust", "dist", "dsgn", "edu", "eng", "fin", "genb"),
        *("hcpr", "hr", "it", "lgl", "mgmt", "mnfc", "mrkt", "othr", "pr", "prch", "prdm", "prjm", "prod", "qa"),
        *("rsch", "sale", "sci", "stra", "supl", "trng", "wrt"),
    }
)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_INDUSTRY = re.compile(r"(urn:li:industry:)?\d+")

TOO_MANY_FUNCTIONS = Rule(
    "too_many_functions",
    _l("At most three job functions."),
    _l("Remove some."),
    ("job_functions", "field_job_category"),
)
UNKNOWN_FUNCTION = Rule(
    "function_unknown",
    _l("Job functions by LinkedIn's codes; another word may not be shown."),
    _l("Choose one from the list."),
    ("field_job_category",),
    blocks=False,
    page="Job Function Codes",
)
INDUSTRY = Rule(
    "industry",
    _l("Industries by LinkedIn's numbers."),
    _l("Use its number."),
    ("unknown_value",),
    page="Industry Codes",
)
EMPLOYMENT = Rule(
    "employment",
    _l("An employment type from LinkedIn's list."),
    _l("Choose another one."),
    ("employment_status", "field_job_type"),
)
LEVEL = Rule(
    "level",
    _l("An experience level from LinkedIn's list."),
    _l("Choose another one."),
    ("experience_level", "field_experience"),
)
POSTER = Rule(
    "poster",
    _l("The e-mail address of one person who is responsible for the posting."),
    _l("Enter it on the job."),
    ("missing_field",),
    page="Job Posting release notes",
)
STRANGER = Rule(
    "poster_stranger",
    _l("The e-mail address of somebody of the company; LinkedIn shows no contact for another one."),
    _l("Use the address of somebody who hires here."),
    blocks=False,
)
RULES = (TOO_MANY_FUNCTIONS, UNKNOWN_FUNCTION, INDUSTRY, EMPLOYMENT, LEVEL, POSTER, STRANGER)


def findings(advert: Advert, around: Around) -> Iterator[Finding]:
    """What LinkedIn would not take of an advert's choices."""
    if len(advert.functions) > MOST_FUNCTIONS:
        yield TOO_MANY_FUNCTIONS.found("functions", _("LinkedIn takes at most %d job functions.") % MOST_FUNCTIONS)
    for function in advert.functions:
        if function not in FUNCTIONS:
            yield UNKNOWN_FUNCTION.found("functions", _("LinkedIn has no job function “%s”.") % function)
    for industry in advert.industries:
        if not _INDUSTRY.fullmatch(industry):
            yield INDUSTRY.found("industries", _("“%s” is not an industry of LinkedIn's.") % industry)
    if advert.employment and advert.employment not in Employment.values:
        yield EMPLOYMENT.found("employment", _("LinkedIn does not know this employment type."))
    if advert.level and advert.level not in Level.values:
        yield LEVEL.found("level", _("LinkedIn does not know this experience level."))
    yield from _poster(advert.poster_email, around)


def _poster(email: str, around: Around) -> Iterator[Finding]:
    if not _EMAIL.fullmatch(email):
        words = _("LinkedIn needs the e-mail address of the person responsible for the posting.")
        yield POSTER.found("poster_email", words)
    elif around.mail_domains and email.rpartition("@")[2].casefold() not in around.mail_domains:
        yield STRANGER.found("poster_email", _("%s is not an address of this company.") % email)

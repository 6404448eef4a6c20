"""What sort of listing a posting can be: free or paid, public or private, since when, with LinkedIn's form or not."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Around, Finding, Rule

_NAMELESS = re.compile(r"\W*(confidential|anonymous|undisclosed|private|stealth)\b.{0,20}", re.IGNORECASE)

NAMELESS = Rule(
    "company_nameless",
    _l("A company with a name of its own: LinkedIn lists no free jobs of a “Confidential” one."),
    _l("Connect the LinkedIn page of the company itself, or promote the job at LinkedIn."),
    ("missing_campaign", "field_company_name"),
    page="Create Apply Connect Jobs",
)
PRIVATE = Rule(
    "private_posting",
    _l("A public posting: what is private to the hiring system is neither listed nor applied for on LinkedIn."),
    _l("Make the posting public first, or leave it off LinkedIn."),
    ("availability_changed",),
)
PREMIUM = Rule(
    "premium_contract",
    _l("A posting contract for every promoted job."),
    _l("Publish it as a basic job."),
    ("no_slots", "contract_not_ours", "missing_campaign"),
    page="Sync Premium Jobs",
)
LISTED_AT = Rule(
    "listed_in_future",
    _l("A day of opening that has come."),
    _l("Publish the job when it is open."),
    ("listed_at",),
)
FORM_SPENT = Rule(
    "form_spent",
    _l("Not more applicants through LinkedIn's form than a free job may have."),
    _l("Promote the job at LinkedIn; until then people apply on your own page."),
    ("applicant_allowance_used",),
    blocks=False,
    page="Check Job Posting Statuses",
)
RULES = (NAMELESS, PRIVATE, PREMIUM, LISTED_AT, FORM_SPENT)


def findings(advert: Advert, around: Around) -> Iterator[Finding]:
    """What LinkedIn would not take of an advert as the sort of listing it is."""
    if _NAMELESS.fullmatch(around.company.strip()):
        words = _("LinkedIn lists no free jobs of a company called “%s”.") % around.company
        yield NAMELESS.found("", words)
    if advert.visibility != "public":
        yield PRIVATE.found("", _("This posting is private to your hiring system."))
    if advert.listing_type != "basic":
        yield PREMIUM.found("", _("A premium job needs a posting contract, and none is connected."))
    if around.present and advert.listed_at > around.present:
        yield LISTED_AT.found("", _("The day the job was opened lies in the future."))
    if advert.webhook_url and advert.external_id in around.form_spent:
        words = _("The free job has used up its applicants on LinkedIn; its form stays off.")
        yield FORM_SPENT.found("", words)

"""Why a posting is not listed, or takes no applications, as data ("Check Job Posting Statuses", LinkedIn Help).

LinkedIn's `errorType` is searched as part of the text, its number as the service code.
"""

from dataclasses import replace

from isthmus.base.failures import Kind
from isthmus.linkedin.refusals import Row
from isthmus.linkedin.task_table import TAKEN_DOWN

_STATUS_PAGE = "Check Job Posting Statuses"
_HELP_PAGE = "Job posting status errors"


def _listing(name: str, pattern: str, message: str, reason: str, kind: Kind = Kind.REJECTED) -> Row:
    return Row(name, kind, message, reason, pattern, page=_HELP_PAGE)


STATUS_ROWS: tuple[Row, ...] = (
    Row(
        "applicant_allowance_used",
        Kind.REJECTED,
        "The free job has used up its allowance of applicants, so LinkedIn sends people to your own page."
        " Promoting the job at LinkedIn brings the form back.",
        "1157: the free job's applicant allowance is used up.",
        service_codes=(1157,),
        page=_STATUS_PAGE,
    ),
    _listing(
        "listing_location",
        r"INVALID_LOCATION",
        "LinkedIn does not recognise the location. Add the country, or write it as “City, Country”.",
        "INVALID_LOCATION: usually country or postcode is missing.",
    ),
    _listing(
        "listing_location_missing",
        r"MISSING_LOCATION",
        "LinkedIn finds no location on the job. Give it one, as “City, Country”.",
        "MISSING_LOCATION.",
    ),
    _listing(
        "blocked_country",
        r"BLOCKED_COUNTRY",
        "LinkedIn lists no jobs in this country, since it is under sanctions. Post it elsewhere.",
        "BLOCKED_COUNTRY.",
    ),
    _listing(
        "member_reported",
        r"MEMBER_REPORTED",
        "LinkedIn closed the job: several members reported that it takes no more applicants. Check that it is open and"
        " its link works, then take it off and publish it again.",
        "MEMBER_REPORTED.",
    ),
    _listing(
        "customer_excluded",
        r"CUSTOMER_EXCLUDED",
        "A rule the company agreed with LinkedIn excludes this job. Ask LinkedIn Support to change the rule.",
        "CUSTOMER_EXCLUDED.",
        Kind.MISCONFIGURED,
    ),
    _listing(
        "description_too_long",
        r"ERROR_JOB_DESCRIPTION_TOO_LONG",
        "The description is longer than 25,000 characters. Shorten it.",
        "ERROR_JOB_DESCRIPTION_TOO_LONG.",
    ),
    _listing(
        "missing_in_feed",
        r"MIGRATION_MISSING_SCRAPED_JOB",
        "LinkedIn finds no counterpart of this job in your feed or career site. Make id, title, location and company"
        " the same in both.",
        "MIGRATION_MISSING_SCRAPED_JOB, read as: an API job without a counterpart in the current source.",
        Kind.MISCONFIGURED,
    ),
    _listing(
        "missing_here",
        r"MIGRATION_MISSING_JOB_POSTING",
        "Your feed or career site shows a job that LinkedIn does not get from Isthmus. Publish it here too, or take it"
        " off there.",
        "MIGRATION_MISSING_JOB_POSTING, read as: a job of the current source without a counterpart by API.",
        Kind.MISCONFIGURED,
    ),
    _listing(
        "listing_duplicate",
        r"duplicate",
        "The same job is already on LinkedIn. Close one of the two.",
        "The duplicate message.",
    ),
    *(replace(row, page=_STATUS_PAGE) for row in TAKEN_DOWN),
    Row(
        "form_not_asked_for",
        Kind.BUG,
        "LinkedIn says it was never asked for its form on this job, although Isthmus wants it there.",
        "PARTNER_ERROR: no attempt to enable; the job came without onsiteApplyConfiguration.",
        r"no attempt",
        page=_STATUS_PAGE,
    ),
    Row(
        "status_partner_error",
        Kind.BUG,
        "LinkedIn found a fault in how Isthmus sent this job.",
        "PARTNER_ERROR: the request.",
        r"PARTNER_ERROR",
        page=_STATUS_PAGE,
    ),
    Row(
        "status_linkedin_error",
        Kind.TRANSIENT,
        "LinkedIn had a problem of its own with this job. Isthmus keeps asking.",
        "LINKEDIN_ERROR.",
        r"LINKEDIN_ERROR",
        page=_STATUS_PAGE,
    ),
    Row(
        "status_customer_error",
        Kind.REJECTED,
        "LinkedIn found a problem in this job's data. Read what it said, and correct the job.",
        "CUSTOMER_ERROR, or a reason nobody listed.",
        page=_STATUS_PAGE,
    ),
)

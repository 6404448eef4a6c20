"""Why a posting task failed, as data ("Check Job Operation Task Status"): codes literally, the rest by gist."""

from isthmus.base.failures import Kind
from isthmus.linkedin.refusals import Row

_FIELDS = {
    "COMPANY": "company",
    "COMPANY_APPLY_URL": "application link",
    "COMPANY_NAME": "company name",
    "COUNTRY_CODE": "country",
    "DESCRIPTION": "description",
    "EXPERIENCE": "experience level",
    "GEO_LOCATION": "location",
    "JOB_CATEGORY": "job function",
    "JOB_TYPE": "employment type",
    "ORIGINAL_JOB_CODE": "job code",
    "SOURCE_DOMAIN": "application link",
    "SOURCE_JOB_CODE": "job id",
    "SOURCE_URL": "application link",
    "STANDARDIZED_LOCATION": "location",
    "TITLE": "title",
}


def _refused(name: str, pattern: str, message: str, reason: str) -> Row:
    return Row(name, Kind.REJECTED, message, reason, pattern)


def _company(name: str, pattern: str, message: str, reason: str) -> Row:
    return Row(name, Kind.MISCONFIGURED, message, reason, pattern)


def _field(code: str, words: str) -> Row:
    return _refused(
        f"field_{code.lower()}",
        rf"\[JOB_FIELD_PROCESSOR_{code}\]",
        f"LinkedIn did not accept the job's {words}. Correct it and publish again.",
        f"LinkedIn's processor for {words} refused the job.",
    )


_DUPLICATES = (
    _refused(
        "duplicate_content",
        r"duplicateJobPostingUrl|ErrorCode\W*2009",
        "The same job is already on LinkedIn. Close one of the two.",
        "The job duplicates one already on LinkedIn, from this or another source.",
    ),
    _refused(
        "duplicate_create",
        r"duplicate|already (exists|posted)|(job|posting) exists|existing (basic|premium|non-draft)",
        "LinkedIn already has a posting with this job's id.",
        "CREATE for a job that exists already as a basic or non-draft premium posting.",
    ),
)

_VALIDATION = _refused(
    "validation",
    r"validation",
    "LinkedIn's own checks dropped the job without saying why. Its words are in the details.",
    "Generic validation drop.",
)

_UNKNOWN_POSTING = _refused(
    "unknown_posting",
    r"(unknown|no|no such|no existing|no open) (job|posting)\b|(job|posting).{0,80}(not found|not exist|unknown)",
    "LinkedIn has no posting of this job to change. Publish it first.",
    "UPDATE, RENEW or CLOSE of a job LinkedIn does not know.",
)

_MISSING = (
    _refused(
        "missing_industry",
        r"\[MISSING_INDUSTRY_CODES\]",
        "LinkedIn needs an industry. Set one on the job or on the company's LinkedIn page.",
        "Neither job nor company page has an industry.",
    ),
    _company(
        "missing_campaign",
        r"\[MISSING_JOB_CAMPAIGN\]",
        "LinkedIn found no campaign for this promoted job. Check the contract in Settings.",
        "The promoted job has no campaign.",
    ),
    _refused(
        "missing_source_domain",
        r"\[MISSING_SOURCE_DOMAIN\]",
        "LinkedIn could not read the web site of the job's application link.",
        "The apply URL has no usable domain.",
    ),
)

_PLACES_AND_TEXT = (
    _refused(
        "country_not_allowed",
        r"countr.*(allow|block|sanction)|block.*countr|allow.?list",
        "LinkedIn does not list jobs in this country.",
        "The country is not on LinkedIn's allow list.",
    ),
    _refused(
        "location",
        r"location|postal ?code|/(city|state)\b",
        "LinkedIn does not recognise the location. Write it as “City, Country” or “City, State, Country”.",
        "The location is missing, invalid or cannot be standardised.",
    ),
    _refused(
        "description",
        r"description",
        "LinkedIn needs a description of 100 to 25,000 characters.",
        "The description is absent, too short or too long.",
    ),
    _refused(
        "job_url",
        r"\burls?\b|(job|apply) ?url",
        "LinkedIn does not accept the job's application link.",
        "The job's URL is invalid.",
    ),
    _refused(
        "job_functions",
        r"job functions?|too many (functions|categories)",
        "LinkedIn accepts at most three job functions.",
        "Too many job functions.",
    ),
)

_COMPANY = (
    _company(
        "webhook_challenge",
        r"challenge",
        "LinkedIn could not verify the address it sends applications to. Check the public address in Settings.",
        "The webhook address failed the security challenge.",
    ),
    _company(
        "company_blocked",
        r"company page.*block|block.*company page",
        "The company's LinkedIn page blocks this posting. An admin of that page must allow it.",
        "The company page blocked the posting.",
    ),
    _company(
        "no_company_page",
        r"company page|no company",
        "The job is not connected to a company page on LinkedIn. Check the LinkedIn connection.",
        "No company page connection.",
    ),
    _company(
        "not_opted_in",
        r"opted.?in|opt.?in",
        "The employer or its job source is not opted in at LinkedIn. Ask LinkedIn to enable it.",
        "Employer or job source is not opted in.",
    ),
)

_POLICY = (
    _refused("spam", r"\bspam", "LinkedIn took the job for spam.", "Dropped as spam."),
    _refused("low_quality", r"low.?quality", "LinkedIn closed the job for low quality, for good.", "Low quality."),
    _refused("taken_down", r"take.?down|taken down", "LinkedIn took the job down by hand.", "Manual take-down."),
    _refused("suspended", r"suspend|trust", "LinkedIn's trust team suspended the job.", "Suspended by trust."),
    _company(
        "exports_blocked",
        r"global block|block.*export|export.*block",
        "LinkedIn blocks postings from this account.",
        "Global block.",
    ),
    _refused(
        "ignored", r"ignored", "LinkedIn ignored the job under one of its rules.", "Ignored by a field processor."
    ),
    _refused(
        "poster",
        r"poster",
        "The person who posted the job asked LinkedIn not to publish it, or closed it there.",
        "The poster asked not to publish, or closed the job.",
    ),
)

_MONEY = (
    _refused(
        "budget",
        r"budget|affordable offer|free.?trial|payment|duration",
        "The money or time for promoting this job is used up, or the payment failed.",
        "Job, account or free-trial budget spent, offer ended, duration reached, or payment failed.",
    ),
    _company("campaign", r"campaign", "LinkedIn's campaign for this promoted job is not valid.", "Invalid campaign."),
)

TASK_ROWS: tuple[Row, ...] = (
    *_DUPLICATES[:1],
    *(_field(code, words) for code, words in _FIELDS.items()),
    *_MISSING,
    Row(
        "unexpected",
        Kind.TRANSIENT,
        "LinkedIn had a problem of its own with this job. Isthmus tries again.",
        "Unexpected error, the only one LinkedIn describes as worth retrying.",
        r"unexpected error",
    ),
    *_DUPLICATES[1:],
    *_COMPANY,
    *_MONEY,
    *_POLICY,
    *_PLACES_AND_TEXT,
    _UNKNOWN_POSTING,
    _VALIDATION,
)

LISTING_ROWS: tuple[Row, ...] = (
    _refused(
        "listing_location",
        r"INVALID_LOCATION|MISSING_LOCATION",
        "LinkedIn does not recognise the location.",
        "Location.",
    ),
    _refused("blocked_country", r"BLOCKED_COUNTRY", "LinkedIn does not list jobs in this country.", "Sanctions."),
    _refused(
        "member_reported",
        r"MEMBER_REPORTED",
        "LinkedIn closed the job: several members reported that it takes no more applicants.",
        "Reported by members.",
    ),
    _company(
        "customer_excluded",
        r"CUSTOMER_EXCLUDED",
        "A rule the company agreed with LinkedIn excludes this job. Ask LinkedIn Support.",
        "Exclusion rule.",
    ),
    _refused(
        "description_too_long",
        r"ERROR_JOB_DESCRIPTION_TOO_LONG",
        "The description is longer than 25,000 characters.",
        "Description too long.",
    ),
)
APPLICANT_ALLOWANCE_USED = 1157

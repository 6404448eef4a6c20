"""Why a posting task failed, as data ("Check Job Operation Task Status"): codes literally, the rest by gist."""

from isthmus.base.failures import Kind
from isthmus.linkedin.refusals import Row

PAGE = "Check Job Operation Task Status"
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
    return Row(name, Kind.REJECTED, message, reason, pattern, page=PAGE)


def _company(name: str, pattern: str, message: str, reason: str) -> Row:
    return Row(name, Kind.MISCONFIGURED, message, reason, pattern, page=PAGE)


def _field(code: str, words: str) -> Row:
    return _refused(
        f"field_{code.lower()}",
        rf"\[JOB_FIELD_PROCESSOR_{code}\]",
        f"LinkedIn did not accept the job's {words}. Correct it.",
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
        r"duplicate|already (exists|posted)|(?<!no )(?<!such )(job|posting) exists"
        r"|(?<!no )existing (basic|premium|non-draft)",
        "LinkedIn already has a posting with this job's id. Close it there, or let its other source go.",
        "CREATE for a job that exists already as a basic or non-draft premium posting.",
    ),
)

_VALIDATION = _refused(
    "validation",
    r"validation",
    "LinkedIn's own checks dropped the job without saying why. Read what it said, and change the job.",
    "Generic validation drop.",
)

_OPERATIONS = (
    _refused(
        "several_locations",
        r"(upgrade|downgrade|promot|listing type).{0,80}(location|single)|single location|multiplex"
        r"|(several|more than one|multiple) locations?",
        "LinkedIn promotes jobs of one location only. Make several jobs of it first.",
        "UPGRADE or DOWNGRADE of a job of several locations.",
    ),
    Row(
        "availability_changed",
        Kind.BUG,
        "Isthmus tried to change who may see this posting, which LinkedIn allows only by closing it first.",
        "An UPDATE that turns a public job private or the other way round.",
        r"availability|visibility",
        page="Recruiter System Connect jobs",
    ),
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
        "LinkedIn found no campaign that pays for this job. Promote it, or check the contract in Settings.",
        "The job has no campaign, whether promoted or of a sort LinkedIn does not list for free, as a staffing firm's.",
    ),
    _refused(
        "missing_source_domain",
        r"\[MISSING_SOURCE_DOMAIN\]",
        "LinkedIn could not read the web site of the job's application link. Give a complete address.",
        "The apply URL has no usable domain.",
    ),
)

_PLACES_AND_TEXT = (
    _refused(
        "country_not_allowed",
        r"countr.*(allow|block|sanction)|block.*countr|allow.?list",
        "LinkedIn does not list jobs in this country. Post it elsewhere.",
        "The country is not on LinkedIn's allow list.",
    ),
    _refused(
        "location_missing",
        r"(no|missing|without( a)?) location|location is (missing|absent|empty)",
        "The job has no location. Give it one, as “City, Country”.",
        "The location is missing.",
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
        "LinkedIn needs a description of 100 to 25,000 characters. Lengthen or shorten it.",
        "The description is absent, too short or too long.",
    ),
    _refused(
        "job_url",
        r"\burls?\b|(job|apply) ?url",
        "LinkedIn does not accept the job's application link. Check that it is a complete web address.",
        "The job's URL is invalid.",
    ),
    _refused(
        "job_functions",
        r"job functions?|too many (functions|categories)",
        "LinkedIn accepts at most three job functions. Remove some.",
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
        "source_not_opted_in",
        r"source.{0,40}opted|opt.{0,20}source",
        "Isthmus is not admitted at LinkedIn as a source of this company's jobs. Ask LinkedIn to enable it.",
        "The job source is not opted in.",
    ),
    _company(
        "not_opted_in",
        r"opted.?in|opt.?in",
        "The employer is not opted in at LinkedIn. Ask LinkedIn to enable it.",
        "The employer is not opted in.",
    ),
)

TAKEN_DOWN = (
    _refused(
        "taken_down",
        r"take.?down|taken down",
        "LinkedIn took the job down by hand. Ask LinkedIn Support why.",
        "Manual take-down.",
    ),
    _refused(
        "suspended",
        r"suspend|trust",
        "LinkedIn's trust team suspended the job. Ask LinkedIn Support why.",
        "Suspended by trust.",
    ),
)
_POLICY = (
    _refused(
        "spam",
        r"\bspam",
        "LinkedIn took the job for spam. Rewrite title and description, or ask LinkedIn Support.",
        "Dropped as spam.",
    ),
    _refused(
        "low_quality",
        r"low.?quality",
        "LinkedIn closed the job for low quality, for good. Write it anew as another job.",
        "Low quality; not opened again.",
    ),
    *TAKEN_DOWN,
    _company(
        "exports_blocked",
        r"global block|block.*export|export.*block",
        "LinkedIn blocks postings from this account. Ask LinkedIn Support why.",
        "Global block on exports.",
    ),
    _refused(
        "ignored",
        r"ignored",
        "LinkedIn ignored the job under one of its rules. Read what it said, and ask LinkedIn Support.",
        "Ignored by a field processor.",
    ),
    _refused(
        "poster_asked",
        r"poster.{0,40}(ask|request|not)|not to (publish|post)",
        "The person who posted the job asked LinkedIn not to publish it. Agree with them, then publish it again.",
        "The poster asked not to publish.",
    ),
    _refused(
        "poster",
        r"poster",
        "The person who posted the job closed it at LinkedIn. Agree with them, then publish it again.",
        "Closed by its original poster.",
    ),
)

_MONEY = (
    _refused(
        "trial_spent",
        r"free.?trial",
        "The free trial of promoting jobs is used up. Pay for the promotion, or publish the job as basic.",
        "The free trial's budget is spent.",
    ),
    _refused(
        "payment_failed",
        r"payment",
        "The payment for promoting this job failed. Check how LinkedIn is paid.",
        "A payment after posting failed.",
    ),
    _refused(
        "offer_ended",
        r"affordable|offer",
        "LinkedIn's offer for promoting this job has ended. Promote it anew, or publish it as basic.",
        "The affordable offer has ended.",
    ),
    _refused(
        "duration_reached",
        r"duration",
        "The longest time for promoting this job is over. Promote it anew, or publish it as basic.",
        "The duration limit is reached.",
    ),
    _refused(
        "account_budget",
        r"account.{0,20}budget|budget.{0,20}account",
        "The account's budget for promoting jobs is used up. Raise it at LinkedIn, or publish the job as basic.",
        "The account's budget is spent.",
    ),
    _refused(
        "no_job_budget",
        r"\bno\b.{0,20}budget",
        "The job has no budget for being promoted. Set one at LinkedIn, or publish the job as basic.",
        "The job has no budget.",
    ),
    _refused(
        "budget",
        r"budget",
        "The budget for promoting this job is used up. Raise it at LinkedIn, or publish the job as basic.",
        "The job's budget is spent.",
    ),
    _company(
        "campaign",
        r"campaign",
        "LinkedIn's campaign for this promoted job is not valid. Check the contract in Settings.",
        "Invalid job campaign.",
    ),
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
        page=PAGE,
    ),
    *_DUPLICATES[1:],
    *_OPERATIONS,
    *_COMPANY,
    *_MONEY,
    *_POLICY,
    *_PLACES_AND_TEXT,
    _UNKNOWN_POSTING,
    _VALIDATION,
)

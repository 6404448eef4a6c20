"""Why a posting task can end FAILED (*Check Job Operation Task Status*). Codes in brackets are LinkedIn's own and
safe to match; the words around them are ours. Each can be ordered: the fault `task_fails`, or an external id
`FAIL.{key}.anything`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PROCESSORS = (
    "COMPANY",
    "COMPANY_APPLY_URL",
    "COMPANY_NAME",
    "COUNTRY_CODE",
    "DESCRIPTION",
    "EXPERIENCE",
    "GEO_LOCATION",
    "JOB_CATEGORY",
    "JOB_TYPE",
    "ORIGINAL_JOB_CODE",
    "SOURCE_DOMAIN",
    "SOURCE_JOB_CODE",
    "SOURCE_URL",
    "STANDARDIZED_LOCATION",
    "TITLE",
)
_MISSING = ("MISSING_INDUSTRY_CODES", "MISSING_JOB_CAMPAIGN", "MISSING_SOURCE_DOMAIN")

_TEXTS: dict[str, str] = {
    "DUPLICATE_CREATE": "A job exists for this external id: LinkedIn job {job}, externalJobPostingId {external_id}",
    "RENEW_UNKNOWN": "Cannot renew: there is no open job with externalJobPostingId {external_id}",
    "UPDATE_UNKNOWN": "Cannot update: there is no open job with externalJobPostingId {external_id}",
    "CLOSE_UNKNOWN": "Cannot close: there is no open job with externalJobPostingId {external_id}",
    "DUPLICATE_OF": "This job duplicates one already on the site. duplicateJobPostingUrl: {url}",
    "DUPLICATE_2009": "The job could not be posted. ErrorCode:2009, it duplicates {url}",
    "LOCATION_UNKNOWN": "The location could not be standardized: {location}",
    "LOCATION_UNRESOLVED": "We were unable to standardize the location {location} of this job",
    "LOCATION_INVALID": "INVALID_LOCATION: the location is not valid",
    "LOCATION_MISSING": "MISSING_LOCATION: the job has no location",
    "BLOCKED_COUNTRY": "BLOCKED_COUNTRY: the country of this job is not on the list of allowed countries",
    "DESCRIPTION_SHORT": "The description is shorter than 100 characters",
    "DESCRIPTION_TOO_SHORT": "A job description needs at least 100 characters",
    "DESCRIPTION_LENGTH": "ERROR_JOB_DESCRIPTION_TOO_LONG: the description is not within 100 to 25000 characters",
    "JOB_URL_INVALID": "The URL of the job is not valid",
    "TOO_MANY_FUNCTIONS": "The job has too many job functions",
    "DROPPED_CITY": "The job was dropped. Invalid Field: /city",
    "DROPPED_POSTAL_CODE": "The job was dropped. Invalid Field: /postalCode",
    "DROPPED_STATE": "The job was dropped. Invalid Field: /state",
    "DROPPED_GEO_LOCATION": "The job was dropped. Invalid Field: /geoLocation",
    "NO_COMPANY_PAGE": "There is no connection to a company page",
    "COMPANY_BLOCKED": "The company page has blocked this posting",
    "EMPLOYER_NOT_OPTED_IN": "The employer has not opted in",
    "SOURCE_NOT_OPTED_IN": "The job source has not opted in",
    "GLOBAL_BLOCK": "Exports of jobs are blocked for this source",
    "IGNORED": "The job was ignored by a field processor",
    "LOW_QUALITY": "The job is of low quality and was closed for good",
    "SPAM": "The job was taken for spam",
    "VALIDATION": "The job was dropped in validation",
    "TAKEN_DOWN": "The job was taken down by hand",
    "SUSPENDED": "The job was suspended by Trust",
    "UNEXPECTED": "An unexpected error occurred, please try again",
    "POSTER_ASKED": "The poster asked not to publish this job",
    "POSTER_CLOSED": "The job was closed by its original poster",
    "CAMPAIGN_INVALID": "The job campaign is not valid",
    "JOB_BUDGET_SPENT": "The budget of the job is spent",
    "NO_JOB_BUDGET": "The job has no budget",
    "ACCOUNT_BUDGET_SPENT": "The budget of the account is spent",
    "OFFER_ENDED": "The affordable offer has ended",
    "DURATION_REACHED": "The job has reached its longest duration",
    "TRIAL_SPENT": "The budget of the free trial is spent",
    "PAYMENT_FAILED": "A payment failed after posting",
    "UPGRADE_UNKNOWN": "Cannot upgrade: there is no open job with externalJobPostingId {external_id}",
    "DOWNGRADE_UNKNOWN": "Cannot downgrade: there is no open job with externalJobPostingId {external_id}",
    "SEVERAL_LOCATIONS": "A job of several locations cannot be upgraded or downgraded",
    "AVAILABILITY_CHANGED": "A job's availability cannot be updated: close the job, then create it again",
    "CHALLENGE_FAILED": "The jobApplicationWebhookUrl failed the security challenge check",
}
GISTS: dict[str, str] = {
    **_TEXTS,
    **{
        f"JOB_FIELD_PROCESSOR_{name}": f"Failure reason reference code: [JOB_FIELD_PROCESSOR_{name}]"
        for name in _PROCESSORS
    },
    **{name: f"Failure reason reference code: [{name}]" for name in _MISSING},
}
# Names of *Job posting status errors* (LinkedIn Help) for what a task may stumble over.
STATUS_NAMES = {
    "LOCATION_UNKNOWN": "INVALID_LOCATION",
    "LOCATION_UNRESOLVED": "INVALID_LOCATION",
    "LOCATION_INVALID": "INVALID_LOCATION",
    "JOB_FIELD_PROCESSOR_GEO_LOCATION": "INVALID_LOCATION",
    "JOB_FIELD_PROCESSOR_STANDARDIZED_LOCATION": "INVALID_LOCATION",
    "LOCATION_MISSING": "MISSING_LOCATION",
    "BLOCKED_COUNTRY": "BLOCKED_COUNTRY",
    "DESCRIPTION_LENGTH": "ERROR_JOB_DESCRIPTION_TOO_LONG",
    "MEMBER_REPORTED": "MEMBER_REPORTED",
    "CUSTOMER_EXCLUDED": "CUSTOMER_EXCLUDED",
    "MIGRATION_MISSING_SCRAPED_JOB": "MIGRATION_MISSING_SCRAPED_JOB",
    "MIGRATION_MISSING_JOB_POSTING": "MIGRATION_MISSING_JOB_POSTING",
}
_LINKEDINS_OWN = {"UNEXPECTED", "GLOBAL_BLOCK"}
_PARTNERS = {"DUPLICATE_CREATE", "CHALLENGE_FAILED", "SEVERAL_LOCATIONS", "AVAILABILITY_CHANGED"}
_MAGIC = re.compile(r"FAIL\.([A-Z0-9_]+)(\.|$)")


@dataclass(frozen=True)
class Failure:
    """Why a task fails: a gist and the facts its words mention."""

    gist: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return message(self.gist, **self.facts)


def error_type(key: str) -> str:
    """Whose fault a gist is, in the words of a status detail."""
    if key in _LINKEDINS_OWN:
        return "LINKEDIN_ERROR"
    return (
        "PARTNER_ERROR" if key in _PARTNERS or key.endswith("_UNKNOWN") and "LOCATION" not in key else "CUSTOMER_ERROR"
    )


def message(key: str, **facts: object) -> str:
    """The message of a gist; facts it does not mention are ignored, facts it lacks stay empty."""
    return re.sub(r"\{(\w+)\}", lambda match: str(facts.get(match[1], "")), GISTS[key])


def magic(external_id: str) -> str | None:
    """The gist an external id orders by its prefix."""
    match = _MAGIC.match(external_id)
    return match[1] if match and match[1] in GISTS else None

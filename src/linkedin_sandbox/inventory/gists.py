"""The gists of a FAILED posting task, by hand from *Check Job Operation Task Status*, under the sandbox's names."""

from __future__ import annotations

# All can be ordered; each but the ordered ones has its cause, in a parameter of its name.
GIST_TEST = "test_every_gist_can_be_ordered_by_external_id"
CAUSE_TEST = "test_every_gist_has_its_cause"
# Decisions of LinkedIn's that nothing a client sends brings about.
ORDERED_ONLY = ("VALIDATION", "UNEXPECTED")
GISTS: dict[str, tuple[str, ...]] = {
    "Operation": ("DUPLICATE_CREATE", "RENEW_UNKNOWN", "UPDATE_UNKNOWN"),
    "Duplicate": ("DUPLICATE_OF", "DUPLICATE_2009"),
    "Field processors": (
        "JOB_FIELD_PROCESSOR_COMPANY",
        "JOB_FIELD_PROCESSOR_COMPANY_APPLY_URL",
        "JOB_FIELD_PROCESSOR_COMPANY_NAME",
        "JOB_FIELD_PROCESSOR_COUNTRY_CODE",
        "JOB_FIELD_PROCESSOR_DESCRIPTION",
        "JOB_FIELD_PROCESSOR_EXPERIENCE",
        "JOB_FIELD_PROCESSOR_GEO_LOCATION",
        "JOB_FIELD_PROCESSOR_JOB_CATEGORY",
        "JOB_FIELD_PROCESSOR_JOB_TYPE",
        "JOB_FIELD_PROCESSOR_ORIGINAL_JOB_CODE",
        "JOB_FIELD_PROCESSOR_SOURCE_DOMAIN",
        "JOB_FIELD_PROCESSOR_SOURCE_JOB_CODE",
        "JOB_FIELD_PROCESSOR_SOURCE_URL",
        "JOB_FIELD_PROCESSOR_STANDARDIZED_LOCATION",
        "JOB_FIELD_PROCESSOR_TITLE",
    ),
    "Missing": ("MISSING_INDUSTRY_CODES", "MISSING_JOB_CAMPAIGN", "MISSING_SOURCE_DOMAIN"),
    "Location": ("LOCATION_UNKNOWN", "LOCATION_UNRESOLVED", "LOCATION_INVALID", "LOCATION_MISSING", "BLOCKED_COUNTRY"),
    "Content": (
        "DESCRIPTION_SHORT",
        "DESCRIPTION_TOO_SHORT",
        "DESCRIPTION_LENGTH",
        "JOB_URL_INVALID",
        "TOO_MANY_FUNCTIONS",
        "DROPPED_CITY",
        "DROPPED_POSTAL_CODE",
        "DROPPED_STATE",
        "DROPPED_GEO_LOCATION",
    ),
    "Company": ("NO_COMPANY_PAGE", "COMPANY_BLOCKED", "EMPLOYER_NOT_OPTED_IN", "SOURCE_NOT_OPTED_IN"),
    "Policy": (
        "GLOBAL_BLOCK",
        "IGNORED",
        "LOW_QUALITY",
        "SPAM",
        "VALIDATION",
        "TAKEN_DOWN",
        "SUSPENDED",
        "UNEXPECTED",
    ),
    "Poster": ("POSTER_ASKED", "POSTER_CLOSED"),
    "Campaign and money": (
        "CAMPAIGN_INVALID",
        "JOB_BUDGET_SPENT",
        "NO_JOB_BUDGET",
        "ACCOUNT_BUDGET_SPENT",
        "OFFER_ENDED",
        "DURATION_REACHED",
        "TRIAL_SPENT",
        "PAYMENT_FAILED",
    ),
    "The sandbox's own": (
        "CLOSE_UNKNOWN",
        "UPGRADE_UNKNOWN",
        "DOWNGRADE_UNKNOWN",
        "SEVERAL_LOCATIONS",
        "AVAILABILITY_CHANGED",
        "CHALLENGE_FAILED",
    ),
}

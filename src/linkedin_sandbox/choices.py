"""Every place where LinkedIn's documentation is silent or contradicts itself, and what the sandbox does there.

Each entry is adjustable by name: `--choice name=value` on the command line, or `POST /_sandbox/choices`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_VERSIONS = [
    "202501",
    "202504",
    "202505",
    "202506",
    "202507",
    "202508",
    "202508.02",
    "202510",
    "202511",
    "202512",
    "202602",
    "202603",
    "202604",
]
_LARGEST = 10**10


@dataclass(frozen=True)
class Choice:
    """One decision of ours. `options` is empty when any value of the default's type will do."""

    name: str
    default: Any
    about: str
    page: str
    options: tuple[Any, ...] = ()


CHOICES: tuple[Choice, ...] = (
    Choice(
        "task_delay_seconds",
        1.5,
        "How long a posting task stays IN_PROGRESS. LinkedIn: normally up to five minutes.",
        "Check Job Operation Task Status",
    ),
    Choice(
        "task_life_days",
        30,
        "How long a task can be looked up; 30 days on one page, 24 hours on another.",
        "Check Job Operation Task Status",
    ),
    Choice(
        "posting_error_transport",
        "item",
        "Refusals the page lists with a 4xx transport status: per item in a 200 batch, or as the whole call's status.",
        "Create Job Postings",
        ("item", "listed"),
    ),
    Choice(
        "poster_email_required",
        True,
        "posterEmail is required since June 2025; how its absence is answered is not said.",
        "Job Posting release notes",
        (True, False),
    ),
    Choice(
        "missing_method_words",
        "fields",
        "Which of the two documented texts a POST without x-restli-method gets: row 12 or row 13 of the error table.",
        "Create Job Postings",
        ("fields", "permissions"),
    ),
    Choice(
        "enum_leniency",
        "strict",
        "employmentStatus and experienceLevel outside their enum: refused with 422 (error table), or mapped to the "
        "closest value (standardisation policy, certification JP-C-02).",
        "Create Job Postings",
        ("strict", "lenient"),
    ),
    Choice(
        "close_body",
        "full",
        "What a CLOSE must carry: the full job, as every official example does, or its id and operation alone.",
        "Close Job Postings",
        ("full", "minimal"),
    ),
    Choice(
        "company_page_url_spelling",
        "both",
        "An integration sample spells companyPageUrl as companyPageURL.",
        "Job Posting Schema",
        ("both", "schema"),
    ),
    Choice(
        "open_pay_range",
        True,
        "Whether a pay range may lack its start or its end; the schema table says both required and optional.",
        "Job Posting Schema",
        (True, False),
    ),
    Choice(
        "rest_premium_expiry",
        "premium",
        "expireAt of a premium job under /rest: 1-90 days and 30 by default (schema page), or as for any job there: "
        "1-365 days, 180 by default (SDK).",
        "Job Posting Schema",
        ("premium", "general"),
    ),
    Choice(
        "upgrade_permission",
        True,
        "Whether the application has the permission for upgrades and downgrades, which LinkedIn grants on request.",
        "Inline Upgrade / Downgrade",
        (True, False),
    ),
    Choice(
        "multi_location_tasks",
        "single",
        "How a job of several locations is told of: one task for the whole job; one task URN carrying several results, "
        "as a list or inside one record; or tasks of their own, looked up along with the first.",
        "Check Job Operation Task Status",
        ("single", "list", "inside", "tasks"),
    ),
    Choice(
        "duplicate_content",
        "refused",
        "A new job with the organization, title, location, description and companyApplyUrl of one that is listed. What "
        "LinkedIn compares is not documented.",
        "Check Job Operation Task Status",
        ("refused", "refused_2009", "allowed"),
    ),
    Choice(
        "description_counts",
        "markup",
        "Whether the 100 characters a description needs count its tags.",
        "Job Posting Schema",
        ("markup", "text"),
    ),
    Choice(
        "free_applicant_cap",
        100,
        "After how many applicants a free job's LinkedIn Apply switches off (1157); the number is not documented.",
        "Job Posting release notes",
    ),
    Choice(
        "reports_to_close",
        3,
        "How many members must report a job before it is closed; LinkedIn says several.",
        "Job posting status errors",
    ),
    Choice(
        "company_details_keys",
        "fixture",
        "The keys of companyDetails in a status: `name` and `pageUrl` (SDK fixture) or `companyName` and `companyPage` "
        "(SDK class).",
        "Check Job Posting Statuses",
        ("fixture", "class"),
    ),
    Choice(
        "numeric_external_ids",
        False,
        "Show an externalJobPostingId of digits alone as a number in a status, as an SDK fixture does.",
        "Check Job Posting Statuses",
        (False, True),
    ),
    Choice(
        "missing_version_status",
        400,
        "Answer when /rest is called without a LinkedIn-Version header, or with one that is no YYYYMM.",
        "Versioning",
    ),
    Choice(
        "unknown_version_status",
        400,
        "Answer when the LinkedIn-Version is past its support, or was never released.",
        "Versioning",
    ),
    Choice(
        "linkedin_versions",
        _VERSIONS,
        "Releases in force: those the documentation names; its own list is cut short.",
        "Versioning",
    ),
    Choice(
        "listed_at_skew_seconds",
        300,
        "How far ahead of our clock listedAt may lie before it counts as the future.",
        "Job Posting Schema",
    ),
    Choice(
        "blocked_countries",
        ["North Korea", "Crimea"],
        "Locations refused as BLOCKED_COUNTRY; LinkedIn's list is not published.",
        "Job posting status errors",
    ),
    Choice(
        "authorization_code_seconds",
        600,
        "How long a member's authorization code is good; each is good once.",
        "3-legged OAuth",
    ),
    Choice(
        "signing_secret",
        "newest",
        "Which of two live secrets signs webhooks and answers for challenges after a rotation; read when a secret is "
        "rolled.",
        "Application Secret Management",
        ("newest", "older"),
    ),
    Choice(
        "key_rotation_answer",
        "credentials",
        "How a new secret is answered (not retrieved): key and credentials as at creation, or clientSecret alone.",
        "Application Secret Management",
        ("credentials", "secret"),
    ),
    Choice(
        "secret_shown_on_read",
        False,
        "Whether reading a child application shows its secret; the SDK's example does not.",
        "Provisioning API",
        (False, True),
    ),
    Choice(
        "provisioned_children_share_organizations",
        True,
        "Whether a newly provisioned child may post for the built-in organizations without onboarding them first.",
        "Customer configuration",
        (True, False),
    ),
    Choice(
        "applicant_notifications",
        False,
        "Whether members are notified for a customer who was never asked: LinkedIn notifies only where *Applicant "
        "notifications* was ticked in the plugin, and does not say what holds where the plugin was never used.",
        "Sync Job Application Notifications",
        (False, True),
    ),
    Choice(
        "integrations_application",
        "by_tenant",
        "Whose token reads and names integrations: the parent's for tenant JOBS (Postman), the child's for tenant "
        "RECRUITER (the general rule); or either's.",
        "Customer configuration",
        ("by_tenant", "either"),
    ),
    Choice(
        "integration_shapes",
        "first",
        "Which reading of the undocumented state of an integration is answered: `status` with PENDING, ENABLED, "
        "DISABLED, or `integrationStatus` with AWAITING_CUSTOMER, ACTIVE, INACTIVE.",
        "Customer configuration",
        ("first", "second"),
    ),
    Choice(
        "onboarding_callback",
        "four",
        "What the page's function hears of each integration after onboarding: the key's four fields, or context and "
        "type alone.",
        "Apply Connect Plugins",
        ("four", "two"),
    ),
    Choice("integration_name_longest", 100, "How long an integrationName may be.", "Customer configuration"),
    Choice(
        "batch_item_errors",
        "errors",
        "Where a batch answer keyed by id holds its failed items: in `errors`, or each in `results` with its status.",
        "Rest.li",
        ("errors", "results"),
    ),
    Choice(
        "challenge_at_posting",
        True,
        "Whether a job's webhook URL is challenged before its task settles.",
        "Webhook Validation",
        (True, False),
    ),
    Choice(
        "challenge_failure_at_posting",
        "task_failed",
        "What a failed challenge does to the job being posted.",
        "Webhook Validation",
        ("task_failed", "off_site"),
    ),
    Choice(
        "challenge_interval_seconds",
        7200,
        "Time between challenges of one webhook URL (documented: two hours).",
        "Webhook Validation",
    ),
    Choice(
        "challenge_application_id",
        "numeric",
        "The form of applicationId in a challenge.",
        "Webhook Validation",
        ("numeric", "urn"),
    ),
    Choice(
        "portal_webhook_signing_key",
        "parent",
        "Whose secret signs events sent to a webhook registered in the developer portal.",
        "Job Status Change Notifications",
        ("parent", "child"),
    ),
    Choice(
        "portal_challenge_names_application",
        False,
        "Whether the challenge of a webhook registered in the developer portal carries applicationId.",
        "Webhook Validation",
        (False, True),
    ),
    Choice(
        "push_event_type_name",
        "eventType",
        "The member that names the event type of a push event.",
        "Receive push events",
        ("eventType", "type", "event-type"),
    ),
    Choice(
        "push_request_id",
        "string",
        "requestId of a push event as JSON string or number.",
        "Receive push events",
        ("string", "number"),
    ),
    Choice(
        "developer_webhook_fields",
        "first",
        "Field names of a webhook in developerWebhooks: webhookUrl, webhookStatus … or key, status ….",
        "DeveloperWebhooks",
        ("first", "second"),
    ),
    Choice(
        "developer_webhook_action",
        "any",
        "Name of the action that validates webhooks again; `any` takes every name that speaks of validation.",
        "DeveloperWebhooks",
    ),
    Choice(
        "blocked_deliveries",
        "dropped",
        "What happens to events while their webhook is blocked.",
        "Webhook Validation",
        ("dropped", "held"),
    ),
    Choice(
        "delivery_timeout_seconds", 10.0, "How long a receiver may take to answer a delivery.", "Receive Applications"
    ),
    Choice(
        "resend_delays_seconds",
        [5, 10, 20, 40, 80, 160],
        "Spacing of the (documented: up to six) re-sends; other events than applications follow it too.",
        "Receive Applications",
    ),
    Choice(
        "off_site_after",
        "all_resends",
        "When an undeliverable first application turns its job off-site.",
        "Receive Applications",
        ("all_resends", "first_try"),
    ),
    Choice(
        "escape_unicode",
        True,
        "Send bodies with non-ASCII characters escaped; the signature covers the escaped form either way.",
        "Receive Applications",
        (True, False),
    ),
    Choice(
        "signature_header_prefix",
        False,
        "Put `hmacsha256=` before the digest in X-LI-Signature, as other products' samples do.",
        "Webhook Validation",
        (False, True),
    ),
    Choice(
        "payload_shapes",
        "first",
        "Which reading of the undocumented inner shapes an application delivery uses.",
        "Receive Applications",
        ("first", "second", "third"),
    ),
    Choice(
        "phone_country_code",
        "iso",
        "countryCode of a phone number: ISO letters or dialling code.",
        "Receive Applications",
        ("iso", "dialling"),
    ),
    Choice(
        "person_id_per_application",
        True,
        "Whether a member's person id differs for each developer application.",
        "Client credentials, person URN",
        (True, False),
    ),
    Choice(
        "media_days", 30, "How long a résumé or document can be fetched (documented: 30 days).", "Receive Applications"
    ),
    Choice("media_expired_status", 410, "Answer once that time is over.", "Receive Applications", (410, 404)),
    Choice(
        "lifecycle_success_status",
        201,
        "Answer to an accepted lifecycle action.",
        "Sync Job Application Notifications",
        (201, 200, 204),
    ),
    Choice(
        "lifecycle_foreign_status",
        404,
        "Answer to a lifecycle action on another child's application.",
        "Sync Job Application Notifications",
        (404, 403),
    ),
    Choice(
        "lifecycle_presumed_actions",
        True,
        "Whether the three newer actions are known; their literals are presumed from words.",
        "Sync Job Application Notifications",
        (True, False),
    ),
    Choice(
        "lifecycle_context_required",
        False,
        "Whether a lifecycle action without integrationContext is refused.",
        "Sync Job Application Notifications",
        (False, True),
    ),
    Choice(
        "rejection_shown_after_seconds",
        0,
        "Delay before a rejection is visible to the member (LinkedIn: up to 72 hours).",
        "LinkedIn Help on application status",
    ),
    Choice("throttles", True, "Whether calls over a throttle are refused with 429.", "Talent throttles", (True, False)),
    Choice(
        "throttle_posting_requests_a_day",
        100_000,
        "Calls of simpleJobPostings an application may make in a UTC day; 0 is no limit, here and below.",
        "Sync Jobs",
    ),
    Choice(
        "throttle_posting_records_a_minute",
        2_000,
        "Elements it may send in a minute; 10,000 on a newer page, 2,000 on an older one: the stricter.",
        "Sync Premium Jobs",
    ),
    Choice(
        "throttle_posting_records_a_day",
        60_000,
        "Elements it may send in a UTC day; said on the older page only.",
        "Sync Premium Jobs",
    ),
    Choice(
        "throttle_task_requests_a_day",
        300_000,
        "Calls of simpleJobPostingTasks in a UTC day.",
        "Check Job Operation Task Status",
    ),
    Choice(
        "throttle_status_requests_a_day",
        1_000_000,
        "Calls of jobPostingStatus in a UTC day.",
        "Check Job Posting Statuses",
    ),
    Choice(
        "throttle_integration_requests_a_day",
        5_000,
        "Calls in a UTC day, of atsIntegrations, integrations and integrationConfigurations each.",
        "Customer configuration",
    ),
    Choice(
        "throttle_minute",
        "calendar",
        "What a minute is: one of the clock, or any sixty seconds.",
        "Talent throttles",
        ("calendar", "rolling"),
    ),
    Choice(
        "throttle_generations",
        "shared",
        "Whether calls under /v2 and /rest are counted together.",
        "Talent throttles",
        ("shared", "separate"),
    ),
    Choice(
        "throttled_calls_count",
        False,
        "Whether a call refused with 429 is counted among the day's calls.",
        "Talent throttles",
        (False, True),
    ),
    Choice(
        "throttle_retry_after",
        False,
        "Whether a 429 says in Retry-After when to come back; none is documented.",
        "Talent throttles",
        (False, True),
    ),
    Choice(
        "throttle_mail_percent",
        75,
        "Which share of a daily limit brings the developer a mail (documented: 75 %).",
        "Talent throttles",
    ),
    Choice("request_log_rows", 5000, "How many requests the log keeps.", "the sandbox itself"),
)

_BY_NAME = {choice.name: choice for choice in CHOICES}


class Choices:
    """The values in force: defaults, then the process' overrides, then what was set while running."""

    def __init__(self, overrides: Mapping[str, Any]) -> None:
        self._values: dict[str, Any] = {choice.name: choice.default for choice in CHOICES}
        for name, value in overrides.items():
            self.set(name, value)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def set(self, name: str, value: Any) -> None:
        """Change one choice; `ValueError` names an unknown choice or a value it cannot take."""
        choice = _BY_NAME.get(name)
        if choice is None:
            raise ValueError(f"unknown choice: {name}")
        if choice.options and value not in choice.options:
            raise ValueError(f"{name} must be one of {list(choice.options)}")
        if not choice.options and not _same_kind(value, choice.default):
            raise ValueError(f"{name} must be a {type(choice.default).__name__}")
        if not choice.options and not _in_range(name, value):
            low, high = _range(name)
            raise ValueError(f"{name} must lie between {low} and {high}")
        self._values[name] = value

    def as_dict(self) -> dict[str, Any]:
        """All choices by name."""
        return dict(self._values)


def _same_kind(value: Any, default: Any) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float))
    if isinstance(default, list):
        return isinstance(value, list) and all(_same_kind(item, default[0]) for item in value)
    return isinstance(value, type(default))


def _in_range(name: str, value: Any) -> bool:
    if isinstance(value, list):
        return all(_in_range(name, item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    low, high = _range(name)
    return low <= value <= high


def _range(name: str) -> tuple[int, int]:
    return (400, 599) if name.endswith("_status") else (0, _LARGEST)


def parse_override(text: str) -> tuple[str, Any]:
    """Read `name=value`, where value is JSON or else taken as text; `ValueError` without an equals sign."""
    name, sign, raw = text.partition("=")
    if not sign:
        raise ValueError("expected name=value")
    try:
        return name, json.loads(raw)
    except json.JSONDecodeError:
        return name, raw

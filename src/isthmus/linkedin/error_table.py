"""LinkedIn's refusals as data: how to recognise each, whose move it is, and what to tell the person who must act.

Rows come from the error tables of "Create Job Postings" and "Check Job Operation Task Status"; texts there are
paraphrased in our reference, so only templates and bracketed codes are matched literally, the rest by key phrases.
"""

import re
from dataclasses import dataclass

from isthmus.base.failures import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One known refusal.

    `name` is stable and used as the failure's code; `pattern` is searched in LinkedIn's text (and item code), ignoring
    case; named groups fill the placeholders of `message`. `statuses`, `service_codes` and `operations` limit where the
    row applies (empty: anywhere). `reason` says, for support, what LinkedIn means.
    """

    name: str
    kind: Kind
    message: str
    reason: str
    pattern: str = ""
    statuses: tuple[int, ...] = ()
    service_codes: tuple[int, ...] = ()
    operations: tuple[str, ...] = ()

    def match(self, status: int, text: str, service_code: int | None, operation: str) -> dict[str, str] | None:
        """The named groups of the match (None when the row does not apply)."""
        if self.statuses and status not in self.statuses:
            return None
        if self.operations and operation not in self.operations:
            return None
        if self.service_codes and service_code not in self.service_codes:
            return None
        found = re.search(self.pattern, text, re.IGNORECASE | re.DOTALL)
        return None if found is None else {name: value or "" for name, value in found.groupdict().items()}


_ENUM = r"not an enum symbol"

HTTP_ROWS: tuple[Row, ...] = (
    Row(
        "unknown_operation",
        Kind.BUG,
        "Isthmus asked LinkedIn for an operation it does not know.",
        "jobPostingOperationType is not one of the generation's operations.",
        pattern=r"/jobPostingOperationType ::.*" + _ENUM,
    ),
    Row(
        "unknown_state",
        Kind.BUG,
        "Isthmus sent a job state LinkedIn does not know.",
        "The retired member `state` is neither LISTED nor CLOSED.",
        pattern=r"/state ::.*" + _ENUM,
    ),
    Row(
        "employment_status",
        Kind.REJECTED,
        "LinkedIn does not know this employment type. Choose another one.",
        "employmentStatus is not in LinkedIn's list.",
        pattern=r"/employmentStatus ::.*" + _ENUM,
    ),
    Row(
        "experience_level",
        Kind.REJECTED,
        "LinkedIn does not know this experience level. Choose another one.",
        "experienceLevel is not in LinkedIn's list.",
        pattern=r"/experienceLevel ::.*" + _ENUM,
    ),
    Row(
        "unknown_value",
        Kind.REJECTED,
        "LinkedIn does not know the value given for {field}. Choose another one.",
        "A value is not in LinkedIn's list for that member.",
        pattern=r"/(?P<field>[\w/]+) ::.*" + _ENUM,
    ),
    Row(
        "missing_field",
        Kind.REJECTED,
        "LinkedIn needs {field}, which is empty. Fill it in and publish again.",
        "A required member is missing.",
        pattern=r"/(?P<field>[\w/]+) :: field is required",
    ),
    Row(
        "wrong_type",
        Kind.BUG,
        "Isthmus sent {field} in the wrong form.",
        "A JSON value has the wrong type.",
        pattern=r"/(?P<field>[\w/]+) ::.*(cannot be coerced|enum type is not backed by a String)",
    ),
    Row(
        "workplace_types",
        Kind.REJECTED,
        "LinkedIn accepts exactly one workplace type: on-site, hybrid or remote.",
        "workplaceTypes has more than one value.",
        pattern=r"workplaceTypes?",
        statuses=(400, 422),
    ),
    Row(
        "apply_url",
        Kind.REJECTED,
        "LinkedIn does not accept the job's application link. Check that it is a complete web address.",
        "companyApplyUrl is invalid.",
        pattern=r"companyApplyUrl|apply url",
        statuses=(400, 422),
    ),
    Row(
        "batch_key",
        Kind.BUG,
        "Isthmus asked LinkedIn about something under the wrong kind of id.",
        "A key of a batch is not of the resource's kind, for example not a task URN.",
        pattern=r"batch key",
        statuses=(400,),
    ),
    Row(
        "no_company",
        Kind.MISCONFIGURED,
        "The posting names no company LinkedIn knows. Connect the company's LinkedIn page in Settings.",
        "None of integrationContext (company), companyPageUrl and companyName is present.",
        pattern=r"companyPageUrl|companyName|integrationContext",
        statuses=(400,),
    ),
    Row(
        "listed_at",
        Kind.REJECTED,
        "LinkedIn does not accept the date the job was opened. It must not lie in the future.",
        "listedAt is invalid.",
        pattern=r"ERROR_INVALID_LISTED_AT_FIELD|listedAt",
        statuses=(400, 422),
    ),
    Row(
        "expire_at",
        Kind.REJECTED,
        "LinkedIn does not accept the expiry date. Choose an earlier or a later one.",
        "expireAt is outside its window.",
        pattern=r"expir(e|ation|y)",
        statuses=(400, 422),
    ),
    Row(
        "too_many_locations",
        Kind.REJECTED,
        "LinkedIn accepts at most seven locations for one job.",
        "More than seven locations including the primary one.",
        pattern=r"(seven|\b7\b).*location|location.*(seven|\b7\b)|alternateLocations",
        statuses=(400, 422),
    ),
    Row(
        "webhook_challenge",
        Kind.MISCONFIGURED,
        "LinkedIn could not verify the address it sends applications to. Check the public address in Settings.",
        "The webhook address failed the security challenge.",
        pattern=r"challenge",
        statuses=(400, 403, 422),
    ),
    Row(
        "token_expired",
        Kind.MISCONFIGURED,
        "LinkedIn does not accept Isthmus's credentials. Check the LinkedIn connection.",
        "The access token has expired, and a new one did not help.",
        statuses=(401,),
        service_codes=(65602,),
    ),
    Row(
        "token_invalid",
        Kind.MISCONFIGURED,
        "LinkedIn does not accept Isthmus's credentials. Check the LinkedIn connection.",
        "The access token is unknown or was tampered with.",
        statuses=(401,),
    ),
    Row(
        "no_slots",
        Kind.REJECTED,
        "No free job slot is left on this LinkedIn contract. Close another promoted job, or publish this one as basic.",
        "The contract has no free job slot.",
        pattern=r"slot",
        statuses=(402,),
    ),
    Row(
        "no_budget",
        Kind.REJECTED,
        "The budget for promoting this job is used up.",
        "A pay-for-performance budget is exhausted, or payment is required.",
        statuses=(402,),
    ),
    Row(
        "contract_not_paid_per_result",
        Kind.MISCONFIGURED,
        "This LinkedIn contract does not allow Isthmus to pay per result. Ask LinkedIn to enable it.",
        "The pay-for-performance contract lacks the partner toggle.",
        pattern=r"fp4p|pay.?for.?performance",
        statuses=(403,),
    ),
    Row(
        "contract_not_ours",
        Kind.MISCONFIGURED,
        "This connection may not post jobs for that LinkedIn contract. Choose another contract in Settings.",
        "The application does not own the contract.",
        pattern=r"contract",
        statuses=(403,),
    ),
    Row(
        "batch_header",
        Kind.BUG,
        "Isthmus asked LinkedIn in the wrong way.",
        "The header x-restli-method: batch_create is missing.",
        pattern=r"unpermitted fields",
        statuses=(403,),
    ),
    Row(
        "no_permission",
        Kind.MISCONFIGURED,
        "LinkedIn does not permit this to the connected application. Check that the integration is enabled.",
        "The application lacks the permission or is of the wrong sort (parent, child), or the integration is off.",
        statuses=(403,),
    ),
    Row(
        "no_resource",
        Kind.BUG,
        "Isthmus asked LinkedIn for something that does not exist there.",
        "The resource path is unknown.",
        pattern=r"resource .* does not exist",
        statuses=(404,),
    ),
    Row(
        "unknown_application",
        Kind.REJECTED,
        "LinkedIn does not know this application.",
        "The job application id is unknown to LinkedIn.",
        statuses=(404,),
        operations=("lifecycle",),
    ),
    Row(
        "unknown_posting",
        Kind.REJECTED,
        "LinkedIn has no posting of this job.",
        "The external job posting id is unknown to LinkedIn.",
        statuses=(404,),
        operations=("posting_status",),
    ),
    Row(
        "unknown_task",
        Kind.REJECTED,
        "LinkedIn no longer says how this went. The posting's status tells where it stands.",
        "The task URN is unknown or its life (a day to a month) is over.",
        statuses=(404,),
        operations=("tasks",),
    ),
    Row(
        "not_found",
        Kind.REJECTED,
        "LinkedIn does not know this record.",
        "The id is unknown, or no longer known, to LinkedIn.",
        statuses=(404, 410),
    ),
    Row(
        "not_open",
        Kind.REJECTED,
        "LinkedIn has no open posting of this job to close.",
        "The job is closed already or unknown.",
        pattern=r"close",
        statuses=(409,),
        operations=("create_postings",),
    ),
    Row(
        "duplicate_foreign_id",
        Kind.REJECTED,
        "LinkedIn already has an application for this company.",
        "Another child application has the same uniqueForeignId.",
        statuses=(409,),
        operations=("create_application",),
    ),
    Row(
        "conflict",
        Kind.REJECTED,
        "LinkedIn says this contradicts what it already holds.",
        "The request conflicts with LinkedIn's state.",
        statuses=(409,),
    ),
    Row(
        "too_long",
        Kind.BUG,
        "Isthmus sent LinkedIn a request that is too long.",
        "A size limit of URL, query or headers is exceeded.",
        statuses=(413, 414, 431),
    ),
    Row(
        "throttled",
        Kind.THROTTLED,
        "LinkedIn's limit for this kind of request is reached. Isthmus continues when it resets.",
        "Too many requests; daily counters reset at 00:00 UTC.",
        statuses=(429,),
    ),
    Row(
        "gateway_timeout",
        Kind.TRANSIENT,
        "LinkedIn did not answer in time. Isthmus tries again.",
        "Gateway timeout; LinkedIn also answers so to malformed requests.",
        statuses=(504, 408),
    ),
)

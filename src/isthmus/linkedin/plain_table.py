"""Failures known by their kind alone, whatever LinkedIn says: no answer, trouble of its own, unreadable words."""

from isthmus.base.failures import Kind
from isthmus.linkedin.refusals import Row

NOT_SENT = Row(
    "not_sent",
    Kind.TRANSIENT,
    "LinkedIn cannot be reached. Isthmus tries again.",
    "No connection came about.",
    page="",
)
OUTCOME_UNKNOWN = Row(
    "outcome_unknown",
    Kind.TRANSIENT,
    "LinkedIn did not answer. Isthmus looks whether it acted, and tries again.",
    "The connection broke after the request had left, or the answer does not mention the record.",
    page="",
)
ADDRESS = Row(
    "address",
    Kind.MISCONFIGURED,
    "LinkedIn's address in the settings is not a usable web address. The operator corrects ISTHMUS_LINKEDIN_API_URL.",
    "A setting.",
    page="",
)
REDIRECTED = Row(
    "redirected",
    Kind.MISCONFIGURED,
    "LinkedIn's address leads somewhere else. The operator checks the addresses of LinkedIn in the settings.",
    "A 3xx, which is never followed.",
    page="",
)
SERVER_ERROR = Row(
    "server_error",
    Kind.TRANSIENT,
    "LinkedIn has trouble. Isthmus tries again.",
    "Any other 5xx; LinkedIn also answers 500 to a wrong JSON type.",
)
CREDENTIALS = Row(
    "credentials",
    Kind.MISCONFIGURED,
    "LinkedIn does not accept this client id and secret. Check the LinkedIn connection.",
    "The token endpoint answers 400, 401 or 403.",
    page="Client Credential Flow",
)
UNREADABLE = Row(
    "unreadable",
    Kind.BUG,
    "LinkedIn sent something Isthmus cannot read.",
    "An answer or delivery is not of the shape LinkedIn documents.",
    page="",
)
NOT_ACCEPTED = "LinkedIn did not accept this. Read its own words, and correct the record."
ANYTHING_ELSE = Row("http_…", Kind.REJECTED, NOT_ACCEPTED, "Any other 4xx; the code ends in its number.")
ANY_TASK = Row(
    "task_failed",
    Kind.REJECTED,
    NOT_ACCEPTED,
    "A task failed for a reason nobody listed.",
    page="Check Job Operation Task Status",
)
PLAIN_ROWS: tuple[Row, ...] = (
    NOT_SENT,
    OUTCOME_UNKNOWN,
    ADDRESS,
    REDIRECTED,
    SERVER_ERROR,
    CREDENTIALS,
    UNREADABLE,
    ANYTHING_ELSE,
    ANY_TASK,
)

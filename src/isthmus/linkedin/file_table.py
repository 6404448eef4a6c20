"""Why a file of an application was not fetched, as data ("Receive Applications"; its refusals are not documented)."""

from isthmus.base.failures import Failure, Kind
from isthmus.linkedin.refusals import Row


def _row(name: str, kind: Kind, message: str, reason: str) -> Row:
    return Row(name, kind, message, reason, page="Receive Applications")


FILE_ROWS: tuple[Row, ...] = (
    _row(
        "access_refused",
        Kind.MISCONFIGURED,
        "LinkedIn does not give this file to the connected application. Check the LinkedIn connection.",
        "401 after a new token, or 403: the file belongs to another application.",
    ),
    _row(
        "gone",
        Kind.REJECTED,
        "LinkedIn no longer has this file: it keeps files for 30 days. Ask the candidate for it.",
        "404 or 410: never there, or past its 30 days.",
    ),
    _row(
        "throttled",
        Kind.THROTTLED,
        "LinkedIn's limit for fetching files is reached. Isthmus continues when it resets.",
        "429.",
    ),
    _row("server_error", Kind.TRANSIENT, "LinkedIn has trouble giving this file. Isthmus tries again.", "Any 5xx."),
    _row("timeout", Kind.TRANSIENT, "The file did not come in time. Isthmus tries again.", "No whole answer in time."),
    _row("network", Kind.TRANSIENT, "LinkedIn's files cannot be reached. Isthmus tries again.", "No connection."),
    _row(
        "lookup", Kind.TRANSIENT, "LinkedIn's files cannot be found. Isthmus tries again.", "The name does not resolve."
    ),
    _row(
        "origin_refused",
        Kind.REJECTED,
        "The file's address is not on the list of places Isthmus fetches from. Ask the candidate for the file.",
        "The address, or a redirect, leads to another host than LinkedIn's.",
    ),
    _row(
        "private_address",
        Kind.REJECTED,
        "The file's address leads into a private network. Ask the candidate for the file.",
        "The name resolves to an address that is not public.",
    ),
    _row(
        "url", Kind.REJECTED, "The file's address cannot be used. Ask the candidate for the file.", "Malformed address."
    ),
    _row(
        "too_many_redirects",
        Kind.REJECTED,
        "The file's address leads from one place to the next. Ask the candidate for the file.",
        "More than three redirects.",
    ),
    _row(
        "too_large",
        Kind.REJECTED,
        "The file is larger than LinkedIn allows. Ask the candidate for a smaller one.",
        "Over 2 MB for a résumé, 512 KB for a cover letter, 100 MB for a document.",
    ),
    _row("refused", Kind.REJECTED, "LinkedIn did not give the file. Ask the candidate for it.", "Any other status."),
)
_BY_NAME = {row.name: row for row in FILE_ROWS}


def worded(failure: Failure) -> Failure:
    """The failure of a fetch in the words of its row; one that has none as it is."""
    row = _BY_NAME.get(failure.code)
    if row is None:
        return failure
    return Failure(
        row.kind, row.message, row.name, failure.detail, failure.retry_at, failure.request_id, failure.status
    )

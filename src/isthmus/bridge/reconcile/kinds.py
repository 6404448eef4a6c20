"""The kinds of gaps: what each means in plain words, who owns it, and what repairing it does."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from isthmus.base.failures import Kind
from isthmus.bridge.reconcile import APPLICATIONS, FACTS, FILES, INTEGRATION, POSTINGS


@dataclass(frozen=True)
class GapKind:
    """One kind of gap. `reads_back`: LinkedIn must be asked to see it. Words are messages to translate."""

    resource: str
    owner: Kind
    title: str
    cause: str
    button: str
    reads_back: bool = False


SEND = gettext_noop("Send it")
AGAIN = gettext_noop("Try again")
LOOK_AGAIN = gettext_noop("Look again")

KINDS: Mapping[str, GapKind] = {
    "unmarked": GapKind(
        POSTINGS,
        Kind.BUG,
        gettext_noop("Published here, and LinkedIn was never told"),
        gettext_noop("The job is open and published, but nothing noted that LinkedIn must be told of it."),
        SEND,
    ),
    "changed": GapKind(
        POSTINGS,
        Kind.BUG,
        gettext_noop("LinkedIn holds an older version"),
        gettext_noop("What LinkedIn accepted last differs from the job as it is now, and nothing noted the change."),
        SEND,
    ),
    "not_sent": GapKind(
        POSTINGS,
        Kind.BUG,
        gettext_noop("Published here, and not on LinkedIn"),
        gettext_noop("The job is open and published, but here it counts as settled that LinkedIn holds nothing."),
        SEND,
    ),
    "not_closed": GapKind(
        POSTINGS,
        Kind.BUG,
        gettext_noop("Closed or deleted here, and still on LinkedIn"),
        gettext_noop("LinkedIn holds the posting of a job that is closed, deleted or no longer published here."),
        gettext_noop("Take it off LinkedIn"),
    ),
    "stuck": GapKind(
        POSTINGS,
        Kind.TRANSIENT,
        gettext_noop("Waiting for more than an hour"),
        gettext_noop("It has been due for more than an hour, and nobody has sent it or asked about it."),
        AGAIN,
    ),
    "refused_unseen": GapKind(
        POSTINGS,
        Kind.REJECTED,
        gettext_noop("Refused, and nobody was told"),
        gettext_noop("LinkedIn refused the posting, or it is held for a person, but it stands under no issue."),
        AGAIN,
    ),
    "gone_there": GapKind(
        POSTINGS,
        Kind.MISCONFIGURED,
        gettext_noop("Live here, and LinkedIn does not know it"),
        gettext_noop("LinkedIn accepted the posting, but says now that it does not know it."),
        SEND,
        reads_back=True,
    ),
    "live_there": GapKind(
        POSTINGS,
        Kind.MISCONFIGURED,
        gettext_noop("Closed here, and LinkedIn lists it"),
        gettext_noop("Isthmus takes the posting for closed, but LinkedIn lists it, and people can apply there."),
        gettext_noop("Take it off LinkedIn"),
        reads_back=True,
    ),
    "status_differs": GapKind(
        POSTINGS,
        Kind.TRANSIENT,
        gettext_noop("LinkedIn shows it otherwise than known here"),
        gettext_noop("How LinkedIn shows the posting has changed, and no regular look has noticed for a while."),
        LOOK_AGAIN,
        reads_back=True,
    ),
    "task_over": GapKind(
        POSTINGS,
        Kind.TRANSIENT,
        gettext_noop("LinkedIn has decided, and here it counts as open"),
        gettext_noop(
            "LinkedIn has ended its task for the posting, and nobody here would ask about it within the hour."
        ),
        LOOK_AGAIN,
        reads_back=True,
    ),
    "unhandled": GapKind(
        APPLICATIONS,
        Kind.TRANSIENT,
        gettext_noop("Received, and not handled for more than an hour"),
        gettext_noop("What LinkedIn delivered is kept, but nobody has made an application or news of it."),
        gettext_noop("Handle it"),
    ),
    "delivery_unseen": GapKind(
        APPLICATIONS,
        Kind.BUG,
        gettext_noop("Could not be handled, and nobody was told"),
        gettext_noop("What LinkedIn delivered could not be handled, but it stands under no issue."),
        gettext_noop("Handle it"),
    ),
    "application_missing": GapKind(
        APPLICATIONS,
        Kind.BUG,
        gettext_noop("Handled, and the application is missing"),
        gettext_noop("The delivery led to an application that is no longer here."),
        gettext_noop("Handle it again"),
    ),
    "untold": GapKind(
        FACTS,
        Kind.TRANSIENT,
        gettext_noop("Due for more than an hour, and not told"),
        gettext_noop("LinkedIn should have been told by now, and has not answered."),
        gettext_noop("Tell it now"),
    ),
    "fact_unseen": GapKind(
        FACTS,
        Kind.REJECTED,
        gettext_noop("Refused, and nobody was told"),
        gettext_noop("LinkedIn refused to be told, but it stands under no issue."),
        AGAIN,
    ),
    "never_told": GapKind(
        FACTS,
        Kind.BUG,
        gettext_noop("Happened here, and LinkedIn was never to be told"),
        gettext_noop("The hiring team did it, but nothing noted that LinkedIn must be told."),
        gettext_noop("Tell it now"),
    ),
    "never_fetched": GapKind(
        FILES,
        Kind.BUG,
        gettext_noop("Announced, and never to be fetched"),
        gettext_noop("LinkedIn announced a document with the application, but nothing noted that it must be fetched."),
        gettext_noop("Fetch it"),
    ),
    "fetch_overdue": GapKind(
        FILES,
        Kind.TRANSIENT,
        gettext_noop("Due for more than an hour, and not fetched"),
        gettext_noop("The document should have been fetched by now. LinkedIn keeps it for thirty days."),
        gettext_noop("Fetch it"),
    ),
    "file_unseen": GapKind(
        FILES,
        Kind.REJECTED,
        gettext_noop("Could not be fetched, and nobody was told"),
        gettext_noop("The document could not be fetched, but it stands under no issue."),
        AGAIN,
    ),
    "content_missing": GapKind(
        FILES,
        Kind.BUG,
        gettext_noop("Stored, and its content is missing"),
        gettext_noop("The document counts as stored, but its content is not here."),
        gettext_noop("Fetch it again"),
    ),
    "integration_differs": GapKind(
        INTEGRATION,
        Kind.TRANSIENT,
        gettext_noop("LinkedIn shows the integration otherwise than known here"),
        gettext_noop(
            "Its state or name has changed at LinkedIn, and neither an event nor a regular look has told yet."
        ),
        LOOK_AGAIN,
        reads_back=True,
    ),
}


def title(kind: str) -> str:
    """What the gap is, in a few words of the reader's language."""
    return _(KINDS[kind].title)


def cause(kind: str) -> str:
    """How it came about, as far as is known."""
    return _(KINDS[kind].cause)


def button(kind: str) -> str:
    """What repairing does."""
    return _(KINDS[kind].button)

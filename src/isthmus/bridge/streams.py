"""The streams between a company and LinkedIn: what each is called, what waits in it, and since when it is due."""

from functools import partial

from django.utils.translation import ngettext

from isthmus.bridge import connections, notifications, postings
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE, MEDIA, MEDIA_LANE, lifecycle, media
from isthmus.bridge.notifications import challenges
from isthmus.bridge.postings import dispatch, poll
from isthmus.sync import freshness, inbox, mirror, outbox, retrieval, tasks
from isthmus.sync.freshness import Described

INBOX_LANE = "inbox"


def describe(applications: str) -> None:
    """Make every stream known, in the order they are shown; `applications` names the one of received applications."""
    freshness.describe(applications, _arriving("Applications", connections.SOURCE, _applications_wait))
    freshness.describe(
        dispatch.STREAM,
        Described(
            "Postings sent",
            partial(mirror.backlog, postings.RESOURCE),
            lane=postings.MIRROR_LANE,
            due_at=partial(mirror.due_at, postings.RESOURCE),
            waits=_postings_wait,
        ),
    )
    freshness.describe(
        poll.STREAM,
        Described(
            "Posting status",
            partial(tasks.backlog, postings.RESOURCE),
            lane=postings.POLL_LANE,
            due_at=partial(tasks.due_at, postings.RESOURCE),
            waits=_looks_wait,
        ),
    )
    freshness.describe(
        lifecycle.STREAM,
        Described(
            "Viewed, downloaded, not selected",
            partial(outbox.backlog, LIFECYCLE),
            lane=LIFECYCLE_LANE,
            due_at=partial(outbox.due_at, LIFECYCLE),
            waits=_notices_wait,
        ),
    )
    freshness.describe(
        media.STREAM,
        Described(
            "Résumés",
            partial(retrieval.backlog, MEDIA),
            lane=MEDIA_LANE,
            due_at=partial(retrieval.due_at, MEDIA),
            waits=_documents_wait,
        ),
    )
    freshness.describe(notifications.STREAM, _arriving("News from LinkedIn", notifications.SOURCE, _news_waits))


def _arriving(title: str, source: str, waits: freshness.Waits) -> Described:
    return Described(
        title,
        partial(inbox.backlog, source),
        late=challenges.late_words if source == connections.SOURCE else str,
        lane=INBOX_LANE,
        due_at=partial(inbox.due_at, source),
        waits=waits,
    )


def _applications_wait(count: int) -> str:
    return ngettext("%d application waits", "%d applications wait", count) % count


def _postings_wait(count: int) -> str:
    return ngettext("%d posting waits", "%d postings wait", count) % count


def _looks_wait(count: int) -> str:
    return ngettext("how %d posting stands is not known", "how %d postings stand is not known", count) % count


def _notices_wait(count: int) -> str:
    return ngettext("%d notice to an applicant waits", "%d notices to applicants wait", count) % count


def _documents_wait(count: int) -> str:
    return ngettext("%d document waits", "%d documents wait", count) % count


def _news_waits(count: int) -> str:
    return ngettext("%d piece of news waits", "%d pieces of news wait", count) % count

"""The streams between a company and LinkedIn: what each is called, what waits in it, and since when it is due."""

from datetime import timedelta
from functools import partial

from django.utils.translation import ngettext

from isthmus.bridge import connections, notifications, outflow, postings, reconcile
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE, MEDIA, MEDIA_LANE, lifecycle, media
from isthmus.bridge.notifications import challenges
from isthmus.bridge.postings import dispatch, poll
from isthmus.sync import appointments, freshness, inbox, mail, mirror, outbox, retrieval, tasks
from isthmus.sync.freshness import Described

INBOX_LANE = "inbox"


def describe(applications: str) -> None:
    """Make every stream known, in the order they are shown; `applications` names the one of received applications."""
    freshness.describe(
        applications, _arriving("Applications", connections.SOURCE, _applications_wait, timedelta(minutes=1))
    )
    freshness.describe(
        dispatch.STREAM,
        Described(
            "Postings sent",
            partial(mirror.backlog, postings.RESOURCE),
            lane=postings.MIRROR_LANE,
            due_at=partial(mirror.due_at, postings.RESOURCE),
            waits=_postings_wait,
            work=f"mirror:{postings.RESOURCE}",
            held=outflow.is_stopped,
            objective=timedelta(minutes=1),
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
            work=f"poll:{postings.RESOURCE}",
            objective=timedelta(minutes=15),
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
            work=f"outbox:{LIFECYCLE}",
            held=outflow.is_stopped,
            objective=timedelta(minutes=2),
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
            work=f"retrieval:{MEDIA}",
            objective=timedelta(minutes=5),
        ),
    )
    freshness.describe(
        notifications.STREAM, _arriving("News from LinkedIn", notifications.SOURCE, _news_waits, timedelta(minutes=5))
    )
    freshness.describe(
        mail.STREAM,
        Described(
            "E-mails to candidates",
            mail.backlog,
            lane=mail.LANE,
            due_at=mail.due_at,
            waits=_mails_wait,
            work=mail.LANE,
            objective=timedelta(minutes=5),
        ),
    )
    freshness.describe(
        reconcile.STREAM,
        Described(
            "Compared with LinkedIn",
            partial(appointments.backlog, reconcile.LANE),
            lane=reconcile.LANE,
            due_at=partial(appointments.due_at, reconcile.LANE),
            waits=_comparisons_wait,
            work=f"lane:{reconcile.LANE}",
            objective=timedelta(hours=1),
        ),
    )


def _arriving(title: str, source: str, waits: freshness.Waits, objective: timedelta) -> Described:
    return Described(
        title,
        partial(inbox.backlog, source),
        late=_applications_are_late if source == connections.SOURCE else str,
        lane=INBOX_LANE,
        due_at=partial(inbox.due_at, source),
        waits=waits,
        work=f"inbox:{source}",
        objective=objective,
    )


def _applications_are_late() -> str:
    return inbox.waiting_on_disk() or challenges.late_words()


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


def _mails_wait(count: int) -> str:
    return ngettext("%d e-mail waits", "%d e-mails wait", count) % count


def _comparisons_wait(count: int) -> str:
    return ngettext("%d comparison waits", "%d comparisons wait", count) % count

"""LinkedIn may challenge the company's webhook for each posting it is told of, and blocks it after three failures.

So nothing is sent while nobody of ours would answer, and a posting that failed for it is not tried again at once
("Webhook Validation": three failures in a row, then no more applications for any job).
"""

from dataclasses import replace
from datetime import timedelta

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import clients, connections
from isthmus.bridge.models import Connection
from isthmus.bridge.notifications import selftest
from isthmus.sync.watching import receivers

NOBODY_ANSWERS = "Waiting until Isthmus’s web process answers LinkedIn’s challenges again."
FAILED = "webhook_challenge"
LOOK_AGAIN = timedelta(seconds=5)
TRY_AGAIN = timedelta(minutes=1)


def nobody_answers(connection: Connection) -> Failure | None:
    """Why to wait, and until when, if a challenge would find nobody now. Call outside a transaction."""
    if not receivers.are_missing():
        return None
    if selftest.answers(connections.webhook_url(connection), clients.secret_of(connection)):
        return None
    return Failure(Kind.TRANSIENT, NOBODY_ANSWERS, code="nobody_answers", retry_at=now() + LOOK_AGAIN)


def not_at_once(failure: Failure) -> Failure:
    """The failure, not to be tried again for a minute if it is one of a challenge."""
    return replace(failure, retry_at=now() + TRY_AGAIN) if failure.code == FAILED else failure

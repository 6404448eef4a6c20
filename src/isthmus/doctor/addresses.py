"""The addresses LinkedIn writes to, as the doctor sees them."""

from collections.abc import Iterator

from isthmus.base.findings import Finding, fine, trouble
from isthmus.bridge.notifications import portal
from isthmus.sync import inbox
from isthmus.sync.inbox import Strays


def portal_address() -> Iterator[Finding]:
    """The address of the parent application's webhooks, which LinkedIn's developer portal must know."""
    if address := portal.url():
        words = "register in LinkedIn's developer portal, for job resync and job status changes of all your customers"
        yield fine(f"{words}: {address}")


def strays() -> Iterator[Finding]:
    """What came at a shared address for nobody of ours."""
    for stray in inbox.strays():
        yield _stray(stray)


def _stray(stray: Strays) -> Finding:
    count = f"{stray.deliveries} deliver{'y' if stray.deliveries == 1 else 'ies'} at that address"
    if not stray.genuine:
        return fine(f"{count}, forged, for nobody here")
    whose = f"application {stray.addressee}, which no company has" if stray.addressee else "no application"
    fix = "connect the company this application belongs to, or have LinkedIn remove the application."
    return trouble(f"{count} for {whose}", fix)

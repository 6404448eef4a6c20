"""The machine as the doctor sees it, and what stands around it: keys, address, mail."""

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
from django.conf import settings
from django.db import Error

from isthmus.base import secrets
from isthmus.base.failures import IsthmusError, Kind
from isthmus.base.findings import Finding, fine, trouble
from isthmus.sync import post
from isthmus.sync.watching import heartbeats, receivers

LEAST_FREE_BYTES = 500 * 1024 * 1024
SECONDS = 5.0
PROBE = b"doctor"


def disk() -> Iterator[Finding]:
    """Whether there is room for what comes in."""
    folder = settings.CONFIG.data
    free = shutil.disk_usage(folder).free
    words = f"{free // 1024**2:,} MB free under {folder}"
    if free > LEAST_FREE_BYTES:
        yield fine(words)
    else:
        yield trouble(words, "free some space; deliveries cannot be stored on a full disk.")


def keyset() -> Iterator[Finding]:
    """Whether what the keys seal can be opened; it makes none, and whether one is missing shows in each company."""
    path = secrets.keyset_path()
    if not path.exists():
        yield fine(f"no keyset lies at {path}: one is made when something is sealed for the first time")
        return
    try:
        sealed = secrets.seal(PROBE, company="nobody", field="doctor")
        opens = secrets.unseal(sealed, company="nobody", field="doctor") == PROBE
    except IsthmusError as error:
        yield trouble(f"the keys do not open: {error.failure.message}", "put the keyset file back from your backup.")
        return
    yield fine("the keyset seals and opens") if opens else trouble("the keyset does not open what it seals", "see it.")


def public_address() -> Iterator[Finding]:
    """Whether the outside world can reach this installation, and by an encrypted way."""
    url = settings.CONFIG.public_url
    parts = urlsplit(url)
    if settings.CONFIG.is_production and parts.scheme != "https":
        words = f"the public address {url} is not encrypted; LinkedIn delivers to https alone"
        yield trouble(words, "put TLS in front, and set ISTHMUS_PUBLIC_URL to the https address.")
        return
    try:
        answer = httpx2.get(f"{url.rstrip('/')}/healthz", timeout=SECONDS, follow_redirects=False)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        yield from _silent(f"nobody answers at the public address {url}: {type(error).__name__}")
        return
    if answer.status_code == httpx2.codes.OK:
        yield fine(f"the public address {url} answers")
    else:
        words = f"the public address {url} answers {answer.status_code}"
        is_ours_waiting = answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
        yield trouble(words, "see what answers there.", kind=Kind.TRANSIENT if is_ours_waiting else Kind.MISCONFIGURED)


def _silent(words: str) -> Iterator[Finding]:
    """Nothing where every process that receives is known to be gone: that is a finding of its own."""
    try:
        lives = any(heartbeats.living(kind).exists() for kind in heartbeats.RECEIVING)
        is_told = any(receivers.troubles())
    except Error:
        yield trouble(words, "start isthmus serve, or mend the database first.", kind=Kind.TRANSIENT)
        return
    if lives and not is_told:
        yield trouble(words, "check name, certificate and proxy: a process that receives runs.")
    elif settings.CONFIG.is_production and not is_told:
        fix = "start isthmus serve, and check name, certificate and proxy (from inside, it may be out of reach)."
        yield trouble(words, fix, kind=Kind.TRANSIENT)
    elif not is_told:
        yield fine("isthmus serve has not run here within a day, so that the public address need not answer")


def mail() -> Iterator[Finding]:
    """Whether mail can leave."""
    office = post.office()
    if office is None:
        yield _no_mail_server()
        return
    try:
        office.open()
    except IsthmusError as error:
        fix = "check ISTHMUS_MAIL_URL and the mail server."
        yield trouble(f"mail cannot leave: {error.failure.message}", fix, kind=error.failure.kind)
        return
    finally:
        office.close()
    yield fine("mail stays in the demo's mailbox" if office.keeps_here else "the mail server answers")


def _no_mail_server() -> Finding:
    if operator := settings.CONFIG.operator_email:
        words = f"alerts are to go to {operator}, and no mail server is set, so that none leaves"
        return trouble(words, "set ISTHMUS_MAIL_URL, or empty ISTHMUS_OPERATOR_EMAIL.")
    return fine("no mail server is set: candidates and admins get no mail from here")

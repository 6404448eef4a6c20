"""Where people apply, and where LinkedIn delivers applications: addresses it takes, and those it does not: pure."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules.rule import Around, Finding, Rule
from isthmus.hiring.jobs import is_web_address

LONGEST_URL = 2000
FIELD = "own_apply_url"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TUNNELS = ("ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev")
_OPERATOR = _l("The operator sets ISTHMUS_PUBLIC_URL to an https address that LinkedIn can reach.")

APPLY_URL = Rule(
    "apply_url",
    _l("A complete web address where people apply."),
    _l("Use one that starts with https://."),
    ("apply_url", "job_url", "field_source_url"),
)
PASSWORD = Rule(
    "apply_url_password",
    _l("An address without a name and a password in it."),
    _l("Take them out."),
    ("job_url",),
)
DOMAIN = Rule(
    "apply_url_domain",
    _l("An address of a public web site: with a domain, not a machine of your own network."),
    _l("Use an address that anybody can open."),
    ("missing_source_domain", "field_source_domain"),
)
LONG = Rule("apply_url_long", _l("An address of at most 2,000 characters."), _l("Shorten it."), ("field_source_url",))
LINKEDIN = Rule(
    "apply_url_linkedin",
    _l("A page of your own, not one of LinkedIn's."),
    _l("Use the job's page on your own site."),
    ("field_company_apply_url",),
)
WEBHOOK = Rule(
    "webhook_address",
    _l("An https address that anybody can reach, to deliver applications to."),
    _OPERATOR,
    ("webhook_challenge",),
    page="Webhook Validation",
)
RULES = (APPLY_URL, PASSWORD, DOMAIN, LONG, LINKEDIN, WEBHOOK)


def findings(advert: Advert, around: Around) -> Iterator[Finding]:
    """What LinkedIn would not take of the addresses of an advert."""
    is_ours = bool(around.public_url) and advert.apply_url.startswith(around.public_url)
    for rule, words in _of_apply_url(advert.apply_url, around):
        yield rule.found("" if is_ours else FIELD, words, str(_OPERATOR) if is_ours else "")
    if advert.webhook_url and not _takes_applications(urlsplit(advert.webhook_url), around):
        words = _("LinkedIn sends applications to https addresses only, and Isthmus's public address is not one.")
        yield WEBHOOK.found("", words)


def _of_apply_url(url: str, around: Around) -> Iterator[tuple[Rule, str]]:
    parts = _split(url)
    if parts is None:
        yield APPLY_URL, _("The job's application link is not a complete web address.")
        return
    host = parts.hostname or ""
    if parts.username or parts.password:
        yield PASSWORD, _("The job's application link holds a name and a password.")
    if not _is_public(host) and not (around.demo and host in _LOOPBACK):
        yield DOMAIN, _("Nobody outside your network can open the job's application link.")
    if len(url) > LONGEST_URL:
        yield LONG, _("The job's application link is longer than %d characters.") % LONGEST_URL
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        yield LINKEDIN, _("The job's application link leads back to LinkedIn.")


def _split(url: str) -> SplitResult | None:
    if not is_web_address(url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _is_public(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".internal", ".localhost", ".lan"))
    return False


def _takes_applications(parts: SplitResult, around: Around) -> bool:
    host = parts.hostname or ""
    if around.demo and host in _LOOPBACK:
        return True
    return parts.scheme == "https" and _is_public(host) and not host.endswith(_TUNNELS)

"""Which of LinkedIn's plugins a page may draw, with which attributes, and from where the browser may load them.

The attributes and extension addresses are those of "Apply Connect Plugins" and "Customer configuration".
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from isthmus.base.origins import origin_of
from isthmus.bridge import connections, contracts, integrations
from isthmus.bridge.models import Connection, ConnectionState

Response = TypeVar("Response", bound=HttpResponseBase)
DIRECTIVES = ("script-src", "style-src", "img-src", "connect-src", "frame-src")


class Kind(StrEnum):
    """A plugin by the name LinkedIn gives its extension."""

    ONBOARDING = "ATSIntegrationWidget"
    HIGHLIGHTS = "ApplicantHighlights"
    PROFILE = "HcmWidget"


NEED_THE_PACKAGE = frozenset({Kind.HIGHLIGHTS, Kind.PROFILE})


@dataclass(frozen=True)
class Person:
    """Whom a plugin is about: LinkedIn's application, or one from elsewhere by its job and what is known of the person.

    `posting` is the job's id at LinkedIn; it needs an e-mail address or the address of a LinkedIn profile.
    """

    application: str = ""
    posting: str = ""
    email: str = ""
    profile_url: str = ""

    @property
    def is_known_there(self) -> bool:
        """Whether LinkedIn's script would draw anything; it throws when nobody is named."""
        return bool(self.application or (self.posting and (self.email or self.profile_url)))


@dataclass(frozen=True)
class Tag:
    """One place of a page where LinkedIn draws. `attributes` are those of its tag, without `data-`."""

    kind: Kind
    attributes: dict[str, str]
    waiting: str = ""


@dataclass(frozen=True)
class Plugins:
    """What LinkedIn's script is given on one page. Without a `client_id` nothing is drawn, and `why` says why."""

    kinds: tuple[Kind, ...] = ()
    client_id: str = ""
    organization: str = ""
    why: str = ""
    script_url: str = field(default="", repr=False)
    extensions: str = field(default="", repr=False)

    @property
    def are_drawn(self) -> bool:
        return bool(self.client_id)

    def onboarding(self, *, callback: str, width: int = 480) -> Tag | None:
        """The plugin in which a customer chooses contract and package; `callback` is a function of plugins.js."""
        attributes = {
            "supported-bundled-integration-types": integrations.BUNDLE,
            "onintegrate": callback,
            "width": str(width),
        }
        waiting = _("LinkedIn’s own window appears here.")
        return self._tag(Kind.ONBOARDING, attributes, waiting)

    def highlights(self, person: Person) -> Tag | None:
        """The snippet for a list: who the applicant is, while the pointer rests on LinkedIn's mark."""
        return self._tag(Kind.HIGHLIGHTS, self._about(person)) if person.is_known_there else None

    def full_profile(self, person: Person, *, width: int = 800) -> Tag | None:
        """The profile for the candidate's page."""
        if not person.is_known_there:
            return None
        attributes = {"widget-type": "ATS", **self._about(person), "width": str(width), "show-unlink-url": "true"}
        return self._tag(Kind.PROFILE, attributes, _("LinkedIn’s own window appears here."))

    def _about(self, person: Person) -> dict[str, str]:
        """Attributes naming the person; with LinkedIn's application nothing else is told, as only one may be named."""
        if person.application:
            named = {"li-job-application-id": person.application}
        else:
            named = {
                "ats-job-posting-id": person.posting,
                "applicant-email": person.email,
                "li-applicant-profile-url": person.profile_url,
            }
        return {"integration-context": self.organization} | {name: value for name, value in named.items() if value}

    def _tag(self, kind: Kind, attributes: dict[str, str], waiting: str = "") -> Tag | None:
        return Tag(kind, attributes, waiting) if self.are_drawn and kind in self.kinds else None


def for_page(*kinds: Kind) -> Plugins:
    """What a page of the acting company may draw of these kinds; all or nothing."""
    connection = connections.current()
    why = _why_not(connection, NEED_THE_PACKAGE & set(kinds))
    if why or connection is None:
        return Plugins(why=why)
    return Plugins(
        kinds=kinds,
        client_id="".join(connection.client_id.split()),
        organization=connection.organization,
        script_url=f"{_platform()}/xdoor/scripts/in.js",
        extensions=", ".join(f"{kind}@{_extension(kind)}" for kind in kinds),
    )


def allow(response: Response, plugins: Plugins) -> Response:
    """Let the browser load from LinkedIn's configured addresses on this page; unchanged when nothing is drawn.

    LinkedIn compares the page's origin with the child application's, so the page lets it be told; and a member who
    signs in does so in a window of its own.
    """
    if not plugins.are_drawn:
        return response
    origins = sorted({_written(_platform()), _written(_www())})
    update = dict.fromkeys(DIRECTIVES, origins)
    update["frame-src"] = ["'self'", *origins]
    response._csp_update = update  # type: ignore[attr-defined]
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return response


def _why_not(connection: Connection | None, need_package: set[Kind] | frozenset[Kind]) -> str:
    if connection is None or not connection.client_id or connection.state == ConnectionState.INCOMPLETE:
        return _("LinkedIn is not connected yet: an admin connects it under Settings → LinkedIn.")
    if connection.state == ConnectionState.KILLED:
        return _("Your company has opted out of LinkedIn.")
    if not need_package:
        return ""
    if connection.stopped_at is not None:
        return _("An admin has stopped all outflow to LinkedIn: it is not asked about anybody.")
    package = contracts.package(connection)
    return "" if package.is_active else f"{package.why} {package.what_to_do}".strip()


def _extension(kind: Kind) -> str:
    return {
        Kind.ONBOARDING: f"{_platform()}/rsc/extensions/onboarding-widget",
        Kind.HIGHLIGHTS: f"{_www()}/talentwidgets/extensions/applicant-highlights-widget",
        Kind.PROFILE: f"{_platform()}/rsc/extensions/profile-widget",
    }[kind]


def _platform() -> str:
    return str(settings.CONFIG.linkedin_platform_url).rstrip("/")


def _www() -> str:
    return str(settings.CONFIG.linkedin_www_url).rstrip("/")


def _written(url: str) -> str:
    """An origin as a policy names it: without the port its scheme implies."""
    return origin_of(url).removesuffix(":443" if url.startswith("https:") else ":80")

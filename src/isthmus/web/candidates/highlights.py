"""LinkedIn's own profile window on a candidate's page: for whom it can be drawn, and what it needs where it cannot."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from isthmus.hiring.models import Application
from isthmus.people.models import Origin
from isthmus.web import plugins
from isthmus.web.plugins import Kind, Person, Plugins, Tag


@dataclass(frozen=True)
class Highlights:
    """The card “LinkedIn profile”: closed until somebody asks for it, since LinkedIn learns who looks."""

    why_not: str = ""
    may_open: bool = False
    tag: Tag | None = None
    plugins: Plugins = Plugins()


def of(application: Application, *, with_plugin: bool) -> Highlights:
    """What the card shows for this application; nothing of LinkedIn's is loaded unless asked for."""
    if application.origin != Origin.LINKEDIN_APPLY or not application.external_id:
        words = _("Only for people who applied on LinkedIn: it shows LinkedIn’s own window about that application.")
        return Highlights(why_not=words)
    found = plugins.for_page(Kind.PROFILE)
    if found.why:
        return Highlights(why_not=found.why)
    if not with_plugin:
        return Highlights(may_open=True)
    tag = found.full_profile(Person(application=application.external_id))
    return Highlights(tag=tag, plugins=found)

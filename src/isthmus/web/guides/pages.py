"""What a guide shows: chapters with steps, each with its screen, and how the company stands in it now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.web.guides import chapters, standing
from isthmus.web.guides.chapters import Chapter
from isthmus.web.guides.standing import State


@dataclass(frozen=True)
class ShownChapter:
    """One chapter: its steps, the screen it happens on, and how that stands."""

    title: str
    steps: list[str]
    url: str
    screen: str
    state: State | None


@dataclass(frozen=True)
class Tab:
    """One of the guides."""

    words: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class GuidePage:
    """One guide, with the other roles' beside it."""

    title: str
    intro: str
    tabs: list[Tab]
    chapters: list[ShownChapter]


def guide(member: Member, role: str) -> GuidePage:
    """The guide for a role, with links to what this member may open."""
    titles = {"recruiter": _("Recruiter"), "hiring_manager": _("Hiring manager"), "admin": _("Admin")}
    here = {"slug": member.company_slug}
    states = standing.states(member)
    written = chapters.OF[role]()
    return GuidePage(
        title=titles[role],
        intro=written.intro,
        tabs=[Tab(words, reverse(f"guides:{name}", kwargs=here), name == role) for name, words in titles.items()],
        chapters=[_shown(member, chapter, states) for chapter in written.chapters],
    )


def _shown(member: Member, chapter: Chapter, states: dict[str, State]) -> ShownChapter:
    may = chapter.permission is None or member.may(chapter.permission)
    url = reverse(chapter.view, kwargs={"slug": member.company_slug}) if may and chapter.view else ""
    return ShownChapter(chapter.title, chapter.steps, url, chapter.screen, states.get(chapter.state))

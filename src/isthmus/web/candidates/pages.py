"""What a candidate's page shows."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.hiring import handovers, pipeline
from isthmus.hiring.handovers import Owner
from isthmus.hiring.models import RUNNING, Application
from isthmus.people.models import Candidate, Origin, Profile
from isthmus.web.candidates import cards, contact, handing, held, highlights, mail, next_steps, story, talk
from isthmus.web.candidates.cards import ApplicationCard
from isthmus.web.candidates.contact import Fact
from isthmus.web.candidates.handing import HandOverForm, ShownHandOver
from isthmus.web.candidates.highlights import Highlights
from isthmus.web.candidates.mail import LetterForm, ShownMessage
from isthmus.web.candidates.next_steps import NextSteps
from isthmus.web.candidates.story import Story
from isthmus.web.candidates.talk import Talk


@dataclass(frozen=True)
class Draft:
    """What somebody typed and could not be saved, so that it stands there still."""

    note: str = ""
    audience: str = ""
    hand_over: HandOverForm | None = None
    letter: LetterForm | None = None


@dataclass(frozen=True)
class CandidatePage:
    """One person as the company sees them."""

    id: UUID
    name: str
    initials: str
    headline: str
    came_by_linkedin: bool
    profile_words: str
    applications: list[ApplicationCard]
    focus: ApplicationCard | None
    owner: Owner
    talk: Talk
    hand_overs: list[ShownHandOver]
    hand_over: HandOverForm | None
    emails: list[ShownMessage]
    letter: LetterForm | None
    story: Story
    contact: list[Fact]
    notices: NextSteps | None
    held: list[str]
    highlights: Highlights | None
    rejection: next_steps.Forewarning | None
    may_decide: bool
    may_note: bool
    may_see_activity: bool
    draft: Draft = field(default_factory=Draft)


def candidate(
    member: Member,
    person: Candidate,
    focus: Application | None,
    *,
    draft: Draft | None = None,
    with_highlights: bool = False,
) -> CandidatePage:
    """The page of a candidate of the acting company, with one application in focus."""
    applications = _applications(person, focus)
    stages = pipeline.ensure_stages()
    owners = handovers.owners_of(row.id for row in applications)
    shown = [cards.of(row, stages, focus, owners.get(row.id, Owner())) for row in applications]
    focused = applications[0] if focus else None
    profiles = list(Profile.objects.filter(candidate=person).order_by("said_at", "id"))
    may_note = member.may("candidates.note")
    return CandidatePage(
        id=person.id,
        name=str(person),
        initials=person.initials,
        headline=_headline(person),
        came_by_linkedin=any(row.origin == Origin.LINKEDIN_APPLY for row in applications),
        profile_words=_profile_words(len(profiles)),
        applications=shown,
        focus=shown[0] if focused else None,
        owner=shown[0].owner if focused else Owner(),
        talk=talk.of(member, person.id, focused),
        hand_overs=handing.shown(member, list(handovers.of_candidate(person.id).filter(state__in=RUNNING))),
        hand_over=_form(member, focused, draft) if may_note else None,
        emails=mail.shown(person.id),
        letter=_letter(member, person, focused, draft) if member.may("messages.send") else None,
        story=story.of(person.id, applications),
        contact=contact.facts(person, profiles),
        notices=next_steps.of(focused) if focused else None,
        held=held.lines(focused) if focused else [],
        highlights=highlights.of(focused, with_plugin=with_highlights) if focused else None,
        rejection=next_steps.of_rejecting(focused, str(person)) if focused else None,
        may_decide=member.may("applications.decide"),
        may_note=may_note,
        may_see_activity=member.may("activity.view"),
        draft=draft or Draft(),
    )


def _form(member: Member, focus: Application | None, draft: Draft | None) -> HandOverForm:
    return (draft and draft.hand_over) or HandOverForm(member=member, focus=focus)


def _letter(member: Member, person: Candidate, focus: Application | None, draft: Draft | None) -> LetterForm:
    return (draft and draft.letter) or LetterForm(address=mail.address_of(member, person.id), focus=focus)


def _profile_words(count: int) -> str:
    return ngettext("%(count)s profile", "%(count)s profiles", count) % {"count": count}


def _applications(person: Candidate, focus: Application | None) -> list[Application]:
    """The person's applications, the one in focus first, then the newest."""
    found = Application.objects.filter(candidate=person).order_by("-applied_at", "-id")
    whole = found.select_related("job", "stage", "profile").prefetch_related("answers", "files")
    return sorted(whole, key=lambda row: focus is None or row.id != focus.id)


def _headline(person: Candidate) -> str:
    work = person.headline
    if person.employer and person.employer.lower() not in work.lower():
        work = _("%(work)s at %(employer)s") % {"work": work, "employer": person.employer} if work else person.employer
    return " · ".join(part for part in (work, person.location) if part)

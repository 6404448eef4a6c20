"""The snippet behind LinkedIn's mark: what came with the LinkedIn application. Looking at it is no view."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from isthmus.hiring.models import Application
from isthmus.people.models import Candidate, Origin, Profile
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import background
from isthmus.web.plugins import Kind, for_page
from isthmus.web.showing import show_part

MOST_SKILLS = 8
MOST_BIDS = 3


@dataclass(frozen=True)
class Bid:
    """One application: for what, and when."""

    job_title: str
    applied_at: datetime


@dataclass(frozen=True)
class Highlights:
    """What the snippet says, and why LinkedIn's own is not beside it (empty when it is)."""

    lines: list[str]
    skills: list[str]
    bids: list[Bid]
    why_not: str


@company_view("candidates.view")
@require_safe
def snippet(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """The snippet of one person, alone: fetched while somebody rests on the mark."""
    return show_part(request, "candidates/mark_tip.html", _highlights(Candidate.objects.get(id=candidate_id)))


def _highlights(person: Candidate) -> Highlights:
    sent = Application.objects.filter(candidate=person, origin=Origin.LINKEDIN_APPLY).order_by("-applied_at", "-id")
    bids = list(sent.select_related("job", "profile")[:MOST_BIDS])
    profile: Profile | None = bids[0].profile if bids else None
    said = (profile.headline, profile.employer, profile.location) if profile else ()
    return Highlights(
        lines=[line for line in said if line],
        skills=[skill.name for skill in background.skills(profile)][:MOST_SKILLS] if profile else [],
        bids=[Bid(bid.job.title, bid.applied_at) for bid in bids],
        why_not=for_page(Kind.HIGHLIGHTS).why,
    )

"""What happened lately, for Home: bursts drawn together, and either everybody's or one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.hiring import feed, team
from isthmus.hiring.feed import FeedItem

BURST = 3
BURST_WITHIN = timedelta(hours=6)
LOOKED_AT, SHOWN = 120, 20
OF_ITEM = {
    "application": ("envelope", "accent"),
    "decision": ("scale", ""),
    "stage": ("arrow-right", ""),
    "note": ("chat-bubble-bottom-center-text", ""),
    "job": ("briefcase", ""),
    "posting": ("megaphone", ""),
    "hand_over": ("arrows-right-left", ""),
}


@dataclass(frozen=True)
class ShownItem:
    """One thing that happened, `who` it is about; a burst has its pieces in `more`."""

    at: datetime
    title: str
    why: str
    actor: str
    url: str
    icon: str
    tone: str
    who: str = ""
    more: list["ShownItem"] = field(default_factory=list)


def shown(member: Member, *, mine: bool) -> list[ShownItem]:
    """The newest things: all of them, or those of the member's own doing and of jobs they hire for."""
    items = feed.recent(LOOKED_AT)
    if mine:
        jobs = set(team.jobs_of(member.user_id).values_list("id", flat=True))
        items = [item for item in items if item.actor_id == member.user_id or item.job_id in jobs]
    return [_group(member, group) for group in bursts(items)[:SHOWN]]


def bursts(items: Iterable[FeedItem]) -> list[list[FeedItem]]:
    """The items in their order; three or more of one kind in a row, by one person and for one job, are one group."""
    groups: list[list[FeedItem]] = []
    for item in items:
        if groups and _belongs(item, groups[-1]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [part for group in groups for part in ([group] if len(group) >= BURST else [[one] for one in group])]


def _belongs(item: FeedItem, group: Sequence[FeedItem]) -> bool:
    last = group[-1]
    same_job = item.kind in ("job", "posting", "note") or item.job_id == last.job_id
    alike = (item.kind, item.actor_id) == (last.kind, last.actor_id) and same_job
    return alike and group[0].at - item.at <= BURST_WITHIN


def _group(member: Member, group: Sequence[FeedItem]) -> ShownItem:
    first = _item(member, group[0])
    if len(group) == 1:
        return first
    title = _burst_words(group[0], len(group))
    job = reverse("jobs:job", args=[member.company_slug, group[0].job_id]) if _is_of_one_job(group) else ""
    return ShownItem(
        first.at, title, "", first.actor, job, first.icon, first.tone, more=[_item(member, item) for item in group]
    )


def _is_of_one_job(group: Sequence[FeedItem]) -> bool:
    return group[0].job_id is not None and len({item.job_id for item in group}) == 1


def _burst_words(item: FeedItem, count: int) -> str:
    words = {
        "application": ngettext("%(n)d person applied for %(job)s", "%(n)d people applied for %(job)s", count),
        "decision": ngettext("%(n)d decision for %(job)s", "%(n)d decisions for %(job)s", count),
        "stage": ngettext("%(n)d application moved for %(job)s", "%(n)d applications moved for %(job)s", count),
        "note": ngettext("%(n)d note", "%(n)d notes", count),
        "job": ngettext("%(n)d job opened", "%(n)d jobs opened", count),
        "posting": ngettext("%(n)d piece of news of postings", "%(n)d pieces of news of postings", count),
    }
    found = words.get(item.kind, ngettext("%(n)d thing", "%(n)d things", count))
    return found % {"n": count, "job": item.job_title}


def _item(member: Member, item: FeedItem) -> ShownItem:
    icon, tone = OF_ITEM.get(item.kind, ("ellipsis-horizontal", ""))
    url = _url(member, item)
    return ShownItem(item.at, item.title, item.why, item.actor_name, url, icon, tone, item.candidate_name)


def _url(member: Member, item: FeedItem) -> str:
    targets: list[tuple[str, str, UUID | None]] = [
        ("candidates:application", "application_id", item.application_id),
        ("candidates:candidate", "candidate_id", item.candidate_id),
        ("jobs:job", "job_id", item.job_id),
    ]
    for view, name, identity in targets:
        if identity:
            return reverse(view, kwargs={"slug": member.company_slug, name: identity})
    return ""

"""The digest as a plain mail."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.bridge.digest.contents import Item, Week
from isthmus.sync.digests import Words


def letter(week: Week, company: str, slug: str) -> Words:
    """The week in words, for the people who run the company's hiring."""
    parts = [
        _counts(week),
        _listed(_("What to do first"), week.first) if week.first else _("Nothing needs anybody."),
        _issues(_("New"), week.fresh),
        _issues(_("Still open"), week.ongoing),
        _issues(_("Resolved"), week.resolved),
        _listed(_("Not flowing now"), [f"{gap.title}: {gap.words}" for gap in week.gaps]),
        _listed(_("Postings LinkedIn does not take"), week.refused),
        _address(slug),
    ]
    subject = _("%(company)s: the week with LinkedIn") % {"company": company}
    if week.first:
        count = len(week.first)
        subject += " – " + ngettext("%d thing to do", "%d things to do", count) % count
    return Words(" ".join(subject.split())[:200], "\n\n".join(part for part in parts if part))


def _counts(week: Week) -> str:
    applications = ngettext("%d application", "%d applications", week.applications) % week.applications
    lines = [
        _("%(applications)s received, %(linkedin)d through LinkedIn.")
        % {"applications": applications, "linkedin": week.by_linkedin},
        _("Notices held: %(held)d, failed: %(failed)d. Calls to LinkedIn that failed: %(calls)d.")
        % {"held": week.held, "failed": week.failed, "calls": week.failed_calls},
    ]
    return "\n".join(lines)


def _issues(title: str, items: list[Item]) -> str:
    return _listed(title, [f"{item.title} ({_('whose move')}: {item.whose_move})" for item in items])


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""


def _address(slug: str) -> str:
    week = f"{settings.CONFIG.public_url}/c/{slug}/activity/week/"
    return "\n".join(
        [_("The same, as it stands now: %s") % week, _("There you also choose whether you get this mail.")]
    )

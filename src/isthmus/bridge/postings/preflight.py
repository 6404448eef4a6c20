"""What LinkedIn would refuse about jobs as they are written now, found before anything is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from isthmus.accounts.models import Company, Membership
from isthmus.base.clock import millis, now
from isthmus.bridge.postings import RESOURCE, plan, rules
from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules import Around, Finding, Place
from isthmus.hiring import places
from isthmus.hiring.models import Job, JobStatus, PlaceName, Posting, PostingStatus, Workplace
from isthmus.store.tenancy import current_company_id
from isthmus.sync.models import Mirror

FORM_SPENT_CODE = 1157


@dataclass(frozen=True)
class Checked:
    """A job with the advert that would be sent of it (None while LinkedIn is not connected), and what is wrong."""

    advert: Advert | None
    findings: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        return rules.blocking(self.findings)

    @property
    def notes(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]


def not_connected() -> Finding:
    """What is wrong with every job while LinkedIn is not connected."""
    return Finding("", _("LinkedIn is not connected."), _("An admin connects it under Settings."), "not_connected")


def check(job: Job) -> list[Finding]:
    """Everything LinkedIn would refuse about the job as it is written now; empty when it can be published."""
    return check_all([job])[job.id].blocking


def check_all(jobs: Sequence[Job], *, linkedin_apply: bool | None = None) -> dict[UUID, Checked]:
    """What is wrong with each of these jobs, looked at together and beside what is on LinkedIn already.

    `linkedin_apply` says how those not published yet would be; None takes the company's default.
    """
    adverts = plan.adverts_of(jobs, linkedin_apply=linkedin_apply)
    if adverts is None:
        return {job.id: Checked(None, [not_connected()]) for job in jobs}
    in_set = list(adverts.values())
    found = rules.of_set(in_set, around(in_set), _namesakes(jobs))
    return {job_id: Checked(advert, found[advert.external_id]) for job_id, advert in adverts.items()}


def around(adverts: Collection[Advert]) -> Around:
    """What the rules need to know beside these adverts of the acting company."""
    company = Company.objects.get(id=current_company_id())
    return Around(
        demo=not settings.CONFIG.is_production,
        public_url=settings.CONFIG.public_url.rstrip("/"),
        present=millis(now()),
        company=company.name,
        mail_domains=_mail_domains(),
        places=_places(adverts),
        form_spent=_form_spent([advert.external_id for advert in adverts]),
    )


def _mail_domains() -> frozenset[str]:
    addresses = Membership.objects.values_list("user__email", flat=True)
    return frozenset(address.rpartition("@")[2].casefold() for address in addresses)


def _places(adverts: Collection[Advert]) -> dict[tuple[str, bool], Place]:
    """What is known of the locations; nothing while the table of places is empty, so that none is blamed for that."""
    known: dict[tuple[str, bool], Place] = {}
    if not PlaceName.objects.exists():
        return known
    for is_remote in (False, True):
        texts = {
            place for one in adverts if (one.workplace == Workplace.REMOTE) is is_remote for place in one.locations
        }
        workplace = Workplace.REMOTE if is_remote else ""
        found = places.resolve_all(texts, workplace=workplace) if texts else {}
        known |= {(text, is_remote): _known(resolution) for text, resolution in found.items()}
    return known


def _known(found: places.Resolution) -> Place:
    """A town that the table does not have, in a country or state that it has, passes: LinkedIn knows more towns."""
    return Place(found.sent) if found.is_resolved or found.fits else Place("", found.why, tuple(found.choices))


def _form_spent(external_ids: Collection[str]) -> frozenset[str]:
    spent = Mirror.objects.filter(resource=RESOURCE, facts__apply_detail__code=FORM_SPENT_CODE)
    return frozenset(spent.filter(external_id__in=external_ids).values_list("external_id", flat=True))


def _namesakes(jobs: Sequence[Job]) -> list[Advert]:
    """The adverts of other published jobs that have the title of one of these."""
    titles = {job.title.lower() for job in jobs}
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED, job__status=JobStatus.OPEN)
    others = published.exclude(job_id__in=[job.id for job in jobs]).annotate(folded=Lower("job__title"))
    found = [posting.job for posting in others.filter(folded__in=titles).select_related("job")]
    return list((plan.adverts_of(found) or {}).values()) if found else []

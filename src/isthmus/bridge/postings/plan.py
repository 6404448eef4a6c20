"""What LinkedIn should hold of each job now: the body to send, what stands against it, what was cleared on purpose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings

from isthmus.accounts.models import Company, User
from isthmus.base.clock import millis, now
from isthmus.bridge import connections
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.bridge.postings import clearing, renewal, rules, translate
from isthmus.bridge.postings.advert import Advert, Asked
from isthmus.hiring import form_sections, pay, question_details, team
from isthmus.hiring.models import FormSection, Job, JobStatus, Posting, PostingStatus, Question, QuestionKind
from isthmus.linkedin.wire import Generation
from isthmus.store import tenancy
from isthmus.sync.models import Mirror
from isthmus.sync.standing import Wanted

NOTHING = Wanted(None)
KEPT_IN: Generation = "v2"
"""What is compared and kept is in one generation's words whichever is spoken: a switch sends nothing by itself."""


def want(rows: Sequence[Mirror]) -> Mapping[UUID, Wanted]:
    """What LinkedIn should hold of each of these jobs of the acting company."""
    ids = [row.entity_id for row in rows]
    connection = connections.current()
    postings = {posting.job_id: posting for posting in _postings(ids)}
    live = {job_id: posting for job_id, posting in postings.items() if is_wanted(posting, connection)}
    if connection is None or not live:
        return dict.fromkeys(ids, NOTHING)
    maker = _Maker(connection, list(live), live.values())
    return {row.entity_id: _wanted(maker, live.get(row.entity_id), row) for row in rows}


def is_wanted(posting: Posting, connection: Connection | None) -> bool:
    """Whether the company wants the posting to be on LinkedIn."""
    connected = connection is not None and connection.state in (ConnectionState.COMPLETE, ConnectionState.RELINK_NEEDED)
    return connected and posting.status == PostingStatus.PUBLISHED and posting.job.status == JobStatus.OPEN


def advert_of(job: Job) -> Advert | None:
    """The advert of a job, published or about to be; None while LinkedIn is not connected."""
    found = adverts_of([job])
    return found[job.id] if found is not None else None


def adverts_of(jobs: Sequence[Job], *, linkedin_apply: bool | None = None) -> dict[UUID, Advert] | None:
    """The adverts of several jobs, by job; None while LinkedIn is not connected.

    Those not published yet are as if they were published now by the acting user. `linkedin_apply` says whether they
    would have LinkedIn's form; None leaves that as it is published, or as is the company's default.
    """
    connection = connections.current()
    if connection is None or not connection.organization:
        return None
    ids = [job.id for job in jobs]
    published = {posting.job_id: posting for posting in _postings(ids) if posting.status == PostingStatus.PUBLISHED}
    apply = connection.apply_by_default if linkedin_apply is None else linkedin_apply
    by, at = tenancy.current().user_id, now()
    maker = _Maker(connection, ids, [*published.values(), Posting(published_by=by)])
    fresh = {job.id: Posting(job=job, linkedin_apply=apply, published_at=at, published_by=by) for job in jobs}
    found = {job.id: maker.advert(job, published.get(job.id, fresh[job.id])) for job in jobs}
    if linkedin_apply is None:
        return found
    webhook_url = maker.webhook_url if linkedin_apply else ""
    return {job_id: replace(advert, webhook_url=webhook_url) for job_id, advert in found.items()}


def job_id_of(external_id: str) -> UUID | None:
    """The job LinkedIn knows under this id, whether or not we ever posted it; None for what cannot be one of ours."""
    known = Mirror.objects.filter(resource="posting", external_id=external_id).values_list("entity_id", flat=True)
    found: UUID | None = known.first()
    if found is None and (candidate := _uuid(external_id)) is not None:
        found = Job.objects.filter(id=candidate).values_list("id", flat=True).first()
    return found


def external_id_of(job_id: UUID) -> str:
    """The id under which LinkedIn knows the job."""
    return str(job_id)


class _Maker:
    """Makes the adverts of several jobs with a handful of queries."""

    def __init__(self, connection: Connection, job_ids: Sequence[UUID], postings: Iterable[Posting]) -> None:
        self.connection = connection
        self.public_url = settings.CONFIG.public_url.rstrip("/")
        self.around = rules.Around(demo=not settings.CONFIG.is_production, public_url=self.public_url)
        self.slug = Company.objects.values_list("slug", flat=True).get(id=connection.company_id)
        self.webhook_url = connections.webhook_url(connection) if connection.apply_connect else ""
        self.posters = team.posters(job_ids)
        self.questions: dict[UUID, list[Asked]] = {}
        for question in Question.objects.filter(job_id__in=job_ids, retired_at=None):
            self.questions.setdefault(question.job_id, []).append(_asked(question))
        publishers = {posting.published_by for posting in postings if posting.published_by}
        self.addresses = dict(User.objects.filter(id__in=publishers).values_list("id", "email"))

    def advert(self, job: Job, posting: Posting) -> Advert:
        return Advert(
            external_id=external_id_of(job.id),
            organization=self.connection.organization,
            title=job.title,
            description=job.description,
            apply_url=job.own_apply_url or f"{self.public_url}/jobs/{self.slug}/{job.id}",
            poster_email=job.poster_email or self.posters.get(job.id) or self._address(posting),
            listed_at=millis(posting.published_at or job.opened_at or job.created_at),
            locations=list(job.locations),
            workplace=job.workplace,
            employment=job.employment,
            level=job.level,
            functions=list(job.functions),
            industries=list(job.industries),
            pay=pay.read(job.pay) if job.pay_shown else [],
            job_code=job.code or job.external_id,
            webhook_url=self.webhook_url if posting.linkedin_apply else "",
            resume=job.resume_requirement,
            phone=job.phone_requirement,
            sections=form_sections.read(job.form_sections),
            questions=self.questions.get(job.id, []),
            listing_type=posting.listing_type,
            visibility=posting.visibility,
        )

    def _address(self, posting: Posting) -> str:
        by = posting.published_by
        return self.addresses.get(by, "") if by else ""


def _wanted(maker: _Maker, posting: Posting | None, row: Mirror) -> Wanted:
    if posting is None:
        return NOTHING
    advert = maker.advert(posting.job, posting)
    found = rules.problems(advert, maker.around)
    body = translate.body_of(advert, KEPT_IN)
    cleared = partial(clearing.cleared_on_purpose, posting, maker.connection, body)
    return Wanted(body, rules.failure_of(found), cleared, renew=renewal.is_due(row))


def _postings(job_ids: Sequence[UUID]) -> list[Posting]:
    return list(Posting.objects.filter(job_id__in=job_ids).select_related("job"))


def _asked(question: Question) -> Asked:
    return Asked(
        question.id,
        question.text,
        QuestionKind(question.kind),
        question.required,
        list(question.options),
        FormSection(question.section),
        question_details.read(question.details),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

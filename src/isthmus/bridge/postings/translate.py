"""A job's advert as LinkedIn's posting element ("Job Posting Schema"), without the operation it is sent with."""

from collections.abc import Sequence

from isthmus.bridge.postings import form
from isthmus.bridge.postings.advert import Advert, Body
from isthmus.hiring.pay import PayPart
from isthmus.linkedin import JobPosting, Operation
from isthmus.linkedin.wire import Generation
from isthmus.linkedin.wire.postings import Compensation, Money, Pay, PayRange, PayValue

OPERATION = "jobPostingOperationType"
MOST_LOCATIONS = 7
WORKPLACES = {"on_site": "On-site", "hybrid": "Hybrid", "remote": "Remote"}


def body_of(advert: Advert, generation: Generation) -> Body:
    """The element to send; the same advert always gives the same body."""
    posting = JobPosting(
        external_job_posting_id=advert.external_id,
        operation=Operation.CREATE,
        company_urn=advert.organization,
        company_apply_url=advert.apply_url,
        title=advert.title,
        description=advert.sent_description,
        listed_at=advert.listed_at,
        location=advert.locations[0] if advert.locations else None,
        alternate_locations=advert.locations[1:] or None,
        workplace_types=[WORKPLACES[advert.workplace]] if advert.workplace else None,
        categories=advert.functions or None,
        industries=[industry_urn(one) for one in advert.industries] or None,
        employment_status=advert.employment.upper() or None,
        experience_level=advert.level.upper() or None,
        company_job_code=advert.job_code or None,
        compensation=compensation(advert.pay),
        listing_type="BASIC",
        availability="PUBLIC",
        poster_email=advert.poster_email or None,
        onsite_apply_configuration=form.configuration(advert) if advert.webhook_url else None,
    )
    body = posting.to_wire(generation)
    del body[OPERATION]
    return body


def compensation(parts: Sequence[PayPart]) -> Compensation | None:
    """The pay as LinkedIn takes it: an exact amount, or a range of which either end may be open."""
    return Compensation(compensations=[_pay(part) for part in parts]) if parts else None


def _pay(part: PayPart) -> Pay:
    start, end = (
        Money(amount=text, currency_code=part.currency) if text else None for text in (part.lowest, part.highest)
    )
    value = PayValue(exact_amount=start) if part.is_exact else PayValue(range=PayRange(start=start, end=end))
    return Pay(type=part.type.upper(), period=part.period.upper(), value=value)


def industry_urn(text: str) -> str:
    """An industry's URN from its number, or as it stands."""
    return f"urn:li:industry:{text}" if text.isdigit() else text

"""What a job pays: written in many ways, kept in one, refused when it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import jobs, pay
from isthmus.hiring.models import Job
from isthmus.hiring.pay import PayPart
from isthmus.hiring.problems import Refused
from isthmus.store.models import Change
from tests.builders import a_draft, a_job

BASE = {"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("60000", "60000"),
        ("60 000", "60000"),
        ("60\u00a0000.50", "60000.50"),
        ("60,000", "60000"),
        ("1,060,000.5", "1060000.50"),
        ("18.5", "18.50"),
        ("0018", "18"),
        ("60'000", "60000"),
        ("60000.00", "60000"),
        ("60.000", "60.000"),
        ("6,5", "6,5"),
        ("٦٠٠", "٦٠٠"),
    ],
)
def test_amounts_are_kept_one_way_and_what_is_doubtful_is_left_as_it_is(written, kept):
    assert pay.amount(written) == kept


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"currency": "EURO"}, "no currency"),
        ({"currency": ""}, "no currency"),
        ({"currency": "XXX"}, "no currency"),
        ({"currency": "XAU"}, "no currency"),
        ({"lowest": "", "highest": ""}, "no amount"),
        ({"lowest": "60.000"}, "not an amount"),
        ({"lowest": "6,5"}, "not an amount"),
        ({"lowest": "-5"}, "not an amount"),
        ({"lowest": "1e5"}, "not an amount"),
        ({"lowest": "NaN"}, "not an amount"),
        ({"lowest": "٦٠٠"}, "not an amount"),
        ({"lowest": "9" * 5000}, "not an amount"),
        ({"lowest": "0"}, "zero"),
        ({"lowest": "75001"}, "backwards"),
        ({"period": "hourly?"}, "period is not known"),
        ({"type": "gold"}, "kind of pay is not known"),
    ],
)
def test_pay_that_cannot_be_is_refused(cast, changes, reason):
    with cast.acting(), pytest.raises(Refused, match=reason) as refused:
        jobs.create_job(a_draft(pay=[{**BASE, **changes}]))
    assert refused.value.problems[0].field == "pay.0"


@pytest.mark.parametrize("stored", ["much", [["a"]], [{"lowest": 60000}], {"type": "bonus"}, 7, [None]])
def test_pay_of_another_shape_is_refused(cast, stored):
    with cast.acting(), pytest.raises(Refused, match="not a list of parts"):
        jobs.create_job(a_draft(pay=stored))


def test_the_same_kind_twice_and_endless_parts_are_refused(cast):
    with cast.acting():
        with pytest.raises(Refused, match="twice"):
            jobs.create_job(a_draft(pay=[BASE, BASE]))
        with pytest.raises(Refused, match="More than 10"):
            jobs.create_job(a_draft(pay=[{**BASE, "type": f"t{n}"} for n in range(11)]))


def test_pay_is_stored_tidied_and_whole(cast):
    with cast.acting():
        job = jobs.create_job(a_draft(pay=[{"currency": " eur ", "lowest": "60,000"}]))
        stored = Job.objects.get(id=job.id)
    assert stored.pay == [{**BASE, "lowest": "60000", "highest": ""}]
    assert stored.pay_shown


def test_saving_a_job_as_it_is_writes_nothing(cast):
    with cast.acting():
        job = a_job(pay=[BASE])
        before = Change.objects.filter(entity_id=job.id).count()
        jobs.update_job(job.id, jobs.draft_of(job))
        jobs.update_job(job.id, jobs.draft_of(job, pay=[{**BASE, "lowest": "60 000.00"}]))
        assert Change.objects.filter(entity_id=job.id).count() == before
        jobs.update_job(job.id, jobs.draft_of(job, pay_shown=False))
        assert Change.objects.filter(entity_id=job.id).count() == before + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "EUR 60,000 – 75,000 a year · Base salary"),
        ({"highest": ""}, "EUR 60,000 or more a year · Base salary"),
        ({"lowest": ""}, "up to EUR 75,000 a year · Base salary"),
        ({"lowest": "18.50", "highest": "18.50", "period": "hourly"}, "EUR 18.50 an hour · Base salary"),
    ],
)
def test_pay_in_words(changes, words):
    assert pay.in_words(PayPart(**{**BASE, **changes})) == words


def test_every_currency_in_use_can_be_chosen():
    assert {"EUR", "USD", "XOF", "JPY", "CHF"} <= set(pay.currencies())
    assert not {"XXX", "XTS", "XAU", "XDR"} & set(pay.currencies())


@given(st.text(max_size=40))
def test_no_text_breaks_an_amount(text):
    kept = pay.amount(text)
    assert pay.amount(kept) == kept
    list(pay.problems(pay.tidied([PayPart(currency="EUR", lowest=text)])))

"""Self-identification is sealed apart: the app cannot read it, and the officer sees counts of five and more."""

import json

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import eeo
from isthmus.hiring.models import EeoAnswer
from isthmus.store.tenancy import acting_for
from tests.builders import a_job, a_received_application, noor

WORDS = b'{"gender": {"value": "NON_BINARY_WORD"}}'


def people_answering(job, **numbers):
    """So many people giving each answer to the gender question."""
    for answer, times in numbers.items():
        for number in range(times):
            said = noor(email=f"{answer}{number}@tessel.example")
            a_received_application(
                job, said=said, eeo=json.dumps({"gender": answer, "note": f"{answer} {number}"}).encode()
            )


def test_the_app_can_add_answers_and_not_read_change_or_delete_them(cast):
    with cast.acting():
        a_received_application(eeo=WORDS)
        for statement in (
            "SELECT * FROM hiring_eeoanswer",
            "UPDATE hiring_eeoanswer SET job_id = id",
            "DELETE FROM hiring_eeoanswer",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_the_answers_appear_in_no_other_table(committed_cast):
    with committed_cast.acting():
        a_received_application(eeo=WORDS)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', ["%NON_BINARY_WORD%"])
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM store_change WHERE entity = 'hiring_eeoanswer'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM hiring_eeoanswer")
        assert cursor.fetchone() == (1,)


def test_the_eeo_login_reads_within_its_company_only(committed_cast):
    cast = committed_cast
    with cast.acting():
        a_received_application(eeo=WORDS)
    for company, seen in ((cast.larkfield, 1), (cast.orrin, 0)):
        with acting_for(company.id, using="eeo"):
            assert len(EeoAnswer.objects.using("eeo").all()) == seen
            with connections["eeo"].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM hiring_eeoanswer")
                assert cursor.fetchone() == (seen,)


def test_the_eeo_login_reads_nothing_else(committed_cast):
    with (
        committed_cast.acting(),
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_for(committed_cast.larkfield.id, using="eeo"),
    ):
        connections["eeo"].cursor().execute("SELECT * FROM people_candidate")


def test_the_officer_sees_counts_per_job_without_small_numbers(committed_cast):
    cast = committed_cast
    with cast.acting():
        job, small = a_job(), a_job(title="Welder")
        people_answering(job, female=7, male=6, other=2)
        people_answering(small, female=4)
    with cast.acting(cast.petra):
        first, second = eeo.report()
        assert (first.job_title, first.answered) == ("Senior Backend Engineer", 15)
        assert [(row.question, row.counts, row.is_partial) for row in first.questions] == [
            ("gender", {"female": 7}, True)
        ]
        assert (second.job_title, second.answered, second.questions) == ("Welder", None, [])
    with cast.acting(cast.dele, cast.orrin):
        assert eeo.report() == []


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), max_size=6))
def test_nothing_withheld_can_be_worked_out(counts):
    shown = eeo.showable(counts)
    hidden = counts.keys() - shown.keys()
    assert all(number >= eeo.FEWEST for number in shown.values())
    assert len(hidden) != 1 or len(counts) == 1


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_answer_is_read_as_far_as_it_goes(body):
    assert isinstance(eeo.choices(body), dict)


def test_answers_are_read_by_question_whatever_their_depth():
    body = b'{"a": {"b": ["x", "y"]}, "c": null, "d": 1}'
    assert eeo.choices(body) == {"a.b": {"x", "y"}, "d": {"1"}}

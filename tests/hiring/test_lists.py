"""Lists page by place, search by beginnings through an index, and filter by applications."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from isthmus.hiring import candidate_search, decisions, lists, pipeline, viewing
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate, SearchKey
from tests.builders import a_job, a_published_job, a_received_application, noor

START = datetime(2026, 3, 3, tzinfo=UTC)
PEOPLE = [("Noor", "Peeters"), ("Pieter", "Noorman"), ("Amara", "Diallo"), ("李", "小龙"), ("Zoë", "O'Brien")]


def some_people(job=None):
    """One application each, a day apart; returns them by last name."""
    job = job or a_job()
    rows = {}
    for number, (first, last) in enumerate(PEOPLE):
        said = noor(first_name=first, last_name=last, email=f"p{number}.{first.lower()}@tessel.example")
        rows[last] = a_received_application(job, said=said, applied_at=START + timedelta(days=number))
    return rows


def every_page(fetch, limit=2):
    rows, after = [], None
    while True:
        page = fetch(after=after, limit=limit)
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def names(rows):
    return [row.name for row in rows]


def test_a_row_shows_the_person_and_the_latest_application(cast):
    with cast.acting():
        old = a_received_application(applied_at=START)
        latest = a_received_application(a_job(title="Welder"), applied_at=START + timedelta(days=1))
        (row,) = lists.candidates().rows
        assert (row.candidate_id, row.applications) == (old.candidate_id, 2)
        assert (row.job_title, row.application_id, row.origin_label) == ("Welder", latest.id, "LinkedIn Apply")
        assert (row.stage_name, row.outcome, row.is_viewed) == ("New", "pending", False)
        viewing.record_view(latest.id)
        assert lists.candidates().rows[0].is_viewed


@pytest.mark.parametrize(
    "arguments", [{}, {"outcome": "pending"}, {"search": "p"}, {"search": "p", "outcome": "pending"}]
)
def test_pages_together_are_the_whole_list_once(cast, arguments):
    with cast.acting():
        some_people()
        whole = lists.candidates(**arguments).rows
        paged = every_page(lambda **page: lists.candidates(**arguments, **page))
        assert names(paged) == names(whole)
        assert len({row.candidate_id for row in whole}) == len(whole) >= 5


def test_equal_moments_are_paged_without_loss(cast):
    with cast.acting():
        some_people()
        Candidate.objects.update(last_activity_at=START)
        assert len({row.candidate_id for row in every_page(lists.candidates)}) == len(PEOPLE)


def test_the_last_to_do_something_comes_first(cast):
    with cast.acting():
        rows = some_people()
        decisions.reject(rows["Diallo"].id)
        assert lists.candidates().rows[0].name == "Amara Diallo"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("noor", ["Noor Peeters", "Pieter Noorman"]),
        ("NOOR pee", ["Noor Peeters"]),
        ("pee noor", ["Noor Peeters"]),
        ("zoe", ["Zoë O'Brien"]),
        ("O'Br", ["Zoë O'Brien"]),
        ("obrien", ["Zoë O'Brien"]),
        ("小", ["李 小龙"]),
        ("p2.amara@tes", ["Amara Diallo"]),
        ("oor", []),
        ("noor nobody", []),
        ("%", ["Noor Peeters", "Pieter Noorman", "Amara Diallo", "李 小龙", "Zoë O'Brien"]),
    ],
)
def test_search_takes_beginnings_of_names_and_addresses(cast, search, found):
    with cast.acting():
        some_people()
        if search == "%":
            assert lists.candidates(search).rows == []
        else:
            assert sorted(names(lists.candidates(search).rows)) == sorted(found)


def test_somebody_found_by_two_words_is_listed_once(cast):
    with cast.acting():
        a_received_application(said=noor(first_name="Peter", last_name="Peters", email="peter@tessel.example"))
        assert names(lists.candidates("pet").rows) == ["Peter Peters"]


def test_filters_show_the_application_they_filter_for(cast):
    with cast.acting():
        job, other = a_job(), a_job(title="Welder")
        rows = some_people(job)
        a_received_application(other)
        decisions.move(rows["Peeters"].id, pipeline.ensure_stages()[3].id)
        decisions.reject(rows["Diallo"].id)
        onsite = lists.candidates(job_id=job.id, stage_id=pipeline.ensure_stages()[3].id).rows
        assert [(row.name, row.job_title) for row in onsite] == [("Noor Peeters", "Senior Backend Engineer")]
        assert names(lists.candidates(outcome="declined").rows) == ["Amara Diallo"]
        assert names(lists.candidates("am", job_id=other.id).rows) == []
        searched = lists.candidates("noor pee", job_id=job.id).rows
        assert [(row.name, row.stage_name) for row in searched] == [("Noor Peeters", "Onsite")]


def test_both_applications_for_one_job_are_listed(cast):
    with cast.acting():
        job = a_job()
        a_received_application(job)
        a_received_application(job, said=noor(origin="careers"))
        assert sorted(row.origin for row in lists.candidates(job_id=job.id).rows) == ["careers", "linkedin_apply"]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwiYiJd", "é", "W251bGwsbnVsbF0", "WyJhIl0"])
@pytest.mark.parametrize("search", ["", "noor"])
def test_a_cursor_that_is_not_ours_is_refused(cast, cursor, search):
    with cast.acting(), pytest.raises(Refused, match="not one of ours"):
        lists.candidates(search, after=cursor)


def test_jobs_are_listed_newest_first_with_their_counts(cast):
    with cast.acting():
        job, _ = a_published_job()
        some_people(job)
        decisions.hire(job.applications.first().id)
        a_job(title="Welder", code="W-1", is_open=False)
        first, second = lists.jobs().rows
        assert (first.title, first.status_label, first.posting_status) == ("Welder", "Draft", "")
        assert (second.applicants, second.in_progress, second.hired) == (5, 4, 1)
        assert (second.posting_status, second.linkedin_apply) == ("published", True)
        assert [row.title for row in lists.jobs("w-1").rows] == ["Welder"]
        assert [row.title for row in lists.jobs(status="open").rows] == ["Senior Backend Engineer"]
        assert len(every_page(lists.jobs, limit=1)) == 2


def test_a_jobs_pipeline_counts_those_in_progress_by_stage(cast):
    with cast.acting():
        job = a_job()
        rows = some_people(job)
        decisions.move(rows["Peeters"].id, pipeline.ensure_stages()[1].id)
        decisions.reject(rows["Diallo"].id)
        counts = {stage.name: number for stage, number in lists.stage_counts(job.id)}
        assert (counts["New"], counts["In review"], sum(counts.values())) == (3, 1, 4)


def test_another_companys_people_and_jobs_are_not_listed(cast):
    with cast.acting():
        some_people()
    with cast.acting(cast.dele, cast.orrin):
        assert (lists.candidates().rows, lists.candidates("noor").rows, lists.jobs().rows) == ([], [], [])


def test_a_search_goes_through_its_index_under_row_level_security(cast):
    with cast.acting(), connection.cursor() as cursor:
        some_people()
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        plan = SearchKey.objects.filter(key__gte="noor", key__lt="noos").order_by("key", "-candidate_id").explain()
        condition = next(line for line in plan.splitlines() if "Index Cond" in line)
        assert "key" in condition


@pytest.mark.parametrize("filters", [{}, {"outcome": "pending"}])
@pytest.mark.parametrize("search", ["p", "p noor", "noor peeters"])
def test_a_window_ends_a_page_early_and_loses_nobody(cast, monkeypatch, search, filters):
    with cast.acting():
        some_people()
        whole = names(lists.candidates(search, **filters).rows)
        monkeypatch.setattr(candidate_search, "WINDOW", 1)
        paged = every_page(lambda **page: lists.candidates(search, **filters, **page))
        assert sorted(names(paged)) == sorted(whole) != []


def test_where_few_applications_fit_they_lead(cast):
    with cast.acting():
        job = a_job()
        some_people(job)
        other = a_job(title="Welder")
        a_received_application(other, said=noor(first_name="Noortje", email="nt@tessel.example"))
        page = lists.candidates("p noor", job_id=other.id)
        assert names(page.rows) == ["Noortje Peeters"]

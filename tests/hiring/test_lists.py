"""Lists page by place, search by beginnings through an index, and filter by applications."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from isthmus.hiring import candidate_search, decisions, files, lists, pipeline, team, viewing
from isthmus.hiring.candidate_search import ORDERS, Counted
from isthmus.hiring.problems import Refused
from isthmus.hiring.wanted import Wanted
from isthmus.people.models import Candidate
from tests.builders import a_job, a_pdf, a_published_job, a_received_application, noor

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
    "arguments",
    [
        {},
        {"outcome": "pending"},
        {"search": "p"},
        {"search": "p", "outcome": "pending"},
        {"order": "name"},
        {"order": "applied"},
        {"order": "name", "search": "p", "outcome": "pending"},
    ],
)
def test_pages_together_are_the_whole_list_once(cast, arguments):
    with cast.acting():
        some_people()
        whole = lists.candidates(Wanted(**arguments)).rows
        paged = every_page(lambda **page: lists.candidates(Wanted(**arguments), **page))
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
            assert lists.candidates(Wanted(search)).rows == []
        else:
            assert sorted(names(lists.candidates(Wanted(search)).rows)) == sorted(found)


def test_somebody_found_by_two_words_is_listed_once(cast):
    with cast.acting():
        a_received_application(said=noor(first_name="Peter", last_name="Peters", email="peter@tessel.example"))
        assert names(lists.candidates(Wanted("pet")).rows) == ["Peter Peters"]


def test_filters_show_the_application_they_filter_for(cast):
    with cast.acting():
        job, other = a_job(), a_job(title="Welder")
        rows = some_people(job)
        a_received_application(other)
        decisions.move(rows["Peeters"].id, pipeline.ensure_stages()[3].id)
        decisions.reject(rows["Diallo"].id)
        onsite = lists.candidates(Wanted(job_id=job.id, stage_id=pipeline.ensure_stages()[3].id)).rows
        assert [(row.name, row.job_title) for row in onsite] == [("Noor Peeters", "Senior Backend Engineer")]
        assert names(lists.candidates(Wanted(outcome="declined")).rows) == ["Amara Diallo"]
        assert names(lists.candidates(Wanted("am", job_id=other.id)).rows) == []
        searched = lists.candidates(Wanted("noor pee", job_id=job.id)).rows
        assert [(row.name, row.stage_name) for row in searched] == [("Noor Peeters", "Onsite")]


def test_both_applications_for_one_job_are_listed(cast):
    with cast.acting():
        job = a_job()
        a_received_application(job)
        a_received_application(job, said=noor(origin="careers"))
        assert sorted(row.origin for row in lists.candidates(Wanted(job_id=job.id)).rows) == [
            "careers",
            "linkedin_apply",
        ]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwiYiJd", "é", "W251bGwsbnVsbF0", "WyJhIl0"])
@pytest.mark.parametrize("search", ["", "noor"])
def test_a_cursor_that_is_not_ours_is_refused(cast, cursor, search):
    with cast.acting(), pytest.raises(Refused, match="not one of ours"):
        lists.candidates(Wanted(search), after=cursor)


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
        assert (lists.candidates().rows, lists.candidates(Wanted("noor")).rows, lists.jobs().rows) == ([], [], [])


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owners_look_up_goes_through_the_index_of_words():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT candidate_id FROM hiring_searchdocument d"
            " WHERE d.words @@ 'noor:*'::tsquery AND (d.company_id = gen_random_uuid()) IS TRUE LIMIT 9"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on search_words" in plan


SEARCHED = [Wanted("p"), Wanted("p noor"), Wanted("noor peeters"), Wanted("noor", outcome="pending")]
FILTERED = [
    Wanted(outcome="pending", order=order, unopened=unopened) for order in ORDERS for unopened in (False, True)
] + [Wanted("p", outcome="pending", order=order) for order in ORDERS]


@pytest.mark.parametrize("wanted", [*SEARCHED, *FILTERED])
@pytest.mark.parametrize("windows", [1, 2, 3])
def test_what_many_fit_is_walked_in_windows_that_lose_nobody(cast, monkeypatch, wanted, windows):
    with cast.acting():
        some_people()
        whole = names(lists.candidates(wanted).rows)
        for name, size in (("FEW", 0), ("WINDOW", windows), ("WINDOW_OF_WORDS", windows)):
            monkeypatch.setattr(candidate_search, name, size)
        paged = every_page(lambda **page: lists.candidates(wanted, **page))
        assert names(paged) == whole != []


def test_words_that_seem_to_fit_many_are_looked_up_when_the_walk_does_not_fill_the_page(cast, monkeypatch):
    with cast.acting():
        some_people()
        whole = names(lists.candidates(Wanted("p")).rows)
        monkeypatch.setattr(candidate_search, "_found_about", lambda asked: candidate_search.FEW + 1)
        monkeypatch.setattr(candidate_search, "WINDOW_OF_WORDS", 1)
        assert names(lists.candidates(Wanted("p")).rows) == whole != []


def test_words_that_fill_a_page_are_not_looked_up(cast, monkeypatch):
    with cast.acting():
        some_people()
        whole = names(lists.candidates(Wanted("p"), limit=1).rows)
        monkeypatch.setattr(candidate_search, "_found_about", lambda asked: candidate_search.FEW + 1)
        monkeypatch.setattr(candidate_search, "_few_found", lambda asked: pytest.fail("they were looked up"))
        assert names(lists.candidates(Wanted("p"), limit=1).rows) == whole != []


def test_a_cursor_of_another_order_is_refused(cast):
    with cast.acting():
        some_people()
        after = lists.candidates(Wanted(order="name"), limit=1).next
        with pytest.raises(Refused, match="not one of ours"):
            lists.candidates(Wanted(order="applied"), after=after)


def test_by_name_goes_by_the_family_name_whatever_its_accents(cast):
    with cast.acting():
        a_received_application(said=noor(first_name="Zoë", last_name="Ångström", email="a@tessel.example"))
        a_received_application(said=noor(first_name="Bo", last_name="Angstra", email="b@tessel.example"))
        a_received_application(said=noor(first_name="", last_name="", email="ant@tessel.example"))
        assert names(lists.candidates(Wanted(order="name")).rows) == ["Bo Angstra", "Zoë Ångström", "Unnamed"]


def test_filters_of_the_reader_and_of_what_came(cast):
    with cast.acting():
        job, other = a_job(), a_job(title="Welder")
        team.set_team(job.id, [team.Part(cast.tomas.id)])
        rows = some_people(job)
        a_received_application(other, said=noor(first_name="Ilse", origin="careers", email="i@tessel.example"))
        files.attach(rows["Diallo"].id, a_pdf("Welds"), name="cv.pdf")
        viewing.record_view(rows["Diallo"].id)
        assert len(lists.candidates(Wanted(mine=True)).rows) == len(PEOPLE)
        assert names(lists.candidates(Wanted(has_resume=True)).rows) == ["Amara Diallo"]
        assert "Amara Diallo" not in names(lists.candidates(Wanted(unopened=True)).rows)
        assert names(lists.candidates(Wanted(origin="careers")).rows) == ["Ilse Peeters"]
        recent = lists.candidates(Wanted(job_id=job.id, since=START + timedelta(days=3))).rows
        assert names(recent) == ["Zoë O'Brien", "李 小龙"]
    with cast.acting(cast.marek):
        assert "Amara Diallo" in names(lists.candidates(Wanted(unopened=True)).rows)
        assert lists.candidates(Wanted(mine=True)).rows == []


def test_counting_stops_where_enough_is_enough(cast, monkeypatch):
    with cast.acting():
        some_people()
        assert candidate_search.count(Wanted("p"), 99) == Counted(5, is_exact=True)
        assert candidate_search.count(Wanted(outcome="pending"), 3) == Counted(3, is_exact=False)
        assert candidate_search.count(Wanted("%"), 3) == Counted(0, is_exact=True)
        for name, size in (("FEW", 0), ("WINDOW_OF_WORDS", 2)):
            monkeypatch.setattr(candidate_search, name, size)
        assert not candidate_search.count(Wanted("p"), 99).is_exact

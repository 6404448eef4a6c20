"""The board shows who stands where, newest first, a column at a time, and nobody of another company."""

from datetime import UTC, datetime, timedelta

import pytest

from isthmus.hiring import board, decisions, pipeline, viewing
from isthmus.hiring.models import Application
from isthmus.hiring.problems import Refused
from tests.builders import a_job, a_received_application, noor

START = datetime(2026, 3, 3, tzinfo=UTC)


def some_bids(job, number):
    return [
        a_received_application(
            job,
            said=noor(first_name=f"P{place}", email=f"p{place}.{job.code}@tessel.example"),
            applied_at=START + timedelta(hours=place),
        )
        for place in range(number)
    ]


def standing(columns):
    return {column.name: [card.name.split()[0] for card in column.cards] for column in columns if column.cards}


def test_each_column_holds_who_stands_there_newest_first(cast):
    with cast.acting():
        job = a_job()
        first, second, third, fourth, fifth = some_bids(job, 5)
        stages = pipeline.ensure_stages()
        decisions.move(second.id, stages[1].id)
        decisions.reject(third.id)
        decisions.hire(fourth.id)
        decisions.withdraw(fifth.id)
        columns = board.columns([job.id])
        assert standing(columns) == {"New": ["P0"], "In review": ["P1"], "Hired": ["P3"], "Not selected": ["P2"]}
        assert {column.name: column.count for column in columns if column.count} == dict.fromkeys(
            ("New", "In review", "Hired", "Not selected"), 1
        )
        assert [column.name for column in columns][0] == "New"
        assert [column.name for column in columns if column.is_end] == ["Hired", "Not selected"]
        assert first.id == columns[0].cards[0].application_id


def test_a_card_says_how_long_and_whether_its_reader_opened_it(cast, move_clock):
    with cast.acting():
        (bid,) = some_bids(a_job(), 1)
        move_clock(3 * 86_400 + 60)
        (card,) = board.columns([bid.job_id])[0].cards
        assert (card.days, card.is_viewed, card.by_linkedin) == (3, False, True)
        viewing.record_view(bid.id)
        assert board.columns([bid.job_id])[0].cards[0].is_viewed
    with cast.acting(cast.marek):
        assert not board.columns([bid.job_id])[0].cards[0].is_viewed


@pytest.mark.parametrize("key", ["first", "declined"])
def test_a_column_continues_where_it_ended_over_several_jobs(cast, monkeypatch, key):
    with cast.acting():
        jobs = [a_job(), a_job(title="Welder", code="W-1")]
        for job in jobs:
            for bid in some_bids(job, 4):
                if key == "declined":
                    decisions.reject(bid.id)
        ids = [job.id for job in jobs]
        column_key = str(pipeline.first_stage().id) if key == "first" else key
        whole = board.column(ids, column_key, None).cards
        monkeypatch.setattr(board, "PER_COLUMN", 3)
        paged, after = [], None
        while True:
            page = board.column(ids, column_key, after)
            paged += page.cards
            after = page.next
            if after is None:
                break
        assert paged == whole
        assert len({card.application_id for card in paged}) == 8


def test_moving_goes_through_the_decisions(cast):
    with cast.acting():
        (bid,) = some_bids(a_job(), 1)
        board.move(bid.id, str(pipeline.ensure_stages()[2].id))
        assert Application.objects.get().stage.name == "Phone screen"
        with pytest.raises(Refused, match="with a reason"):
            board.move(bid.id, "declined")
        board.move(bid.id, "hired")
        assert Application.objects.get().outcome == "hired"
        with pytest.raises(Refused):
            board.move(bid.id, str(pipeline.first_stage().id))
        for nonsense in ("", "x", "\x00", "withdrawn", str(bid.id)):
            with pytest.raises(KeyError):
                board.move(bid.id, nonsense)


@pytest.mark.parametrize("after", ["x", "W10", "WyJhIiwiYiJd"])
def test_a_place_nobody_made_is_refused(cast, after):
    with cast.acting(), pytest.raises(Refused):
        board.column([a_job().id], "hired", after)


def test_another_companys_job_has_no_cards_here(cast):
    with cast.acting():
        (bid,) = some_bids(a_job(), 1)
    with cast.acting(cast.dele, cast.orrin):
        assert standing(board.columns([bid.job_id])) == {}

"""The Activity screen's lines, on a story that has a little of everything."""

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.bridge import activity
from isthmus.sync.models import Delivery


def titles(story, kind: str) -> list[tuple[str, str]]:
    with story.cast.acting(story.cast.ines):
        return [(row.title, row.state) for row in activity.page(kind).rows]


def test_each_kind_tells_what_happened(applied):
    applied.view()
    applied.settle(1)
    assert titles(applied, "deliveries") == [("Application for Senior Backend Engineer", "done")]
    assert titles(applied, "postings") == [("Senior Backend Engineer", "accepted")]
    assert titles(applied, "facts") == [("Application viewed · Senior Backend Engineer", "sent")]
    assert titles(applied, "files") == [("Résumé", "done")]
    assert ("create postings", "done") in titles(applied, "calls")
    assert titles(applied, "issues") == []


def test_a_page_continues_where_the_last_one_ended(applied):
    with applied.cast.acting():
        first = activity.page("calls", limit=1)
        second = activity.page("calls", first.next, limit=1)
    assert len({row.id for row in (*first.rows, *second.rows)}) == 2


def test_a_delivery_is_shown_by_its_known_members_only(applied):
    with applied.cast.acting():
        detail = activity.delivery_detail(Delivery.objects.get().id)
    assert detail.visible["externalJobId"] == str(applied.job_id)
    assert detail.application_id == applied.application().id
    assert detail.external_id.startswith("urn:li:jobApplication:")


def test_another_companys_delivery_does_not_exist(applied):
    (delivery,) = applied.deliveries()
    with applied.cast.acting(applied.cast.dele, applied.cast.orrin):
        assert activity.page("deliveries").rows == []
        with pytest.raises(Delivery.DoesNotExist):
            activity.delivery_detail(delivery.id)
        with pytest.raises(Delivery.DoesNotExist):
            activity.retry("deliveries", delivery.id)


def test_a_posting_can_be_sent_again_from_its_line(live):
    with live.cast.acting(live.cast.ines):
        (row,) = activity.page("postings").rows
        activity.retry("postings", row.id)
    live.settle(2)
    assert live.operations() == ["CREATE", "UPDATE"]


def test_a_call_cannot_be_tried_again(live):
    with live.cast.acting(), pytest.raises(IsthmusError, match="cannot be tried again"):
        activity.retry("calls", activity.page("calls").rows[0].id)

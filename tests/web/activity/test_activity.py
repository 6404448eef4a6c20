"""Activity: what came, what went, what waits, whose move, and the buttons that try again."""

import pytest

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import activity
from isthmus.bridge.connections import SOURCE
from isthmus.bridge.postings import RESOURCE
from isthmus.sync import issues, mirror
from isthmus.sync.models import Delivery, Mirror
from tests.web.rooms import said, words


def a_delivery(rooms, **changes) -> Delivery:
    connection = rooms.connect()
    fields = {
        "source": SOURCE,
        "connection_id": connection.id,
        "endpoint_id": connection.id,
        "digest": "d1",
        "genuine": True,
        "sealed_body": b"sealed",
        "size": 20_311,
        "external_id": "urn:li:jobApplication:7200000001",
        "visible": {"externalJobId": "J-1", "firstName": "Noor"},
        "received_at": now(),
        "last_received_at": now(),
    }
    with rooms.cast.acting():
        return Delivery.objects.create(**{**fields, **changes})


@pytest.mark.parametrize("kind", activity.KINDS)
def test_every_kind_has_its_list_and_an_empty_state(rooms, recruiter, kind):
    response = recruiter.get(rooms.at("activity:overview"), {"show": kind})
    assert response.status_code == 200
    assert "Nothing here" in words(response)


def test_an_unknown_kind_or_page_is_not_there(rooms, recruiter):
    for asked in ({"show": "secrets"}, {"show": "calls", "after": "forged"}):
        assert recruiter.get(rooms.at("activity:overview"), asked).status_code == 404


def test_what_needs_a_person_comes_first(rooms, recruiter):
    with rooms.cast.acting():
        issues.raise_issue(
            issues.Cause("f", "Ask LinkedIn."), Failure(Kind.MISCONFIGURED, "The secret is not accepted.")
        )
    text = words(recruiter.get(rooms.at("activity:overview")))
    assert "The secret is not accepted." in text
    assert "Ask LinkedIn." in text
    assert "An admin" in text


def test_a_delivery_shows_how_it_came_and_its_visible_copy(rooms, recruiter):
    delivery = a_delivery(rooms, times_received=3, visible={"firstName": "<b>Noor</b>"})
    response = recruiter.get(rooms.at("activity:delivery", delivery_id=delivery.id))
    assert "Genuine" in words(response)
    assert "3, last" in words(response)
    assert b"sealed_body" not in response.content
    assert b"Noor" not in response.content


def test_a_forged_delivery_is_shown_as_one(rooms, recruiter):
    delivery = a_delivery(rooms, genuine=False, state="refused", visible={})
    text = words(recruiter.get(rooms.at("activity:delivery", delivery_id=delivery.id)))
    assert "Not LinkedIn’s" in text
    assert "Nothing in it may be shown" in text


def test_only_admins_see_the_button_that_tries_again(rooms, recruiter, admin):
    a_delivery(rooms, state="failed", failure_kind="bug", failure_message="Not understood.")
    list_address = rooms.at("activity:overview")
    assert b"Try again" in admin.get(list_address, {"show": "deliveries"}).content
    assert b"Try again" not in recruiter.get(list_address, {"show": "deliveries"}).content


def test_a_recruiter_cannot_try_again(rooms, recruiter):
    delivery = a_delivery(rooms, state="failed")
    address = rooms.at("activity:retry", kind="deliveries", row_id=delivery.id)
    assert recruiter.post(address).status_code == 403


def test_a_refused_posting_is_sent_again(rooms, admin):
    connection, job = rooms.connect(), rooms.published_job()
    with rooms.cast.acting():
        mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
        row = Mirror.objects.get(entity_id=job.id)
        Mirror.objects.filter(id=row.id).update(
            state="failed", failure_kind="rejected", failure_message="No such place"
        )
    assert "No such place" in words(admin.get(rooms.at("activity:overview"), {"show": "postings"}))
    admin.post(rooms.at("activity:retry", kind="postings", row_id=row.id))
    with rooms.cast.acting():
        assert Mirror.objects.get(id=row.id).state == "marked"


def test_what_cannot_be_tried_again_says_so(rooms, admin):
    delivery = a_delivery(rooms)
    response = admin.post(rooms.at("activity:retry", kind="calls", row_id=delivery.id))
    assert "cannot be tried again" in said(response)[0]


def test_a_posting_s_line_leads_to_its_job(rooms, recruiter):
    connection, job = rooms.connect(), rooms.published_job()
    with rooms.cast.acting():
        mirror.mark(connection.id, RESOURCE, job.id, str(job.id))
    page = recruiter.get(rooms.at("activity:overview"), {"show": "postings"}).content.decode()
    assert rooms.at("jobs:job", job_id=job.id) in page


def test_hiring_managers_see_no_activity(rooms, manager):
    assert manager.get(rooms.at("activity:overview")).status_code == 403


def test_another_company_s_delivery_is_not_there(rooms, signed_in):
    delivery = a_delivery(rooms)
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/activity/deliveries/{delivery.id}/").status_code == 404
    assert dele.post(f"/c/orrin-foods/activity/deliveries/{delivery.id}/retry/").status_code == 404

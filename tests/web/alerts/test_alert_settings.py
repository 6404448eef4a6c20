"""Settings → Alerts: objectives, who is told, addresses with their secret, and what was told."""

import dataclasses

import pytest

from isthmus.sync import freshness
from isthmus.sync.models import AlertEndpoint, AlertMail, AlertSend
from isthmus.sync.watching import endpoints, objectives, telling
from tests.web.rooms import said, words

HOOK = "http://127.0.0.1:9/alerts?token=hidden-part"


@pytest.fixture
def address(rooms) -> str:
    return rooms.at("alerts:settings")


def filled(rooms, **changes: str) -> dict[str, str]:
    streams = {
        f"stream-{name}": str(int(known.objective.total_seconds())) for name, known in freshness.streams().items()
    }
    return {**streams, "after": "5", "calm": "5", **changes}


def add(rooms, admin, url=HOOK):
    return admin.post(rooms.at("alerts:add"), {"url": url})


def test_every_stream_has_an_objective_that_an_admin_may_change(rooms, admin, address):
    page = words(admin.get(address))
    assert "E-mails to candidates" in page
    assert "Usually 60 s." in page
    answer = admin.post(address, filled(rooms, **{"stream-applications": "600", "after": "0"}))
    assert said(answer) == ["Saved. It holds from the next look on, within half a minute."]
    with rooms.cast.acting():
        assert {name: int(gap.total_seconds()) for name, gap in objectives.chosen().items()} == {"applications": 600}
        assert objectives.terms().after.total_seconds() == 0
    admin.post(address, filled(rooms))
    with rooms.cast.acting():
        assert objectives.chosen() == {}


@pytest.mark.parametrize("value", ["7", "-1", "soon", ""])
def test_an_objective_nobody_offered_is_refused(rooms, admin, address, value):
    assert admin.post(address, filled(rooms, **{"stream-applications": value})).status_code == 422
    with rooms.cast.acting():
        assert objectives.chosen() == {}


def test_each_admin_chooses_for_themselves(rooms, admin):
    admin.post(rooms.at("alerts:wish"), {"wanted": "on"})
    with rooms.cast.acting():
        assert telling.readers() == [rooms.cast.ines.id]
    assert "Told now: Ines Okafor" in words(admin.get(rooms.at("alerts:settings")))
    admin.post(rooms.at("alerts:wish"), {})
    with rooms.cast.acting():
        assert telling.readers() == []


def test_the_secret_of_a_new_address_is_shown_once_and_the_address_never_whole(rooms, admin, address):
    answer = add(rooms, admin)
    assert answer.status_code == 200
    secret = answer.context["page"].fresh_secret
    assert secret.startswith("whsec_")
    later = admin.get(address).content.decode()
    assert secret not in later
    assert "hidden-part" not in later + answer.content.decode()
    assert "http://127.0.0.1:9" in later


def test_an_address_that_is_none_is_refused_in_words(rooms, admin):
    answer = add(rooms, admin, "file:///etc/passwd")
    assert answer.status_code == 422
    assert "The address is not a web address." in words(answer)


def test_an_address_is_tested_switched_on_and_removed(rooms, admin):
    add(rooms, admin)
    with rooms.cast.acting():
        endpoint = AlertEndpoint.objects.get()
    admin.post(rooms.at("alerts:test", endpoint_id=endpoint.id))
    with rooms.cast.acting():
        assert AlertSend.objects.get().told == "test"
        AlertEndpoint.objects.update(disabled_at=endpoint.created_at)
    assert "Switch on" in words(admin.get(rooms.at("alerts:settings")))
    admin.post(rooms.at("alerts:enable", endpoint_id=endpoint.id))
    admin.post(rooms.at("alerts:remove", endpoint_id=endpoint.id))
    with rooms.cast.acting():
        assert endpoints.in_use() == []
    assert admin.post(rooms.at("alerts:test", endpoint_id=endpoint.id)).status_code == 404


def test_a_test_mail_is_founded_for_whoever_asks(rooms, admin):
    admin.post(rooms.at("alerts:test_mail"))
    with rooms.cast.acting():
        assert AlertMail.objects.get().user_id == rooms.cast.ines.id
    assert "A test" in words(admin.get(rooms.at("alerts:settings")))


def sent(rooms, admin) -> None:
    admin.post(rooms.at("alerts:test_mail"))
    with rooms.cast.acting():
        AlertMail.objects.update(state="sent")


def test_a_mail_that_stayed_in_the_demo_can_be_read_where_it_says_sent(rooms, admin):
    sent(rooms, admin)
    text = words(admin.get(rooms.at("alerts:settings")))
    assert "in this demo mails stay here" in text
    assert "Read the mail" in text
    assert "Alerts of Isthmus reach you at this address. Nothing is wrong." in text


def test_a_mail_that_left_by_a_mail_server_is_not_shown(rooms, admin, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mail_url="smtps://mail.example")
    sent(rooms, admin)
    text = words(admin.get(rooms.at("alerts:settings")))
    assert "A test" in text
    assert "Read the mail" not in text
    assert "Nothing is wrong." not in text


def test_a_mail_that_waits_is_not_shown_as_one_that_arrived(rooms, admin):
    admin.post(rooms.at("alerts:test_mail"))
    assert "Read the mail" not in words(admin.get(rooms.at("alerts:settings")))


def test_only_admins_read_them(rooms, admin, recruiter):
    sent(rooms, admin)
    assert recruiter.get(rooms.at("alerts:settings")).status_code == 403

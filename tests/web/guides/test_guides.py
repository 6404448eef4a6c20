"""Guides: one page for each role, tied to screens one may open and to how the company stands."""

import pytest

from isthmus.hiring import notice_settings
from tests.web.rooms import words

ROLES = ("recruiter", "hiring_manager", "admin")


@pytest.mark.parametrize("role", ROLES)
def test_every_guide_leads_to_screens_that_open(rooms, admin, role):
    page = admin.get(rooms.at(f"guides:{role}"))
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2]
    links = {part.partition('"')[0] for part in main.split('href="')[1:]}
    assert len(links) > 3
    assert {link: admin.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_each_opens_ones_own_first(rooms, admin, recruiter, manager):
    opened = [client.get(rooms.at("guides:mine"))["location"] for client in (admin, recruiter, manager)]
    assert opened == [rooms.at(f"guides:{role}") for role in ("admin", "recruiter", "hiring_manager")]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_sent_where_they_may_not_go(rooms, manager, role):
    main = manager.get(rooms.at(f"guides:{role}")).content.decode().partition("<main")[2]
    for name in ("linkedin:settings", "members:list", "activity:overview", "activity:week"):
        assert f'"{rooms.at(name)}"' not in main


def test_it_says_how_the_company_stands_now(rooms, admin):
    before = words(admin.get(rooms.at("guides:admin")))
    assert "LinkedIn is not connected yet" in before
    assert "Apply Connect is off" in before
    rooms.connect()
    with rooms.cast.acting():
        notice_settings.change(delay_rejections=True, delay_hours=48)
    after = words(admin.get(rooms.at("guides:admin")))
    assert "LinkedIn is connected" in after
    assert "Apply Connect is on" in after
    assert "A rejection is told after 48 hours" in after


def test_another_companys_guide_is_not_there(recruiter):
    assert recruiter.get("/c/orrin-foods/guide/admin/").status_code == 404

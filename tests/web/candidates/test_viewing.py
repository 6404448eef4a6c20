"""Opening a candidate's page tells LinkedIn "viewed", so only a person's real look counts."""

import pytest

from isthmus.hiring import team
from isthmus.hiring.models import ApplicationView
from isthmus.store.models import Audit


def views(rooms, application) -> int:
    with rooms.cast.acting():
        return ApplicationView.objects.filter(application_id=application.id).count()


def audits(rooms, action: str) -> int:
    with rooms.cast.acting():
        return Audit.objects.filter(action=action).count()


@pytest.fixture
def application(rooms):
    return rooms.application()


@pytest.fixture
def page(rooms, application) -> str:
    return rooms.at("candidates:application", application_id=application.id)


def test_opening_the_page_is_a_view(rooms, recruiter, application, page):
    recruiter.get(page, headers={"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"})
    assert views(rooms, application) == 1
    assert audits(rooms, "viewed") == 1


def test_so_is_opening_the_candidate_with_the_latest_application_in_focus(rooms, manager, application):
    manager.get(rooms.at("candidates:candidate", candidate_id=application.candidate_id))
    assert views(rooms, application) == 1


def test_looking_again_is_audited_and_no_second_view(rooms, recruiter, application, page):
    recruiter.get(page)
    recruiter.get(page)
    assert views(rooms, application) == 1
    assert audits(rooms, "viewed") == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "prefetch;anonymous-client-ip"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"x-purpose": "preview"},
    ],
)
@pytest.mark.parametrize("name", ["application", "candidate"])
def test_a_guess_gets_no_page_so_that_the_real_look_is_asked_for(rooms, recruiter, application, headers, name):
    """A page kept from a guess would be shown without another request, and the look would never be known."""
    ids = {"application_id": application.id} if name == "application" else {"candidate_id": application.candidate_id}
    address = rooms.at(f"candidates:{name}", **ids)
    assert recruiter.get(address, headers=headers).status_code == 503
    assert (views(rooms, application), audits(rooms, "viewed")) == (0, 0)
    assert recruiter.get(address).status_code == 200
    assert views(rooms, application) == 1


@pytest.mark.parametrize("headers", [{"hx-request": "true"}, {"sec-fetch-dest": "empty"}, {"sec-fetch-dest": "iframe"}])
def test_polls_and_scripts_are_no_view(rooms, recruiter, application, page, headers):
    assert recruiter.get(page, headers=headers).status_code == 200
    assert views(rooms, application) == 0


def test_asking_for_the_headers_is_no_view(rooms, recruiter, application, page):
    recruiter.head(page)
    assert views(rooms, application) == 0


@pytest.mark.parametrize("part", ["notices", "documents"])
def test_a_polled_part_is_no_view(rooms, recruiter, application, part):
    recruiter.get(rooms.at(f"candidates:{part}", application_id=application.id))
    assert views(rooms, application) == 0


def test_the_list_is_no_view(rooms, recruiter, application):
    recruiter.get(rooms.at("candidates:list"))
    assert views(rooms, application) == 0


def test_only_the_application_in_focus_is_viewed(rooms, recruiter, application):
    other = rooms.application(rooms.job(title="Another"))
    recruiter.get(rooms.at("candidates:application", application_id=other.id))
    assert views(rooms, other) == 1
    assert views(rooms, application) == 0


def test_the_eeo_officer_gets_no_page_and_makes_no_view(rooms, eeo_officer, application, page):
    assert eeo_officer.get(page).status_code == 403
    assert views(rooms, application) == 0


def test_a_visitor_makes_no_view(rooms, client, application, page):
    assert client.get(page).status_code == 302
    assert views(rooms, application) == 0


def test_a_colleague_of_another_team_looks_and_makes_no_view(rooms, recruiter, manager, application, page):
    with rooms.cast.acting():
        team.set_team(application.job_id, [team.Part(rooms.cast.tomas.id)])
    manager.get(page)
    assert (views(rooms, application), audits(rooms, "viewed")) == (0, 1)
    recruiter.get(page)
    assert views(rooms, application) == 1


def test_the_desk_is_no_view(rooms, recruiter, application):
    recruiter.get(rooms.at("notifications:desk") + "?show=all")
    assert views(rooms, application) == 0

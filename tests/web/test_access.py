"""The door of every company page: who is let in, who is sent away, and how."""

from django.test import RequestFactory
from django.urls import reverse

from isthmus.store import tenancy
from isthmus.web.access import company_view


def test_a_visitor_is_asked_to_sign_in(rooms, client):
    response = client.get(rooms.at("jobs:list"))
    assert response.status_code == 302
    assert response["location"].startswith("/accounts/login/?next=/c/larkfield-robotics/jobs/")


def test_a_company_one_does_not_belong_to_is_not_there(rooms, recruiter):
    assert recruiter.get(reverse("jobs:list", args=["orrin-foods"])).status_code == 404
    assert recruiter.get(reverse("jobs:list", args=["no-such-company"])).status_code == 404


def test_a_role_without_the_permission_is_refused(rooms, manager):
    assert manager.get(rooms.at("linkedin:settings")).status_code == 403


def test_the_view_acts_for_the_member_with_its_cause(rooms):
    seen = []

    @company_view("jobs.view")
    def view(request):
        seen.append(tenancy.current())

    request = RequestFactory().get("/")
    request.user, request.resolver_match = rooms.cast.tomas, None
    view(request, slug="larkfield-robotics")
    assert seen[0].company_id == rooms.cast.larkfield.id
    assert seen[0].user_id == rooms.cast.tomas.id
    assert seen[0].cause.startswith("page GET")


def test_a_user_of_two_companies_acts_for_the_one_in_the_address(rooms, signed_in):
    dele = signed_in(rooms.cast.dele)
    rooms.job(title="Only at Larkfield")
    assert b"Only at Larkfield" in dele.get(rooms.at("jobs:list")).content
    assert b"Only at Larkfield" not in dele.get(reverse("jobs:list", args=["orrin-foods"])).content


def test_not_found_not_allowed_and_malformed_have_pages(rooms, recruiter):
    assert b"Nothing here" in recruiter.get("/c/nowhere/").content
    assert b"Not for your role" in recruiter.get(rooms.at("linkedin:settings")).content

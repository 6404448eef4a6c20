"""The door of every company page: who is let in, who is sent away, and how."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import RequestFactory
from django.urls import reverse

from isthmus.accounts.models import Company
from isthmus.bridge.models import ReconcileRun
from isthmus.store import tenancy
from isthmus.web.access import company_view
from tests.web.rooms import words


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


def ask_for_a_second_factor(rooms, of):
    with rooms.cast.acting(rooms.cast.ines):
        Company.objects.filter(id=rooms.cast.larkfield.id).update(second_factor=of)


def test_an_admin_without_a_second_factor_sets_it_up_first_where_the_company_asks(rooms, admin, recruiter):
    ask_for_a_second_factor(rooms, "admins")
    led = admin.get(rooms.at("jobs:list"), follow=True)
    assert led.redirect_chain[0] == (reverse("mfa_index"), 302)
    assert "Larkfield Robotics asks you for a second factor" in words(led)
    assert recruiter.get(rooms.at("jobs:list")).status_code == 200
    assert admin.post(rooms.at("activity:reconcile_run")).status_code == 302
    with rooms.cast.acting():
        assert not ReconcileRun.objects.exists()
    TOTP.activate(rooms.cast.ines, generate_totp_secret())
    assert admin.get(rooms.at("jobs:list")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor_and_a_part_of_a_page_leads_the_whole_page_on(rooms, recruiter):
    ask_for_a_second_factor(rooms, "everybody")
    Authenticator.objects.create(user=rooms.cast.tomas, type="recovery_codes", data={"migrated_codes": ["1"]})
    part = recruiter.get(rooms.at("activity:reconcile_progress"), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == reverse("mfa_index")


def test_what_one_company_asks_is_nothing_to_another_and_a_stranger_learns_nothing(rooms, signed_in, django_user_model):
    ask_for_a_second_factor(rooms, "everybody")
    dele = signed_in(rooms.cast.dele)
    assert dele.get(reverse("jobs:list", args=["orrin-foods"])).status_code == 200
    assert dele.get(rooms.at("jobs:list")).status_code == 302
    stranger = signed_in(django_user_model.objects.create_user(email="mira@away.example", name="Mira"))
    assert stranger.get(rooms.at("jobs:list")).status_code == 404

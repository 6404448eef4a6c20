"""The front door."""

from django.urls import reverse

from isthmus.accounts.models import User


def test_one_company_is_opened_at_once(rooms, recruiter):
    response = recruiter.get("/")
    assert response["location"] == rooms.at("home:home")


def test_several_companies_are_a_choice(rooms, signed_in):
    page = signed_in(rooms.cast.dele).get("/").content.decode()
    assert rooms.at("home:home") in page
    assert reverse("home:home", args=["orrin-foods"]) in page


def test_nobody_s_member_learns_whom_to_ask(rooms, signed_in):
    stranger = User.objects.create_user("stranger@larkfield.example", name="A Stranger")
    assert b"No company yet" in signed_in(stranger).get("/").content


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/")["location"].startswith("/accounts/login/")


def test_the_bar_leads_to_the_other_company(rooms, signed_in):
    page = signed_in(rooms.cast.dele).get(rooms.at("home:home")).content.decode()
    assert reverse("home:home", args=["orrin-foods"]) in page


def test_settings_begin_with_the_first_of_them_for_who_may_change_them(rooms, admin, recruiter):
    assert admin.get(rooms.at("companies:settings"))["location"] == rooms.at("linkedin:settings")
    assert recruiter.get(rooms.at("companies:settings")).status_code == 403

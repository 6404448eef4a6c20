"""Settings → People: adding, roles, removing, and the one-time link."""

import html
import re

from django.conf import settings
from django.test import Client

from isthmus.accounts import companies
from isthmus.accounts.models import Membership, Role, User
from tests.cast import PASSWORD
from tests.web.rooms import said, words

LINK = re.compile(r'id="one-time-link">([^<]+)<')


def add(rooms, client, **changes):
    fields = {"email": "ola@larkfield.example", "name": "Ola Nord", "role": "hiring_manager"}
    return client.post(rooms.at("members:add"), {**fields, **changes})


def link_in(response) -> str:
    return html.unescape(LINK.search(response.content.decode())[1])


def role_of(rooms, email: str) -> str | None:
    with rooms.cast.acting():
        membership = Membership.objects.filter(user__email=email).first()
    return membership.role if membership else None


def membership_of(rooms, user) -> Membership:
    with rooms.cast.acting():
        return Membership.objects.get(user=user)


def test_everybody_is_listed_with_their_role(rooms, admin):
    text = words(admin.get(rooms.at("members:list")))
    assert "Tomas Brandt" in text
    assert "Who may do what" in text


def test_a_new_person_is_added_with_a_link_shown_once(rooms, admin):
    response = add(rooms, admin)
    assert role_of(rooms, "ola@larkfield.example") == "hiring_manager"
    assert link_in(response).startswith(f"{settings.CONFIG.public_url}/accounts/password/reset/key/")
    assert not LINK.search(admin.get(rooms.at("members:list")).content.decode())
    assert "no-store" in response["Cache-Control"]


def test_the_link_sets_a_password_and_then_is_dead(rooms, admin):
    link = link_in(add(rooms, admin))
    browser = Client()
    form = browser.get(link, follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="ola@larkfield.example").check_password(PASSWORD)
    assert b"invalid" in Client().get(link, follow=True).content


def test_a_known_person_is_added_without_a_link(rooms, admin):
    stranger = User.objects.create_user("known@orrin.example", PASSWORD, name="Known")
    response = add(rooms, admin, email=stranger.email)
    assert role_of(rooms, stranger.email) == "hiring_manager"
    assert not LINK.search(response.content.decode())


def test_nobody_gets_the_key_to_an_account_that_opens_another_company(rooms, admin):
    guest = User.objects.create_user("guest@orrin.example", name="Guest")
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        companies.add_member(guest, Role.RECRUITER)
    response = add(rooms, admin, email=guest.email)
    assert not LINK.search(response.content.decode())
    again = admin.post(rooms.at("members:link", membership_id=membership_of(rooms, guest).id))
    assert "from the sign-in page" in said(again)[0]


def test_a_new_person_needs_a_name(rooms, admin):
    response = add(rooms, admin, name="")
    assert response.status_code == 422
    assert "give their name" in words(response)


def test_bad_input_is_refused(rooms, admin):
    assert add(rooms, admin, email="nobody").status_code == 422
    assert add(rooms, admin, role="emperor").status_code == 422
    assert add(rooms, admin, email="tomas@larkfield.example").status_code == 422


def test_a_role_is_changed(rooms, admin):
    member = membership_of(rooms, rooms.cast.tomas)
    admin.post(rooms.at("members:role", membership_id=member.id), {"role": "hiring_manager"})
    assert role_of(rooms, "tomas@larkfield.example") == "hiring_manager"


def test_the_last_admin_stays(rooms, admin):
    member = membership_of(rooms, rooms.cast.ines)
    response = admin.post(rooms.at("members:role", membership_id=member.id), {"role": "recruiter"})
    assert "needs an admin" in said(response)[0]
    admin.post(rooms.at("members:remove", membership_id=member.id))
    assert role_of(rooms, "ines@larkfield.example") == "admin"


def test_a_removed_person_no_longer_finds_the_company(rooms, admin, recruiter):
    admin.post(rooms.at("members:remove", membership_id=membership_of(rooms, rooms.cast.tomas).id))
    assert recruiter.get(rooms.at("home:home")).status_code == 404


def test_a_link_is_made_anew_for_who_has_no_password(rooms, admin):
    add(rooms, admin)
    ola = User.objects.get(email="ola@larkfield.example")
    response = admin.post(rooms.at("members:link", membership_id=membership_of(rooms, ola).id))
    assert link_in(response)


def test_a_hostile_name_stays_a_name(rooms, admin):
    response = add(rooms, admin, name="<script>alert(1)</script>")
    assert b"<script>alert" not in response.content


def test_recruiters_cannot_open_it(rooms, recruiter):
    assert recruiter.get(rooms.at("members:list")).status_code == 403
    assert add(rooms, recruiter).status_code == 403


def test_another_company_s_membership_is_not_there(rooms, signed_in):
    member = membership_of(rooms, rooms.cast.tomas)
    dele = signed_in(rooms.cast.dele)
    response = dele.post(f"/c/orrin-foods/settings/people/{member.id}/role/", {"role": "admin"})
    assert response.status_code == 404

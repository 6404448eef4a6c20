"""Settings → API keys: shown once, limited, revocable."""

import re

from isthmus.accounts import keys
from isthmus.accounts.models import ApiKey
from tests.web.rooms import words

FRESH = re.compile(r'id="fresh-key">([^<]+)<')


def issue(rooms, client, **changes):
    return client.post(rooms.at("api_keys:issue"), {"name": "Payroll", "scopes": ["jobs:read"], **changes})


def test_a_key_works_and_is_shown_once(rooms, admin):
    response = issue(rooms, admin)
    text = FRESH.search(response.content.decode())[1]
    assert keys.verify(text).scopes == {"jobs:read"}
    assert "no-store" in response["Cache-Control"]
    again = admin.get(rooms.at("api_keys:list")).content.decode()
    assert text not in again
    assert text[:9] in again


def test_a_key_needs_a_name_and_a_known_scope(rooms, admin):
    for changes in ({"name": ""}, {"scopes": []}, {"scopes": ["everything"]}):
        assert issue(rooms, admin, **changes).status_code == 422


def test_a_revoked_key_stops_and_stays_listed(rooms, admin):
    text = FRESH.search(issue(rooms, admin).content.decode())[1]
    with rooms.cast.acting():
        key = ApiKey.objects.get()
    admin.post(rooms.at("api_keys:revoke", key_id=key.id))
    assert keys.verify(text) is None
    assert "Revoked" in words(admin.get(rooms.at("api_keys:list")))


def test_recruiters_cannot_make_keys(rooms, recruiter):
    assert recruiter.get(rooms.at("api_keys:list")).status_code == 403
    assert issue(rooms, recruiter).status_code == 403


def test_another_company_s_key_is_not_there(rooms, admin, signed_in):
    issue(rooms, admin)
    with rooms.cast.acting():
        key = ApiKey.objects.get()
    dele = signed_in(rooms.cast.dele)
    assert dele.post(f"/c/orrin-foods/settings/api-keys/{key.id}/revoke/").status_code == 404

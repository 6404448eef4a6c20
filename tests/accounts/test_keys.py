"""API keys: shown once, kept as a digest, bound to one company and its scopes, gone when revoked."""

import pytest
from django.db import connections

from isthmus.accounts import keys
from isthmus.accounts.models import ApiKey
from isthmus.base.secrets import token_digest


def issue(cast, scopes=("jobs:read",)):
    with cast.acting(cast.ines):
        return keys.issue("Careers site", scopes)


def test_a_key_opens_its_company_with_its_scopes(cast):
    key, text = issue(cast, ["jobs:write", "jobs:read"])
    holder = keys.verify(text)
    assert holder is not None
    assert (holder.key_id, holder.company_id, holder.user_id) == (key.id, cast.larkfield.id, cast.ines.id)
    assert holder.scopes == {"jobs:read", "jobs:write"}


def test_only_a_digest_of_the_key_is_kept(cast):
    key, text = issue(cast)
    assert text.startswith("isth_")
    with cast.acting():
        stored = ApiKey.objects.get(id=key.id)
    assert stored.digest == token_digest(text)
    assert text not in str(vars(stored))
    assert len(stored.prefix) <= 9


def test_a_key_never_reaches_the_change_log(cast):
    key, text = issue(cast)
    with connections["default"].cursor() as cursor, cast.acting():
        cursor.execute("SELECT count(*) FROM store_change WHERE fields::text LIKE %s", [f"%{token_digest(text)}%"])
        assert cursor.fetchone() == (0,)


def test_a_revoked_key_stops_at_once(cast):
    key, text = issue(cast)
    with cast.acting():
        keys.revoke(key.id)
        keys.revoke(key.id)
    assert keys.verify(text) is None


@pytest.mark.parametrize("text", ["", "isth_", "isth_unknown", "Bearer", "\x00", "isth_" + "é" * 300])
def test_an_unknown_key_opens_nothing(cast, text):
    assert keys.verify(text) is None


def test_another_companys_key_cannot_be_revoked(cast):
    key, text = issue(cast)
    with pytest.raises(ApiKey.DoesNotExist), cast.acting(cast.dele, cast.orrin):
        keys.revoke(key.id)
    assert keys.verify(text) is not None


def test_an_unknown_scope_is_refused(cast):
    with pytest.raises(ValueError, match="eeo:read"):
        issue(cast, ["jobs:read", "eeo:read"])


def test_the_last_use_is_remembered_without_a_change(cast):
    key, text = issue(cast)
    with cast.acting():
        keys.note_use(keys.verify(text))
        assert ApiKey.objects.get(id=key.id).last_used_at is not None

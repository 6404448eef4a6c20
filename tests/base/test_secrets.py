import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.base import keysets, secrets
from isthmus.base.failures import IsthmusError, Kind

LARKFIELD = UUID("01890000-0000-7000-8000-000000000001")
ORRIN = UUID("01890000-0000-7000-8000-000000000002")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.binary(max_size=2000))
def test_unseal_gives_back_what_was_sealed(data: bytes) -> None:
    sealed = secrets.seal(data, company=LARKFIELD, field="client_secret")
    assert secrets.unseal(sealed, company=str(LARKFIELD), field="client_secret") == data


@pytest.mark.parametrize(("company", "field"), [(ORRIN, "client_secret"), (LARKFIELD, "raw_body")])
def test_another_company_or_field_does_not_open_it(company: UUID, field: str) -> None:
    sealed = secrets.seal(b"s3cret", company=LARKFIELD, field="client_secret")
    with pytest.raises(IsthmusError) as caught:
        secrets.unseal(sealed, company=company, field=field)
    assert caught.value.failure.kind is Kind.MISCONFIGURED
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("damage", [b"", b"x", b"not sealed at all, but long enough to be so"])
def test_damaged_bytes_do_not_open(damage: bytes) -> None:
    with pytest.raises(IsthmusError):
        secrets.unseal(damage, company=LARKFIELD, field="f")


def test_keyset_is_made_once_and_only_for_its_owner(keyset: Path) -> None:
    sealed = secrets.seal(b"x", company=LARKFIELD, field="f")
    first = keyset.read_bytes()
    assert stat.S_IMODE(keyset.stat().st_mode) == 0o600
    assert secrets.unseal(sealed, company=LARKFIELD, field="f") == b"x"
    assert keyset.read_bytes() == first
    assert list(keyset.parent.iterdir()) == [keyset]


def test_threads_starting_together_share_one_keyset() -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda _: secrets.seal(b"x", company=LARKFIELD, field="f"), range(8)))
    assert {secrets.unseal(one, company=LARKFIELD, field="f") for one in sealed} == {b"x"}


def test_exchanged_keyset_is_noticed(keyset: Path) -> None:
    sealed = secrets.seal(b"x", company=LARKFIELD, field="f")
    keyset.unlink()
    with pytest.raises(IsthmusError):
        secrets.unseal(sealed, company=LARKFIELD, field="f")


def test_unreadable_keyset_is_the_admins_move(keyset: Path) -> None:
    keyset.parent.mkdir()
    keyset.write_text("{}")
    with pytest.raises(IsthmusError) as caught:
        secrets.seal(b"x", company=LARKFIELD, field="f")
    assert caught.value.failure.code == "keyset_unreadable"


def test_without_a_keyset_setting_nothing_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISTHMUS_KEYSET_FILE")
    with pytest.raises(IsthmusError) as caught:
        secrets.seal(b"x", company=LARKFIELD, field="f")
    assert caught.value.failure.kind is Kind.MISCONFIGURED


def test_tokens_are_long_unique_and_stored_as_digest() -> None:
    tokens = {secrets.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)
    assert secrets.token_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_opening_makes_no_keyset(keyset: Path) -> None:
    sealed = secrets.seal(b"x", company=LARKFIELD, field="f")
    keyset.unlink()
    for act in (lambda: secrets.unseal(sealed, company=LARKFIELD, field="f"), keysets.keys, keysets.add):
        with pytest.raises(IsthmusError) as caught:
            act()
        assert (caught.value.failure.kind, caught.value.failure.code) == (Kind.MISCONFIGURED, "keyset_missing")
    assert not keyset.exists()

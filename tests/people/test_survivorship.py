"""Who wins per field: trusted sources, else whoever came first; a stranger may fill a blank and never overwrites."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from isthmus.people.survivorship import IDENTITY, project

DAY = datetime(2026, 3, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    id: UUID = UUID(int=1)
    trusted: bool = False
    said_at: datetime = DAY
    received_at: datetime = DAY
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    headline: str = ""
    employer: str = ""
    location: str = ""


words = st.sampled_from(["", "a", "b"])
moments = st.integers(0, 3).map(lambda days: DAY + timedelta(days=days))
tellers = st.builds(
    Told,
    id=st.integers(1, 50).map(lambda number: UUID(int=number)),
    trusted=st.booleans(),
    said_at=moments,
    received_at=moments,
    **dict.fromkeys(("first_name", "last_name", "email", "phone", "headline", "employer", "location"), words),
)
groups = st.lists(tellers, min_size=1, max_size=6, unique_by=lambda told: told.id)


@given(groups.flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_the_order_of_the_profiles_does_not_matter(pair):
    ordered, shuffled = pair
    assert project(ordered) == project(shuffled)


@given(groups, tellers)
def test_a_later_stranger_never_overwrites_identity(profiles, stranger):
    before = project(profiles)
    late = replace(stranger, id=UUID(int=99), trusted=False, received_at=DAY + timedelta(days=9))
    after = project([*profiles, late])
    for name in IDENTITY:
        assert after.values[name] == (before.values[name] or getattr(late, name))


@given(groups)
def test_every_shown_value_knows_its_source(profiles):
    projection = project(profiles)
    by_id = {str(told.id): told for told in profiles}
    for name, value in projection.values.items():
        assert bool(value) == (name in projection.sources)
        assert not value or getattr(by_id[projection.sources[name]], name) == value


def test_a_trusted_source_corrects_identity():
    applicant = Told(id=UUID(int=1), first_name="Nor")
    recruiter = Told(id=UUID(int=2), first_name="Noor", trusted=True, received_at=DAY + timedelta(days=1))
    assert project([applicant, recruiter]).values["first_name"] == "Noor"


def test_what_somebody_does_comes_from_the_latest_word():
    then = Told(id=UUID(int=1), employer="Tessel Labs")
    now = Told(id=UUID(int=2), employer="Orrin Foods", said_at=DAY + timedelta(days=1))
    assert project([now, then]).values["employer"] == "Orrin Foods"

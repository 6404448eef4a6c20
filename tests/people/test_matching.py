"""The same last name and the same e-mail is the same person; nothing else is, and the reason is always said."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from isthmus.people.matching import NEW_PERSON, SAME_PERSON, Keys, KnownProfile, decide

DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)


def known(number: int, last_name: str = "peeters", email: str = "noor@tessel.example", days: int = 0) -> KnownProfile:
    return KnownProfile(UUID(int=number), UUID(int=1000 + number), last_name, email, DAY + timedelta(days=days))


NOOR = Keys("peeters", "noor@tessel.example")
profiles = st.builds(
    known,
    st.integers(1, 40),
    st.sampled_from(["peeters", "janssens"]),
    st.sampled_from(["noor@tessel.example", "other@tessel.example"]),
    st.integers(0, 3),
)


def test_same_last_name_and_email_is_the_same_person():
    verdict = decide(NOOR, [known(1)])
    assert (verdict.rule, verdict.candidate_id) == (SAME_PERSON, UUID(int=1001))
    assert (
        verdict.explanation
        == "Same person: same last name and same e-mail address as a profile known since 3 March 2026."
    )


def test_another_last_name_with_the_same_email_is_a_new_person_and_named_as_the_closest():
    verdict = decide(NOOR, [known(1, last_name="janssens")])
    assert (verdict.rule, verdict.candidate_id) == (NEW_PERSON, None)
    assert (
        "Closest was a candidate known since 3 March 2026: same e-mail address, another last name."
        in verdict.explanation
    )
    assert verdict.evidence[0]["different"] == ["last_name"]


def test_without_an_email_nobody_is_compared():
    assert decide(Keys("peeters", ""), [known(1, email="")]).rule == NEW_PERSON
    assert "without an e-mail address" in decide(Keys("peeters", ""), []).explanation


def test_without_a_last_name_nobody_is_compared():
    assert decide(Keys("", "noor@tessel.example"), [known(1, last_name="")]).rule == NEW_PERSON


def test_a_profile_kept_apart_is_not_matched_and_the_reason_says_so():
    verdict = decide(NOOR, [known(1)], kept_apart={UUID(int=1)})
    assert verdict.candidate_id is None
    assert "a colleague said is somebody else" in verdict.explanation


def test_of_several_candidates_the_one_known_longest_is_taken():
    verdict = decide(NOOR, [known(1, days=2), known(2, days=1)])
    assert verdict.candidate_id == UUID(int=1002)
    assert "2 candidates fit" in verdict.explanation


@given(st.lists(profiles, max_size=8, unique_by=lambda profile: profile.profile_id).flatmap(st.permutations))
def test_the_order_of_the_known_does_not_matter(shuffled):
    ordered = sorted(shuffled, key=lambda profile: profile.profile_id)
    assert decide(NOOR, shuffled) == decide(NOOR, ordered)


@given(st.lists(profiles, max_size=8))
def test_nobody_is_joined_on_less_than_both(others):
    verdict = decide(NOOR, others)
    fitting = {p.candidate_id for p in others if (p.last_name, p.email) == (NOOR.last_name, NOOR.email)}
    assert (verdict.candidate_id in fitting) if fitting else verdict.candidate_id is None


@given(st.lists(profiles, max_size=4))
def test_explanations_hold_no_personal_data(others):
    explanation = decide(NOOR, others).explanation
    assert not any(word in explanation for word in ("peeters", "janssens", "tessel"))

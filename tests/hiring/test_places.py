"""Places as people type them: what LinkedIn will be told, and what is only shown because nobody can know it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import place_loading, place_rules, places
from isthmus.hiring.models import PlaceName
from isthmus.hiring.place_rules import Standing

REAL_LISTINGS = Path(__file__).parents[2] / ".." / "shared" / "data" / "job_listings.json"

CERTAIN = {
    "NYC": "New York, New York, United States",
    "SF": "San Francisco, California, United States",
    "London, UK": "London, United Kingdom",
    "London": "London, United Kingdom",
    "Toronto, ON, Canada": "Toronto, Ontario, Canada",
    "Toronto, CA": "Toronto, Ontario, Canada",
    "Washington, DC": "Washington, District of Columbia, United States",
    "Mountain VIew, CA": "Mountain View, California, United States",
    "St Louis, MO": "St. Louis, Missouri, United States",
    "Saint Louis, MO": "St. Louis, Missouri, United States",
    "Portland, OR": "Portland, Oregon, United States",
    "Bloomington, IN": "Bloomington, Indiana, United States",
    "Ontario, CA": "Ontario, California, United States",
    "Chicago, IL, USA": "Chicago, Illinois, United States",
    "Bala Cynwyd (Philadelphia Area), Pennsylvania": "Bala Cynwyd, Pennsylvania, United States",
    "West Redlands, Redlands, CA": "Redlands, California, United States",
    "Ghent, Belgium": "Ghent, Belgium",
    "Gent": "Ghent, Belgium",
    "München": "Munich, Germany",
    "Berlin, DE": "Berlin, Germany",
    "Berlin": "Berlin, Germany",
    "Singapore": "Singapore, Singapore",
    "Montréal, Québec": "Montreal, Quebec, Canada",
    "9000, BE": "9000, BE",
}
REMOTE = {
    "Remote in USA": "United States",
    "Remote in UK": "United Kingdom",
    "US (Remote)": "United States",
    "Germany - Remote": "Germany",
    "remote, anywhere in Canada": "Canada",
    "Fully remote: London, UK": "London, United Kingdom",
}
UNCERTAIN = {
    "Cambridge": Standing.AMBIGUOUS,
    "Springfield": Standing.AMBIGUOUS,
    "New York": Standing.AMBIGUOUS,
    "Washington": Standing.AMBIGUOUS,
    "Georgia": Standing.AMBIGUOUS,
    "Greater Boston Area": Standing.AMBIGUOUS,
    "Newport, UK": Standing.AMBIGUOUS,
    "United States": Standing.TOO_WIDE,
    "California": Standing.TOO_WIDE,
    "Scotland, UK": Standing.TOO_WIDE,
    "Essex, UK": Standing.TOO_WIDE,
    "EMEA": Standing.TOO_WIDE,
    "Remote": Standing.NO_PLACE,
    "": Standing.NO_PLACE,
    ",,, ,": Standing.NO_PLACE,
    "San Francisco and Toronto and Vienna": Standing.SEVERAL,
    "Cambridge, MA Seattle, WA SF McLean, VA Chicago, IL": Standing.SEVERAL,
    "Multiple Locations": Standing.UNKNOWN,
    "Hollywood, LA": Standing.UNKNOWN,
    "Annapolis Junction, MD": Standing.UNKNOWN,
    "Remote, EU": Standing.UNKNOWN,
    "\x00": Standing.UNKNOWN,
    "'; DROP TABLE hiring_place; --": Standing.SEVERAL,
    "x" * 50_000: Standing.UNKNOWN,
}

pytestmark = [pytest.mark.usefixtures("places_of_the_world"), pytest.mark.django_db]


@pytest.mark.parametrize(("typed", "sent"), CERTAIN.items())
def test_what_is_certain_is_told_as_linkedin_reads_it(typed, sent):
    found = places.resolve(typed)
    assert (found.standing, found.sent, found.is_remote) == (Standing.RESOLVED, sent, False)


@pytest.mark.parametrize(("typed", "sent"), REMOTE.items())
def test_a_place_may_say_that_the_work_is_remote(typed, sent):
    found = places.resolve(typed)
    assert (found.standing, found.sent, found.is_remote) == (Standing.RESOLVED, sent, True)


@pytest.mark.parametrize(("typed", "standing"), UNCERTAIN.items(), ids=[f"{text[:20]!r}" for text in UNCERTAIN])
def test_what_is_not_certain_stays_as_it_was_typed_and_says_why(typed, standing):
    found = places.resolve(typed)
    assert (found.standing, found.is_resolved, bool(found.why)) == (standing, False, True)
    assert found.sent in (typed, "EU", "United States")


def test_a_country_is_enough_for_a_job_that_is_remote():
    assert not places.resolve("Belgium").is_resolved
    assert places.resolve("Belgium", workplace="remote").sent == "Belgium"
    assert places.resolve("Georgia", workplace="remote").sent == "Georgia"


def test_choices_are_offered_where_several_places_could_be_meant():
    assert "Cambridge, Massachusetts, United States" in places.resolve("Cambridge").choices
    assert places.resolve("North Carolina").choices[0] == "Charlotte, North Carolina, United States"
    assert places.resolve("Greater Boston Area").choices[0] == "Boston, Massachusetts, United States"


def test_a_town_that_is_not_in_the_table_may_still_fit_what_linkedin_takes():
    found = places.resolve("Annapolis Junction, MD")
    assert (found.fits, found.sent) == (True, "Annapolis Junction, MD")
    assert not places.resolve("Multiple Locations").fits


def test_what_is_told_is_read_the_same_way_again():
    cities = PlaceName.objects.filter(kind="city", rank=0, population__gt=200_000).values_list("sent", flat=True)
    again = places.resolve_all(cities)
    assert {sent for sent in cities if again[sent].sent != sent} == set()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ghe", "Ghent, Belgium"),
        ("nyc", "New York, New York, United States"),
        ("san f", "San Francisco, California, United States"),
        ("london, can", "London, Ontario, Canada"),
        ("cambridge, m", "Cambridge, Massachusetts, United States"),
        ("london, uk", "London, United Kingdom"),
        ("unite", "United States"),
    ],
)
def test_suggestions_start_with_the_largest_place(typed, first):
    suggested = places.suggest(typed)
    assert suggested[0].sent == first
    assert len(suggested) <= 8


@pytest.mark.parametrize("typed", ["", "g", ",", "%", "__", "\x00\x00", "東京", "zzzzzzzz", "a" * 100_000])
def test_nothing_is_suggested_for_what_starts_no_name(typed):
    assert places.suggest(typed) == []


def test_suggestions_stay_within_the_limit_and_are_all_taken_by_linkedin():
    suggested = places.suggest("par", limit=3)
    assert len({one.sent for one in suggested}) == 3
    assert all(places.resolve(one.sent, workplace="remote").is_resolved for one in suggested)


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm_and_nothing_of_it_is_lost(text):
    found = place_rules.decide(place_rules.read(text), {})
    assert found.typed == found.sent == text or found.sent in text or found.fits


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_table_is_loaded_once():
    assert place_loading.load() == 0
    assert place_loading.loaded_edition().startswith("rules ")


def test_the_app_reads_places_and_cannot_write_them():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PlaceName.objects.filter(key="ghent").delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) > 100000 FROM hiring_place")
        assert cursor.fetchone() == (True,)


@pytest.mark.skipif(not REAL_LISTINGS.exists(), reason=f"the real listings are not at {REAL_LISTINGS.parent}")
def test_real_locations_are_resolved_or_shown(capsys):
    """Of 1,288 real listings: nearly every place is known for certain, the others say what is missing."""
    listings = json.loads(REAL_LISTINGS.read_text())
    typed = Counter(place for listing in listings for place in listing["locations"])
    found = places.resolve_all(typed)
    standing = Counter({kind: sum(typed[text] for text in typed if found[text].standing == kind) for kind in Standing})
    whole = sum(all(found[place].is_resolved for place in listing["locations"]) for listing in listings)
    with capsys.disabled():
        print(f"\n{whole} of {len(listings)} listings resolve wholly; locations: {dict(standing)}")
    assert sum(standing.values()) == typed.total()
    assert standing[Standing.RESOLVED] / typed.total() > 0.93
    assert all(found[text].why for text in typed if not found[text].is_resolved)

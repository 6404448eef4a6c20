"""Every reading of the undocumented shapes carries every answer a member gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkedin_sandbox.notifications import payload
from linkedin_sandbox.notifications.shapes import VARIANTS

Json = dict[str, Any]
WORDS = st.text(min_size=1, max_size=60).map(str.strip).filter(bool)
PART = WORDS.filter(lambda text: "," not in text)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(date.isoformat)
MONTHS = DAYS.map(lambda text: text[:7])
FILE = st.uuids().map(lambda key: {"token": f"t{key}", "urn": f"urn:li:media:{key}", "filename": "a.pdf", "size": 1})
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "choice": st.lists(WORDS, min_size=1, max_size=3),
    "integer": st.integers(-9, 99),
    "decimal": st.floats(0.25, 99, width=16),
    "text": WORDS,
    "dates": st.fixed_dictionaries({"start": DAYS, "end": DAYS}),
    "document": FILE,
}
CUSTOM = st.one_of([st.fixed_dictionaries({"kind": st.just(kind), "value": value}) for kind, value in _KINDS.items()])
CUSTOMS = st.dictionaries(WORDS, CUSTOM, max_size=4)


def entry(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    shared = {"city": PART, "start": MONTHS, "questions": CUSTOMS}
    ended = st.fixed_dictionaries({"current": st.just(False), "end": MONTHS})
    still = st.just({"current": True, "end": None})
    return st.builds(lambda held, over: held | over, st.fixed_dictionaries(shared | members), st.one_of(ended, still))


ANSWERS = st.fixed_dictionaries(
    {
        "contact": st.fixed_dictionaries(
            {
                **dict.fromkeys(("firstName", "lastName", "email", "middleName"), WORDS),
                "phone": st.just({"countryCode": "BE", "nationalNumber": "470123456", "extension": "7"}),
                "location": st.builds("{}, {}".format, PART, PART),
            }
        ),
        "resume": FILE,
        "coverLetter": FILE,
        "coverLetterText": WORDS,
        "work": st.lists(entry(title=WORDS, company=WORDS, description=WORDS), min_size=1, max_size=3),
        "education": st.lists(entry(school=WORDS, degree=WORDS, fieldOfStudy=WORDS), min_size=1, max_size=3),
        "selfIdentification": st.dictionaries(st.sampled_from(["gender", "race", "disability"]), WORDS, min_size=1),
        "sets": st.lists(CUSTOMS, max_size=3),
    }
)


def given_values(value: Any) -> Iterator[Any]:
    """Every leaf a member gave: texts, numbers, dates; the two halves of a location; the media URN of a file."""
    if isinstance(value, dict) and "urn" in value:
        yield value["urn"]
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "location":
                yield from inner.split(", ")
            elif name not in ("kind", "current"):
                yield from given_values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from given_values(inner)
    elif value is not None:
        yield value


def delivered_values(value: Any) -> Iterator[Any]:
    """Every leaf of a delivery, and dates as ISO text however they are written."""
    if isinstance(value, dict):
        if "year" in value:
            yield "-".join(f"{value[name]:04}"[-4 if name == "year" else -2 :] for name in value)
        for inner in value.values():
            yield from delivered_values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from delivered_values(inner)
    else:
        yield value
        if isinstance(value, int):
            day = datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
            yield from (day, day[:7])


def is_carried(wanted: Any, found: list[Any]) -> bool:
    if wanted in found:
        return True
    return isinstance(wanted, str) and any(isinstance(one, str) and wanted in one.split(", ") for one in found)


@pytest.mark.parametrize("name", sorted(VARIANTS))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers=ANSWERS)
def test_every_reading_carries_every_answer(name: str, answers: Json) -> None:
    body = payload.application(
        {"id": 1, "answers": answers, "applied_at": 0},
        {"profile": {}},
        {"external_id": "J-1", "element": {"title": "x", "description": "y"}},
        VARIANTS[name],
        person_id="p",
        base_url="http://sandbox.test",
        dialling=False,
    )
    found = list(delivered_values(body["questionResponses"]))
    missing = [one for one in given_values(answers) if not is_carried(one, found)]
    assert missing == []


def test_no_two_readings_share_a_shape_that_is_not_documented() -> None:
    file = {"mediaUrn": "u", "mediaUrl": "v"}
    for build in (
        lambda shapes: shapes.middle_name("x"),
        lambda shapes: shapes.location("x, y"),
        lambda shapes: shapes.cover_letter(file),
        lambda shapes: shapes.text_cover_letter("x"),
        lambda shapes: shapes.work([{"title": "x", "start": "2020-01"}]),
        lambda shapes: shapes.education([{"school": "x", "start": "2020-01"}]),
        lambda shapes: shapes.self_identification({"gender": "x"}),
        lambda shapes: shapes.date("2020-01-01", "2020-01-02"),
        lambda shapes: shapes.document(file),
    ):
        shown = [str(build(shapes)) for shapes in VARIANTS.values()]
        assert len(set(shown)) == len(shown)

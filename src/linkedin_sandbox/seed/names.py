"""Invented people, the same for a seed every time: names, trades and places dealt out by a generator. None is a real
person."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
MEMBERS, SEED = 200, 20_260

_FIRST = (
    "Ada",
    "Anouk",
    "Bram",
    "Celia",
    "Dario",
    "Edda",
    "Femke",
    "Goran",
    "Hanne",
    "Ilya",
    "Jana",
    "Koen",
    "Livia",
    "Mirko",
    "Nadia",
    "Oskar",
    "Pia",
    "Quinten",
    "Rosa",
    "Sami",
    "Tilde",
    "Umar",
    "Vera",
    "Wout",
    "Xenia",
    "Yara",
    "Zoë",
    "Aiko",
    "Bilal",
    "Chidi",
)
_LAST = (
    "Aalbers",
    "Bergqvist",
    "Castelo",
    "Dembélé",
    "Eklund",
    "Ferrante",
    "Gruber",
    "Horvat",
    "Ibsen",
    "Jansen",
    "Kowal",
    "Lindholm",
    "Moreau",
    "Novak",
    "Oyelaran",
    "Pereira",
    "Quist",
    "Rossi",
    "Szabo",
    "Tanaka",
    "Ulrich",
    "Verhaegen",
    "Wójcik",
    "Ximenes",
    "Yilmaz",
    "Zander",
)
_PLACES = (
    ("Ghent", "Belgium", "BE"),
    ("Antwerp", "Belgium", "BE"),
    ("Utrecht", "Netherlands", "NL"),
    ("Berlin", "Germany", "DE"),
    ("Lisbon", "Portugal", "PT"),
    ("Dublin", "Ireland", "IE"),
    ("Kraków", "Poland", "PL"),
)
_TRADES = (
    ("Backend engineer", ("Python", "PostgreSQL", "SQL")),
    ("Data analyst", ("SQL", "Statistics", "Python")),
    ("Product designer", ("Figma", "Prototyping", "Research")),
    ("Field technician", ("Hydraulics", "Diagnostics", "Safety")),
    ("Recruiter", ("Sourcing", "Interviewing", "Excel")),
    ("Quality engineer", ("Testing", "Python", "Metrology")),
    ("Account manager", ("Negotiation", "CRM", "Forecasting")),
    ("Robotics engineer", ("ROS", "C++", "Python")),
)
_FIRMS = ("Tessel Labs", "Marram Systems", "Hollow Oak", "Brightwater Foods", "Plover & Sons", "Kestrel Works")
_SCHOOLS = ("University of Ostmere", "Hartwell Institute of Technology", "Vell College", "North Sound Polytechnic")
_MORE_SKILLS = ("English", "Dutch", "French", "German", "Portuguese", "Arabic", "Writing", "Mentoring")
_UNUSUAL_EVERY = 17
UNUSUAL = (
    ("李", "小龙"),
    ("さくら", "田中"),
    ("مريم", "الخطيب"),
    ("נועה", "לוי"),
    ("Robert'); DROP TABLE members;--", "O'Malley"),
    ("<script>alert(1)</script>", "<b>Bold</b>"),
    ('=HYPERLINK("https://members.example")', "+Formula"),
    ("José María de los Ángeles", "Fernández-Ortega y García de la Vega" + " von Hohenstein" * 4),
    ("Ana\u202e", "Trebor"),
    ("Zoë \U0001f469\u200d\U0001f680", "Ståhl"),
    ("X", "Y"),
)
_SKILL_IDS: dict[str, int] = {}


def people(seed: int = SEED, count: int = MEMBERS) -> Iterator[Row]:
    """Members dealt from a seed; the first is Noor Peeters, the second Tomas Brandt, who holds the recruiter's seat."""
    dealer = random.Random(seed)  # noqa: S311 - dealt, not secret
    yield from (_noor(), _tomas())
    for number in range(3, count + 1):
        yield _dealt(dealer, number)


def trade_and_place(dealer: random.Random) -> tuple[str, str, str]:
    """A trade, and the city and country to do it in."""
    city, country, _ = dealer.choice(_PLACES)
    return dealer.choice(_TRADES)[0], city, country


def _noor() -> Row:
    work: list[Row] = [
        {
            "title": "Backend engineer",
            "company": "Tessel Labs",
            "city": "Ghent",
            "start": "2022-03",
            "end": None,
            "current": True,
            "description": "Planning services in Python and PostgreSQL.",
        },
        {
            "title": "Junior developer",
            "company": "Marram Systems",
            "city": "Antwerp",
            "start": "2019-09",
            "end": "2022-02",
            "current": False,
            "description": "Internal tools.",
        },
    ]
    education: list[Row] = [
        {
            "school": "University of Ostmere",
            "city": "Ostmere",
            "degree": "MSc",
            "fieldOfStudy": "Computer science",
            "start": "2014-09",
            "end": "2019-06",
        }
    ]
    return _row(
        "Noor",
        "Peeters",
        "noor.peeters@tessel.example",
        "Backend engineer at Tessel Labs",
        ("Ghent", "Belgium", "BE"),
        "470123456",
        ("SQL", "Python", "PostgreSQL"),
        work,
        education,
    )


def _tomas() -> Row:
    work = [
        {
            "title": "Recruiter",
            "company": "Larkfield Robotics",
            "city": "Ghent",
            "start": "2020-01",
            "end": None,
            "current": True,
            "description": "",
        }
    ]
    no_education: list[Row] = []
    return _row(
        "Tomas",
        "Brandt",
        "tomas@larkfield.example",
        "Recruiter at Larkfield Robotics",
        ("Ghent", "Belgium", "BE"),
        "470555010",
        ("Sourcing", "Interviewing"),
        work,
        no_education,
    )


def _dealt(dealer: random.Random, number: int) -> Row:
    place = dealer.choice(_PLACES)
    trade, skills = dealer.choice(_TRADES)
    first, last = _named(dealer, number)
    year = dealer.randint(2008, 2022)
    work = [_work(dealer, trade, place[0], year + 2 * step) for step in range(dealer.choice((0, 1, 1, 1, 2, 2, 3)))]
    if work:
        work[-1] |= {"end": None, "current": True}
    education = [_education(dealer, year - 5 - 4 * step) for step in range(dealer.choice((0, 1, 1, 1, 2)))]
    headline = f"{trade} at {work[-1]['company']}" if work else f"{trade}, looking for work"
    mail = f"{_ascii(first)}.{_ascii(last)}.{number}@members.example".lower()
    phone = f"4{dealer.randint(10_000_000, 99_999_999)}"
    return _row(first, last, mail, headline, place, phone, _some(dealer, skills), work[::-1], education)


def _named(dealer: random.Random, number: int) -> tuple[str, str]:
    if number % _UNUSUAL_EVERY == 0:
        return UNUSUAL[number // _UNUSUAL_EVERY % len(UNUSUAL)]
    return dealer.choice(_FIRST), dealer.choice(_LAST)


def _work(dealer: random.Random, trade: str, city: str, year: int) -> Row:
    return {
        "title": dealer.choice(("", "Junior ", "Senior ")) + trade,
        "company": dealer.choice(_FIRMS),
        "city": city,
        "start": f"{year}-{dealer.randint(1, 12):02d}",
        "end": f"{year + 2}-01",
        "current": False,
        "description": dealer.choice(("", "Part of a small team.", "Led the work of four people.")),
    }


def _education(dealer: random.Random, year: int) -> Row:
    return {
        "school": dealer.choice(_SCHOOLS),
        "city": "",
        "degree": dealer.choice(("BSc", "MSc", "BA", "")),
        "fieldOfStudy": dealer.choice(("", "Computer science", "Mechanical engineering", "Design")),
        "start": f"{year}-09",
        "end": f"{year + 4}-06",
    }


def _some(dealer: random.Random, skills: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*skills[: dealer.randint(1, 3)], *dealer.sample(_MORE_SKILLS, dealer.randint(0, 3)))))


def _row(
    first: str,
    last: str,
    mail: str,
    headline: str,
    place: tuple[str, str, str],
    phone: str,
    skills: tuple[str, ...],
    work: list[Row],
    education: list[Row],
) -> Row:
    profile = {
        "phone": {"countryCode": place[2], "nationalNumber": phone},
        "work": work,
        "education": education,
        "skills": [{"id": _skill_id(name), "name": name} for name in skills],
    }
    return {
        "first_name": first,
        "last_name": last,
        "email": mail,
        "headline": headline,
        "city": place[0],
        "country": place[1],
        "profile": profile,
    }


def _skill_id(name: str) -> int:
    return _SKILL_IDS.setdefault(name, 57 + len(_SKILL_IDS))


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(char for char in plain if char.isalnum())[:30] or "member"

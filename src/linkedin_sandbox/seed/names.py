"""Invented people, the same every time: names, trades and places dealt out by a seeded generator. None is a real
person."""

from __future__ import annotations

import random
from typing import Any

Row = dict[str, Any]
MEMBERS = 200
_SEED = 20_260

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
_SKILL_IDS: dict[str, int] = {}


def people() -> list[Row]:
    """200 members; the first is Noor Peeters, the second Tomas Brandt, who holds the recruiter's seat."""
    dealer = random.Random(_SEED)  # noqa: S311 - dealt, not secret
    rows = [_noor(), _tomas()]
    while len(rows) < MEMBERS:
        rows.append(_dealt(dealer, len(rows) + 1))
    return rows


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
    first, last, place = dealer.choice(_FIRST), dealer.choice(_LAST), dealer.choice(_PLACES)
    trade, skills = dealer.choice(_TRADES)
    firm, school, year = dealer.choice(_FIRMS), dealer.choice(_SCHOOLS), dealer.randint(2008, 2022)
    work = [
        {
            "title": trade,
            "company": firm,
            "city": place[0],
            "start": f"{year}-{dealer.randint(1, 12):02d}",
            "end": None,
            "current": True,
            "description": "",
        }
    ]
    education: list[Row] = [
        {
            "school": school,
            "city": "",
            "degree": dealer.choice(("BSc", "MSc", "BA")),
            "fieldOfStudy": "",
            "start": f"{year - 5}-09",
            "end": f"{year - 1}-06",
        }
    ]
    mail = f"{_ascii(first)}.{_ascii(last)}.{number}@members.example".lower()
    phone = f"4{dealer.randint(10_000_000, 99_999_999)}"
    return _row(first, last, mail, f"{trade} at {firm}", place, phone, skills, work, education)


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
    table = {"ë": "e", "é": "e", "ó": "o", "ö": "o"}
    return "".join(table.get(char, char) for char in name)

"""What LinkedIn would refuse, each with its fix ("Job Posting Schema" and its errors): functions of an advert alone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from isthmus.base.failures import Failure, Kind
from isthmus.bridge.postings import question_problems, translate
from isthmus.bridge.postings.advert import Advert
from isthmus.hiring.descriptions import plain_text
from isthmus.hiring.jobs import is_web_address
from isthmus.hiring.models import Employment, Level
from isthmus.hiring.problems import Problem

LONGEST_TITLE = 200
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 100, 25_000
MOST_FUNCTIONS = 3
LONGEST_JOB_CODE = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_INDUSTRY = re.compile(r"(urn:li:industry:)?\d+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def problems(advert: Advert, *, demo: bool = False) -> list[Problem]:
    """Everything LinkedIn would refuse about an advert; `demo` lets plain http reach this machine itself."""
    return [*_text(advert), *_places(advert), *_choices(advert), *_addresses(advert, demo=demo), *_questions(advert)]


def failure_of(found: list[Problem]) -> Failure | None:
    """The problems as one failure of the record's owner, or None."""
    if not found:
        return None
    words = " ".join(f"{problem.message} {problem.fix}".strip() for problem in found)
    return Failure(Kind.REJECTED, words, code="preflight")


def _text(advert: Advert) -> Iterator[Problem]:
    if not advert.title.strip():
        yield Problem("title", "The job has no title.", "Give it one.")
    if len(advert.title) > LONGEST_TITLE:
        yield Problem("title", f"LinkedIn takes titles of at most {LONGEST_TITLE} characters.", "Shorten it.")
    sent = translate.description_of(advert.description)
    if len(plain_text(sent)) < SHORTEST_DESCRIPTION:
        words = f"LinkedIn needs a description of at least {SHORTEST_DESCRIPTION} characters."
        yield Problem("description", words, "Say more about the work.")
    if len(sent) > LONGEST_DESCRIPTION:
        words = f"LinkedIn takes descriptions of at most {LONGEST_DESCRIPTION:,} characters."
        yield Problem("description", words, "Shorten it.")
    if len(advert.job_code) > LONGEST_JOB_CODE:
        yield Problem("code", f"LinkedIn takes codes of at most {LONGEST_JOB_CODE} characters.", "Shorten it.")


def _places(advert: Advert) -> Iterator[Problem]:
    if not advert.locations:
        fix = (
            "Add the country people may work from." if advert.workplace == "remote" else "Write it as “City, Country”."
        )
        yield Problem("locations", "LinkedIn needs a location.", fix)
    if len(advert.locations) > translate.MOST_LOCATIONS:
        words = f"LinkedIn takes at most {translate.MOST_LOCATIONS} locations for one job."
        yield Problem("locations", words, "Make several jobs of it.")
    for place in advert.locations:
        if advert.workplace != "remote" and len([part for part in place.split(",") if part.strip()]) < 2:
            words = f"LinkedIn may not find “{place}”."
            yield Problem(
                "locations", words, "Write it as “City, Country” or “City, State”, or mark the job as remote."
            )


def _choices(advert: Advert) -> Iterator[Problem]:
    if len(advert.functions) > MOST_FUNCTIONS:
        yield Problem("functions", f"LinkedIn takes at most {MOST_FUNCTIONS} job functions.", "Remove some.")
    for industry in advert.industries:
        if not _INDUSTRY.fullmatch(industry):
            yield Problem("industries", f"“{industry}” is not an industry of LinkedIn's.", "Use its number.")
    if advert.employment and advert.employment not in Employment.values:
        yield Problem("employment", "LinkedIn does not know this employment type.", "Choose another one.")
    if advert.level and advert.level not in Level.values:
        yield Problem("level", "LinkedIn does not know this experience level.", "Choose another one.")
    if not _EMAIL.fullmatch(advert.poster_email):
        words = "LinkedIn needs the e-mail address of the person responsible for the posting."
        yield Problem("poster_email", words, "Enter it on the job.")


def _addresses(advert: Advert, *, demo: bool) -> Iterator[Problem]:
    if not is_web_address(advert.apply_url):
        words = "The job's application link is not a complete web address."
        yield Problem("own_apply_url", words, "Use one that starts with https://.")
    if not advert.webhook_url:
        return
    parts = urlsplit(advert.webhook_url)
    if parts.scheme != "https" and not (demo and parts.hostname in _LOOPBACK):
        words = "LinkedIn sends applications to https addresses only, and Isthmus's public address is not one."
        yield Problem("", words, "The operator sets ISTHMUS_PUBLIC_URL to an https address that LinkedIn can reach.")


def _questions(advert: Advert) -> Iterator[Problem]:
    if advert.webhook_url:
        yield from question_problems.problems(advert)

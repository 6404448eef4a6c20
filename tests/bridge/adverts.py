"""Two hundred jobs as a company might have them open, the same every time, and twelve ways of getting one wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from isthmus.hiring import jobs, questions
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.models import Job
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.questions import QuestionDraft

MANY = 200
_LEVELS = ("Junior", "Senior", "Lead", "Principal", "Associate", "Staff", "Graduate", "Interim")
_TRADES = (
    ("Backend Engineer", ["eng", "it"], "keep the services alive that plan every weld"),
    ("Robot Technician", ["mnfc"], "set up cells, and find out why a seam is not what it should be"),
    ("Account Manager", ["sale", "bd"], "look after forty workshops that trust us with their nights"),
    ("Payroll Specialist", ["fin", "acct"], "pay nine hundred people on the same day, every month"),
    ("Product Designer", ["dsgn"], "draw what a welder sees with gloves on"),
    ("Nurse", ["hcpr"], "look after the people of three plants"),
    ("Buyer", ["prch", "supl"], "find steel that arrives when it was promised"),
    ("Quality Inspector", ["qa"], "measure what nobody else measures twice"),
    ("Recruiter (m/f/x)", ["hr"], "find the people who find the faults"),
    ("C++ / Qt Developer", ["eng"], "write what the cell itself runs on"),
)
_PLACES = (
    ("Ghent, Belgium", "hybrid"),
    ("Antwerp, Flanders, Belgium", "on_site"),
    ("9000, BE", "on_site"),
    ("Austin, TX", "on_site"),
    ("Austin, Texas, United States", "hybrid"),
    ("94105, US", "on_site"),
    ("Toronto, Ontario", "on_site"),
    ("London, UK", "hybrid"),
    ("São Paulo, Brazil", "on_site"),
    ("Kraków, Poland", "hybrid"),
    ("Singapore", "on_site"),
    ("Cuba, Missouri, United States", "on_site"),
    ("Belgium", "remote"),
    ("Germany", "remote"),
    ("European Union", "remote"),
    ("EMEA", "remote"),
    ("Lyon, France", "remote"),
    ("SW1A 1AA, GB", "on_site"),
)
_EMPLOYMENTS = ("full_time", "part_time", "contract", "internship", "temporary")
_GRADES = ("entry_level", "associate", "mid_senior_level", "director", "executive", "internship")


def drafts() -> list[JobDraft]:
    """The jobs, each with something of its own."""
    dice = random.Random(20261125)  # noqa: S311 - no secret
    return [_draft(number, dice) for number in range(MANY)]


def asked(number: int) -> list[QuestionDraft]:
    """What the job with this number asks its applicants."""
    if number % 3:
        return []
    knows = QuestionDraft(None, "Have you done this before?", "yes_no", required=True, key="before")
    where = QuestionDraft(
        None, "Where?", "short_text", details=Details(prerequisite=Prerequisite("before", ("yes",)), longest=200)
    )
    years = QuestionDraft(None, "For how many years?", "integer", details=Details(minimum=0, maximum=60))
    return [knows, where, years]


@dataclass(frozen=True)
class Fault:
    """One mistake: the rule that must find it, and how it is made on a job that was in order."""

    rule: str
    make: Callable[[Job], None]


def written(**changes: object) -> Callable[[Job], None]:
    """A fault of what is written about the job."""

    def make(job: Job) -> None:
        jobs.update_job(job.id, jobs.draft_of(job, **changes))

    return make


def two_conditions(job: Job) -> None:
    """Two questions that wait for different ones, in one part of the form."""
    first, second = (QuestionDraft(None, f"{word}?", "yes_no", key=word) for word in ("Days", "Nights"))
    waiting = [
        QuestionDraft(None, f"Why {key}?", "text", details=Details(prerequisite=Prerequisite(key, ("yes",))))
        for key in ("Days", "Nights")
    ]
    questions.set_questions(job.id, [first, second, *waiting])


def twin_of_another(job: Job) -> None:
    """The same as a job that leads to the same page, not letter by letter."""
    other = Job.objects.get(own_apply_url=TWINS_PAGE)
    same = {name: getattr(other, name) for name in ("description", "locations", "workplace", "own_apply_url")}
    written(title=other.title.upper(), **same)(job)


TWINS_PAGE = "https://careers.larkfield.example/open"
SHORT = "<p>We weld. Come and weld with us: it is warm, and it is well paid.</p>"
FAULTS: dict[int, Fault] = {
    3: Fault("title_long", written(title="Engineer for " + "welding and " * 17 + "more")),
    19: Fault("title_without_words", written(title="🚀 🚀 🚀")),
    34: Fault("description_short", written(description=SHORT)),
    51: Fault("description_long", written(description="<p>" + "We weld day and night. " * 1200 + "</p>")),
    68: Fault("too_many_locations", written(locations=[f"{n}000, BE" for n in range(1, 9)], workplace="on_site")),
    80: Fault("location_incomplete", written(locations=["Belgium"], workplace="on_site")),
    97: Fault("location_malformed", written(locations=["Ghent, , Belgium"], workplace="hybrid")),
    111: Fault("blocked_country", written(locations=["Pyongyang, North Korea"], workplace="on_site")),
    126: Fault("apply_url_domain", written(own_apply_url="https://intranet/jobs/126")),
    144: Fault("too_many_functions", written(functions=["eng", "it", "qa", "rsch"])),
    165: Fault("question_one_prerequisite", two_conditions),
    199: Fault("duplicate", twin_of_another),
}
"""By the number of the job."""


def _draft(number: int, dice: random.Random) -> JobDraft:
    trade, functions, work = _TRADES[number % len(_TRADES)]
    place, workplace = _PLACES[number % len(_PLACES)]
    also = ["Bruges, Belgium", "Lyon, France"] if number % 11 == 0 and workplace != "remote" else []
    title = f"{_LEVELS[number // len(_TRADES) % len(_LEVELS)]} {trade}"
    return JobDraft(
        title=title,
        code=f"LR-{1000 + number}",
        description=_description(number, title, work, dice),
        locations=[place, *also],
        workplace=workplace,
        employment=dice.choice(_EMPLOYMENTS),
        level=dice.choice(_GRADES),
        functions=functions,
        industries=["urn:li:industry:55"] if number % 4 == 0 else [],
        poster_email=dice.choice(("tomas@larkfield.example", "ines@larkfield.example", "")),
        own_apply_url=TWINS_PAGE if number == 120 else f"{TWINS_PAGE}/{number}" if number % 5 == 0 else "",
    )


def _description(number: int, title: str, work: str, dice: random.Random) -> str:
    """From a few lines to several pages; some as short and as long as LinkedIn allows."""
    if number == 40:
        return "<p>" + f"Weld {number} ".ljust(100, "x") + "</p>"
    if number == 41:
        return "<p>" + f"Weld {number} ".ljust(24_993, "x") + "</p>"
    lines = "".join(f"<li>Line {line} of what counts here, number {number}</li>" for line in range(dice.randint(1, 60)))
    return (
        f"<p>As <strong>{title}</strong> you {work} – and “say” what is wrong &amp; why.</p><ul>{lines}</ul>"
        f"<p>Your number with us is {number}; the plant is heated, and <em>nobody</em> works alone.</p>"
    )

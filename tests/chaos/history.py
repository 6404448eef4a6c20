"""What was done to the house and in it, written down by the director: the model both sides are compared with."""

from dataclasses import dataclass, field

VIEWED, REJECTED = "APPLICATION_VIEWED", "APPLICATION_REJECTED"
ILL = ("failing", "late")


@dataclass(frozen=True)
class Applied:
    """A member's application: for which job, and whether LinkedIn was made to deliver it twice or out of order."""

    member: int
    job: str
    twice: bool = False
    late: bool = False


@dataclass(frozen=True)
class Forged:
    """A delivery that LinkedIn never sent: the application it invents, how it was forged, and what it was answered."""

    urn: str
    how: str
    status: int


@dataclass
class Wanted:
    """What a job's posting should be in the end."""

    title: str
    listed: bool = True


@dataclass(frozen=True)
class Look:
    """How one stream was said to stand: at which second of the clock, while what was so; `shown` is Home's word."""

    second: int
    during: str
    stream: str
    state: str
    words: str
    backlog: int
    shown: str = ""


@dataclass
class History:
    """Everything that happened, in the words of the world outside."""

    seed: int
    applied: dict[str, Applied] = field(default_factory=dict)
    forged: list[Forged] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)
    letters: set[str] = field(default_factory=set)
    postings: dict[str, Wanted] = field(default_factory=dict)
    changes: int = 0
    blows: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    documents: int = 0

    def fact(self, urn: str, action: str) -> None:
        """A recruiter did something LinkedIn is to be told, after everything else about this application."""
        done = self.facts.setdefault(urn, [])
        if action not in done:
            done.append(action)

"""What LinkedIn asks of a posting, which of its refusals that prevents, and the place where a posting falls short."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from isthmus.hiring.problems import Problem

Words = str | Promise


@dataclass(frozen=True)
class Finding(Problem):
    """A rule that a posting breaks.

    `blocks`: LinkedIn would refuse the posting, or treat it otherwise than the company wants. A finding that does not
    block is something to know before publishing.
    """

    rule: str = ""
    blocks: bool = True


@dataclass(frozen=True)
class Rule:
    """One thing LinkedIn asks: a stable word for it, the sentence, what to do, and the refusals it prevents.

    `prevents` holds codes of `docs/reference/errors.md`; `page` names LinkedIn's page that tells of the rule.
    """

    code: str
    asks: Words
    fix: Words
    prevents: tuple[str, ...] = ()
    blocks: bool = True
    page: str = "Job Posting Schema"

    def found(self, field: str, message: str, fix: str = "") -> Finding:
        """The rule is broken at this field."""
        return Finding(field, message, fix or str(self.fix), self.code, self.blocks)


@dataclass(frozen=True)
class Place:
    """What is known of a location as it is written: how LinkedIn would write it, or else why that is not certain.

    `choices` are what it may mean.
    """

    sent: str = ""
    why: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """What the rules need to know beside the adverts; what is left empty is not judged.

    `demo` lets addresses lead to this machine. `public_url` is where Isthmus itself is reached, `present` the time in
    epoch milliseconds, `mail_domains` where the company's people have their addresses. `places` is what is known of
    locations, by how they are written and whether the job is remote; `form_spent` the external ids of free jobs with
    all the applicants LinkedIn allows.
    """

    demo: bool = False
    public_url: str = ""
    present: int = 0
    company: str = ""
    mail_domains: frozenset[str] = frozenset()
    places: Mapping[tuple[str, bool], Place] = field(default_factory=dict)
    form_spent: frozenset[str] = frozenset()

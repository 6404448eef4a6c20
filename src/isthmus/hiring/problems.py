"""What a person must mend before Isthmus does what was asked: every problem at once, each with its fix."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from isthmus.base.failures import Failure, IsthmusError, Kind


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field it is about (empty: the whole), a sentence, and what to do."""

    field: str
    message: str
    fix: str = ""


class Refused(IsthmusError):  # noqa: N818
    """What was asked cannot be done as it stands; the record's owner can mend every one of `problems`."""

    def __init__(self, problems: Iterable[Problem], *, code: str = "refused") -> None:
        self.problems = tuple(problems)
        words = " ".join(f"{problem.message} {problem.fix}".strip() for problem in self.problems)
        super().__init__(Failure(kind=Kind.REJECTED, message=words, code=code))

    def __reduce__(self) -> Any:
        return partial(type(self), code=self.failure.code), (self.problems,)


def refuse_if(problems: Iterable[Problem], *, code: str = "refused") -> None:
    """Raise Refused when there is any problem."""
    if found := tuple(problems):
        raise Refused(found, code=code)

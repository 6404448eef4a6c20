"""What “Check my set-up” shows: each check with its state in a word, whose move it is, and what to do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from isthmus.base.clock import now as present
from isthmus.bridge import connections, set_up
from isthmus.bridge.set_up import Finding, Grade
from isthmus.web.tones import BAD, GOOD, Look

OF_GRADE = {
    Grade.GOOD: GOOD,
    Grade.LOOK: Look("warn", "eye"),
    Grade.WRONG: BAD,
    Grade.UNKNOWN: Look("", "question-mark-circle"),
}


@dataclass(frozen=True)
class ShownFinding:
    """One check."""

    finding: Finding
    words: str
    look: Look


@dataclass(frozen=True)
class CheckPage:
    """All checks; `at` is when they were made, None without a connection."""

    findings: tuple[ShownFinding, ...] = ()
    at: datetime | None = None
    wrong: int = 0
    worth_a_look: int = 0


def now() -> CheckPage:
    """The acting company's set-up, looked at now."""
    connection = connections.current()
    if connection is None:
        return CheckPage()
    found = set_up.judge(set_up.look(connection), present())
    words = {
        Grade.GOOD: _("Good"),
        Grade.LOOK: _("Worth a look"),
        Grade.WRONG: _("Wrong"),
        Grade.UNKNOWN: _("Not known"),
    }
    grades = [one.grade for one in found]
    return CheckPage(
        findings=tuple(ShownFinding(one, words[one.grade], OF_GRADE[one.grade]) for one in found),
        at=present(),
        wrong=grades.count(Grade.WRONG),
        worth_a_look=grades.count(Grade.LOOK),
    )

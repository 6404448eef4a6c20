"""What the person is told about an application, by whom, when: before it is sent, while it waits, and after."""

from dataclasses import dataclass, field
from datetime import datetime

from isthmus.bridge import notices
from isthmus.bridge.notices import Notice
from isthmus.hiring.models import Application
from isthmus.people.models import Origin
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look


@dataclass(frozen=True)
class Line:
    """One thing LinkedIn was told, will be told, or would be told."""

    title: str
    state_words: str
    tone: str
    icon: str
    at: datetime | None
    why: str


@dataclass(frozen=True)
class NextSteps:
    """The card “What happens next”."""

    words: str
    lines: list[Line] = field(default_factory=list)
    in_motion: bool = False
    nothing: str = (
        "Nothing is sent about this application: it did not come through LinkedIn. Write to the person yourself."
    )


LEAVES_SOON = "Leaves soon"
STATES: dict[str, tuple[Look, str]] = {
    "waiting": (WAITING, LEAVES_SOON),
    "sent": (GOOD, "Sent"),
    "cancelled": (Look("", "no-symbol"), "Taken back"),
    "failed": (BAD, "Not taken"),
}
EXPECTED = {
    "APPLICATION_VIEWED": ("Application viewed", "when one of the hiring team opens it"),
    "RESUME_DOWNLOADED": ("Résumé downloaded", "when somebody downloads it"),
    "APPLICATION_REJECTED": ("Not selected", "at once when it is rejected"),
}
CHANNEL = "Shown on the application at LinkedIn; by e-mail where contract and settings allow"


def of(application: Application) -> NextSteps:
    """What is told about this application of the acting company, in the order it happens."""
    if application.origin != Origin.LINKEDIN_APPLY:
        return NextSteps("Isthmus sends nobody anything by itself.")
    facts = notices.for_application(application.id)
    told = [_line(notice) for notice in facts]
    done = {notice.action for notice in facts}
    happened = _happened(application)
    ahead = [_ahead(action, action in happened) for action in EXPECTED if action not in done]
    lines = told + ahead
    return NextSteps(CHANNEL, lines, in_motion=any(line.state_words == LEAVES_SOON for line in lines))


def _happened(application: Application) -> set[str]:
    """Facts that are true here and that the worker may not have picked up yet."""
    facts = {"APPLICATION_VIEWED": application.views, "RESUME_DOWNLOADED": application.downloads}
    return {action for action, rows in facts.items() if rows.exists()}


def _ahead(action: str, has_happened: bool) -> Line:
    title, when = EXPECTED[action]
    if has_happened:
        return Line(title, LEAVES_SOON, WAITING.tone, WAITING.icon, None, "")
    return Line(title, "Not yet", PLAIN.tone, PLAIN.icon, None, when)


def _line(notice: Notice) -> Line:
    look, words = STATES.get(notice.state, (PLAIN, notice.state))
    at = notice.at if notice.state == "sent" else None
    return Line(notice.words, words, look.tone, look.icon, at, notice.why)


@dataclass(frozen=True)
class Forewarning:
    """Who will be told what when an application is rejected, and whether that can be taken back."""

    words: str
    tone: str


def of_rejecting(application: Application, name: str) -> Forewarning:
    """What rejecting this application sets going."""
    if application.origin != Origin.LINKEDIN_APPLY:
        return Forewarning(
            f"Nobody is told by Isthmus: the application did not come through LinkedIn. Write to {name} yourself.", ""
        )
    return Forewarning(
        f"Isthmus tells LinkedIn within moments, and LinkedIn tells {name} “not selected”: on their application's page,"
        " and by e-mail if your Recruiter contract allows notifications. LinkedIn may take up to 72 hours. Re-opening"
        " before it has left Isthmus takes it back; once it has left, it cannot be untold.",
        "warn",
    )

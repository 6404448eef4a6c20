"""The guides' words: what each role does on which screen, and nothing the product does not do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Chapter:
    """One piece of work: its steps, the screen (`view`) it happens on for whoever has the permission, and the state."""

    title: str
    steps: list[str]
    screen: str = ""
    view: str = ""
    permission: str | None = None
    state: str = ""


@dataclass(frozen=True)
class Guide:
    """A role's page."""

    intro: str
    chapters: list[Chapter]


def recruiter() -> Guide:
    """From a job to a decision."""
    intro = _("From a job to a decision, with what LinkedIn and the applicant are told on the way.")
    return Guide(intro, [_write_a_job(), _publish(), _read(), _decide(), _hand_over(), _look_after()])


def hiring_manager() -> Guide:
    """Reading and saying what one thinks."""
    intro = _("You read applications and say what you think; recruiters decide, and applicants hear from them.")
    return Guide(intro, [_open_applications(), _say(), _viewed()])


def admin() -> Guide:
    """Setting up once, then an eye on it."""
    intro = _("Set LinkedIn up once, bring your colleagues in, then keep an eye on what needs a person.")
    return Guide(intro, [_connect(), _switch_on(), _people(), _notices(), _failures(), _digest(), _switch_off()])


def _write_a_job() -> Chapter:
    steps = [
        _("Write the job, or import listings; an imported one is held until its description and poster are there."),
        _("Choose each place from the suggestions: LinkedIn takes only places written as it knows them."),
        _("Ask what you need to know. Questions are asked on LinkedIn and on your own job page alike."),
        _("Look at “What a member sees” before you publish."),
    ]
    return Chapter(_("Write a job"), steps, _("Jobs"), "jobs:list", "jobs.view")


def _publish() -> Chapter:
    steps = [
        _("Open the job, then publish it. What LinkedIn would refuse is said before it is sent, with its fix."),
        _(
            "With “Use LinkedIn Apply Connect for this job posting” people finish applying on LinkedIn; without"
            " it LinkedIn leads them to your job page."
        ),
        _("Publishing is not live yet: LinkedIn answers within minutes, and the job’s page says how it went."),
        _("If LinkedIn refuses it, the job’s page says why and what to do. Save the correction and it is sent again."),
    ]
    return Chapter(_("Publish it"), steps, _("Jobs"), "jobs:list", "jobs.view", "published")


def _read() -> Chapter:
    steps = [
        _("Applications arrive by themselves, seconds after they were sent, on one record for each person."),
        _("LinkedIn’s mark beside a name says the person applied there; rest on it to see who they are."),
        _("Opening an application tells LinkedIn it was viewed; downloading its résumé tells that too. Each once."),
    ]
    return Chapter(_("Read applications"), steps, _("Candidates"), "candidates:list", "candidates.view", "waiting")


def _decide() -> Chapter:
    steps = [
        _(
            "Move an application through your stages, reject it or hire. The page says what the person will be told, by"
            " whom and when, before it is sent."
        ),
        _("What waits to be told stands under Notices: hold it, let it go at once, or cancel it there."),
        _("Re-opened before it was told, a rejection is never told."),
    ]
    return Chapter(_("Decide"), steps, _("Notices"), "notifications:desk", "candidates.view", "delay")


def _hand_over() -> Chapter:
    steps = [
        _("Write notes for everybody, for the job’s team, or for yourself, and mention a colleague by name."),
        _("Hand an application over with what they should know; it waits under their My work until they take it."),
    ]
    return Chapter(_("Work with colleagues"), steps, _("My work"), "work:list", "candidates.view")


def _look_after() -> Chapter:
    steps = [
        _("Home shows whether everything flows; amber says since when, whose move it is and what waits."),
        _("Activity lists what came and went. “Needs a person” groups what is wrong by cause, with all it affects."),
        _("“This week” sums it up, and can come by e-mail."),
    ]
    return Chapter(_("When something fails"), steps, _("Activity"), "activity:overview", "activity.view", "issues")


def _open_applications() -> Chapter:
    steps = [
        _("Open a candidate and read: answers in words, the résumé, jobs and schools, and earlier applications here."),
        _("A mark beside an answer says it is not as the job hopes for. It decides nothing."),
    ]
    return Chapter(_("Read"), steps, _("Candidates"), "candidates:list", "candidates.view", "waiting")


def _say() -> Chapter:
    steps = [
        _("Write what you think as a note. Choose who reads it: everybody here, the job’s team, or you alone."),
        _("Where you are mentioned, or something is handed to you, stands under My work."),
        _("Ask the recruiter to move, reject or hire: those buttons are theirs."),
    ]
    return Chapter(_("Say what you think"), steps, _("My work"), "work:list", "candidates.view")


def _viewed() -> Chapter:
    steps = [
        _("When somebody of the job’s team opens a LinkedIn application, LinkedIn is told that it was viewed, once."),
        _("Downloading the résumé is told too. Looking at the list, or resting on a name, tells nobody anything."),
    ]
    return Chapter(_("What applicants learn of your reading"), steps)


def _connect() -> Chapter:
    steps = [
        _("Give LinkedIn’s number of your company’s page, or the application of a home-grown system."),
        _("Register the addresses the page shows in LinkedIn’s developer portal; LinkedIn then checks them by itself."),
        _("The page says whether LinkedIn reaches us, and has a button to ask again."),
    ]
    return Chapter(_("Connect LinkedIn"), steps, _("Settings"), "linkedin:settings", "settings.manage", "connection")


def _switch_on() -> Chapter:
    steps = [
        _("Switch Apply Connect on, and choose whether new postings use it by default; each posting may still differ."),
        _(
            "Without a Recruiter contract, posting and receiving work. With one contract chosen, applicants’ status"
            " notices and highlights do too."
        ),
    ]
    return Chapter(_("Apply Connect"), steps, _("Settings"), "linkedin:apply", "settings.manage", "apply_connect")


def _people() -> Chapter:
    steps = [
        _("Recruiters publish and decide; hiring managers read and comment; the EEO officer sees counts alone."),
        _("Who left is removed here: their sign-in to this company ends at once."),
    ]
    return Chapter(_("Your colleagues"), steps, _("People"), "members:list", "settings.manage", "people")


def _notices() -> Chapter:
    steps = [
        _("Choose whether a rejection is told at once or after some hours; LinkedIn’s own notice follows that too."),
        _("Write the words of your own e-mails as templates."),
    ]
    return Chapter(
        _("What applicants are told"), steps, _("Notices"), "notice_settings:settings", "settings.manage", "delay"
    )


def _failures() -> Chapter:
    steps = [
        _("Five kinds of failure, each with an owner: wait, a limit, settings (you), the record’s owner, or us."),
        _("Open an issue to see every record it affects; try again for all of them at once, or mute it with a reason."),
        _("Open a line to see what it carried. Personal data is hidden; an admin may show it, and that is recorded."),
        _(
            "A delivery can be handled again at any time; nothing is made twice. The support bundle holds what whoever"
            " helps you needs, and nobody’s data."
        ),
    ]
    return Chapter(_("What needs a person"), steps, _("Activity"), "activity:overview", "activity.view", "issues")


def _digest() -> Chapter:
    steps = [
        _("Go through “This week” with your recruiters: new, open and resolved issues, and what to do first."),
        _("Choose the day and the hour it is mailed; each of you chooses whether to get it."),
    ]
    return Chapter(_("A look each week"), steps, _("This week"), "activity:week", "activity.view", "digest")


def _switch_off() -> Chapter:
    steps = [
        _("One switch stops everything that goes to LinkedIn at once; what was received stays."),
        _("What LinkedIn still shows stays there until it is closed; the page says what that is."),
    ]
    return Chapter(_("Switching off"), steps, _("Settings"), "linkedin:settings", "settings.manage")


OF: dict[str, Callable[[], Guide]] = {"recruiter": recruiter, "hiring_manager": hiring_manager, "admin": admin}

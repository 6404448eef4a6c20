"""The desk of the person who writes a job: what lies on it, and the page it is drawn on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import team
from isthmus.hiring.models import FormSection, Job, PayPeriod, PayType, TeamRole
from isthmus.web.jobs import pay_rows, place_rows, question_rows, team_rows
from isthmus.web.jobs.faults import Fault
from isthmus.web.jobs.forms import JobForm
from isthmus.web.jobs.meeting_words import Met
from isthmus.web.jobs.pay_rows import PayRow
from isthmus.web.jobs.place_rows import PlaceRow
from isthmus.web.jobs.preview import Preview
from isthmus.web.jobs.question_rows import QuestionRow
from isthmus.web.jobs.section_fields import SectionsForm
from isthmus.web.jobs.team_rows import TeamRow

Choices = Sequence[tuple[str, Any]]


@dataclass
class Desk:
    """What lies before the person who writes a job: its forms and rows, what is wrong, and how it would look.

    `version` says what the job was when the form was opened; `met` what somebody else changed meanwhile; `said` is
    what a button just did, for those who do not see it.
    """

    form: JobForm
    sections: SectionsForm
    rows: list[QuestionRow]
    pay: list[PayRow] = field(default_factory=list)
    team: list[TeamRow] = field(default_factory=list)
    version: str = ""
    problems: list[str] = field(default_factory=list)
    preview: Preview | None = None
    met: list[Met] = field(default_factory=list)
    met_by: str = ""
    said: str = ""
    is_touched: bool = False


@dataclass(frozen=True)
class EditorPage:
    """The job form with everything in it, and what there is to choose from."""

    heading: str
    form: JobForm
    sections: SectionsForm
    preview: Preview | None
    places: list[PlaceRow]
    most_places: int
    pay: list[PayRow]
    currencies: Choices
    team: list[TeamRow]
    members: Choices
    addresses: Choices
    questions: list[QuestionRow]
    faults: list[Fault]
    met: list[Met]
    met_by: str
    said: str
    is_touched: bool
    version: str
    save_words: str
    cancel_url: str
    job_url: str = ""
    job_title: str = ""
    kinds: list[Any] = field(default_factory=lambda: question_rows.KINDS)
    sections_of_form: Choices = field(default_factory=lambda: FormSection.choices)
    pay_types: Choices = field(default_factory=lambda: PayType.choices)
    periods: Choices = field(default_factory=lambda: PayPeriod.choices)
    team_roles: Choices = field(default_factory=lambda: TeamRole.choices)

    @property
    def focus(self) -> str:
        """Where the first thing that is wrong can be mended: the id of its field, or nothing."""
        return next((fault.anchor for fault in self.faults if fault.anchor), "")


def editor(member: Member, job: Job | None, desk: Desk, faults: list[Fault]) -> EditorPage:
    """The form for a new job, or for this one."""
    here = {"slug": member.company_slug}
    job_url = reverse("jobs:job", kwargs={**here, "job_id": job.id}) if job else ""
    colleagues = team.may_join()
    lines = place_rows.lines_of(str(desk.form["locations"].value() or ""))
    return EditorPage(
        heading=_("Edit job") if job else _("New job"),
        form=desk.form,
        sections=desk.sections,
        preview=desk.preview,
        places=place_rows.of_lines(lines, str(desk.form["workplace"].value() or "")),
        most_places=place_rows.MOST,
        pay=pay_rows.ready_to_type(desk.pay),
        currencies=pay_rows.currencies(),
        team=desk.team,
        members=team_rows.choices(colleagues),
        addresses=[(one.email, one.name) for one in colleagues],
        questions=question_rows.ready_to_type(desk.rows),
        faults=faults,
        met=desk.met,
        met_by=desk.met_by,
        said=desk.said,
        is_touched=desk.is_touched,
        version=desk.version,
        save_words=_("Save") if job else _("Save as draft"),
        cancel_url=job_url or reverse("jobs:list", kwargs=here),
        job_url=job_url,
        job_title=job.title if job else "",
    )

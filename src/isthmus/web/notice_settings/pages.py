"""What Settings → Notices and a template's page show."""

from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from isthmus.bridge import member_view
from isthmus.hiring import letter_rules, messages, templates
from isthmus.hiring.messages import Letter, Preview
from isthmus.hiring.models import Application, MessageKind, MessageTemplate
from isthmus.hiring.problems import Refused
from isthmus.sync import post

MOST_OFFERED = 20


@dataclass(frozen=True)
class Row:
    """One template in the list."""

    id: UUID
    name: str
    kind: str
    language: str
    subject: str


@dataclass(frozen=True)
class SettingsPage:
    """The company's wishes and templates, and how far both reach."""

    form: forms.Form
    rows: list[Row]
    reach: str
    mail: str
    mail_tone: str


@dataclass(frozen=True)
class TemplatePage:
    """A template's words, and how they read for somebody who really applied."""

    form: forms.Form
    title: str
    template_id: UUID | None
    is_own: bool
    placeholders: list[str]
    applications: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""
    preview: Preview | None = None


def settings_page(form: forms.Form) -> SettingsPage:
    """Settings → Notices."""
    mail, tone = _mail_words()
    return SettingsPage(form, [_row(template) for template in templates.in_use()], member_view.reach().why, mail, tone)


def template_page(form: forms.Form, template: MessageTemplate | None, chosen: str = "") -> TemplatePage:
    """A template's page; `chosen` is the application the words are tried on, else the newest."""
    newest = Application.objects.select_related("candidate", "job").order_by("-received_at")[:MOST_OFFERED]
    offered = {str(application.id): application for application in newest}
    application = offered.get(chosen) or next(iter(offered.values()), None)
    return TemplatePage(
        form=form,
        title=template.name if template else _("New template"),
        template_id=template.id if template else None,
        is_own=template is None or template.kind == MessageKind.CUSTOM,
        placeholders=[f"{{{name}}}" for name in letter_rules.PLACEHOLDERS],
        applications=[(key, f"{one.candidate} · {one.job.title}") for key, one in offered.items()],
        chosen=str(application.id) if application else "",
        preview=_preview(form, application) if application else None,
    )


def _preview(form: forms.Form, application: Application) -> Preview | None:
    """How the words on the page read for this applicant; nothing while they cannot be used."""
    subject, body = (str(form[name].value() or "").replace("\r\n", "\n") for name in ("subject", "body"))
    try:
        letter = Letter(subject, body)
        return messages.preview(application.candidate_id, letter, application_id=application.id)
    except Refused:
        return None


def _row(template: MessageTemplate) -> Row:
    kind = str(MessageKind(template.kind).label)
    return Row(template.id, template.name, kind, template.language, template.subject)


def _mail_words() -> tuple[str, str]:
    if post.office() is None:
        return post.NO_SERVER.message, "warn"
    if post.has_mailbox():
        return _("No mail server is set: in this demo e-mails stay in a mailbox under Notices."), ""
    return _("E-mails leave by the mail server of this installation; answers go to whoever acts."), "good"

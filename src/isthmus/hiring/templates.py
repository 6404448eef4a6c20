"""The words a company writes to candidates from: the usual ones until they are changed, and its own beside them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring import letter_rules
from isthmus.hiring.models import MessageKind, MessageTemplate
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people.normalise import tidy

LANGUAGE = "en"
LONGEST_NAME = 120

RECEIVED = """Hello {first_name},

thank you for applying for {job} at {company}. Your application has arrived, and our hiring team will read it.

There is nothing you need to do now. We will write to you as soon as there is news, whichever way it goes.

Kind regards,
{company}"""

REJECTION = """Hello {first_name},

thank you for applying for {job} at {company}, and for the time you gave to it.

We have read your application carefully and have decided to go on with other people, so we will not take it further.

We are sorry that this is not better news, and wish you well in your search.

Kind regards,
{recruiter}
{company}"""

TALK = """Hello {first_name},

thank you for applying for {job} at {company}. We would like to get to know you in a conversation.

Could you write back with two or three times that suit you in the coming days?

Kind regards,
{recruiter}
{company}"""

USUAL = (
    (MessageKind.RECEIVED, "Application received", "We have your application for {job}", RECEIVED),
    (MessageKind.REJECTION, "Not selected", "Your application for {job} at {company}", REJECTION),
    (MessageKind.CUSTOM, "A conversation", "A conversation about {job}", TALK),
)


@dataclass(frozen=True)
class TemplateDraft:
    """A template as typed."""

    name: str
    subject: str
    body: str
    language: str = LANGUAGE


def in_use() -> list[MessageTemplate]:
    """The acting company's templates, oldest first; a company without any gets the usual ones."""
    found = list(MessageTemplate.objects.filter(retired_at=None))
    if not found and not MessageTemplate.objects.exists():
        rows = [
            MessageTemplate(kind=kind, name=name, subject=subject, body=body) for kind, name, subject, body in USUAL
        ]
        MessageTemplate.objects.bulk_create(rows, ignore_conflicts=True)
        found = list(MessageTemplate.objects.filter(retired_at=None))
    return found


def of_event(kind: MessageKind, language: str = LANGUAGE) -> MessageTemplate:
    """The words for something that happens by itself, in that language if the company has them in it."""
    fitting = [template for template in in_use() if template.kind == kind]
    return next((template for template in fitting if template.language == language), fitting[0])


def create(draft: TemplateDraft) -> MessageTemplate:
    """A template of the company's own. Raises Refused."""
    in_use()
    draft = _checked(draft)
    template: MessageTemplate = MessageTemplate.objects.create(
        name=draft.name, language=draft.language, subject=draft.subject, body=draft.body
    )
    return template


def change(template_id: UUID, draft: TemplateDraft) -> MessageTemplate:
    """Other words from now on; messages written before keep theirs. Raises Refused, MessageTemplate.DoesNotExist."""
    template: MessageTemplate = _locked(template_id)
    draft = _checked(draft, template)
    template.name, template.language, template.subject, template.body = (
        draft.name,
        draft.language,
        draft.subject,
        draft.body,
    )
    template.save(update_fields=["name", "language", "subject", "body"])
    return template


def retire(template_id: UUID) -> None:
    """Take a template of one's own away; those for what happens by itself stay. Raises Refused, DoesNotExist."""
    template = _locked(template_id)
    if template.kind != MessageKind.CUSTOM:
        problem = Problem("", _("Isthmus needs this template."), _("Change its words instead."))
        refuse_if([problem], code="template_needed")
    template.retired_at = now()
    template.save(update_fields=["retired_at"])


@transaction.atomic
def restore(template_id: UUID) -> MessageTemplate:
    """Give a template for something that happens by itself its usual words back. Raises DoesNotExist."""
    template = _locked(template_id)
    usual = next(((subject, body) for kind, name, subject, body in USUAL if kind == template.kind), None)
    if usual is not None and template.kind != MessageKind.CUSTOM:
        template.subject, template.body = usual
        template.save(update_fields=["subject", "body"])
    return template


def _locked(template_id: UUID) -> MessageTemplate:
    template: MessageTemplate = MessageTemplate.objects.select_for_update().get(id=template_id, retired_at=None)
    return template


def _checked(draft: TemplateDraft, template: MessageTemplate | None = None) -> TemplateDraft:
    name = letter_rules.as_subject(draft.name)
    found = letter_rules.problems(draft.subject, draft.body)
    if not name:
        found.append(Problem("name", _("The template has no name."), _("Give it one.")))
    if len(name) > LONGEST_NAME:
        words = _("The name is longer than %(longest)d characters.") % {"longest": LONGEST_NAME}
        found.append(Problem("name", words, _("Shorten it.")))
    same = MessageTemplate.objects.filter(name=name, language=draft.language, retired_at=None)
    if same.exclude(id=template.id if template else None).exists():
        found.append(Problem("name", _("Another template has this name."), _("Choose another one.")))
    refuse_if(found, code="template_invalid")
    return TemplateDraft(name, letter_rules.as_subject(draft.subject), tidy(draft.body), draft.language)

"""What LinkedIn would refuse about a job's questions, each with its fix ("OnsiteApplyConfiguration Schema"): pure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings import form
from isthmus.bridge.postings.advert import Advert, Asked
from isthmus.bridge.postings.form_questions import component_of
from isthmus.bridge.postings.rules.rule import Finding, Rule
from isthmus.hiring import detail_rules
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.question_rules import YES_NO
from isthmus.linkedin.wire import Component

_CHOICES = (QuestionKind.SINGLE, QuestionKind.YES_NO)
_PAGE = "OnsiteApplyConfiguration Schema"

TWICE = Rule(
    "question_twice",
    _l("Every question once. Twice the same id, and LinkedIn lists the job without its form and says nothing."),
    _l("Remove one of them."),
    ("form_not_asked_for",),
    page=_PAGE,
)
WORDS = Rule(
    "question_words", _l("Words in every question."), _l("Write what is asked."), ("missing_field",), page=_PAGE
)
OPTIONS = Rule(
    "question_options",
    _l("At least two options in a choice, no two of them the same."),
    _l("Correct the options."),
    ("wrong_type",),
    page=_PAGE,
)
DETAILS = Rule(
    "question_details",
    _l("Limits, suggestions and hoped-for answers that fit the kind of the question and each other."),
    _l("Correct them."),
    ("wrong_type", "unknown_value"),
    page=_PAGE,
)
PREREQUISITE = Rule(
    "question_prerequisite",
    _l(
        "A question that waits for another one waits for one option of a choice in the same part of the form, shown as"
        " radio buttons."
    ),
    _l("Let it depend on another question, or ask it always."),
    ("wrong_type",),
    page=_PAGE,
)
PLACE = Rule(
    "question_place",
    _l("A question stands in a part of the form that is asked for."),
    _l("Ask for it under “What applicants give”, or move the question."),
    ("wrong_type",),
    page=_PAGE,
)
ONE_PREREQUISITE = Rule(
    "question_one_prerequisite",
    _l("In each part of the form one question that others wait for."),
    _l("Let them all depend on the same question, or ask some always."),
    ("wrong_type",),
    page=_PAGE,
)
RULES = (TWICE, WORDS, OPTIONS, DETAILS, PREREQUISITE, PLACE, ONE_PREREQUISITE)


def findings(advert: Advert) -> Iterator[Finding]:
    """Everything LinkedIn would refuse about the questions of an advert, at `questions` or `questions.<number>`.

    Questions of an advert without LinkedIn's form are not sent, and not judged.
    """
    if not advert.webhook_url:
        return
    ids = Counter(form.configuration(advert).question_ids())
    if any(count > 1 for count in ids.values()):
        words = _("The same question stands twice in the form, and LinkedIn would switch its form off.")
        yield TWICE.found("questions", words)
        return
    by_id = {str(question.id): question for question in advert.questions}
    for number, question in enumerate(advert.questions):
        where = f"questions.{number}"
        yield from _one(where, question)
        yield from _prerequisite(where, question, by_id)
        yield from _section(where, question, advert)
    yield from _sets(advert)


def _one(where: str, question: Asked) -> Iterator[Finding]:
    if not question.text.strip():
        yield WORDS.found(where, _("A question has no words."))
    options = question.options or (YES_NO if question.kind == QuestionKind.YES_NO else ())
    names = Counter(option["id"] for option in options)
    if any(count > 1 for count in names.values()):
        yield OPTIONS.found(where, _("Two options of this question are the same."), _("Remove one of them."))
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) and len(options) < 2:
        yield OPTIONS.found(where, _("A choice needs at least two options."), _("Add options."))
    known = {name.casefold() for name in names}
    for problem in detail_rules.problems(where, question.kind, question.details, known):
        yield DETAILS.found(problem.field, problem.message, problem.fix)


def _prerequisite(where: str, question: Asked, by_id: Mapping[str, Asked]) -> Iterator[Finding]:
    prerequisite = question.details.prerequisite
    if prerequisite is None:
        return
    first = by_id.get(prerequisite.question)
    if first is None or first.kind not in _CHOICES or first.section != question.section:
        words = _("On LinkedIn a question can depend on a choice of one option in the same part of the form alone.")
        yield PREREQUISITE.found(where, words)
    elif component_of(first, is_waited_for=True) != Component.RADIO_BUTTONS:
        words = _("Another question depends on “%s”, and LinkedIn allows that for radio buttons alone.") % first.text
        yield PREREQUISITE.found(where, words, _("Show that question as radio buttons."))


def _section(where: str, question: Asked, advert: Advert) -> Iterator[Finding]:
    """In a section that is not asked, LinkedIn has no place for the question."""
    sections = advert.sections
    asked = {FormSection.WORK: sections.work.asked, FormSection.EDUCATION: sections.education.asked}
    if not asked.get(question.section, True):
        words = _("This question stands in “%s”, which the form does not ask for.") % question.section.label
        yield PLACE.found(where, words)


def _sets(advert: Advert) -> Iterator[Finding]:
    """One question of a set may be waited for; each part of the form is one set."""
    waited_for: dict[FormSection, set[str]] = {}
    for question in advert.questions:
        if question.details.prerequisite is not None:
            waited_for.setdefault(question.section, set()).add(question.details.prerequisite.question)
    for section, ids in waited_for.items():
        if len(ids) > 1:
            words = _("In “%(part)s” questions depend on %(count)d different ones, and LinkedIn allows one.")
            yield ONE_PREREQUISITE.found("questions", words % {"part": section.label, "count": len(ids)})

"""What LinkedIn would refuse about a job's questions, each with its fix ("OnsiteApplyConfiguration Schema"): pure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from isthmus.bridge.postings import form
from isthmus.bridge.postings.advert import Advert, Asked
from isthmus.bridge.postings.form_questions import component_of
from isthmus.hiring import detail_rules
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.hiring.question_rules import YES_NO
from isthmus.linkedin.wire import Component

_CHOICES = (QuestionKind.SINGLE, QuestionKind.YES_NO)


def problems(advert: Advert) -> Iterator[Problem]:
    """Everything LinkedIn would refuse about the questions of an advert, at `questions` or `questions.<number>`."""
    ids = Counter(form.configuration(advert).question_ids())
    if any(count > 1 for count in ids.values()):
        words = "The same question stands twice in the form, and LinkedIn would switch its form off."
        yield Problem("questions", words, "Remove one of them.")
        return
    by_id = {str(question.id): question for question in advert.questions}
    for number, question in enumerate(advert.questions):
        where = f"questions.{number}"
        options = question.options or (YES_NO if question.kind == QuestionKind.YES_NO else ())
        names = Counter(option["id"] for option in options)
        if any(count > 1 for count in names.values()):
            yield Problem(where, "Two options of this question are the same.", "Remove one of them.")
        yield from detail_rules.problems(where, question.kind, question.details, {name.casefold() for name in names})
        yield from _prerequisite(where, question, by_id)
        yield from _section(where, question, advert)
    yield from _sets(advert)


def _prerequisite(where: str, question: Asked, by_id: Mapping[str, Asked]) -> Iterator[Problem]:
    prerequisite = question.details.prerequisite
    if prerequisite is None:
        return
    first = by_id.get(prerequisite.question)
    if first is None or first.kind not in _CHOICES or first.section != question.section:
        words = "On LinkedIn a question can depend on a choice of one option in the same part of the form alone."
        yield Problem(where, words, "Let it depend on another question, or ask it always.")
    elif component_of(first, is_waited_for=True) != Component.RADIO_BUTTONS:
        words = f"Another question depends on “{first.text}”, and LinkedIn allows that for radio buttons alone."
        yield Problem(where, words, "Show that question as radio buttons.")


def _section(where: str, question: Asked, advert: Advert) -> Iterator[Problem]:
    """In a section that is not asked, LinkedIn has no place for the question."""
    sections = advert.sections
    asked = {FormSection.WORK: sections.work.asked, FormSection.EDUCATION: sections.education.asked}
    if not asked.get(question.section, True):
        words = f"This question stands in “{question.section.label}”, which the form does not ask for."
        yield Problem(where, words, "Ask for it under “What applicants give”, or move the question.")


def _sets(advert: Advert) -> Iterator[Problem]:
    """One question of a set may be waited for; each part of the form is one set."""
    waited_for: dict[FormSection, set[str]] = {}
    for question in advert.questions:
        if question.details.prerequisite is not None:
            waited_for.setdefault(question.section, set()).add(question.details.prerequisite.question)
    for section, ids in waited_for.items():
        if len(ids) > 1:
            words = f"In “{section.label}” questions depend on {len(ids)} different ones, and LinkedIn allows one."
            yield Problem("questions", words, "Let them all depend on the same question, or ask some always.")

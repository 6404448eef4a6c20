"""One screening question as LinkedIn asks it ("OnsiteApplyConfiguration Schema"); ids stay the same both ways."""

import html

from isthmus.bridge.postings.advert import Asked
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import QuestionKind
from isthmus.hiring.question_details import Details
from isthmus.hiring.question_rules import YES_NO
from isthmus.linkedin.wire import (
    Choice,
    ChoiceAnswer,
    Component,
    DateRangeDetails,
    DocumentDetails,
    FavorableChoices,
    FavorableNumbers,
    MultipleChoiceDetails,
    NumberLimits,
    NumericDetails,
    Prerequisite,
    PrerequisiteAnswer,
    PrerequisiteQuestion,
    Question,
    QuestionDetails,
    TextDetails,
)

MOST_RADIO_BUTTONS = 5
COMPONENTS = {
    "radio": Component.RADIO_BUTTONS,
    "dropdown": Component.DROPDOWN,
    "buttons": Component.BUTTONS,
    "checkboxes": Component.CHECKBOXES,
}


def question(asked: Asked, *, is_waited_for: bool = False) -> Question:
    """The question; one that another waits for is drawn as radio buttons, since LinkedIn demands it."""
    details = asked.details
    return Question(
        partner_question_identifier=str(asked.id),
        question_text=html.escape(asked.text, quote=False),
        required=asked.required,
        help_message=details.help or None,
        expanded_help_message=details.expanded_help or None,
        question_details=_details(asked, is_waited_for=is_waited_for),
        prerequisite_question_response=_prerequisite(details),
    )


def _details(asked: Asked, *, is_waited_for: bool) -> QuestionDetails:
    details = asked.details
    match asked.kind:
        case QuestionKind.INTEGER:
            return QuestionDetails(numeric_question_details=_integer(details))
        case QuestionKind.NUMBER:
            return QuestionDetails(numeric_question_details=_decimal(details))
        case QuestionKind.SHORT_TEXT:
            return QuestionDetails(text_question_details=_text(details, Component.TEXT))
        case QuestionKind.TEXT:
            return QuestionDetails(text_question_details=_text(details, Component.MULTILINE_TEXT))
        case QuestionKind.DATE_RANGE:
            return QuestionDetails(date_range_question_details=_dates(details))
        case QuestionKind.DOCUMENT:
            return QuestionDetails(document_question_details=_document(details))
    return QuestionDetails(multiple_choice_question_details=_choice(asked, is_waited_for=is_waited_for))


def _limits(details: Details) -> NumberLimits:
    suggested = details.suggested if not isinstance(details.suggested, str) else None
    return NumberLimits(suggested_value=suggested, min_value=details.minimum, max_value=details.maximum)


def _integer(details: Details) -> NumericDetails:
    return NumericDetails(integer_question_details=_limits(details), favorable_numeric_answer=_hoped_for(details))


def _decimal(details: Details) -> NumericDetails:
    return NumericDetails(decimal_question_details=_limits(details), favorable_numeric_answer=_hoped_for(details))


def _hoped_for(details: Details) -> FavorableNumbers | None:
    if details.favourable_from is None and details.favourable_to is None:
        return None
    return FavorableNumbers(favorable_floor=details.favourable_from, favorable_ceiling=details.favourable_to)


def _text(details: Details, component: Component) -> TextDetails:
    return TextDetails(
        suggested_value=details.suggested if isinstance(details.suggested, str) else None,
        min_length=details.shortest,
        max_length=details.longest,
        preferred_form_component=component,
    )


def _dates(details: Details) -> DateRangeDetails:
    return DateRangeDetails(
        start_label=details.start_label or None,
        end_label=details.end_label or None,
        hide_end_date_label=details.no_end_label or None,
    )


def _document(details: Details) -> DocumentDetails:
    """The size is always said: LinkedIn's own limit is higher than ours."""
    extensions = None if details.extensions is None else list(details.extensions)
    return DocumentDetails(maximum_size=details.largest_bytes or LARGEST, acceptable_file_extensions=extensions)


def _choice(asked: Asked, *, is_waited_for: bool) -> MultipleChoiceDetails:
    details = asked.details
    options = list(YES_NO) if asked.kind == QuestionKind.YES_NO else asked.options
    several = asked.kind == QuestionKind.MULTIPLE
    favourable = list(details.favourable_options)
    return MultipleChoiceDetails(
        choices=[Choice(symbolic_name=option["id"], display_value=option["label"]) for option in options],
        default_value_symbolic_name=details.preselected or None,
        preferred_form_component=component_of(asked, is_waited_for=is_waited_for),
        select_multiple=True if several else None,
        favorable_multiple_choice_answer=FavorableChoices(favorable_symbolic_names=favourable) if favourable else None,
    )


def component_of(asked: Asked, *, is_waited_for: bool) -> Component:
    """How a choice is drawn: as asked for, else by how many options it has."""
    if asked.details.shown_as in COMPONENTS:
        return COMPONENTS[asked.details.shown_as]
    if asked.kind == QuestionKind.MULTIPLE:
        return Component.CHECKBOXES
    few = is_waited_for or len(asked.options) <= MOST_RADIO_BUTTONS
    return Component.RADIO_BUTTONS if few else Component.DROPDOWN


def _prerequisite(details: Details) -> Prerequisite | None:
    first = details.prerequisite
    if first is None:
        return None
    answer = PrerequisiteAnswer(multiple_choice_answer_value=ChoiceAnswer(symbolic_names=list(first.options)))
    question = PrerequisiteQuestion(partner_question_identifier=first.question)
    return Prerequisite(prerequisite_question=question, prerequisite_response=answer)

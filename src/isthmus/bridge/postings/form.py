"""Our screening questions as LinkedIn's form, and LinkedIn's answers back as ours; ids stay the same both ways."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from isthmus.bridge.postings.advert import Advert, Asked
from isthmus.hiring.models import QuestionKind, Requirement
from isthmus.linkedin import CustomAnswer
from isthmus.linkedin.wire import (
    AdditionalQuestions,
    Choice,
    Component,
    ContactQuestions,
    MultipleChoiceDetails,
    NumberLimits,
    NumericDetails,
    OnsiteApplyConfiguration,
    Question,
    QuestionDetails,
    Questions,
    QuestionSet,
    ResumeQuestions,
    TextDetails,
)
from isthmus.linkedin.wire import Requirement as LinkedInRequirement

MOST_RADIO_BUTTONS = 5
YES_NO = ({"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"})
_REQUIREMENTS = {
    Requirement.REQUIRED: LinkedInRequirement.REQUIRED,
    Requirement.OPTIONAL: LinkedInRequirement.OPTIONAL,
    Requirement.HIDDEN: LinkedInRequirement.SKIP,
}


def configuration(advert: Advert) -> OnsiteApplyConfiguration:
    """The form LinkedIn shows: the same questions as on the company's own page, and where the answers go."""
    asked = Questions(
        contact_information_questions=ContactQuestions(
            cellphone_number_question_requirement=_REQUIREMENTS.get(Requirement(advert.phone))
        ),
        resume_questions=ResumeQuestions(resume_question_requirement=_REQUIREMENTS.get(Requirement(advert.resume))),
        additional_questions=_additional(advert.questions),
    )
    return OnsiteApplyConfiguration(job_application_webhook_url=advert.webhook_url, questions=asked)


def value_of(kind: str, answer: CustomAnswer) -> Any:
    """The answer as this house stores it: a number, an option's id, several, or text; None for no answer."""
    values = list(answer.values)
    if not values:
        return None
    if kind == QuestionKind.NUMBER:
        return _number(values[0])
    if kind == QuestionKind.MULTIPLE or (not kind and answer.kind == "choice"):
        return values
    return values[0] if len(values) == 1 else values


def kinds_of(questions: Sequence[Any]) -> Mapping[str, str]:
    """The kind of each question by its id as text."""
    return {str(question.id): question.kind for question in questions}


def _additional(questions: Sequence[Asked]) -> AdditionalQuestions | None:
    if not questions:
        return None
    return AdditionalQuestions(custom_question_sets=[QuestionSet(questions=[_question(item) for item in questions])])


def _question(asked: Asked) -> Question:
    return Question(
        partner_question_identifier=str(asked.id),
        question_text=html.escape(asked.text, quote=False),
        required=asked.required,
        question_details=_details(asked),
    )


def _details(asked: Asked) -> QuestionDetails:
    if asked.kind == QuestionKind.NUMBER:
        numeric = NumericDetails(decimal_question_details=NumberLimits())
        return QuestionDetails(numeric_question_details=numeric)
    if asked.kind == QuestionKind.TEXT:
        text = TextDetails(preferred_form_component=Component.MULTILINE_TEXT)
        return QuestionDetails(text_question_details=text)
    options = YES_NO if asked.kind == QuestionKind.YES_NO else asked.options
    several = asked.kind == QuestionKind.MULTIPLE
    choice = MultipleChoiceDetails(
        choices=[Choice(symbolic_name=option["id"], display_value=option["label"]) for option in options],
        preferred_form_component=_component(len(options), several=several),
        select_multiple=True if several else None,
    )
    return QuestionDetails(multiple_choice_question_details=choice)


def _component(options: int, *, several: bool) -> Component:
    if several:
        return Component.CHECKBOXES
    return Component.RADIO_BUTTONS if options <= MOST_RADIO_BUTTONS else Component.DROPDOWN


def _number(text: str) -> int | float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number

"""What a job asks on LinkedIn: `onsiteApplyConfiguration` ("OnsiteApplyConfiguration Schema").

A section that is absent is not asked; a section that is present and empty is asked with LinkedIn's defaults.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from isthmus.linkedin.wire.base import WireModel


class Requirement(StrEnum):
    """Whether one of LinkedIn's own questions is asked, and whether it must be answered."""

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"
    SKIP = "SKIP"


class Component(StrEnum):
    """How LinkedIn should draw a question."""

    CHECKBOXES = "CHECKBOXES"
    DROPDOWN = "DROPDOWN"
    RADIO_BUTTONS = "RADIO_BUTTONS"
    BUTTONS = "BUTTONS"
    TEXT = "TEXT"
    MULTILINE_TEXT = "MULTILINE_TEXT"


class Choice(WireModel):
    """One choice: the name that comes back in the answer, and the words the member reads."""

    symbolic_name: str
    display_value: str


class FavorableChoices(WireModel):
    """Choices that mark an applicant as a good fit; they filter nobody."""

    favorable_symbolic_names: list[str]


class MultipleChoiceDetails(WireModel):
    """A choice of one, or of several with CHECKBOXES and `select_multiple`."""

    choices: list[Choice]
    default_value_symbolic_name: str | None = None
    preferred_form_component: Component | None = None
    select_multiple: bool | None = None
    favorable_multiple_choice_answer: FavorableChoices | None = None


class NumberLimits(WireModel):
    """Bounds of a whole or decimal number; LinkedIn's default minimum is 0."""

    suggested_value: float | int | None = None
    min_value: float | int | None = None
    max_value: float | int | None = None


class FavorableNumbers(WireModel):
    """The inclusive range that marks a good fit; None is unbounded."""

    favorable_floor: float | int | None = None
    favorable_ceiling: float | int | None = None


class NumericDetails(WireModel):
    """A whole number or a decimal, one of the two."""

    integer_question_details: NumberLimits | None = None
    decimal_question_details: NumberLimits | None = None
    favorable_numeric_answer: FavorableNumbers | None = None


class TextDetails(WireModel):
    """Free text, drawn as TEXT or MULTILINE_TEXT."""

    suggested_value: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    preferred_form_component: Component | None = None


class DateRangeDetails(WireModel):
    """From and to."""

    start_label: str | None = None
    end_label: str | None = None
    hide_end_date_label: str | None = None


class DocumentDetails(WireModel):
    """A file; no list of extensions means any file, an empty list only files without an extension."""

    maximum_size: int | None = None
    acceptable_file_extensions: list[str] | None = None


class QuestionDetails(WireModel):
    """What kind of question it is: exactly one member."""

    multiple_choice_question_details: MultipleChoiceDetails | None = None
    numeric_question_details: NumericDetails | None = None
    text_question_details: TextDetails | None = None
    date_range_question_details: DateRangeDetails | None = None
    document_question_details: DocumentDetails | None = None

    @model_validator(mode="after")
    def _has_one_member(self) -> Self:
        given = [name for name, value in self if value is not None]
        if len(given) + len(self.model_extra or {}) != 1 and given:
            raise ValueError("a question has exactly one kind")
        return self


class PrerequisiteQuestion(WireModel):
    """Names the multiple-choice question that decides whether another is shown."""

    partner_question_identifier: str


class ChoiceAnswer(WireModel):
    """Symbolic names of the choices taken."""

    symbolic_names: list[str]


class PrerequisiteAnswer(WireModel):
    """The answer that makes the dependent question appear."""

    multiple_choice_answer_value: ChoiceAnswer


class Prerequisite(WireModel):
    """Show a question only after a certain answer to another one."""

    prerequisite_question: PrerequisiteQuestion
    prerequisite_response: PrerequisiteAnswer


class Question(WireModel):
    """One question of the company's own; its identifier must be unique in the job, else LinkedIn posts it off-site."""

    partner_question_identifier: str
    question_text: str
    required: bool | None = None
    help_message: str | None = None
    expanded_help_message: str | None = None
    question_details: QuestionDetails
    prerequisite_question_response: Prerequisite | None = None


class Section(WireModel):
    """What every section of the form has."""

    custom_questions: list[Question] | None = None


class ContactQuestions(Section):
    """First name, last name and e-mail are always asked and cannot be configured."""

    middle_name_question_requirement: Requirement | None = None
    cellphone_number_question_requirement: Requirement | None = None
    location_question_requirement: Requirement | None = None


class ResumeQuestions(Section):
    """A file of at most 2 MB: doc, docx or pdf."""

    resume_question_requirement: Requirement | None = None


class CoverLetterQuestions(Section):
    """A file of at most 512 KB, or text."""

    cover_letter_question_requirement: Requirement | None = None
    text_cover_letter_question_requirement: Requirement | None = None


class WorkExperienceSet(Section):
    """Asked once for each job the member lists (1–10)."""

    min_required: int | None = None
    repeat_limit: int | None = None
    title_question_requirement: Requirement | None = None
    employment_dates_question_requirement: Requirement | None = None
    company_question_requirement: Requirement | None = None
    city_question_requirement: Requirement | None = None
    description_question_requirement: Requirement | None = None


class WorkQuestions(Section):
    """Work history."""

    work_experience_question_set: WorkExperienceSet


class EducationExperienceSet(Section):
    """Asked once for each school the member lists (1–3)."""

    min_required: int | None = None
    repeat_limit: int | None = None
    school_question_requirement: Requirement | None = None
    dates_attended_question_requirement: Requirement | None = None
    city_question_requirement: Requirement | None = None
    degree_question_requirement: Requirement | None = None
    field_of_study_question_requirement: Requirement | None = None


class EducationQuestions(Section):
    """Schools."""

    education_experience_question_set: EducationExperienceSet


class SelfIdentificationQuestions(Section):
    """Voluntary self-identification (EEO): wording and choices are LinkedIn's own."""

    disability_question_requirement: Requirement | None = None
    gender_question_requirement: Requirement | None = None
    race_question_requirement: Requirement | None = None
    veteran_status_question_requirement: Requirement | None = None


class QuestionSet(WireModel):
    """Questions of the company's own, in order, asked `repeat_limit` times at most (1–10, default 1)."""

    questions: list[Question]
    repeat_limit: int | None = None


class AdditionalQuestions(Section):
    """The company's own questions."""

    custom_question_sets: list[QuestionSet] = Field(default_factory=list)


class Questions(WireModel):
    """The whole form; with none at all, LinkedIn asks for name, e-mail and phone."""

    contact_information_questions: ContactQuestions | None = None
    resume_questions: ResumeQuestions | None = None
    cover_letter_questions: CoverLetterQuestions | None = None
    work_questions: WorkQuestions | None = None
    education_questions: EducationQuestions | None = None
    voluntary_self_identification_questions: SelfIdentificationQuestions | None = None
    additional_questions: AdditionalQuestions | None = None


class OnsiteApplyConfiguration(WireModel):
    """Makes a job collect applications on LinkedIn and send them to our webhook (https, answers the challenge)."""

    job_application_webhook_url: str
    questions: Questions | None = None

    def question_ids(self) -> list[str]:
        """The identifiers of all the company's own questions in every section, repeated if a job repeats them."""
        return list(_identifiers(self.questions)) if self.questions else []


def _identifiers(node: WireModel) -> Iterator[str]:
    if isinstance(node, Question):
        yield node.partner_question_identifier
        return
    for _, value in node:
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, WireModel):
                yield from _identifiers(child)

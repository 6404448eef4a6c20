"""The sections of an application form over the API; the same on LinkedIn and on the company's own page."""

from typing import Literal

from ninja import Field

from isthmus.api.v1.words import Input

Requirement = Literal["required", "optional", "hidden"]


class WorkShape(Input):
    """The jobs an applicant lists."""

    asked: bool = Field(False, description="Whether jobs are asked for at all.")
    least: int = Field(0, description="How many must be given.")
    most: int = Field(10, description="How many may be given: 1 to 10.")
    title: Requirement = "required"
    company: Requirement = "optional"
    city: Requirement = "optional"
    dates: Requirement = "required"
    description: Requirement = "optional"


class EducationShape(Input):
    """The schools an applicant lists."""

    asked: bool = Field(False, description="Whether schools are asked for at all.")
    least: int = Field(0, description="How many must be given.")
    most: int = Field(3, description="How many may be given: 1 to 3.")
    school: Requirement = "required"
    degree: Requirement = "optional"
    field_of_study: Requirement = "optional"
    city: Requirement = "optional"
    dates: Requirement = "required"


class SelfIdentificationShape(Input):
    """Voluntary self-identification, asked by LinkedIn alone. The answers are sealed; no route gives them."""

    disability: Requirement = "hidden"
    gender: Requirement = "hidden"
    race: Requirement = "hidden"
    veteran_status: Requirement = "hidden"


class FormShape(Input):
    """The parts of the form beside contact, résumé and questions."""

    middle_name: Requirement = "hidden"
    location: Requirement = "optional"
    cover_letter: Requirement = Field("hidden", description="A cover letter as a file.")
    cover_letter_text: Requirement = Field("hidden", description="A cover letter as text.")
    work: WorkShape = WorkShape.model_validate({})
    education: EducationShape = EducationShape.model_validate({})
    self_identification: SelfIdentificationShape = SelfIdentificationShape.model_validate({})

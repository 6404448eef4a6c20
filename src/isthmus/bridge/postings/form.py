"""The form LinkedIn shows for a job: its sections with what each asks, and our questions in their places."""

from collections.abc import Mapping, Sequence
from typing import Any

from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.form_questions import question
from isthmus.hiring.form_sections import EducationEntries, FormSections, SelfIdentification, WorkEntries
from isthmus.hiring.models import FormSection, Requirement
from isthmus.linkedin.wire import (
    AdditionalQuestions,
    ContactQuestions,
    CoverLetterQuestions,
    EducationExperienceSet,
    EducationQuestions,
    OnsiteApplyConfiguration,
    Question,
    Questions,
    QuestionSet,
    ResumeQuestions,
    SelfIdentificationQuestions,
    WorkExperienceSet,
    WorkQuestions,
)
from isthmus.linkedin.wire import Requirement as LinkedInRequirement

_REQUIREMENTS = {
    Requirement.REQUIRED: LinkedInRequirement.REQUIRED,
    Requirement.OPTIONAL: LinkedInRequirement.OPTIONAL,
    Requirement.HIDDEN: LinkedInRequirement.SKIP,
}
_Own = Mapping[FormSection, list[Question]]


def configuration(advert: Advert) -> OnsiteApplyConfiguration:
    """The form LinkedIn shows: the same questions as on the company's own page, and where the answers go."""
    sections, own = advert.sections, _by_section(advert)
    asked = Questions(
        contact_information_questions=_contact(advert, own),
        resume_questions=ResumeQuestions(
            resume_question_requirement=_REQUIREMENTS.get(Requirement(advert.resume)),
            custom_questions=own.get(FormSection.RESUME),
        ),
        cover_letter_questions=_cover_letter(sections, own),
        work_questions=_work(sections.work, own),
        education_questions=_education(sections.education, own),
        voluntary_self_identification_questions=_self_identification(sections.self_identification),
        additional_questions=_additional(own.get(FormSection.QUESTIONS)),
    )
    return OnsiteApplyConfiguration(job_application_webhook_url=advert.webhook_url, questions=asked)


def kinds_of(questions: Sequence[Any]) -> Mapping[str, str]:
    """The kind of each question by its id as text."""
    return {str(question.id): question.kind for question in questions}


def _by_section(advert: Advert) -> _Own:
    waited_for = {asked.details.prerequisite.question for asked in advert.questions if asked.details.prerequisite}
    found: dict[FormSection, list[Question]] = {}
    for asked in advert.questions:
        is_waited_for = str(asked.id) in waited_for
        found.setdefault(asked.section, []).append(question(asked, is_waited_for=is_waited_for))
    return found


def _contact(advert: Advert, own: _Own) -> ContactQuestions:
    return ContactQuestions(
        middle_name_question_requirement=_word(advert.sections.middle_name),
        cellphone_number_question_requirement=_word(advert.phone),
        location_question_requirement=_word(advert.sections.location),
        custom_questions=own.get(FormSection.CONTACT),
    )


def _cover_letter(sections: FormSections, own: _Own) -> CoverLetterQuestions | None:
    custom = own.get(FormSection.COVER_LETTER)
    if {sections.cover_letter, sections.cover_letter_text} == {Requirement.HIDDEN} and not custom:
        return None
    return CoverLetterQuestions(
        cover_letter_question_requirement=_word(sections.cover_letter),
        text_cover_letter_question_requirement=_word(sections.cover_letter_text),
        custom_questions=custom,
    )


def _work(work: WorkEntries, own: _Own) -> WorkQuestions | None:
    if not work.asked:
        return None
    entries = WorkExperienceSet(
        min_required=work.least,
        repeat_limit=work.most,
        title_question_requirement=_word(work.title),
        employment_dates_question_requirement=_word(work.dates),
        company_question_requirement=_word(work.company),
        city_question_requirement=_word(work.city),
        description_question_requirement=_word(work.description),
        custom_questions=own.get(FormSection.WORK),
    )
    return WorkQuestions(work_experience_question_set=entries)


def _education(education: EducationEntries, own: _Own) -> EducationQuestions | None:
    if not education.asked:
        return None
    entries = EducationExperienceSet(
        min_required=education.least,
        repeat_limit=education.most,
        school_question_requirement=_word(education.school),
        dates_attended_question_requirement=_word(education.dates),
        city_question_requirement=_word(education.city),
        degree_question_requirement=_word(education.degree),
        field_of_study_question_requirement=_word(education.field_of_study),
        custom_questions=own.get(FormSection.EDUCATION),
    )
    return EducationQuestions(education_experience_question_set=entries)


def _self_identification(asked: SelfIdentification) -> SelfIdentificationQuestions | None:
    words = {
        "disability_question_requirement": asked.disability,
        "gender_question_requirement": asked.gender,
        "race_question_requirement": asked.race,
        "veteran_status_question_requirement": asked.veteran_status,
    }
    if set(words.values()) == {Requirement.HIDDEN}:
        return None
    return SelfIdentificationQuestions(**{name: _word(requirement) for name, requirement in words.items()})


def _additional(own: list[Question] | None) -> AdditionalQuestions | None:
    return AdditionalQuestions(custom_question_sets=[QuestionSet(questions=own)]) if own else None


def _word(requirement: str) -> LinkedInRequirement | None:
    return _REQUIREMENTS.get(Requirement(requirement))

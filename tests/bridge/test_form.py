"""Our questions and sections as LinkedIn's form, and what LinkedIn would refuse about them found with its fix."""

import dataclasses
from uuid import UUID

import pytest

from isthmus.bridge.postings import form, rules, translate
from isthmus.bridge.postings.advert import Asked
from isthmus.hiring import form_sections
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.question_details import Details, Prerequisite
from tests.bridge.test_translating import ADVERT

OPTIONS = [{"id": "o1", "label": "Python"}, {"id": "o2", "label": "SQL"}]
MANY = [{"id": f"o{number}", "label": f"Option {number}"} for number in range(9)]
VISA = Asked(UUID(int=1), "May you work here?", QuestionKind.YES_NO, True, [])


def asked(kind: str, options=(), number: int = 2, section: str = "questions", **details) -> Asked:
    return Asked(
        UUID(int=number), "?", QuestionKind(kind), False, list(options), FormSection(section), Details(**details)
    )


def waiting(number: int = 2, first: Asked = VISA, section: str = "questions", *options: str) -> Asked:
    return asked("text", (), number, section, prerequisite=Prerequisite(str(first.id), options or ("no",)))


def sent(*questions: Asked, **more) -> dict:
    advert = dataclasses.replace(ADVERT, questions=list(questions), **more)
    return translate.body_of(advert, "v2")["onsiteApplyConfiguration"]["questions"]


def own(*questions: Asked) -> list[dict]:
    return sent(*questions)["additionalQuestions"]["customQuestionSets"][0]["questions"]


@pytest.mark.parametrize(
    ("question", "details"),
    [
        (
            asked("integer", suggested=3, minimum=1, maximum=9, favourable_from=2),
            {
                "numericQuestionDetails": {
                    "integerQuestionDetails": {"suggestedValue": 3, "minValue": 1, "maxValue": 9},
                    "favorableNumericAnswer": {"favorableFloor": 2},
                }
            },
        ),
        (
            asked("number", maximum=2.5, favourable_to=2),
            {
                "numericQuestionDetails": {
                    "decimalQuestionDetails": {"maxValue": 2.5},
                    "favorableNumericAnswer": {"favorableCeiling": 2},
                }
            },
        ),
        (
            asked("short_text", suggested="Ghent", shortest=2, longest=40),
            {
                "textQuestionDetails": {
                    "suggestedValue": "Ghent",
                    "minLength": 2,
                    "maxLength": 40,
                    "preferredFormComponent": "TEXT",
                }
            },
        ),
        (asked("text"), {"textQuestionDetails": {"preferredFormComponent": "MULTILINE_TEXT"}}),
        (
            asked("date_range", start_label="First day", end_label="Last day", no_end_label="Still there"),
            {
                "dateRangeQuestionDetails": {
                    "startLabel": "First day",
                    "endLabel": "Last day",
                    "hideEndDateLabel": "Still there",
                }
            },
        ),
        (asked("date_range"), {"dateRangeQuestionDetails": {}}),
        (asked("document"), {"documentQuestionDetails": {"maximumSize": LARGEST}}),
        (
            asked("document", largest_bytes=1000, extensions=("pdf",)),
            {"documentQuestionDetails": {"maximumSize": 1000, "acceptableFileExtensions": ["pdf"]}},
        ),
        (
            asked("document", extensions=()),
            {"documentQuestionDetails": {"maximumSize": LARGEST, "acceptableFileExtensions": []}},
        ),
        (
            asked("single", OPTIONS, shown_as="buttons", preselected="o2", favourable_options=("o1",)),
            {
                "multipleChoiceQuestionDetails": {
                    "choices": [
                        {"symbolicName": "o1", "displayValue": "Python"},
                        {"symbolicName": "o2", "displayValue": "SQL"},
                    ],
                    "defaultValueSymbolicName": "o2",
                    "preferredFormComponent": "BUTTONS",
                    "favorableMultipleChoiceAnswer": {"favorableSymbolicNames": ["o1"]},
                }
            },
        ),
    ],
)
def test_every_kind_is_asked_with_all_it_says(question, details):
    (found,) = own(question)
    assert found["questionDetails"] == details


def test_several_choices_are_checkboxes():
    (found,) = own(asked("multiple", OPTIONS))
    details = found["questionDetails"]["multipleChoiceQuestionDetails"]
    assert (details["preferredFormComponent"], details["selectMultiple"]) == ("CHECKBOXES", True)


def test_help_is_sent_and_nothing_is_sent_for_none():
    helped, bare = own(asked("text", help="Short", expanded_help="Long"), asked("text", number=3))
    assert (helped["helpMessage"], helped["expandedHelpMessage"]) == ("Short", "Long")
    assert not {"helpMessage", "expandedHelpMessage", "prerequisiteQuestionResponse"} & set(bare)


def test_a_prerequisite_names_question_and_answer():
    _, found = own(VISA, waiting())
    assert found["prerequisiteQuestionResponse"] == {
        "prerequisiteQuestion": {"partnerQuestionIdentifier": str(VISA.id)},
        "prerequisiteResponse": {"multipleChoiceAnswerValue": {"symbolicNames": ["no"]}},
    }


def test_a_long_choice_that_another_question_waits_for_becomes_radio_buttons():
    long = asked("single", MANY, 1)
    alone, first = own(long)[0], own(long, waiting(2, long, "questions", "o1"))[0]
    shown = [
        one["questionDetails"]["multipleChoiceQuestionDetails"]["preferredFormComponent"] for one in (alone, first)
    ]
    assert shown == ["DROPDOWN", "RADIO_BUTTONS"]


def test_sections_that_are_not_asked_are_absent_and_the_others_say_everything():
    plain = sent()
    assert set(plain) == {"contactInformationQuestions", "resumeQuestions"}
    sections = form_sections.read(
        {
            "middle_name": "optional",
            "location": "required",
            "cover_letter_text": "required",
            "work": {"asked": True, "least": 1, "most": 3, "city": "hidden"},
            "education": {"asked": True},
            "self_identification": {"gender": "optional"},
        }
    )
    assert sent(sections=sections) == {
        "contactInformationQuestions": {
            "middleNameQuestionRequirement": "OPTIONAL",
            "cellphoneNumberQuestionRequirement": "SKIP",
            "locationQuestionRequirement": "REQUIRED",
        },
        "resumeQuestions": {"resumeQuestionRequirement": "REQUIRED"},
        "coverLetterQuestions": {
            "coverLetterQuestionRequirement": "SKIP",
            "textCoverLetterQuestionRequirement": "REQUIRED",
        },
        "workQuestions": {
            "workExperienceQuestionSet": {
                "minRequired": 1,
                "repeatLimit": 3,
                "titleQuestionRequirement": "REQUIRED",
                "employmentDatesQuestionRequirement": "REQUIRED",
                "companyQuestionRequirement": "OPTIONAL",
                "cityQuestionRequirement": "SKIP",
                "descriptionQuestionRequirement": "OPTIONAL",
            }
        },
        "educationQuestions": {
            "educationExperienceQuestionSet": {
                "minRequired": 0,
                "repeatLimit": 3,
                "schoolQuestionRequirement": "REQUIRED",
                "datesAttendedQuestionRequirement": "REQUIRED",
                "cityQuestionRequirement": "OPTIONAL",
                "degreeQuestionRequirement": "OPTIONAL",
                "fieldOfStudyQuestionRequirement": "OPTIONAL",
            }
        },
        "voluntarySelfIdentificationQuestions": {
            "disabilityQuestionRequirement": "SKIP",
            "genderQuestionRequirement": "OPTIONAL",
            "raceQuestionRequirement": "SKIP",
            "veteranStatusQuestionRequirement": "SKIP",
        },
    }


def test_questions_stand_in_the_section_they_belong_to():
    sections = form_sections.read({"work": {"asked": True}, "education": {"asked": True}, "cover_letter": "optional"})
    places = ["contact", "resume", "cover_letter", "work", "education", "questions"]
    questions = [asked("text", (), number, place) for number, place in enumerate(places, 1)]
    found = sent(*questions, sections=sections)
    held = [
        found["contactInformationQuestions"]["customQuestions"],
        found["resumeQuestions"]["customQuestions"],
        found["coverLetterQuestions"]["customQuestions"],
        found["workQuestions"]["workExperienceQuestionSet"]["customQuestions"],
        found["educationQuestions"]["educationExperienceQuestionSet"]["customQuestions"],
        found["additionalQuestions"]["customQuestionSets"][0]["questions"],
    ]
    assert [[one["partnerQuestionIdentifier"] for one in those] for those in held] == [
        [str(question.id)] for question in questions
    ]
    advert = dataclasses.replace(ADVERT, questions=questions, sections=sections)
    assert len(form.configuration(advert).question_ids()) == len(places)
    assert rules.problems(advert) == []


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([VISA, VISA], "stands twice"),
        ([asked("single", [OPTIONS[0], OPTIONS[0]])], "Two options"),
        ([asked("number", minimum=5, maximum=4)], "more than the smallest"),
        ([asked("document", extensions=("PDF",))], "not a file ending"),
        ([asked("text", longest=0)], "Lengths"),
        ([waiting()], "a choice of one option"),
        ([asked("text", (), 1), waiting(2)], "a choice of one option"),
        ([VISA, waiting(2, VISA, "contact")], "a choice of one option"),
        (
            [dataclasses.replace(VISA, details=Details(shown_as="dropdown")), waiting()],
            "radio buttons alone",
        ),
        ([asked("single", OPTIONS, 1, shown_as="buttons"), waiting(2, VISA, "questions", "o1")], "radio buttons"),
        (
            [VISA, asked("yes_no", (), 2), waiting(3), waiting(4, asked("yes_no", (), 2))],
            "depend on 2 different ones",
        ),
        ([asked("text", (), 1, "work")], "does not ask for"),
        ([asked("text", (), 1, "education")], "does not ask for"),
    ],
)
def test_what_linkedin_would_refuse_about_questions_is_found_with_its_fix(questions, words):
    (problem,) = rules.problems(dataclasses.replace(ADVERT, questions=questions))
    assert words in problem.message
    assert problem.fix
    assert problem.field.startswith("questions")


def test_two_questions_may_wait_for_the_same_one_and_parts_of_the_form_do_not_count_together():
    contact = asked("yes_no", (), 5, "contact")
    there = waiting(6, contact, "contact")
    advert = dataclasses.replace(ADVERT, questions=[VISA, waiting(2), waiting(3), contact, there])
    assert rules.problems(advert) == []

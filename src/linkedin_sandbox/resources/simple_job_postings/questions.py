"""The question schema of `onsiteApplyConfiguration` (*OnsiteApplyConfiguration Schema*): what is malformed, and which
rules hold between questions. Pure functions over the JSON as sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from linkedin_sandbox.resources.simple_job_postings import coercing, question_details
from linkedin_sandbox.resources.simple_job_postings.fields import REQUIREMENTS

Json = dict[str, Any]

SECTIONS: dict[str, tuple[str, ...]] = {
    "contactInformationQuestions": (
        "middleNameQuestionRequirement",
        "cellphoneNumberQuestionRequirement",
        "locationQuestionRequirement",
    ),
    "resumeQuestions": ("resumeQuestionRequirement",),
    "coverLetterQuestions": ("coverLetterQuestionRequirement", "textCoverLetterQuestionRequirement"),
    "voluntarySelfIdentificationQuestions": (
        "disabilityQuestionRequirement",
        "genderQuestionRequirement",
        "raceQuestionRequirement",
        "veteranStatusQuestionRequirement",
    ),
}
REPEATED: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "workQuestions": (
        "workExperienceQuestionSet",
        10,
        (
            "titleQuestionRequirement",
            "employmentDatesQuestionRequirement",
            "companyQuestionRequirement",
            "cityQuestionRequirement",
            "descriptionQuestionRequirement",
        ),
    ),
    "educationQuestions": (
        "educationExperienceQuestionSet",
        3,
        (
            "schoolQuestionRequirement",
            "datesAttendedQuestionRequirement",
            "cityQuestionRequirement",
            "degreeQuestionRequirement",
            "fieldOfStudyQuestionRequirement",
        ),
    ),
}
_TYPES = {"required": "boolean", "helpMessage": "string", "expandedHelpMessage": "string"}
_ROOT = "/onsiteApplyConfiguration"
_MISSING = "field is required but not found and has no default value"


def custom_questions(configuration: Json) -> list[Json]:
    """Every custom question of a configuration, wherever it stands."""
    found: list[Json] = []
    asked = configuration.get("questions") or {}
    for name in (*SECTIONS, *REPEATED):
        section = asked.get(name) or {}
        found += section.get("customQuestions") or []
        if name in REPEATED:
            found += (section.get(REPEATED[name][0]) or {}).get("customQuestions") or []
    for question_set in (asked.get("additionalQuestions") or {}).get("customQuestionSets") or []:
        found += question_set.get("questions") or []
    return found


def has_duplicate_ids(configuration: Json) -> bool:
    """Whether two questions share a partnerQuestionIdentifier, which silently turns the job off-site."""
    counts = Counter(question.get("partnerQuestionIdentifier") for question in custom_questions(configuration))
    return any(count > 1 for count in counts.values())


def schema_errors(configuration: Json) -> Iterator[str]:
    """`{path} :: {what}` for everything malformed."""
    url = configuration.get("jobApplicationWebhookUrl")
    if url is None:
        yield f"{_ROOT}/jobApplicationWebhookUrl :: {_MISSING}"
    elif not isinstance(url, str):
        yield f"{_ROOT}/jobApplicationWebhookUrl :: {url} cannot be coerced to String"
    asked = configuration.get("questions")
    if asked is None:
        return
    path = f"{_ROOT}/questions"
    if not isinstance(asked, dict):
        yield f"{path} :: cannot be coerced to a record"
        return
    for name, members in SECTIONS.items():
        yield from _section(f"{path}/{name}", asked.get(name), members)
    for name, (inner, most, members) in REPEATED.items():
        yield from _repeated(f"{path}/{name}", asked.get(name), inner, most, members)
    yield from _sets(f"{path}/additionalQuestions", asked.get("additionalQuestions"))


def _section(path: str, section: Any, members: tuple[str, ...]) -> Iterator[str]:
    if section is None:
        return
    if not isinstance(section, dict):
        yield f"{path} :: cannot be coerced to a record"
        return
    for member in members:
        yield from _enum(f"{path}/{member}", section.get(member), REQUIREMENTS)
    yield from _customs(f"{path}/customQuestions", section.get("customQuestions"))


def _repeated(path: str, section: Any, inner: str, most: int, members: tuple[str, ...]) -> Iterator[str]:
    if section is None:
        return
    held = section.get(inner) if isinstance(section, dict) else None
    if not isinstance(held, dict):
        yield f"{path}/{inner} :: {_MISSING}"
        return
    yield from _section(f"{path}/{inner}", held, members)
    yield from _limit(f"{path}/{inner}/repeatLimit", held.get("repeatLimit"), most)
    least = held.get("minRequired")
    if least is not None and (not coercing.is_int(least) or least < 0):
        yield f"{path}/{inner}/minRequired :: {least} is not a number of entries"


def _sets(path: str, section: Any) -> Iterator[str]:
    if section is None:
        return
    sets = section.get("customQuestionSets") if isinstance(section, dict) else None
    if not isinstance(sets, list):
        yield f"{path}/customQuestionSets :: {_MISSING}"
        return
    for index, question_set in enumerate(sets):
        where = f"{path}/customQuestionSets/{index}"
        asked = question_set.get("questions") if isinstance(question_set, dict) else None
        if not isinstance(asked, list) or not asked:
            yield f"{where}/questions :: at least one question is required"
            continue
        yield from _customs(f"{where}/questions", asked)
        yield from _limit(f"{where}/repeatLimit", question_set.get("repeatLimit"), 10)


def _customs(path: str, asked: Any) -> Iterator[str]:
    if asked is None:
        return
    if not isinstance(asked, list):
        yield f"{path} :: cannot be coerced to an array"
        return
    for index, question in enumerate(asked):
        yield from _custom(f"{path}/{index}", question)


def _custom(path: str, question: Any) -> Iterator[str]:
    if not isinstance(question, dict):
        yield f"{path} :: cannot be coerced to a record"
        return
    for name in ("partnerQuestionIdentifier", "questionText"):
        if not isinstance(question.get(name), str) or not question[name]:
            yield f"{path}/{name} :: {_MISSING}"
    for name, kind in _TYPES.items():
        if question.get(name) is not None:
            yield from coercing.wrong(f"{path}/{name}", kind, question[name])
    if question.get("prerequisiteQuestionResponse") is not None and prerequisite(question) is None:
        yield f"{path}/prerequisiteQuestionResponse/prerequisiteQuestion/partnerQuestionIdentifier :: {_MISSING}"
    details = question.get("questionDetails")
    held = [name for name in question_details.DETAILS if isinstance(details, dict) and details.get(name) is not None]
    if not isinstance(details, dict) or len(held) != 1 or len(details) != 1:
        yield f"{path}/questionDetails :: union must hold exactly one of {', '.join(question_details.DETAILS)}"
        return
    yield from question_details.errors(f"{path}/questionDetails/{held[0]}", held[0], details[held[0]])


def rule_errors(configuration: Json) -> Iterator[str]:
    """Rules between questions: a prerequisite is a radio-button question of the job, and one per question set."""
    asked = {question.get("partnerQuestionIdentifier"): question for question in custom_questions(configuration)}
    for question in asked.values():
        needed = prerequisite(question)
        if needed is None:
            continue
        detail = (asked.get(needed[0], {}).get("questionDetails") or {}).get("multipleChoiceQuestionDetails") or {}
        if detail.get("preferredFormComponent") != "RADIO_BUTTONS":
            yield f"The prerequisite {needed[0]} must be a multiple choice question shown as RADIO_BUTTONS"
    sets = ((configuration.get("questions") or {}).get("additionalQuestions") or {}).get("customQuestionSets") or []
    for question_set in sets:
        needed_ids = {found[0] for question in question_set["questions"] if (found := prerequisite(question))}
        if len(needed_ids) > 1:
            yield "A question set has at most one prerequisite question"


def prerequisite(question: Json) -> tuple[str, list[str]] | None:
    """Which question must have been answered, and with which symbolic names; None when there is no condition."""
    condition = _record(question, "prerequisiteQuestionResponse")
    needed = _record(condition, "prerequisiteQuestion").get("partnerQuestionIdentifier")
    names = _record(_record(condition, "prerequisiteResponse"), "multipleChoiceAnswerValue").get("symbolicNames")
    return (needed, names if isinstance(names, list) else []) if isinstance(needed, str) and needed else None


def _record(holder: Json, name: str) -> Json:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _enum(path: str, value: Any, symbols: tuple[str, ...]) -> Iterator[str]:
    if value is not None and not isinstance(value, str):
        yield f"{path} :: enum type is not backed by a String"
    elif value is not None and value not in symbols:
        yield f'{path} :: "{value}" is not an enum symbol'


def _limit(path: str, value: Any, most: int) -> Iterator[str]:
    if value is not None and (not coercing.is_int(value) or not 1 <= value <= most):
        yield f"{path} :: {value} is not between 1 and {most}"

"""Whatever a custom question may say of itself: refused, or it can be asked and answered."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_sandbox.members import answers, form
from linkedin_sandbox.resources.simple_job_postings import rules, schema
from tests.sandbox.desk import asking, onsite

ANY = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(-9, 9)
    | st.sampled_from(["x", "", "TEXT"])
    | st.lists(st.sampled_from(["pdf", "", 5]), max_size=2)
    | st.dictionaries(st.sampled_from(["favorableFloor", "favorableSymbolicNames"]), st.integers(), max_size=1)
)
LIMITS = ANY | st.fixed_dictionaries({}, optional=dict.fromkeys(("suggestedValue", "minValue", "maxValue"), ANY))
CHOICES = ANY | st.just([{"symbolicName": "x", "displayValue": "X"}])
MEMBERS = {
    "multipleChoiceQuestionDetails": {
        "choices": CHOICES,
        "defaultValueSymbolicName": ANY,
        "selectMultiple": ANY,
        "favorableMultipleChoiceAnswer": ANY,
    },
    "numericQuestionDetails": {
        "integerQuestionDetails": LIMITS,
        "decimalQuestionDetails": LIMITS,
        "favorableNumericAnswer": ANY,
    },
    "textQuestionDetails": {"suggestedValue": ANY, "minLength": ANY, "maxLength": ANY, "preferredFormComponent": ANY},
    "dateRangeQuestionDetails": {"startLabel": ANY, "endLabel": ANY, "hideEndDateLabel": ANY},
    "documentQuestionDetails": {"maximumSize": ANY, "acceptableFileExtensions": ANY},
}


def detail(kind: str) -> st.SearchStrategy[Any]:
    """One member of the union, with members of its own of any type."""
    return st.fixed_dictionaries({}, optional=MEMBERS[kind]).map(lambda value: {kind: value})


DETAILS = st.sampled_from(list(MEMBERS)).flatmap(detail)


@given(details=DETAILS, more=st.dictionaries(st.sampled_from(["helpMessage", "required"]), ANY, max_size=1))
@settings(max_examples=1000, deadline=None)
def test_every_question_that_is_accepted_can_be_asked_and_answered(details: Any, more: dict[str, Any]) -> None:
    question = {"partnerQuestionIdentifier": "q", "questionText": "?", **more, "questionDetails": details}
    element = onsite(questions=asking(question))
    if rules.check(element, schema.Context("v2", 1_800_000_000_000)) is None:
        sections = form.sections(element["onsiteApplyConfiguration"])
        assert all(isinstance(ask.limits, str) for section in sections for ask in section.asks)
        for given_answer in ("7", "x", ["x"], {"token": "t", "filename": "a.pdf", "size": 9}):
            answers.check(sections, {"question.q": given_answer})

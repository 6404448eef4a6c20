"""Whatever a custom question may say of itself: refused, or it can be asked and answered."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_sandbox.members import answers, form
from linkedin_sandbox.resources.simple_job_postings import question_details, rules, schema
from tests.sandbox.desk import asking, onsite

MEMBERS = st.sampled_from(
    [
        *question_details.DETAILS,
        *(name for types in question_details.DETAILS.values() for name in types),
        *("integerQuestionDetails", "decimalQuestionDetails", "minValue", "maxValue", "choices", "symbolicName"),
        *("displayValue", "preferredFormComponent", "hideEndDateLabel"),
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.sampled_from(["x", "", "RADIO_BUTTONS"])
)
NESTED = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(MEMBERS, inner, max_size=3), max_leaves=6
)
UNIONS = st.sampled_from(list(question_details.DETAILS)).flatmap(
    lambda kind: st.fixed_dictionaries({kind: st.dictionaries(MEMBERS, NESTED, max_size=4)})
)


@given(details=UNIONS | NESTED, more=st.dictionaries(st.sampled_from(["helpMessage", "required"]), NESTED, max_size=2))
@settings(max_examples=300, deadline=None)
def test_every_question_that_is_accepted_can_be_asked_and_answered(details: Any, more: dict[str, Any]) -> None:
    question = {"partnerQuestionIdentifier": "q", "questionText": "?", **more, "questionDetails": details}
    element = onsite(questions=asking(question))
    if rules.check(element, schema.Context("v2", 1_800_000_000_000)) is None:
        sections = form.sections(element["onsiteApplyConfiguration"])
        assert all(isinstance(ask.limits, str) for section in sections for ask in section.asks)
        for given_answer in ("7", "x", ["x"], {"token": "t", "filename": "a.pdf", "size": 9}):
            answers.check(sections, {"question.q": given_answer})

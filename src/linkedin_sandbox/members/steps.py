"""The steps of an application form: contact, résumé, work and education, self-identification, questions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linkedin_sandbox.members import answers, drafts
from linkedin_sandbox.members.asks import Ask
from linkedin_sandbox.members.form import Section

WHOLE = "all"
_GROUPS = (
    ("contact", "Contact information", ("contact",)),
    ("documents", "Résumé", ("resume", "coverLetter")),
    ("experience", "Work and education", ("work", "education")),
    ("self-identification", "Voluntary self-identification", ("selfIdentification",)),
)
_REST = ("questions", "Additional questions")


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    key: str
    title: str
    sections: tuple[Section, ...]


def steps(form: Sequence[Section]) -> list[Step]:
    """The form's steps in the order they are taken; those without questions are left out."""
    grouped = {key for _, _, keys in _GROUPS for key in keys}
    found = [Step(key, title, tuple(one for one in form if one.key in keys)) for key, title, keys in _GROUPS]
    found.append(Step(*_REST, tuple(one for one in form if one.key not in grouped)))
    return [step for step in found if step.sections]


def find(form: Sequence[Section], key: str) -> Step | None:
    """The step of that name, or the whole form as one step; None when the form has no such step."""
    if key == WHOLE:
        return Step(WHOLE, "Your answers", tuple(form))
    return next((step for step in steps(form) if step.key == key), None)


def beside(form: Sequence[Section], step: Step, distance: int) -> str:
    """The name of the step before (-1) or after (1); empty beyond either end, and beside the whole form."""
    keys = [one.key for one in steps(form)]
    place = keys.index(step.key) + distance if step.key in keys else -1
    return keys[place] if 0 <= place < len(keys) else ""


def wrong(form: Sequence[Section], flat: Mapping[str, Any]) -> str:
    """The first step with an answer that will not do; empty when all will."""
    return next((step.key for step in steps(form) if answers.check(step.sections, flat).errors), "")


def drawn(step: Step, flat: Mapping[str, Any]) -> dict[str, list[tuple[Ask, ...]]]:
    """The questions to draw, entry by entry, per section.

    One that depends on an answer of another step is decided here; of this step, it comes and goes on the page."""
    every = {section.key: range(drafts.shown(section, dict(flat))) for section in step.sections}
    here = {ask.name for section in step.sections for index in every[section.key] for ask in section.entry_asks(index)}
    return {
        section.key: [tuple(_decided(section.entry_asks(index), here, flat)) for index in every[section.key]]
        for section in step.sections
    }


def _decided(asks: Sequence[Ask], here: set[str], flat: Mapping[str, Any]) -> list[Ask]:
    kept = []
    for ask in asks:
        if not ask.needs or here.intersection(ask.needed_names):
            kept.append(ask)
        elif answers.is_asked(ask, flat):
            kept.append(replace(ask, needs=None))
    return kept

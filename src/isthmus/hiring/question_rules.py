"""What a set of screening questions must look like, and how it becomes the next set without losing any meaning: pure.

The id of a question and of each of its options stays the same for life. A question whose kind changes becomes another
question, because answers already given would mean something else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from isthmus.hiring.models import QuestionKind
from isthmus.hiring.problems import Problem

MOST_QUESTIONS = 50
MOST_OPTIONS = 100
LONGEST_TEXT = 1000
LONGEST_OPTION = 200
YES_NO = ({"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"})
_WITH_OPTIONS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True)
class QuestionDraft:
    """A question as written: an id when it exists already; options are `{"id"?, "label"}`, for choices only."""

    id: UUID | None
    text: str
    kind: str
    required: bool = False
    options: list[dict[str, str]] = field(default_factory=list)


class Asked(Protocol):
    """A question that exists, as these rules see it."""

    id: UUID
    kind: str
    options: list[dict[str, str]]


@dataclass(frozen=True)
class Planned:
    """One question of the next set: the id it keeps (None: it is new) and its options with their ids."""

    keeps: UUID | None
    draft: QuestionDraft
    options: list[dict[str, str]]


def problems(drafts: Sequence[QuestionDraft], asked: Sequence[Asked]) -> Iterator[Problem]:
    """Everything that is wrong with a set of questions; the field is `questions.<number>`, counted from 0."""
    if len(drafts) > MOST_QUESTIONS:
        yield Problem("questions", f"More than {MOST_QUESTIONS} questions.", "Ask fewer.")
    known = {question.id for question in asked}
    seen: set[UUID] = set()
    for number, draft in enumerate(drafts):
        where = f"questions.{number}"
        if draft.id is not None and draft.id not in known:
            yield Problem(where, "This question does not belong to this job.", "Leave its id out to add it.")
        if draft.id is not None and draft.id in seen:
            yield Problem(where, "The same question stands here twice.", "Remove one of them.")
        seen |= {draft.id} if draft.id else set()
        yield from _problems_of_one(where, draft)


def plan(drafts: Sequence[QuestionDraft], asked: Sequence[Asked], fresh_id: Callable[[], str]) -> list[Planned]:
    """The next set of questions. `drafts` must be without problems; `fresh_id` gives an id never used before."""
    known = {question.id: question for question in asked}
    planned = []
    for draft in drafts:
        before = known.get(draft.id) if draft.id else None
        if before is not None and before.kind != draft.kind:
            before = None
        planned.append(Planned(before.id if before else None, draft, _options(draft, before, fresh_id)))
    return planned


def _problems_of_one(where: str, draft: QuestionDraft) -> Iterator[Problem]:
    if not draft.text.strip():
        yield Problem(where, "A question needs words.", "Write what is asked.")
    if len(draft.text) > LONGEST_TEXT:
        yield Problem(where, f"The question is longer than {LONGEST_TEXT} characters.", "Shorten it.")
    if draft.kind not in QuestionKind.values:
        yield Problem(where, "This kind of question is not known.", f"Use one of: {', '.join(QuestionKind.values)}.")
    if draft.kind in _WITH_OPTIONS:
        yield from _problems_of_options(where, [str(option.get("label", "")).strip() for option in draft.options])


def _problems_of_options(where: str, labels: list[str]) -> Iterator[Problem]:
    if len(labels) < 2:
        yield Problem(where, "A choice needs at least two options.", "Add options.")
    if len(labels) > MOST_OPTIONS:
        yield Problem(where, f"More than {MOST_OPTIONS} options.", "Offer fewer.")
    if any(not label or len(label) > LONGEST_OPTION for label in labels):
        yield Problem(where, f"Each option needs 1 to {LONGEST_OPTION} characters.", "Correct the options.")
    if len({label.casefold() for label in labels}) < len(labels):
        yield Problem(where, "Two options read the same.", "Remove or rename one.")


def _options(draft: QuestionDraft, before: Asked | None, fresh_id: Callable[[], str]) -> list[dict[str, str]]:
    if draft.kind == QuestionKind.YES_NO:
        return [dict(option) for option in YES_NO]
    if draft.kind not in _WITH_OPTIONS:
        return []
    held = before.options if before else []
    wanted = [(str(option.get("id") or ""), str(option["label"]).strip()) for option in draft.options]
    return _with_ids(wanted, held, fresh_id)


def _with_ids(
    wanted: list[tuple[str, str]], held: list[dict[str, str]], fresh_id: Callable[[], str]
) -> list[dict[str, str]]:
    """Options with the ids they had, found by the id given or else by the same label; others get a fresh one."""
    held_ids = {option["id"] for option in held}
    taken = {identity for identity, _ in wanted if identity in held_ids}
    by_label = {option["label"].casefold(): option["id"] for option in held if option["id"] not in taken}
    result: dict[str, str] = {}
    for identity, label in wanted:
        keeps = identity if identity in taken and identity not in result else by_label.get(label.casefold(), "")
        result[keeps or fresh_id()] = label
    return [{"id": identity, "label": label} for identity, label in result.items()]


def value_of(kind: str, value: Any) -> Any:
    """An answer's value in the one form its kind has here: yes/no a bool, one choice an id, several a list of ids.

    What does not fit the kind is left as it was given.
    """
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if kind == QuestionKind.YES_NO and isinstance(one, str):
        return {"yes": True, "no": False}.get(one.lower(), value)
    if kind == QuestionKind.SINGLE and isinstance(one, str):
        return one
    if kind == QuestionKind.MULTIPLE and isinstance(value, str):
        return [value]
    return value


def shown(kind: str, options: Sequence[dict[str, str]], value: Any) -> str:
    """An answer's value in words: option ids become their labels, yes and no become Yes and No."""
    labels = {option["id"]: option["label"] for option in options}
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {inner}" for name, inner in value.items())
    if kind in (*_WITH_OPTIONS, QuestionKind.YES_NO):
        return labels.get(str(value), str(value))
    return "" if value is None else str(value)

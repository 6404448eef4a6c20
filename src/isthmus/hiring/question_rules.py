"""What a set of screening questions must look like, and how it becomes the next set without losing any meaning: pure.

The id of a question and of each of its options stays the same for life. A question whose kind changes becomes another
question, because answers already given would mean something else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from isthmus.hiring import detail_rules
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.hiring.question_details import Details, Prerequisite

MOST_QUESTIONS = 50
MOST_OPTIONS = 100
LONGEST_TEXT = 1000
LONGEST_OPTION = 200
YES_NO = ({"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"})
_WITH_OPTIONS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True)
class QuestionDraft:
    """A question as written: an id when it exists already; options are `{"id"?, "label"}`, for choices only.

    `key` is any name by which prerequisites of the same set may speak of it, beside its id. Inside `details` an option
    is named by its id or its label.
    """

    id: UUID | None
    text: str
    kind: str
    required: bool = False
    options: list[dict[str, str]] = field(default_factory=list)
    section: str = FormSection.QUESTIONS
    details: Details = Details()
    key: str = ""


class Asked(Protocol):
    """A question that exists, as these rules see it."""

    id: UUID
    kind: str
    options: list[dict[str, str]]


@dataclass(frozen=True)
class Planned:
    """One question of the next set: the id it keeps (None: it is new), its options and details with option ids.

    `waits_for` is the place of its prerequisite's question, which stands earlier; the details leave its id open.
    """

    keeps: UUID | None
    draft: QuestionDraft
    options: list[dict[str, str]]
    details: Details = Details()
    waits_for: int | None = None


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
        yield from _problems_of_prerequisite(where, number, drafts)


def plan(drafts: Sequence[QuestionDraft], asked: Sequence[Asked], fresh_id: Callable[[], str]) -> list[Planned]:
    """The next set of questions. `drafts` must be without problems; `fresh_id` gives an id never used before."""
    known = {question.id: question for question in asked}
    planned: list[Planned] = []
    for number, draft in enumerate(drafts):
        before = known.get(draft.id) if draft.id else None
        if before is not None and before.kind != draft.kind:
            before = None
        options = _options(draft, before, fresh_id)
        details, waits_for = _with_option_ids(draft, options), None
        if (prerequisite := details.prerequisite) is not None:
            waits_for = _place_of(prerequisite.question, drafts[:number])
            assert waits_for is not None
            first = planned[waits_for]
            ids = _ids_of(prerequisite.options, first.draft, first.options)
            details = replace(details, prerequisite=Prerequisite("", ids))
        planned.append(Planned(before.id if before else None, draft, options, details, waits_for))
    return planned


def _problems_of_one(where: str, draft: QuestionDraft) -> Iterator[Problem]:
    if not draft.text.strip():
        yield Problem(where, "A question needs words.", "Write what is asked.")
    if len(draft.text) > LONGEST_TEXT:
        yield Problem(where, f"The question is longer than {LONGEST_TEXT} characters.", "Shorten it.")
    if draft.section not in FormSection.values:
        yield Problem(where, "This part of the form is not known.", f"Use one of: {', '.join(FormSection.values)}.")
    if draft.kind not in QuestionKind.values:
        yield Problem(where, "This kind of question is not known.", f"Use one of: {', '.join(QuestionKind.values)}.")
        return
    if draft.kind in _WITH_OPTIONS:
        yield from _problems_of_options(where, [str(option.get("label", "")).strip() for option in draft.options])
    yield from detail_rules.problems(where, QuestionKind(draft.kind), draft.details, _names(draft))


def _problems_of_options(where: str, labels: list[str]) -> Iterator[Problem]:
    if len(labels) < 2:
        yield Problem(where, "A choice needs at least two options.", "Add options.")
    if len(labels) > MOST_OPTIONS:
        yield Problem(where, f"More than {MOST_OPTIONS} options.", "Offer fewer.")
    if any(not label or len(label) > LONGEST_OPTION for label in labels):
        yield Problem(where, f"Each option needs 1 to {LONGEST_OPTION} characters.", "Correct the options.")
    if len({label.casefold() for label in labels}) < len(labels):
        yield Problem(where, "Two options read the same.", "Remove or rename one.")


def _problems_of_prerequisite(where: str, number: int, drafts: Sequence[QuestionDraft]) -> Iterator[Problem]:
    """A question may wait for the answer to an earlier choice of one, in the same part of the form."""
    prerequisite = drafts[number].details.prerequisite
    if prerequisite is None:
        return
    place = _place_of(prerequisite.question, drafts[:number])
    if place is None:
        fix = "Ask it after the question it depends on, or ask it always."
        yield Problem(where, "The question this one depends on does not stand before it.", fix)
        return
    first = drafts[place]
    if first.section != drafts[number].section:
        fix = "Put both into the same part of the form."
        yield Problem(where, "The question this one depends on stands in another part of the form.", fix)
    if first.kind not in (QuestionKind.SINGLE, QuestionKind.YES_NO):
        fix = "Let it depend on a question with one choice, or with yes or no."
        yield Problem(where, "A question can depend on a choice of one option alone.", fix)
    elif not prerequisite.options or any(name.casefold() not in _names(first) for name in prerequisite.options):
        fix = "Choose one or more options of the question it depends on."
        yield Problem(where, "The answer this question depends on is not among the options.", fix)


def _place_of(name: str, drafts: Sequence[QuestionDraft]) -> int | None:
    """Where the question with this id or key stands."""
    places = (place for place, draft in enumerate(drafts) if name and name in (str(draft.id or ""), draft.key))
    return next(places, None)


def _names(draft: QuestionDraft) -> set[str]:
    """Everything the options of a draft may be called by, in lower case: their ids and their labels."""
    options: Sequence[dict[str, str]] = YES_NO if draft.kind == QuestionKind.YES_NO else draft.options
    found = {str(option.get(name) or "").strip().casefold() for option in options for name in ("id", "label")}
    return found - {""}


def _with_option_ids(draft: QuestionDraft, options: Sequence[dict[str, str]]) -> Details:
    details = draft.details
    chosen = _ids_of((details.preselected,), draft, options) if details.preselected else ("",)
    return replace(
        details, favourable_options=_ids_of(details.favourable_options, draft, options), preselected=chosen[0]
    )


def _ids_of(names: Sequence[str], draft: QuestionDraft, options: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """The ids of options named by the id or the label they were written with; planned options keep their order."""
    ids: dict[str, str] = {}
    for written, option in zip(draft.options, options, strict=False):
        ids[str(written.get("id") or option["id"]).casefold()] = option["id"]
    for option in options:
        ids.setdefault(option["id"].casefold(), option["id"])
        ids.setdefault(option["label"].casefold(), option["id"])
    return tuple(dict.fromkeys(ids[name.strip().casefold()] for name in names))


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

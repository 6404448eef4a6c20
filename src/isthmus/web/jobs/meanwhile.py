"""Two people at one job: what changed since a form was opened, and which of it the later one changed as well.

A form carries a short digest of each part of the job as it was shown. What differs from it now was changed by somebody
else; what differs from it in the form was changed here. Pure.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from isthmus.hiring import form_sections, question_details
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.question_rules import QuestionDraft
from isthmus.hiring.team import Part
from isthmus.web.jobs.question_rows import CHOICES

Parts = Mapping[str, Any]
SIZE = 10
_KEPT_FROM_CREATION = ("origin", "external_id")


@dataclass(frozen=True)
class Meeting:
    """One part somebody else changed meanwhile; `is_both` when it was changed in the form too."""

    part: str
    is_both: bool


def parts_of(draft: JobDraft, asked: Sequence[QuestionDraft], team: Sequence[Part]) -> dict[str, Any]:
    """Everything a job says, part by part, in one plain form; the draft must be tidied."""
    found = {item.name: getattr(draft, item.name) for item in fields(JobDraft) if item.name not in _KEPT_FROM_CREATION}
    found["form_sections"] = asdict(form_sections.read(draft.form_sections))
    found["questions"] = [_question(one) for one in asked]
    found["team"] = sorted([str(part.user_id), part.role] for part in team)
    return found


def version(parts: Parts) -> str:
    """The digests of all parts, to be carried by a form."""
    return " ".join(f"{name}:{_digest(value)}" for name, value in sorted(parts.items()))


def since(shown: str, theirs: Parts, mine: Parts) -> list[Meeting]:
    """What somebody else changed since `shown`, and not to what the form says anyway; nothing without a version."""
    before = dict(one.split(":", 1) for one in shown.split() if ":" in one)
    return [
        Meeting(name, is_both=before[name] != _digest(mine[name]))
        for name in theirs
        if name in before and before[name] != (digest := _digest(theirs[name])) and digest != _digest(mine[name])
    ]


def _question(draft: QuestionDraft) -> dict[str, Any]:
    options = [{"id": one.get("id", ""), "label": one["label"]} for one in draft.options]
    return {
        "id": str(draft.id or ""),
        "text": draft.text,
        "kind": draft.kind,
        "required": draft.required,
        "options": options if draft.kind in CHOICES else [],
        "section": draft.section,
        "details": question_details.as_json(draft.details),
    }


def _digest(value: Any) -> str:
    plain = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:SIZE]

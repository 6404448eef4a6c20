"""A job's screening questions: set as a whole, with ids that last."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from isthmus.base.clock import now
from isthmus.hiring import question_details
from isthmus.hiring.models import Answer, Job, Posting, Question
from isthmus.hiring.problems import refuse_if
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.question_rules import Planned, QuestionDraft, plan, problems
from isthmus.people.normalise import tidy, tidy_json

__all__ = ["QuestionDraft", "asked_now", "draft_of", "set_questions"]


def set_questions(job_id: UUID, drafts: Sequence[QuestionDraft]) -> list[Question]:
    """The job's questions as they are asked from now on, in order.

    Questions left out are retired when somebody may have answered them (they were answered, or the job has a posting),
    else removed. Raises Refused with every problem, Job.DoesNotExist.
    """
    job: Job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    asked = asked_now(job_id)
    refuse_if(problems(drafts, asked), code="questions_invalid")
    planned = plan(drafts, asked, fresh_id=lambda: f"o{secrets.token_hex(6)}")
    kept = {item.keeps for item in planned}
    _take_away([question for question in asked if question.id not in kept], has_posting=_has_posting(job))
    by_id = {question.id: question for question in asked}
    written: list[Question] = []
    for item in planned:
        question = by_id[item.keeps] if item.keeps else Question(job=job)
        written.append(_write(question, item, written))
    return written


def asked_now(job_id: UUID) -> list[Question]:
    """The questions an applicant is asked, in order."""
    return list(Question.objects.filter(job_id=job_id, retired_at=None))


def draft_of(question: Question) -> QuestionDraft:
    """A question as it is written now."""
    return QuestionDraft(
        question.id,
        question.text,
        question.kind,
        question.required,
        list(question.options),
        question.section,
        question_details.read(question.details),
    )


def _write(question: Question, item: Planned, written: Sequence[Question]) -> Question:
    """Save one question, unless it is so already; those before it are saved."""
    values = {
        "text": tidy(item.draft.text),
        "kind": item.draft.kind,
        "required": item.draft.required,
        "options": item.options,
        "section": item.draft.section,
        "details": tidy_json(question_details.as_json(_with_first(item, written))),
        "order": len(written),
    }
    if question._state.adding or any(getattr(question, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(question, name, value)
        question.save()
    return question


def _with_first(item: Planned, written: Sequence[Question]) -> Details:
    prerequisite = item.details.prerequisite
    if prerequisite is None or item.waits_for is None:
        return item.details
    first = Prerequisite(str(written[item.waits_for].id), prerequisite.options)
    return replace(item.details, prerequisite=first)


def _take_away(gone: Sequence[Question], *, has_posting: bool) -> None:
    ids = [question.id for question in gone]
    answered = set(Answer.objects.filter(question_id__in=ids).values_list("question_id", flat=True))
    retired = [identity for identity in ids if has_posting or identity in answered]
    Question.objects.filter(id__in=retired).update(retired_at=now())
    Question.objects.filter(id__in=set(ids) - set(retired)).delete()


def _has_posting(job: Job) -> bool:
    return bool(Posting.objects.filter(job=job).exists())

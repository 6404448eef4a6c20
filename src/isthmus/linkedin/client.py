"""The typed client of LinkedIn's Talent APIs for one application: postings, tasks, status, lifecycle actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.base_client import BaseClient
from isthmus.linkedin.calls import Answer, Call
from isthmus.linkedin.errors import OUTCOME_UNKNOWN, http_failure, item_failure
from isthmus.linkedin.restli import by_key, ids_query
from isthmus.linkedin.several import gathered
from isthmus.linkedin.wire import (
    BatchCreateItem,
    JobPosting,
    LifecycleAction,
    PostingStatus,
    Task,
    WireModel,
    in_generation,
)

LARGEST_BATCH = 100
_ACCEPTED = 202
M = TypeVar("M", bound=WireModel)
Gather = Callable[[Mapping[str, Any], Sequence[str]], Mapping[str, Any]]


def _as_told(results: Mapping[str, Any], _asked: Sequence[str]) -> Mapping[str, Any]:
    return results


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What LinkedIn said to one element: the task it opened (202 is not acceptance yet), or why it refused."""

    external_job_posting_id: str
    task_urn: str = ""
    failure: Failure | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """LinkedIn took a fact; `id` is the record it made, when it says so."""

    id: str
    request_id: str


class LinkedInClient(BaseClient):
    """Calls in the name of a child application (or a customer's own). Safe between threads; close it, or use `with`.

    Every method raises IsthmusError when the whole call fails; what fails for one item stands beside the other results.
    """

    def create_postings(self, elements: Sequence[JobPosting | Mapping[str, Any]]) -> list[ItemAnswer]:
        """Sends up to 100 operations of one kind on different jobs ("Create Job Postings"); one answer per element.

        Elements are postings, or bodies made by `JobPosting.to_wire` for either generation. After a failure for which
        `errors.outcome_unknown` holds, LinkedIn may have opened tasks: look before a CREATE is repeated.
        """
        generation = self._config.generation
        bodies = [
            element.to_wire(generation) if isinstance(element, JobPosting) else in_generation(element, generation)
            for element in elements
        ]
        if not bodies:
            return []
        ids = _checked_ids(bodies)
        answer = self._caller.call(
            Call(
                operation="create_postings",
                method="POST",
                url=self._config.resource("simpleJobPostings"),
                body={"elements": bodies},
                restli_method="batch_create",
                items=len(bodies),
            )
        )
        return _item_answers(ids, answer)

    def tasks(self, urns: Sequence[str]) -> dict[str, Task | Failure]:
        """How each accepted operation went, by task URN ("Check Job Operation Task Status"); ask after five minutes.

        What LinkedIn tells of several locations of one job stands in the task's `parts`.
        """
        return self._batch_get("tasks", self._config.resource("simpleJobPostingTasks"), urns, Task, gathered)

    def posting_status(self, ids: Sequence[str]) -> dict[str, PostingStatus | Failure]:
        """How each posting stands, by external id ("Check Job Posting Statuses"); exists in v2 only."""
        return self._batch_get("posting_status", self._config.resource("jobPostingStatus", "v2"), ids, PostingStatus)

    def lifecycle(self, action: LifecycleAction) -> Acknowledged:
        """Tells LinkedIn one fact about one application ("Sync Job Application Notifications"); exists in v2 only.

        IsthmusError: rejected with code `unknown_application` (404) or `conflict` (409), or another of the five kinds.
        """
        answer = self._caller.call(
            Call(
                operation="lifecycle",
                method="POST",
                url=self._config.resource("jobApplicationLifecycleActions", "v2"),
                body=action.wire(),
                restli_method="create",
                protocol_2=True,
            )
        )
        return Acknowledged(answer.location_id, answer.request_id)

    def _batch_get(
        self, operation: str, url: str, ids: Sequence[str], model: type[M], gather: Gather = _as_told
    ) -> dict[str, M | Failure]:
        found: dict[str, M | Failure] = {}
        remaining = iter(dict.fromkeys(ids))
        while batch := list(islice(remaining, LARGEST_BATCH)):
            call = Call(operation, "GET", url, ids_query(batch), restli_method="batch_get", items=len(batch))
            found |= _entities(operation, batch, self._caller.call(call), model, gather)
        return found


def _checked_ids(bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The external ids of a batch LinkedIn would take: at most 100, one operation, no id twice."""
    ids = [str(body.get("externalJobPostingId", "")) for body in bodies]
    operations = {body.get("jobPostingOperationType") for body in bodies}
    if len(bodies) > LARGEST_BATCH or len(operations) > 1 or len(set(ids)) < len(ids):
        message = "Isthmus put together a batch of postings that LinkedIn does not take."
        raise IsthmusError(Failure(Kind.BUG, message, code="batch"))
    return ids


def _item_answers(ids: Sequence[str], answer: Answer) -> list[ItemAnswer]:
    """The answers in the order sent; an item that names its posting is believed, the others stand by position."""
    items = [BatchCreateItem.read(item) for item in answer.record().get("elements") or []]
    named = {item.external_job_posting_id: item for item in items if item.external_job_posting_id in ids}
    if len(items) == len(ids) and not named:
        return [_item_answer(external_id, item, answer) for external_id, item in zip(ids, items, strict=True)]
    unnamed = iter(item for item in items if item.external_job_posting_id not in ids)
    positional = unnamed if len(items) == len(ids) else iter(())
    return [_item_answer(external_id, named.get(external_id) or next(positional, None), answer) for external_id in ids]


def _item_answer(external_id: str, item: BatchCreateItem | None, answer: Answer) -> ItemAnswer:
    if item is None:
        message = "LinkedIn's answer does not mention this posting. Isthmus looks it up."
        missing = Failure(Kind.TRANSIENT, message, code=OUTCOME_UNKNOWN, request_id=answer.request_id)
        return ItemAnswer(external_id, failure=missing, request_id=answer.request_id)
    if item.status == _ACCEPTED and item.id:
        return ItemAnswer(external_id, task_urn=item.id, request_id=answer.request_id)
    failure = item_failure(item.status, item.error, operation="create_postings", request_id=answer.request_id)
    return ItemAnswer(external_id, failure=failure, request_id=answer.request_id)


def _entities(
    operation: str, ids: Sequence[str], answer: Answer, model: type[M], gather: Gather
) -> dict[str, M | Failure]:
    """One entry per id: the entity, or why there is none."""
    body = answer.record()
    results = by_key(ids, gather(_members(body, "results"), ids))
    errors, statuses = (by_key(ids, _members(body, name)) for name in ("errors", "statuses"))
    return {
        key: _entity(results[position], model, answer)
        if position in results
        else _absent(operation, errors.get(position), statuses.get(position), answer)
        for position, key in enumerate(ids)
    }


def _entity(data: Any, model: type[M], answer: Answer) -> M | Failure:
    try:
        return model.read(data)
    except IsthmusError as error:
        unreadable = error.failure
        return Failure(
            unreadable.kind, unreadable.message, unreadable.code, unreadable.detail, request_id=answer.request_id
        )


def _absent(operation: str, error: Any, status: Any, answer: Answer) -> Failure:
    details = error if isinstance(error, dict) else {}
    number = next((one for one in (details.get("status"), status) if isinstance(one, int) and one >= 400), 404)
    message = details.get("message")
    shown = {"message": message} if isinstance(message, str) else {}
    return http_failure(number, shown, operation=operation, request_id=answer.request_id)


def _members(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    members = body.get(name)
    return members if isinstance(members, dict) else {}

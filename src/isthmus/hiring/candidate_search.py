"""Finds the candidates a list asks for, a page at a time, in bounded time whatever is typed and chosen.

Two questions are asked first, each followed no further than `FEW`: which candidates the words fit (not even asked
where the planner knows that they are many), and how many applications the conditions. Few are looked up and sorted.
Where many fit both, the list is walked in its own order and each row is tried: what many fit is met soon. Where the
words fit many as it seems, that is tried first, and they are looked up only when it does not fill the page. One page
walks no further than a window, so that words and conditions which never meet cannot hold the database up; a page that
ends with its window is short, and its cursor goes on behind.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from isthmus.hiring import team
from isthmus.hiring.models import Application, SearchDocument
from isthmus.hiring.paging import moment_of, read_cursor, write_cursor
from isthmus.hiring.search_words import Term, query, read
from isthmus.hiring.wanted import BY_ACTIVITY, BY_APPLICATION, BY_NAME, Wanted
from isthmus.people.models import Candidate
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

FEW = 5_000
SURELY_MANY = 10_000
MOST_TEAMS = 100
WINDOW = 10_000
WINDOW_OF_WORDS = 2_500

# Most people hold no key that opens anything: that is asked of all keys at once, before each by itself.
_OPENING = """
WITH held AS (SELECT key, quote_literal('~' || key || '~') || ':*' AS words FROM unnest(%s::text[]) AS key)
SELECT key FROM held
WHERE EXISTS (SELECT FROM hiring_found((SELECT string_agg(words, ' | ') FROM held)::tsquery, 1))
    AND EXISTS (SELECT FROM hiring_found(words::tsquery, 1))
"""

_FOUND = "SELECT coalesce(array_agg(candidate)::text, '{}'), count(*) FROM hiring_found(%s::tsquery, %s) AS candidate"

Found = list[tuple[UUID, UUID | None]]


@dataclass(frozen=True)
class Order:
    """One way to walk the list: along which rows, by which two columns, and which of them is the person."""

    name: str
    model: Any
    column: str
    tie: str
    person: str
    is_descending: bool
    kind: Callable[[str], Any]

    def columns(self) -> tuple[str, str]:
        sign = "-" if self.is_descending else ""
        return f"{sign}{self.column}", f"{sign}{self.tie}"

    def until(self, rows: QuerySet[Any], place: tuple[Any, Any], *, behind: bool) -> QuerySet[Any]:
        """The rows behind this place, or else those up to and with it."""
        value, tie = place
        further = behind != self.is_descending
        step, bound = ("gt", "gte") if further else ("lt", "lte")
        tied = Q(**{self.column: value, f"{self.tie}__{step if behind else bound}": tie})
        return rows.filter(
            Q(**{f"{self.column}__{step}": value}) | tied,
            **{f"{self.column}__{bound}": value},
        )


def _storable(text: str) -> str:
    if tidy(text) != text:
        raise ValueError("no name of ours")
    return text


ORDERS = {
    order.name: order
    for order in (
        Order(BY_ACTIVITY, Candidate, "last_activity_at", "id", "id", True, moment_of),
        Order(BY_APPLICATION, Application, "applied_at", "id", "candidate_id", True, moment_of),
        Order(BY_NAME, SearchDocument, "sort_name", "candidate_id", "candidate_id", False, _storable),
    )
}


@dataclass(frozen=True)
class Counted:
    """How many people fit: exactly, or at least so many."""

    number: int
    is_exact: bool


@dataclass(frozen=True)
class Plan:
    """How one list is read: which few are looked up, or that all are tried.

    `found` are the candidates the words fit, `fit` those with an application whose own columns fit, when they are few:
    arrays in PostgreSQL's own text, to be sent back, since only of an array does the planner know how long it is.
    """

    wanted: Wanted
    order: Order
    asked: str
    found: str | None
    fit: str | None

    @property
    def is_walk(self) -> bool:
        """Whether rows are tried one by one, within a window."""
        are_few = self.found is not None or self.fit is not None
        return bool(self.asked or self.wanted.is_filtered) and not are_few


def find(wanted: Wanted, after: str | None, limit: int) -> tuple[Found, str | None]:
    """A page of (candidate, application) ids: the application is given where applications are walked, else None.

    Raises Refused for a foreign cursor.
    """
    order = ORDERS[wanted.in_order]
    place = _read(after, order)
    terms = read(wanted.search)
    if wanted.search.strip() and not terms:
        return [], None
    columns = (order.column, order.tie, order.person)
    for plan in _plans(wanted, terms, order):
        rows, end = _rows(plan, place)
        found = list(rows.order_by(*order.columns()).values_list(*columns)[: limit + 1])
        if len(found) > limit:
            break
    last = found[limit - 1][:2] if len(found) > limit else end
    is_bid = order.model is Application
    pairs: Found = [(person, tie if is_bid else None) for _, tie, person in found[:limit]]
    return pairs, write_cursor(order.name, _text(last[0]), last[1]) if last else None


def count(wanted: Wanted, most: int) -> Counted:
    """How many people fit, counted no further than `most`; where many are tried one by one, at least so many."""
    terms = read(wanted.search)
    if wanted.search.strip() and not terms:
        return Counted(0, True)
    order = ORDERS[BY_APPLICATION if wanted.is_filtered else BY_ACTIVITY]
    rows, end = _rows(_plan(wanted, terms, order), None)
    number = rows.order_by().values(order.person).distinct()[: most + 1].count()
    return Counted(min(number, most), end is None and number <= most)


def applications(wanted: Wanted, most: int) -> tuple[list[UUID], bool]:
    """The ids of the applications that fit, newest first, at most so many; and whether those are all."""
    terms = read(wanted.search)
    if wanted.search.strip() and not terms:
        return [], True
    rows, end = _rows(_plan(wanted, terms, ORDERS[BY_APPLICATION]), None)
    found = list(rows.order_by("-applied_at", "-id").values_list("id", flat=True)[: most + 1])
    return found[:most], end is None and len(found) <= most


def _plan(wanted: Wanted, terms: list[Term], order: Order) -> Plan:
    *_hopeful, sure = _plans(wanted, terms, order)
    return sure


def _plans(wanted: Wanted, terms: list[Term], order: Order) -> Iterator[Plan]:
    """The ways to read the list: one that may do, when there is hope, and the one that does.

    Of words in a row the planner guesses far too many.
    """
    asked = query(terms, tenancy.current_company_id(), _keys()) if terms else ""
    about = _found_about(asked) if asked else 0
    are_apart = all(len(term.words) == 1 for term in terms)
    if FEW < about <= SURELY_MANY and are_apart and not wanted.is_filtered:
        yield Plan(wanted, order, asked, None, None)
    fit = _few_fit(wanted.narrow()) if wanted.is_filtered else None
    found = _few_found(asked) if asked and about <= SURELY_MANY else None
    yield Plan(wanted, order, asked, found, fit)


def _keys() -> list[UUID]:
    """What opens notes to the acting user: being who they are, and the jobs whose hiring team they are on.

    Keys that open nothing are left out: each costs every document that is tried.
    """
    user_id = tenancy.current().user_id
    if not user_id:
        return []
    keys = [user_id, *team.jobs_of(user_id).values_list("id", flat=True)[:MOST_TEAMS]]
    with connection.cursor() as cursor:
        cursor.execute(_OPENING, [[key.hex for key in keys]])
        opening = {key for (key,) in cursor.fetchall()}
    return [key for key in keys if key.hex in opening]


def _rows(plan: Plan, place: tuple[Any, Any] | None) -> tuple[QuerySet[Any], tuple[Any, Any] | None]:
    """The rows that fit behind a place; and the last one looked at when not all were."""
    end = _end_of_window(plan, place) if plan.is_walk else None
    rows = _with_words(_fitting(plan), plan)
    if place:
        rows = plan.order.until(rows, place, behind=True)
    if end:
        rows = plan.order.until(rows, end, behind=False)
    return rows, end


def _fitting(plan: Plan) -> QuerySet[Any]:
    order, wanted = plan.order, plan.wanted
    if order.model is Application:
        return wanted.fitting()
    rows: QuerySet[Any] = order.model.objects.all()
    if not wanted.is_filtered:
        return rows
    if plan.fit is not None:
        rows = rows.filter(_among(order.person, plan.fit))
    if plan.fit is not None and wanted.is_narrow:
        return rows
    return rows.filter(Exists(wanted.fitting().filter(candidate_id=OuterRef(order.person))))


def _with_words(rows: QuerySet[Any], plan: Plan) -> QuerySet[Any]:
    if not plan.asked:
        return rows
    if plan.found is not None:
        return rows.filter(_among(plan.order.person, plan.found))
    if plan.order.model is SearchDocument:
        return rows.filter(_match(plan.asked))
    documents = SearchDocument.objects.filter(_match(plan.asked), candidate_id=OuterRef(plan.order.person))
    return rows.filter(Exists(documents))


def _among(column: str, ids: str) -> Func:
    """Whether a column is one of these ids: of an array the planner knows how long it is, and may walk the order."""
    template = "(%(expressions)s::uuid[]))"
    return Func(F(column), Value(ids), template=template, arg_joiner=" = ANY(", output_field=BooleanField())


def _match(asked: str) -> Func:
    """Whether a document's words fit; no index helps here, since the operator is not leakproof."""
    return Func(
        F("words"), Value(asked), template="(%(expressions)s::tsquery)", arg_joiner=" @@ ", output_field=BooleanField()
    )


def _end_of_window(plan: Plan, place: tuple[Any, Any] | None) -> tuple[Any, Any] | None:
    order = plan.order
    rows: QuerySet[Any] = plan.wanted.driving() if order.model is Application else order.model.objects.all()
    if place:
        rows = order.until(rows, place, behind=True)
    size = WINDOW_OF_WORDS if plan.asked else WINDOW
    return rows.order_by(*order.columns()).values_list(order.column, order.tie)[size : size + 1].first()


def _found_about(asked: str) -> float:
    """How many candidates these words fit, by the planner's guess."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_found_about(%s::tsquery)", [asked])
        return float(cursor.fetchone()[0])


def _few_found(asked: str) -> str | None:
    """The candidates these words fit; None when they are many."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [asked, FEW + 1])
        found, number = cursor.fetchone()
    return str(found) if number <= FEW else None


def _few_fit(rows: QuerySet[Application]) -> str | None:
    """The candidates of these applications; None when there are many."""
    few = rows.order_by().values("candidate_id")[: FEW + 1]
    got = few.aggregate(ids=Cast(ArrayAgg("candidate_id"), TextField()), number=Count("*"))
    return str(got["ids"] or "{}") if got["number"] <= FEW else None


def _read(after: str | None, order: Order) -> tuple[Any, UUID] | None:
    if after is None:
        return None

    def same_order(text: str) -> str:
        if text != order.name:
            raise ValueError(text)
        return text

    _, value, tie = read_cursor(after, (same_order, order.kind, UUID))
    return value, tie


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)

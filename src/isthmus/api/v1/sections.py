"""How a route is made: a key with the scope it names, the key's company acting, the same refusals declared on each."""

from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints
from uuid import UUID

from django.core.cache import caches
from django.http import HttpRequest
from ninja import Router
from ninja.errors import AuthorizationError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle
from pydantic import ValidationError as PydanticError

from isthmus.accounts import counting, keys
from isthmus.api.v1.errors import DECLARED
from isthmus.api.v1.words import Input
from isthmus.store.tenancy import acting_for

RATE = "1200/m"
PAUSE_SECONDS = 300

View = Callable[..., Any]


class ApiKey(HttpBearer):
    """`Authorization: Bearer isth_…` with a key that is not revoked and holds the scope.

    Wrong keys are counted by network address and in the end told to wait; a right one never is on their account.
    """

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> keys.KeyHolder | None:
        holder = keys.verify(token) if token.startswith(keys.PREFIX) else None
        if holder is None and not counting.allows(request, "api_key"):
            raise Throttled(wait=PAUSE_SECONDS)
        if holder is not None and self.scope not in holder.scopes:
            raise AuthorizationError
        return holder


class PerKey(SimpleRateThrottle):
    """So many requests a minute for each key, counted in each web process."""

    cache = caches["process"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-key-{holder_of(request).key_id}"


class Nothing(Input):
    """The body of a route that takes none."""


class Section:
    """The routes of one resource, under one tag of the schema."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[View], View]:
        """A route that reads."""
        return self._route("GET", path, scope, {200: answer}, more)

    def post(self, path: str, *, scope: str, answers: dict[int, Any], **more: Any) -> Callable[[View], View]:
        """A route that acts or adds."""
        return self._route("POST", path, scope, answers, more)

    def put(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[View], View]:
        """A route that sets something as a whole."""
        return self._route("PUT", path, scope, {200: answer}, more)

    def patch(self, path: str, *, scope: str, answer: Any, **more: Any) -> Callable[[View], View]:
        """A route that changes what is named and leaves the rest."""
        return self._route("PATCH", path, scope, {200: answer}, more)

    def _route(
        self, method: str, path: str, scope: str, answers: dict[int, Any], more: dict[str, Any]
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            summary, _, rest = " ".join((view.__doc__ or "").split()).partition(". ")
            description = f"{rest}\n\nNeeds the scope `{scope}`.".strip()
            register = self.router.api_operation(
                [method],
                path,
                auth=ApiKey(scope),
                throttle=PerKey(RATE),
                response=answers | DECLARED,
                operation_id=view.__name__,
                summary=summary.rstrip("."),
                description=description,
                **more,
            )
            register(_acting(view if _takes_a_body(view) else _bare(view)))
            return view

        return decorate


def holder_of(request: HttpRequest) -> keys.KeyHolder:
    """Whose key this request came with."""
    holder: keys.KeyHolder = request.auth  # type: ignore[attr-defined]
    return holder


def key_id(request: HttpRequest) -> UUID:
    """The key's id, for the audit."""
    return holder_of(request).key_id


def _takes_a_body(view: View) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, Input) for kind in get_type_hints(view).values())


def _bare(view: View) -> View:
    """A route that takes no body takes an empty one; what somebody thought to tell it is refused, not lost."""

    @wraps(view)
    def run(request: HttpRequest, **arguments: Any) -> Any:
        if request.body:
            try:
                Nothing.model_validate_json(request.body)
            except PydanticError as error:
                raise ValidationError([{**item, "loc": ("body", *item["loc"])} for item in error.errors()]) from None
        return view(request, **arguments)

    return run


def _acting(view: View) -> View:
    """A program acts as itself, not as the person who made its key: its reading is nobody's view."""

    @wraps(view)
    def run(request: HttpRequest, **arguments: Any) -> Any:
        holder = holder_of(request)
        with acting_for(holder.company_id, cause=f"api:{holder.key_id}"):
            answer = view(request, **arguments)
            keys.note_use(holder)
            return answer

    return run

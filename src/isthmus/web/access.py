"""Who may open a page: a member of the company with the permission, or nobody is told that it exists."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from isthmus.accounts import companies
from isthmus.accounts.models import User
from isthmus.accounts.roles import Member
from isthmus.store.tenancy import Acting, acting_for
from isthmus.web.zones import as_seen_by

Response = TypeVar("Response", bound=HttpResponseBase)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class MemberRequest(HttpRequest):
    """A request by a signed-in member of the company in the address; `memberships` are all of theirs."""

    member: Member
    memberships: list[Member]
    user: User


def company_view(
    permission: str | None = None, *, in_pieces: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a view of `/c/<slug>/…` to members with the permission (any member when None), acting for that company.

    Anonymous visitors are sent to sign in; users who do not belong to the company, and ids it does not own, get 404;
    members without the permission get 403. Whom the company asks for a second factor is led to set it up first. The
    view runs in one transaction with `request.member` set; one `in_pieces`
    opens them itself, each with `acting(request)`, and what one of them wrote stays when a later one fails.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        @login_required
        def guarded(request: Any, slug: str, **ids: Any) -> Any:
            request.memberships = companies.memberships_of(request.user.id)
            member = next((one for one in request.memberships if one.company_slug == slug), None)
            if member is None:
                raise Http404("No such company")
            if permission and not member.may(permission):
                raise PermissionDenied(permission)
            if member.lacks_factor:
                return _to_the_second_factor(request, member)
            request.member = member
            whole: AbstractContextManager[Any] = nullcontext() if in_pieces else acting(request)
            with whole, as_seen_by(request):
                try:
                    return view(request, **ids)
                except ObjectDoesNotExist as error:
                    raise Http404("No such record") from error

        return guarded

    return decorate


def acting(request: MemberRequest) -> AbstractContextManager[Acting]:
    """One transaction for the request's company and user."""
    return acting_for(request.member.company_id, user_id=request.member.user_id, cause=_cause(request))


def _to_the_second_factor(request: HttpRequest, member: Member) -> HttpResponse:
    words = _("%(company)s asks you for a second factor. Set it up here; then everything opens again.")
    messages.warning(request, words % {"company": member.company_name})
    address = reverse("mfa_index")
    is_part = bool(getattr(request, "htmx", False))
    return HttpResponseClientRedirect(address) if is_part else redirect(address)


def _cause(request: HttpRequest) -> str:
    route = request.resolver_match.view_name if request.resolver_match else ""
    return f"page {request.method} {route}"

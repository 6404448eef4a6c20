"""The same done to several applications: choose what, look at what would become of each, apply it, stop it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isthmus.hiring import bulk
from isthmus.hiring.models import BulkAction, BulkKind
from isthmus.hiring.problems import Refused
from isthmus.web.access import MemberRequest, acting, company_view
from isthmus.web.candidates import bulk_pages
from isthmus.web.candidates.bulk_forms import FILL, BulkForm, WriteForm, form_of, initial_of
from isthmus.web.showing import show

AT_ONCE = 25


@company_view("applications.decide")
@require_http_methods(["GET", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """Say what is to be done to the people chosen; posting it leads to a preview, and does nothing yet."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = bulk_pages.kind_of(asked)
    _must_be_allowed(request, kind)
    these = bulk_pages.chosen(asked)
    if request.method != "POST":
        return _ask(request, these, form_of(kind, initial=initial_of(kind)))
    if kind == BulkKind.MESSAGE and FILL in asked:
        return _ask(request, these, WriteForm.filled(asked))
    form = form_of(kind, asked)
    if form.is_valid():
        try:
            action = bulk.plan(these.ids, form.wish, is_cut=these.is_cut, one_each=these.one_each)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _to(request, action.id)
    return _ask(request, these, form, status=422)


@company_view("applications.decide")
@require_safe
def look(request: MemberRequest, action_id: UUID) -> HttpResponse:
    """What a bulk action would do to each application, or has done."""
    page = bulk_pages.bulk_page(request.member, _action(request, action_id), request.GET)
    return show(request, "candidates/bulk.html", page)


@company_view("applications.decide", in_pieces=True)
@require_POST
def apply(request: MemberRequest, action_id: UUID) -> HttpResponse:
    """Do it to the next ones, each in a transaction of its own; the page goes on by itself, or by its button."""
    with acting(request):
        _action(request, action_id)
    for _turn in range(AT_ONCE):
        with acting(request):
            if not bulk.apply_next(action_id):
                break
    return _to(request, action_id)


@company_view("applications.decide")
@require_POST
def stop(request: MemberRequest, action_id: UUID) -> HttpResponse:
    """Leave those that were not reached yet as they are."""
    bulk.stop(_action(request, action_id).id)
    return _to(request, action_id)


def _action(request: MemberRequest, action_id: UUID) -> BulkAction:
    action: BulkAction = BulkAction.objects.get(id=action_id)
    _must_be_allowed(request, action.kind)
    return action


def _must_be_allowed(request: MemberRequest, kind: str) -> None:
    if kind == BulkKind.MESSAGE and not request.member.may("messages.send"):
        raise PermissionDenied("messages.send")


def _ask(request: MemberRequest, these: bulk_pages.Chosen, form: BulkForm, *, status: int = 200) -> HttpResponse:
    page = bulk_pages.choose_page(request.member, these, form)
    return show(request, "candidates/bulk_choose.html", page, status=status)


def _to(request: MemberRequest, action_id: UUID) -> HttpResponse:
    return redirect("candidates:bulk_action", slug=request.member.company_slug, action_id=action_id)

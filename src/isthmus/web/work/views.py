"""My work: handed to me, unread mentions and answers, and what I handed to others."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.hiring import mentions
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.showing import attempt, show
from isthmus.web.work import pages


@company_view("candidates.view")
@require_safe
def work_list(request: MemberRequest) -> HttpResponse:
    """Everything colleagues want of this member."""
    return show(request, "work/list.html", pages.work(request.member))


@company_view("candidates.view")
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """Mark all mentions and answers as read."""
    with attempt(request, _("All read.")):
        mentions.read_all(request.member.user_id)
    return redirect("work:list", slug=request.member.company_slug)

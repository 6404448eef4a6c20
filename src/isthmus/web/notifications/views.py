"""Notices: what waits to be told, what was told, and holding, releasing, sending and cancelling it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import notices
from isthmus.bridge.notices import Channel
from isthmus.hiring.models import Application
from isthmus.hiring.problems import Refused
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.notifications import pages
from isthmus.web.showing import show

MOST_AT_ONCE = 200
ACTS: dict[str, Callable[[Channel, UUID], None]] = {
    "hold": notices.hold,
    "release": notices.release,
    "send": notices.send_now,
    "cancel": notices.cancel,
}


@company_view("candidates.view")
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """Every notice of the company."""
    return show(request, "notifications/desk.html", pages.desk_page(request.member, request.GET))


@company_view("messages.send")
@require_POST
def act(request: MemberRequest) -> HttpResponse:
    """Hold, release, send or cancel one notice, or all that are ticked; each stands for itself."""
    act, keys = _asked(request)
    done, refusals = 0, set[str]()
    for channel, notice_id in keys:
        try:
            with transaction.atomic():
                ACTS[act](channel, notice_id)
            done += 1
        except Refused as error:
            refusals.add(error.failure.message)
    _say(request, act, done, refusals)
    return redirect(_back(request))


@company_view("candidates.view")
@require_safe
def mailbox(request: MemberRequest) -> HttpResponse:
    """The e-mails that stay in the house because no mail server is set."""
    return show(request, "notifications/mailbox.html", pages.mailbox_page(request.member, request.GET.get("after", "")))


def _asked(request: MemberRequest) -> tuple[str, list[tuple[Channel, UUID]]]:
    """What to do with which notices. Raises Http404 for anything the page did not offer."""
    one = request.POST.get("one", "")
    act, _colon, key = one.partition(":") if one else (request.POST.get("act", ""), "", "")
    keys = [key] if one else request.POST.getlist("notice")
    if act not in ACTS or len(keys) > MOST_AT_ONCE:
        raise Http404("No such act")
    return act, [_key(text) for text in dict.fromkeys(keys)]


def _key(text: str) -> tuple[Channel, UUID]:
    channel, _colon, identity = text.partition(":")
    try:
        return Channel(channel), UUID(identity)
    except ValueError as error:
        raise Http404("No such notice") from error


def _say(request: MemberRequest, act: str, done: int, refusals: set[str]) -> None:
    if done:
        messages.success(request, _done_words(act, done))
    for words in sorted(refusals):
        messages.error(request, words)
    if not done and not refusals:
        messages.error(request, _("Nothing was ticked. Tick the notices it is about."))


def _done_words(act: str, done: int) -> str:
    words = {
        "hold": ngettext("Held back.", "%(done)d held back.", done),
        "release": ngettext("Released: it leaves at its time.", "%(done)d released: they leave at their time.", done),
        "send": ngettext("It leaves within moments.", "%(done)d leave within moments.", done),
        "cancel": ngettext("Cancelled: it is never told.", "%(done)d cancelled: they are never told.", done),
    }
    return words[act] % {"done": done} if done != 1 else words[act]


def _back(request: MemberRequest) -> str:
    """To the application it was done on, or to the list as it stood."""
    slug = request.member.company_slug
    if application_id := request.POST.get("application", ""):
        try:
            found = Application.objects.only("id").get(id=UUID(application_id))
        except ValueError as error:
            raise Http404("Not an id") from error
        return reverse("candidates:application", args=[slug, found.id])
    desk_url = reverse("notifications:desk", args=[slug])
    wanted = f"{desk_url}?{request.POST.get('list', '')}"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else desk_url

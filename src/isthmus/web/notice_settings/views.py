"""Settings → Notices: what is told, when, and in which words."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from isthmus.hiring import notice_settings, templates
from isthmus.hiring.models import MessageTemplate
from isthmus.hiring.problems import Refused
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.notice_settings import pages
from isthmus.web.notice_settings.forms import SettingsForm, TemplateForm
from isthmus.web.showing import attempt, show


@company_view("settings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """See and change what is told, and when; the change concerns later decisions."""
    if request.method != "POST":
        form = SettingsForm.of(notice_settings.current())
        return show(request, "notice_settings/settings.html", pages.settings_page(form))
    form = SettingsForm(request.POST)
    if form.is_valid() and _kept(form, lambda: notice_settings.change(**form.wishes())):
        messages.success(request, _("Saved. What waits already keeps its time."))
        return redirect("notice_settings:settings", slug=request.member.company_slug)
    return show(request, "notice_settings/settings.html", pages.settings_page(form), status=422)


@company_view("settings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: MemberRequest) -> HttpResponse:
    """Write a template of one's own."""
    templates.in_use()
    return _edit(request, None)


@company_view("settings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Change a template's words, and see how they read."""
    return _edit(request, MessageTemplate.objects.get(id=template_id, retired_at=None))


@company_view("settings.manage")
@require_POST
def retire(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Take a template of one's own away."""
    with attempt(request, _("Taken away. Messages written from it stay.")):
        templates.retire(template_id)
    return redirect("notice_settings:settings", slug=request.member.company_slug)


@company_view("settings.manage")
@require_POST
def restore(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Give a template its usual words back."""
    with attempt(request, _("The usual words are back.")):
        templates.restore(template_id)
    return redirect("notice_settings:template", slug=request.member.company_slug, template_id=template_id)


def _edit(request: MemberRequest, found: MessageTemplate | None) -> HttpResponse:
    if request.method != "POST":
        form = TemplateForm.of(found) if found else TemplateForm()
        page = pages.template_page(form, found, request.GET.get("try", ""))
        return show(request, "notice_settings/template.html", page)
    form = TemplateForm(request.POST)
    wants_look = "look" in request.POST
    if form.is_valid() and not wants_look and _kept(form, lambda: _keep(form, found)):
        messages.success(request, _("Saved. Messages written before keep their words."))
        return redirect("notice_settings:settings", slug=request.member.company_slug)
    page = pages.template_page(form, found, request.POST.get("try", ""))
    return show(request, "notice_settings/template.html", page, status=422 if form.errors else 200)


def _keep(form: TemplateForm, found: MessageTemplate | None) -> MessageTemplate:
    return templates.change(found.id, form.draft()) if found else templates.create(form.draft())


def _kept(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it; what is refused stands at the form's fields."""
    try:
        act()
    except Refused as error:
        for problem in error.problems:
            name = {"delay_hours": "delay"}.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, f"{problem.message} {problem.fix}")
        return False
    return True

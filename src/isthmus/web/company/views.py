"""Settings → Company."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from isthmus.accounts.models import Company
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.company.forms import CompanyForm
from isthmus.web.showing import show


@dataclass(frozen=True)
class CompanyPage:
    """The company's own settings."""

    form: CompanyForm


@company_view("settings.manage")
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """See and change what the company is called, its time zone, and of whom it asks a second factor."""
    company = Company.objects.get(id=request.member.company_id)
    form = CompanyForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("company:settings", slug=request.member.company_slug)
    return show(request, "company/settings.html", CompanyPage(form), status=422 if form.errors else 200)

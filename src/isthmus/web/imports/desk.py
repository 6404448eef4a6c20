"""The desk for held jobs: choose some, see what one description and poster would change, write it, mend places."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from isthmus.hiring import held, place_fixes
from isthmus.hiring.models import ImportRun
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.imports import desk_pages
from isthmus.web.imports.forms import CompletionForm
from isthmus.web.showing import attempt, show

FIXES = {"leave_out": place_fixes.leave_out, "remote": place_fixes.make_remote}


@company_view("jobs.edit")
@require_safe
def held_jobs(request: MemberRequest) -> HttpResponse:
    """Imported jobs that wait for a person."""
    form = CompletionForm(initial={"poster_email": request.user.email})
    return show(request, "imports/held.html", desk_pages.desk(_run(request.GET), request.GET.get("page"), form))


@company_view("jobs.edit")
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """What would be written to the chosen jobs, before it is."""
    run, form = _run(request.POST), CompletionForm(request.POST)
    chosen = desk_pages.chosen(run, request.POST)
    if form.is_valid():
        completion = form.completion()
        for problem in held.problems(completion):
            form.add_error(problem.field, f"{problem.message} {problem.fix}")
    if form.is_valid() and not chosen:
        form.add_error(None, _("No job is chosen."))
    if not form.is_valid():
        page = desk_pages.desk(run, None, form, ticked={job.id for job in chosen})
        return show(request, "imports/held.html", page, status=422)
    planned = desk_pages.preview(run, chosen, completion, request.member.company_name)
    return show(request, "imports/preview.html", planned)


@company_view("jobs.edit")
@require_POST
def complete(request: MemberRequest) -> HttpResponse:
    """Write it to the jobs that were previewed."""
    form = CompletionForm(request.POST)
    here = _desk(request, _run(request.POST))
    if not form.is_valid():
        messages.error(request, _("Nothing was written: look at the form again."))
        return redirect(here)
    with attempt(request):
        ids = desk_pages.ids_of(request.POST)
        changed, refusals = held.complete(ids, form.completion(), request.member.company_name)
        messages.success(
            request, ngettext("{n} job was completed.", "{n} jobs were completed.", changed).format(n=changed)
        )
        for words in refusals[: desk_pages.REFUSALS_SHOWN]:
            messages.error(request, words)
    return redirect(here)


@company_view("jobs.edit")
@require_POST
def fix_place(request: MemberRequest) -> HttpResponse:
    """One fix for every job in which the same text stands for a place."""
    text, fix = request.POST.get("text", "").replace("\0", ""), request.POST.get("fix", "")
    with attempt(request):
        chosen = request.POST.get("chosen", "")
        count = FIXES[fix](text) if fix in FIXES else place_fixes.choose(text, chosen)
        words = ngettext("“{text}” was mended in {n} job.", "“{text}” was mended in {n} jobs.", count)
        none = _("No job was changed: “{text}” stands in none that is open or a draft, or is its only place.")
        say = messages.success if count else messages.warning
        say(request, (words if count else none).format(text=text[:100], n=count))
    return redirect(_back(request))


def _run(asked: QueryDict) -> ImportRun | None:
    try:
        run_id = UUID(asked.get("import", ""))
    except ValueError:
        return None
    run: ImportRun = ImportRun.objects.get(id=run_id)
    return run


def _desk(request: MemberRequest, run: ImportRun | None) -> str:
    return reverse("imports:held", args=[request.member.company_slug]) + (f"?import={run.id}" if run else "")


def _back(request: MemberRequest) -> str:
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if is_ours else _desk(request, None)

"""Writing an e-mail to a candidate from their page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.base.failures import IsthmusError
from isthmus.hiring.models import Application
from isthmus.people.models import Candidate
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import mail
from isthmus.web.candidates.mail import LetterForm
from isthmus.web.candidates.pages import Draft
from isthmus.web.candidates.views import back_to, show_candidate
from isthmus.web.showing import show_part


@company_view("messages.send")
@require_safe
def letter(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """The fields of an e-mail filled from a template for this person, alone."""
    candidate = Candidate.objects.get(id=candidate_id)
    focus = focus_of(candidate, request.GET.get("application", ""))
    initial = {}
    if chosen := _id(request.GET.get("template", "")):
        try:
            words = mail.filled(candidate.id, focus.id if focus else None, chosen)
        except IsthmusError as error:
            messages.error(request, error.failure.message)
        else:
            initial = {"template": chosen, "subject": words.subject, "body": words.body}
    address = mail.address_of(request.member, candidate.id)
    form = LetterForm(address=address, focus=focus, initial=initial)
    return show_part(request, "candidates/letter_words.html", None, form=form)


@company_view("messages.send")
@require_POST
def write(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Send or schedule an e-mail; refused, the dialog stays open as it was."""
    candidate = Candidate.objects.get(id=candidate_id)
    focus = focus_of(candidate, request.POST.get("application", ""))
    focus_id = focus.id if focus else None
    form = LetterForm(request.POST, address=mail.address_of(request.member, candidate.id), focus=focus)
    if not form.is_valid() or form.send(candidate.id, focus_id) is None:
        return show_candidate(request, candidate, focus, Draft(letter=form))
    at = form.cleaned_data["at"]
    messages.success(request, _("Scheduled. It can be held or cancelled until then.") if at else _("On its way."))
    return back_to(request, candidate.id, focus_id)


def focus_of(candidate: Candidate, text: str) -> Application | None:
    """The candidate's application with this id; None without one. Raises Http404, Application.DoesNotExist."""
    identity = _id(text)
    if identity is None:
        return None
    found: Application = Application.objects.select_related("job").get(id=identity, candidate=candidate)
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404("Not an id") from error

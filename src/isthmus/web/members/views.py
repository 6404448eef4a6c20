"""Settings → People: who works in the company, in which role."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from isthmus.accounts import companies, counting
from isthmus.accounts.models import Membership, Role, User
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.members import pages
from isthmus.web.members.forms import AddForm, RoleForm
from isthmus.web.members.links import set_password_link
from isthmus.web.showing import show


@company_view("settings.manage")
@require_safe
def member_list(request: MemberRequest) -> HttpResponse:
    """Everyone in the company."""
    return show(request, "members/list.html", pages.people(request.member, AddForm()))


@company_view("settings.manage")
@require_POST
@never_cache
def add(request: MemberRequest) -> HttpResponse:
    """Add someone; a person new to this installation gets a one-time link to set a password, shown once."""
    form = AddForm(request.POST)
    if form.is_valid():
        user = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        if user and Membership.objects.filter(user=user).exists():
            form.add_error("email", _("They are already a member; change their role in the list."))
        elif user is None and not form.cleaned_data["name"]:
            form.add_error("name", _("They have no account here yet: give their name."))
        elif not counting.allows(request, "invitation"):
            form.add_error(None, _("Very many people were added within the hour. Go on in an hour."))
        else:
            return _added(request, form, user)
    return show(request, "members/list.html", pages.people(request.member, form), status=422)


@company_view("settings.manage")
@require_POST
def change_role(request: MemberRequest, membership_id: UUID) -> HttpResponse:
    """Give a member another role; the last admin stays one."""
    membership = Membership.objects.select_related("user").get(id=membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is not a role."))
    elif form.cleaned_data["role"] != Role.ADMIN and _is_last_admin(membership):
        messages.error(request, _("A company needs an admin: make somebody else one first."))
    else:
        companies.add_member(membership.user, Role(form.cleaned_data["role"]))
        messages.success(
            request,
            _("%(who)s is now: %(role)s.") % {"who": membership.user, "role": Role(form.cleaned_data["role"]).label},
        )
    return redirect("members:list", slug=request.member.company_slug)


@company_view("settings.manage")
@require_POST
def remove(request: MemberRequest, membership_id: UUID) -> HttpResponse:
    """End a membership; what they did stays in the record."""
    membership = Membership.objects.select_related("user").get(id=membership_id)
    if _is_last_admin(membership):
        messages.error(request, _("A company needs an admin: make somebody else one first."))
    else:
        membership.delete()
        messages.success(
            request,
            _("%(who)s no longer belongs to %(company)s.")
            % {"who": membership.user, "company": request.member.company_name},
        )
    return redirect("members:list", slug=request.member.company_slug)


@company_view("settings.manage")
@require_POST
@never_cache
def new_link(request: MemberRequest, membership_id: UUID) -> HttpResponse:
    """A fresh one-time link for a member who has not set a password yet."""
    user = Membership.objects.select_related("user").get(id=membership_id).user
    if not _may_get_link(request, user):
        words = _("%(who)s sets a password from the sign-in page, or with whoever runs this installation.")
        messages.error(request, words % {"who": user})
        return redirect("members:list", slug=request.member.company_slug)
    page = pages.people(request.member, AddForm(), link=set_password_link(user), link_for=str(user))
    return show(request, "members/list.html", page)


def _added(request: MemberRequest, form: AddForm, user: User | None) -> HttpResponse:
    user = user or User.objects.create_user(form.cleaned_data["email"], name=form.cleaned_data["name"])
    companies.add_member(user, Role(form.cleaned_data["role"]))
    messages.success(
        request, _("%(who)s now belongs to %(company)s.") % {"who": user, "company": request.member.company_name}
    )
    link = set_password_link(user) if _may_get_link(request, user) else ""
    return show(request, "members/list.html", pages.people(request.member, AddForm(), link=link, link_for=str(user)))


def _may_get_link(request: MemberRequest, user: User) -> bool:
    """Whether an admin may hold the key to this account: only while nobody owns it and it opens this company alone."""
    elsewhere = [m for m in companies.memberships_of(user.id) if m.company_id != request.member.company_id]
    return user.is_active and not user.has_usable_password() and not elsewhere


def _is_last_admin(membership: Membership) -> bool:
    others = Membership.objects.filter(role=Role.ADMIN).exclude(id=membership.id)
    return membership.role == Role.ADMIN and not others.exists()

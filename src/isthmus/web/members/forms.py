"""Who is added to the company, and in which role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isthmus.accounts.models import Role


class AddForm(forms.Form):
    """A person known by their e-mail address; the name is used when they are new to this installation."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Needed when they have no account here yet.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.RECRUITER)


class RoleForm(forms.Form):
    """The role a member gets instead."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

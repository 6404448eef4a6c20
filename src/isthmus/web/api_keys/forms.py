"""A new key: what it is for, and how far it reaches."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isthmus.accounts.keys import SCOPES


class IssueForm(forms.Form):
    """Name and scopes of a key."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("The program that uses it, so that you know what breaks without it."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing the key may do.")},
    )

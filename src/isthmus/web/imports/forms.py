"""What an import asks for, and what is written to the jobs it holds."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from isthmus.hiring.held import LONGEST_TEMPLATE, Completion
from isthmus.hiring.listing_files import LARGEST_FILE


class UploadForm(forms.Form):
    """A file of listings, of which one employer's alone may be wanted."""

    file = forms.FileField(
        label=_("File of listings"),
        help_text=format_lazy(_("A list in JSON, at most {size} MB."), size=LARGEST_FILE // 1024 // 1024),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    only = forms.CharField(
        label=_("Only this employer"),
        required=False,
        max_length=300,
        help_text=_("As the file writes the name. Empty brings in every listing."),
    )


class CompletionForm(forms.Form):
    """One description and one poster for many jobs."""

    template = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST_TEMPLATE,
        help_text=_("{title}, {company} and {location} are written out for each job."),
        widget=forms.Textarea(attrs={"rows": 9, "data-prose": True}),
    )
    poster_email = forms.EmailField(
        label=_("Poster's e-mail"),
        required=False,
        help_text=_("The recruiter LinkedIn shows as the job's contact."),
        widget=forms.EmailInput(attrs={"list": "colleagues"}),
    )
    replacing = forms.BooleanField(
        label=_("Replace what jobs have already"),
        required=False,
        help_text=_("Otherwise only what is empty is written."),
    )

    def completion(self) -> Completion:
        """What was filled in, for the hiring service."""
        data: dict[str, Any] = self.cleaned_data
        return Completion(data["template"], data["poster_email"], data["replacing"])

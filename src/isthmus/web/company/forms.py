"""What a company is called, and in whose time it lives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from isthmus.accounts.models import Company
from isthmus.web.preferences.forms import zone_choices


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, time zone, and who must have a second factor; the address of its pages stays."""

    time_zone = forms.ChoiceField(
        choices=zone_choices,
        label=_("Time zone"),
        help_text=_("For what no single person looks at: e-mails, digests, and when they leave."),
    )

    class Meta:
        model = Company
        fields = ["name", "time_zone", "second_factor"]
        labels = {"name": _("Name"), "second_factor": _("Ask for a second factor")}
        help_texts = {
            "name": _("As applicants read it on your job pages and in your e-mails."),
            "second_factor": _(
                "A code from an app on the phone, after the password. Whoever has none yet, you too, sets it up before"
                " anything here opens. API keys are not asked."
            ),
        }

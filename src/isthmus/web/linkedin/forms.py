"""How a company connects to LinkedIn: through the parent application, or with an application of its own."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

ORGANIZATION = "urn:li:organization:"


class OrganizationField(forms.CharField):
    """A LinkedIn organization, as a number or as a URN; cleaned to the URN."""

    def clean(self, value: str) -> str:
        number = str(super().clean(value)).strip().removeprefix(ORGANIZATION)
        if not number.isdecimal():
            raise forms.ValidationError(_("Give the organization's number, such as 2414183, or its URN."))
        return ORGANIZATION + number


class PartnerForm(forms.Form):
    """All a partner connection needs: which organization."""

    organization = OrganizationField(
        max_length=60,
        label=_l("LinkedIn organization"),
        help_text=_l("The number in your company page's admin address: linkedin.com/company/2414183/admin."),
    )


class DirectForm(PartnerForm):
    """An application of the company's own, approved by LinkedIn for its ATS."""

    prefix = "direct"
    client_id = forms.CharField(
        max_length=300, label=_l("Client ID"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    client_secret = forms.CharField(
        max_length=300,
        label=_l("Client secret"),
        help_text=_l("Kept sealed; nobody sees it again, here either."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    application = forms.CharField(
        max_length=120,
        required=False,
        label=_l("Application URN"),
        help_text=_l("urn:li:developerApplication:… from LinkedIn's developer portal."),
    )


class SecretForm(forms.Form):
    """The secret of the application a connection already has."""

    client_secret = DirectForm.base_fields["client_secret"]

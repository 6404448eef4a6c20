"""What a company wants told, and the words of a template, as typed."""

from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from isthmus.hiring import notice_settings
from isthmus.hiring.models import MessageTemplate, NoticeSettings
from isthmus.hiring.templates import LONGEST_NAME, TemplateDraft

HOURS = {"hours": 1, "days": 24}
LARGEST = notice_settings.LONGEST_DELAY_HOURS


class SettingsForm(forms.Form):
    """The company's wishes; the delay is a number of hours or days."""

    tell_views = forms.BooleanField(
        required=False,
        label=_("Tell LinkedIn when somebody opens an application"),
        help_text=_("“Application viewed”: the first time one of the hiring team opens it."),
    )
    tell_downloads = forms.BooleanField(
        required=False,
        label=_("Tell LinkedIn when one of the hiring team downloads a résumé"),
        help_text=_("“Résumé downloaded”: the first time."),
    )
    delay_rejections = forms.BooleanField(
        required=False,
        label=_("Tell rejections later"),
        help_text=_(
            "The decision holds at once; LinkedIn's notice and our e-mail leave together when the delay is over."
        ),
    )
    delay = forms.IntegerField(min_value=1, max_value=LARGEST, label=_("Delay"))
    unit = forms.ChoiceField(choices=[("hours", _("hours")), ("days", _("days"))], label=_("Unit"))
    email_rejections = forms.BooleanField(
        required=False,
        label=_("Send our e-mail when somebody is rejected"),
        help_text=_("The usual; whoever rejects may choose otherwise each time. Also for applicants from elsewhere."),
    )
    email_receipts = forms.BooleanField(
        required=False,
        label=_("Send our e-mail when an application arrives"),
        help_text=_("At once, to every applicant."),
    )

    def wishes(self) -> dict[str, Any]:
        """The valid form as `notice_settings.change` takes it."""
        wanted = dict(self.cleaned_data)
        wanted["delay_hours"] = wanted.pop("delay") * HOURS[wanted.pop("unit")]
        return wanted

    @classmethod
    def of(cls, settings: NoticeSettings) -> "SettingsForm":
        """The form with the wishes as they are; whole days are shown as days."""
        unit = "days" if settings.delay_hours % HOURS["days"] == 0 else "hours"
        names = ("tell_views", "tell_downloads", "delay_rejections", "email_rejections", "email_receipts")
        initial = {name: getattr(settings, name) for name in names}
        return cls(initial={**initial, "delay": settings.delay_hours // HOURS[unit], "unit": unit})


def languages() -> list[tuple[str, str]]:
    """Every language a template may be in, by its own name."""
    names = {code: str(LANG_INFO[code]["name_local"]) for code, _name in django_settings.LANGUAGES if code in LANG_INFO}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


class TemplateForm(forms.Form):
    """A template's words; whether they can be used is judged by the service."""

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"), help_text=_("For colleagues."))
    language = forms.ChoiceField(choices=languages, initial="en", label=_("Language"))
    subject = forms.CharField(max_length=400, label=_("Subject"))
    body = forms.CharField(widget=forms.Textarea(attrs={"rows": 12}), label=_("Text"))

    def draft(self) -> TemplateDraft:
        """The valid form as the service takes it."""
        said = self.cleaned_data
        return TemplateDraft(said["name"], said["subject"], said["body"].replace("\r\n", "\n"), said["language"])

    @classmethod
    def of(cls, template: MessageTemplate) -> "TemplateForm":
        """The form with a template's words."""
        return cls(initial={name: getattr(template, name) for name in ("name", "language", "subject", "body")})

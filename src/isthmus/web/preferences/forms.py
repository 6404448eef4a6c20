"""In which time zone and language one person sees Isthmus."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from isthmus.accounts.models import User
from isthmus.web import zones


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone, by name."""
    return [(name, name.replace("_", " ")) for name in zones.choices()]


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The two of them; each may be left to the browser, and where there is one language nobody is asked."""

    time_zone = forms.ChoiceField(
        choices=lambda: [("", _("As my browser says")), *zone_choices()],
        required=False,
        label=_("Time zone"),
        help_text=_("Every moment on every page is written in it."),
    )
    language = forms.ChoiceField(
        choices=lambda: [("", _("As my browser says")), *settings.LANGUAGES], required=False, label=_("Language")
    )

    class Meta:
        model = User
        fields = ["time_zone", "language"]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]

"""How an issue is muted: how long, and why."""

from datetime import UTC, date, datetime, time

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from isthmus.sync.models import Mute
from isthmus.sync.muting import LONGEST_WHY

HOW = [(value, label) for value, label in Mute.choices if value]


class MuteForm(forms.Form):
    """For how long an issue stays quiet, and why."""

    how = forms.ChoiceField(label=_("Keep it quiet"), choices=HOW, widget=forms.RadioSelect, initial=Mute.WORSE)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For “until a date”; it is heard again when that day begins."),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For whoever wonders later. No names of applicants, please."),
    )

    def moment(self) -> datetime | None:
        """The beginning of the day chosen, in the viewer's zone."""
        day: date | None = self.cleaned_data.get("until")
        if day is None or not 2000 <= day.year <= datetime.now(UTC).year + 50:
            return None
        return datetime.combine(day, time(), get_current_timezone()).astimezone(UTC)

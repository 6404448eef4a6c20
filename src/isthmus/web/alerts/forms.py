"""Objectives, patience and addresses, as typed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isthmus.sync import freshness
from isthmus.sync.freshness import Described
from isthmus.sync.watching import objectives

CHOICES = (30, 60, 120, 300, 600, 900, 1800, 3600, 4 * 3600, 24 * 3600)
PATIENCE = (0, 1, 2, 5, 10, 15, 30, 60, 240)
LONGEST_URL = 2000


class ObjectivesForm(forms.Form):
    """How far behind each stream may be, and how long until somebody is told."""

    after = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Tell when an objective has been broken for"))
    calm = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Call it over when it has been kept for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = objectives.terms()
        for name, value in (("after", terms.after), ("calm", terms.calm)):
            minutes = int(value.total_seconds() // 60)
            self._offer(name, sorted({*PATIENCE, minutes}), minutes, 60)
        chosen = objectives.chosen()
        for stream, known in freshness.streams().items():
            self._add(stream, known, chosen)

    def keep(self) -> None:
        """Save the valid form."""
        objectives.set_terms(after_minutes=self.cleaned_data["after"], calm_minutes=self.cleaned_data["calm"])
        for stream, known in freshness.streams().items():
            objectives.choose(stream, timedelta(seconds=self.cleaned_data[_field(stream)]), known.objective)

    def of_streams(self) -> list[forms.BoundField]:
        """The fields of the streams alone."""
        return [self[_field(stream)] for stream in freshness.streams()]

    def _add(self, stream: str, known: Described, chosen: Mapping[str, timedelta]) -> None:
        seconds = int(chosen.get(stream, known.objective).total_seconds())
        usual = freshness.lasting(known.objective.total_seconds())
        field = forms.TypedChoiceField(
            coerce=int, label=_(known.title), help_text=_("Usually %(usual)s.") % {"usual": usual}
        )
        self.fields[_field(stream)] = field
        usual_seconds = int(known.objective.total_seconds())
        self._offer(_field(stream), sorted({*CHOICES, seconds, usual_seconds}), seconds, 1)

    def _offer(self, name: str, values: list[int], chosen: int, seconds: int) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(value, freshness.lasting(value * seconds) if value else _("at once")) for value in values]
        self.initial.setdefault(name, chosen)


class WishForm(forms.Form):
    """Whether the acting admin gets alerts by e-mail."""

    wanted = forms.BooleanField(required=False, label=gettext_lazy("Send me alerts by e-mail"))


class EndpointForm(forms.Form):
    """An address that is told of alarms."""

    url = forms.CharField(
        max_length=LONGEST_URL,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Begins with https://, on the open internet; it gets a signed POST for each alarm."),
        widget=forms.URLInput(attrs={"placeholder": "https://alerts.example/isthmus"}),
    )


def _field(stream: str) -> str:
    return f"stream-{stream}"

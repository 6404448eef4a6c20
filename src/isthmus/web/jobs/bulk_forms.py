"""What is to be done to many jobs: the form, turned into the wish the bridge takes."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings.bulk.wishes import LABELS, Action, Field, Wish
from isthmus.hiring.descriptions import clean, plain_text
from isthmus.hiring.models import Employment, Level, Workplace
from isthmus.web.jobs.forms import INDUSTRY, MOST_FUNCTIONS
from isthmus.web.jobs.functions import FUNCTIONS

LONGEST_TEXT = 2000
TEXT = ("poster_email", "industries", "department", "add_location", "remove_location", "own_apply_url")
MUST_BE_SAID = ("poster_email", "add_location", "remove_location")
ON_OFF = [("on", _l("On LinkedIn, with Apply Connect")), ("off", _l("On your own application page"))]


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)


class BulkForm(forms.Form):
    """An action, and for a change which field becomes what. `wish` is what was asked, once the form is valid."""

    action = forms.ChoiceField(label=_l("What is to be done"), choices=Action.choices)
    linkedin_apply = forms.BooleanField(label=_l("Use LinkedIn Apply Connect for these job postings"), required=False)
    field = forms.ChoiceField(label=_l("Field"), choices=Field.choices, required=False)
    text = forms.CharField(label=_l("Becomes"), max_length=LONGEST_TEXT, required=False)
    apply = forms.ChoiceField(label=_l("People apply"), choices=ON_OFF, required=False)
    workplace = _choice(LABELS["workplace"], Workplace.choices)
    employment = _choice(LABELS["employment"], Employment.choices)
    level = _choice(LABELS["level"], Level.choices)
    functions = forms.MultipleChoiceField(
        label=LABELS["functions"],
        choices=list(FUNCTIONS.items()),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_l("Up to three."),
    )
    description = forms.CharField(
        label=LABELS["description"],
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "data-editor": True}),
    )
    only_empty = forms.BooleanField(
        label=_l("Only where nothing stands yet"),
        required=False,
        help_text=_l("Jobs that have something in this field are left alone."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("action") != Action.CHANGE:
            self.wish = Wish(action=data.get("action", ""), linkedin_apply=bool(data.get("linkedin_apply")))
            return data
        field = data.get("field", "")
        if not field:
            self.add_error("field", _("Choose a field."))
            return data
        value = self._value(field, data)
        self.wish = Wish(Action.CHANGE, field, value, only_empty=bool(data.get("only_empty")))
        return data

    def _value(self, field: str, data: Mapping[str, Any]) -> Any:
        if field in TEXT:
            return self._text(field, " ".join(str(data.get("text", "")).split()))
        name = "apply" if field == Field.APPLY else field
        value = data.get(name, "")
        if field == Field.FUNCTIONS and len(value) > MOST_FUNCTIONS:
            self.add_error("functions", _("LinkedIn takes at most %d job functions.") % MOST_FUNCTIONS)
        if field == Field.DESCRIPTION:
            value = clean(value)
            if not plain_text(value):
                self.add_error("description", _("Write the description."))
        if field == Field.APPLY and not value:
            self.add_error("apply", _("Choose one."))
        return value

    def _text(self, field: str, text: str) -> Any:
        if field in MUST_BE_SAID and not text:
            self.add_error("text", _("Write it."))
        elif field == Field.INDUSTRIES:
            return self._industries(text)
        elif text and field in _CHECKS:
            try:
                _CHECKS[field](text)
            except forms.ValidationError as error:
                self.add_error("text", error)
        return text

    def _industries(self, text: str) -> list[str]:
        numbers = [part.removeprefix(INDUSTRY) for part in text.replace(",", " ").split()]
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            self.add_error("text", _("Give industry numbers separated by commas, such as 4, 55."))
        return [INDUSTRY + number for number in numbers]


_CHECKS: Mapping[str, Callable[[str], None]] = {
    "poster_email": validate_email,
    "own_apply_url": URLValidator(schemes=["http", "https"]),
}

"""The job form: what a recruiter types, turned into the draft the hiring service takes."""

import dataclasses
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isthmus.bridge.postings.description import description_of
from isthmus.hiring.descriptions import clean
from isthmus.hiring.jobs import JobDraft, draft_of
from isthmus.hiring.models import Employment, Job, Level, Requirement, Workplace
from isthmus.web.jobs.functions import FUNCTIONS
from isthmus.web.jobs.place_rows import lines_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FRESH = {
    "resume_requirement": Requirement.REQUIRED,
    "phone_requirement": Requirement.OPTIONAL,
    "pay_shown": True,
}
INDUSTRY = "urn:li:industry:"
MOST_FUNCTIONS = 3


def _choice(label: "_StrPromise", choices: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False, **more)


class JobForm(forms.Form):
    """Every field of a job. A title is enough to keep a draft; opening and publishing ask for more, with the fix."""

    title = forms.CharField(max_length=300, label=_("Title"))
    code = forms.CharField(max_length=200, required=False, label=_("Job code"), help_text=_("Your own number for it."))
    department = forms.CharField(max_length=200, required=False, label=_("Department"))
    description = forms.CharField(
        required=False,
        label=_("Description"),
        widget=forms.Textarea(attrs={"rows": 12, "data-prose": True}),
        help_text=_(
            "Paragraphs, bold, italic, underline and lists, as LinkedIn shows them; anything else loses its form."
        ),
    )
    locations = forms.CharField(
        required=False,
        label=_("Locations"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line, the main one first: City, Country. For a remote job the country alone will do."),
    )
    workplace = _choice(_("Workplace"), Workplace.choices)
    employment = _choice(_("Employment"), Employment.choices)
    level = _choice(_("Level"), Level.choices)
    function_1 = _choice(_("Function"), FUNCTIONS.items())
    function_2 = _choice(_("Second function"), FUNCTIONS.items())
    function_3 = _choice(_("Third function"), FUNCTIONS.items())
    industries = forms.CharField(
        required=False,
        label=_("Industries"),
        help_text=_("LinkedIn's industry numbers, such as 4. Empty takes the industry of your company page."),
    )
    poster_email = forms.EmailField(
        required=False,
        label=_("Poster's e-mail"),
        widget=forms.EmailInput(attrs={"list": "colleagues", "autocomplete": "off"}),
        help_text=_("Whom LinkedIn takes for the job's owner. Empty: the first recruiter of the hiring team."),
    )
    pay_shown = forms.BooleanField(
        required=False,
        label=_("Show the pay"),
        help_text=_("On LinkedIn and on the job page. Otherwise colleagues alone see it, here."),
    )
    own_apply_url = forms.URLField(
        required=False,
        max_length=2000,
        assume_scheme="https",
        label=_("Own application page"),
        help_text=_("Where people apply outside LinkedIn. Empty uses the job page Isthmus makes."),
    )
    resume_requirement = forms.ChoiceField(label=_("Résumé"), choices=Requirement.choices)
    phone_requirement = forms.ChoiceField(label=_("Phone number"), choices=Requirement.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("function_1", "function_2", "function_3"):
            self._keep_unknown(name)

    def _keep_unknown(self, name: str) -> None:
        value = self.initial.get(name, "")
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if value and value not in FUNCTIONS:
            field.choices = [("", "—"), *FUNCTIONS.items(), (value, value)]

    def clean_locations(self) -> list[str]:
        return lines_of(self.cleaned_data["locations"])

    def clean_description(self) -> str:
        return description_of(clean(self.cleaned_data["description"]))

    def clean_industries(self) -> list[str]:
        numbers = [
            part.removeprefix(INDUSTRY) for part in re.split(r"[,;\s]+", self.cleaned_data["industries"]) if part
        ]
        if not all(number.isdecimal() for number in numbers):
            raise forms.ValidationError(gettext("Give industry numbers separated by commas, such as 4, 55."))
        return [INDUSTRY + number for number in numbers]

    def draft(self, job: Job | None) -> JobDraft:
        """What was typed, for the hiring service; what the form does not ask stays as it is on the job."""
        data = dict(self.cleaned_data)
        chosen = [data.pop(name) for name in ("function_1", "function_2", "function_3")]
        data["functions"] = [code for code in chosen if code]
        if job and data["description"] == shown_description(job):
            data["description"] = job.description
        return dataclasses.replace(draft_of(job), **data) if job else JobDraft(**data)


def typed(job: Job) -> dict[str, Any]:
    """The form's values for a saved job."""
    values = {name: getattr(job, name, "") for name in JobForm.base_fields}
    values["description"] = shown_description(job)
    values["locations"] = "\n".join(job.locations)
    values["industries"] = ", ".join(str(industry).removeprefix(INDUSTRY) for industry in job.industries)
    for place in range(MOST_FUNCTIONS):
        values[f"function_{place + 1}"] = job.functions[place] if place < len(job.functions) else ""
    return values


def shown_description(job: Job) -> str:
    """A saved description as the editor shows it: what LinkedIn is sent."""
    return clean(description_of(job.description))


def retyped(data: QueryDict, **changes: Any) -> JobForm:
    """The form with what stands in it, unjudged, but for some changes: for the buttons that save nothing."""
    values = {name: data.get(name, "") for name in JobForm.base_fields}
    values["description"] = description_of(clean(values["description"]))
    return JobForm(initial={**values, **changes})

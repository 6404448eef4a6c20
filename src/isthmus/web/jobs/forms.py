"""The job form: what a recruiter types, turned into the draft the hiring service takes."""

import dataclasses
import re
from typing import Any

from django import forms
from django.http import QueryDict

from isthmus.hiring.descriptions import clean
from isthmus.hiring.jobs import JobDraft, draft_of
from isthmus.hiring.models import Employment, Job, Level, Requirement, Workplace
from isthmus.web.jobs.functions import FUNCTIONS

FRESH = {"resume_requirement": Requirement.REQUIRED, "phone_requirement": Requirement.OPTIONAL}
INDUSTRY = "urn:li:industry:"
MOST_FUNCTIONS = 3


def _choice(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False, **more)


class JobForm(forms.Form):
    """Every field of a job. A title is enough to keep a draft; opening and publishing ask for more, with the fix."""

    title = forms.CharField(max_length=300, label="Title")
    code = forms.CharField(max_length=200, required=False, label="Job code", help_text="Your own number for it.")
    department = forms.CharField(max_length=200, required=False)
    description = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-editor": True}),
        help_text="Paragraphs, bold, italic, underline and lists are kept; everything else is taken out.",
    )
    locations = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One per line, the main one first: City, Country. For a remote job the country alone will do.",
    )
    workplace = _choice("Workplace", Workplace.choices)
    employment = _choice("Employment", Employment.choices)
    level = _choice("Level", Level.choices)
    function_1 = _choice("Function", list(FUNCTIONS.items()))
    function_2 = _choice("Second function", list(FUNCTIONS.items()))
    function_3 = _choice("Third function", list(FUNCTIONS.items()))
    industries = forms.CharField(
        required=False,
        help_text="LinkedIn's industry numbers, such as 4. Empty takes the industry of your company page.",
    )
    poster_email = forms.EmailField(
        required=False, label="Job owner's e-mail", help_text="The recruiter LinkedIn shows as the job's contact."
    )
    own_apply_url = forms.URLField(
        required=False,
        max_length=2000,
        assume_scheme="https",
        label="Own application page",
        help_text="Where people apply outside LinkedIn. Empty uses the job page Isthmus makes.",
    )
    resume_requirement = forms.ChoiceField(label="Résumé", choices=Requirement.choices)
    phone_requirement = forms.ChoiceField(label="Phone number", choices=Requirement.choices)

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
        return [line.strip() for line in self.cleaned_data["locations"].splitlines() if line.strip()]

    def clean_industries(self) -> list[str]:
        numbers = [
            part.removeprefix(INDUSTRY) for part in re.split(r"[,;\s]+", self.cleaned_data["industries"]) if part
        ]
        if not all(number.isdecimal() for number in numbers):
            raise forms.ValidationError("Give industry numbers separated by commas, such as 4, 55.")
        return [INDUSTRY + number for number in numbers]

    def draft(self, job: Job | None) -> JobDraft:
        """What was typed, for the hiring service; what the form does not ask stays as it is on the job."""
        data = dict(self.cleaned_data)
        chosen = [data.pop(name) for name in ("function_1", "function_2", "function_3")]
        data["functions"] = [code for code in chosen if code]
        return dataclasses.replace(draft_of(job), **data) if job else JobDraft(**data)


def typed(job: Job) -> dict[str, Any]:
    """The form's values for a saved job."""
    values = {name: getattr(job, name, "") for name in JobForm.base_fields}
    values["locations"] = "\n".join(job.locations)
    values["industries"] = ", ".join(str(industry).removeprefix(INDUSTRY) for industry in job.industries)
    for place in range(MOST_FUNCTIONS):
        values[f"function_{place + 1}"] = job.functions[place] if place < len(job.functions) else ""
    return values


def retyped(data: QueryDict, typed: dict[str, Any]) -> JobForm:
    """The form with what stands in it, unjudged: for the buttons that only change the questions."""
    values = {name: data.get(name, "") for name in JobForm.base_fields}
    values["description"] = clean(values["description"])
    return JobForm(initial={**typed, **values})

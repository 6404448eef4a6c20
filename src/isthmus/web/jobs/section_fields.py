"""What else the application form asks for, as fields of the job form."""

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from isthmus.hiring import form_sections
from isthmus.hiring.form_sections import EducationEntries, FormSections, SelfIdentification, WorkEntries
from isthmus.hiring.models import Requirement

NESTED = {"work": WorkEntries, "education": EducationEntries, "self_identification": SelfIdentification}
LABELS = {
    "location": _("City and country"),
    "cover_letter": _("Cover letter as a file"),
    "cover_letter_text": _("Cover letter in words"),
    "work_asked": _("Ask for jobs"),
    "work_least": _("Jobs at least"),
    "work_most": _("Jobs at most"),
    "education_asked": _("Ask for schools"),
    "education_least": _("Schools at least"),
    "education_most": _("Schools at most"),
    "middle_name": _("Middle name"),
    "work_title": _("Title"),
    "work_company": _("Company"),
    "work_city": _("City"),
    "work_dates": _("Dates"),
    "work_description": _("Description"),
    "education_school": _("School"),
    "education_degree": _("Degree"),
    "education_field_of_study": _("Field of study"),
    "education_city": _("City"),
    "education_dates": _("Dates"),
    "self_identification_disability": _("Disability"),
    "self_identification_gender": _("Gender"),
    "self_identification_race": _("Race"),
    "self_identification_veteran_status": _("Veteran status"),
}


class SectionsForm(forms.Form):
    """The parts of an application form a job may ask for; a field that was not sent stays as it is by default."""

    def __init__(self, stored: dict[str, Any], data: Any = None) -> None:
        super().__init__(data, prefix="form", initial=_flat(form_sections.read(stored)))
        for name, default in _flat(FormSections()).items():
            self.fields[name] = _field(name, default)

    def part(self, part: str) -> list[forms.BoundField]:
        """The fields of work, education or self-identification, without the box that asks for it at all."""
        return [self[name] for name in self.fields if name.startswith(f"{part}_") and not name.endswith("_asked")]

    @property
    def simple(self) -> list[forms.BoundField]:
        return [self[field.name] for field in fields(FormSections) if field.name not in NESTED]

    @property
    def work(self) -> list[forms.BoundField]:
        return self.part("work")

    @property
    def education(self) -> list[forms.BoundField]:
        return self.part("education")

    @property
    def self_identification(self) -> list[forms.BoundField]:
        return self.part("self_identification")

    def value(self) -> dict[str, Any]:
        """The sections for the hiring service. The form must be valid."""
        flat = {name: self.cleaned_data[name] for name in self.fields}
        kept = {name: default if flat[name] in ("", None) else flat[name] for name, default in _defaults().items()}
        nested = {
            part: {field.name: kept[f"{part}_{field.name}"] for field in fields(kind)} for part, kind in NESTED.items()
        }
        return {name: value for name, value in kept.items() if hasattr(FormSections, name)} | nested

    def blame(self, field: str, words: str) -> bool:
        """Say a service's problem at the field it is about; False when it is about none of these."""
        head, _, rest = field.partition(".")
        if head != "form_sections":
            return False
        name = rest.replace(".", "_")
        known = name if name in self.fields else f"{name}_most" if f"{name}_most" in self.fields else None
        self.add_error(known, words)
        return True


def _defaults() -> dict[str, Any]:
    return _flat(FormSections())


def _flat(sections: FormSections) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in asdict(sections).items():
        found |= {f"{name}_{part}": inner for part, inner in value.items()} if name in NESTED else {name: value}
    return found


def _field(name: str, default: Any) -> forms.Field:
    part = next((one for one in NESTED if name.startswith(f"{one}_")), "")
    label = LABELS.get(name) or name.removeprefix(f"{part}_").replace("_", " ").capitalize()
    if isinstance(default, bool):
        return forms.BooleanField(required=False, label=label)
    if isinstance(default, int):
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(required=False, label=label, min_value=0, max_value=99, widget=widget)
    return forms.ChoiceField(required=False, label=label, choices=Requirement.choices)

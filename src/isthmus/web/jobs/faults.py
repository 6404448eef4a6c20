"""What is wrong on the desk, in the order of the page, each with the field it can be mended in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from isthmus.web.jobs.desk import Desk

AFTER_PAY = ("poster_email", "own_apply_url", "resume_requirement", "phone_requirement")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the id of its field (empty: the whole), what the field is called, a sentence."""

    anchor: str
    name: str
    words: str


def of(desk: "Desk") -> list[Fault]:
    """Everything that is wrong, from the top of the page to its end; the first field is given the focus."""
    found = [*_whole(desk), *_of_form(desk.form, below=False), *_of_pay(desk), *_of_form(desk.form, below=True)]
    found += [*_of_form(desk.sections), *_of_questions(desk)]
    _give_focus(desk, next((fault.anchor for fault in found if fault.anchor), ""))
    return found


def _whole(desk: "Desk") -> Iterator[Fault]:
    yield from (Fault("", "", words) for words in desk.problems)
    for form in (desk.form, desk.sections):
        if form.is_bound:
            yield from (Fault("", "", str(words)) for words in form.non_field_errors())


def _of_form(form: forms.Form, *, below: bool | None = None) -> Iterator[Fault]:
    for bound in form if form.is_bound else ():
        if below is None or (bound.name in AFTER_PAY) == below:
            yield from (Fault(bound.id_for_label, str(bound.label), str(words)) for words in bound.errors)


def _of_pay(desk: "Desk") -> Iterator[Fault]:
    for place, row in enumerate(desk.pay):
        if row.error:
            yield Fault(_pay(place), _("Pay, part %(number)d") % {"number": place + 1}, row.error)


def _of_questions(desk: "Desk") -> Iterator[Fault]:
    for place, row in enumerate(desk.rows):
        if row.error:
            yield Fault(_question(place), _("Question %(number)d") % {"number": place + 1}, row.error)


def _give_focus(desk: "Desk", anchor: str) -> None:
    for form in (desk.form, desk.sections):
        for bound in form:
            if anchor and bound.id_for_label == anchor:
                bound.field.widget.attrs["autofocus"] = True
    for place, row in enumerate(desk.pay):
        row.has_focus = anchor == _pay(place)
    for place, asked in enumerate(desk.rows):
        asked.has_focus = anchor == _question(place)


def _pay(place: int) -> str:
    return f"pay-{place}-lowest"


def _question(place: int) -> str:
    return f"question-{place}-text"

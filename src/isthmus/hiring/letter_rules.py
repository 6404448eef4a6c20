"""Words with placeholders: what is wrong with them, and how they read once filled in; pure functions.

A value is put in once and never read for placeholders again. A subject is one line, whatever a name or a title brings.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import escape

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from isthmus.hiring.problems import Problem
from isthmus.people.normalise import one_line

PLACEHOLDERS = ("first_name", "last_name", "name", "job", "company", "recruiter")
LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000
LONGEST_SUBJECT_SENT = 300
LATEST = timedelta(days=731)
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def problems(subject: str, body: str) -> list[Problem]:
    """Everything that keeps these words from being used."""
    return [*_about("subject", subject, LONGEST_SUBJECT), *_about("body", body, LONGEST_BODY)]


def moment_problems(at: datetime, present: datetime) -> list[Problem]:
    """What keeps a letter from waiting for this moment."""
    if at - present <= LATEST:
        return []
    return [Problem("at", _("This moment is too far away."), _("Choose one within the next two years."))]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its value. Raises KeyError for one that has none."""
    return _BRACES.sub(lambda match: values[match[1].strip()], text)


def leads_somewhere(text: str) -> bool:
    """Whether a name holds a web address: whoever sends one in a public form wants our e-mails to carry it."""
    return bool(_ADDRESS.search(text))


def as_subject(text: str) -> str:
    """One line without anything a header may not hold."""
    return " ".join(one_line(text).split())[:LONGEST_SUBJECT_SENT].rstrip()


def as_html(text: str) -> str:
    """The same words as HTML: paragraphs and line breaks kept, web addresses made links, everything else escaped."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    shown = "".join(f"<p>{_linked(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{shown}</body></html>'


def address(text: str) -> str:
    """The address as mail can be sent to it; empty when it is not one."""
    try:
        return validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return ""


def _linked(text: str) -> str:
    shown, end = "", 0
    for match in _LINK.finditer(text):
        link = escape(match[0])
        shown += f'{escape(text[end : match.start()])}<a href="{link}">{link}</a>'
        end = match.end()
    return shown + escape(text[end:])


def _about(field: str, text: str, longest: int) -> Iterator[Problem]:
    name = {"subject": _("The subject"), "body": _("The text")}[field]
    if not text.strip():
        yield Problem(field, _("%(name)s is empty.") % {"name": name}, _("Write something."))
    if len(text) > longest:
        message = _("%(name)s is longer than %(longest)d characters.") % {"name": name, "longest": longest}
        yield Problem(field, message, _("Shorten it."))
    if field == "subject" and ("\n" in text or "\r" in text):
        yield Problem(field, _("The subject has more than one line."), _("Write it in one line."))
    yield from _about_placeholders(field, text)


def _about_placeholders(field: str, text: str) -> Iterator[Problem]:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in dict.fromkeys(match[1] for match in _BRACES.finditer(text)):
        if name.strip() not in PLACEHOLDERS:
            message = _("{%(name)s} is not a placeholder.") % {"name": name[:40]}
            yield Problem(field, message, _("Use one of %(known)s.") % {"known": known})
    if re.search(r"[{}]", _BRACES.sub("", text)):
        yield Problem(field, _("A brace stands alone."), _("Write placeholders as {first_name}, in one line."))

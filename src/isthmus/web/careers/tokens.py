"""Signs a public form with the moment it was shown: neither a robot's haste nor an old page makes applications."""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from isthmus.base.clock import now

SALT = "isthmus.careers.form"
LEAST = timedelta(seconds=2)
LONGEST = timedelta(hours=24)


def issue(job_id: UUID, form_id: object) -> str:
    """The token of a form that is being shown."""
    return signing.dumps([str(job_id), str(form_id), int(now().timestamp())], salt=SALT)


def trouble(token: str, job_id: UUID, form_id: object) -> str:
    """Why this form is not taken yet, in words for the person who sent it; empty when nothing is wrong."""
    try:
        job, form, shown = signing.loads(token, salt=SALT)
        age = now().timestamp() - int(shown)
    except (signing.BadSignature, ValueError, TypeError):
        return _("We could not tell when this page was opened. What you wrote is kept: send it once more.")
    if (job, form) != (str(job_id), str(form_id)):
        return _("This form belongs to another page. What you wrote is kept: send it once more.")
    if age < LEAST.total_seconds():
        return _("That was quicker than people write, and we get robots. What you wrote is kept: send it once more.")
    if age > LONGEST.total_seconds():
        return _("This page was open for more than a day. What you wrote is kept: look it over and send it once more.")
    return ""

"""Slows a flood of public forms down: so many an hour from one network address, and with one e-mail address.

What does not become an application is counted too, apart and more generously.

Only keyed digests are kept, and for a day.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring.models import Sending
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.store.tenancy import current_company_id

WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)
MOST_FROM_ADDRESS = 30
MOST_WITH_EMAIL = 20
MOST_TRIES = 120


def count(*, address: str, email: str) -> None:
    """Remember one more form. Raises Refused (`too_many`) when there were too many within the hour."""
    present = now()
    limits = {_key("address", address): MOST_FROM_ADDRESS} if address else {}
    limits |= {_key("email", email): MOST_WITH_EMAIL} if email else {}
    refuse_if(_problems(limits), code="too_many")
    Sending.objects.filter(at__lt=present - KEPT).delete()
    Sending.objects.bulk_create([Sending(key=key, at=present) for key in limits])


def too_many_tries(*, address: str) -> str:
    """Remember that a form came from here, whatever becomes of it; why it is not looked at, when too many did."""
    if not address:
        return ""
    key = _key("try", address)
    if Sending.objects.filter(key=key, at__gt=now() - WITHIN).count() >= MOST_TRIES:
        return _("Very many forms came from you or your network. Leave this page open and send it again in an hour.")
    Sending.objects.create(key=key)
    return ""


def _problems(limits: Mapping[str, int]) -> list[Problem]:
    for key, most in limits.items():
        if Sending.objects.filter(key=key, at__gt=now() - WITHIN).count() >= most:
            words = _("Very many applications came from you or your network within the last hour.")
            return [Problem("", words, _("Nothing is lost: leave this page open and send it again in an hour."))]
    return []


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"sending:{current_company_id()}:{kind}", value, algorithm="sha256").hexdigest()

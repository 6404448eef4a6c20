"""What a company wants candidates told, and when; a change concerns only what is decided after it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from isthmus.hiring.models import NoticeSettings
from isthmus.hiring.problems import Problem, refuse_if

LONGEST_DELAY_HOURS = 30 * 24


def current() -> NoticeSettings:
    """The acting company's wishes; the usual ones, unsaved, until somebody changes them."""
    return NoticeSettings.objects.first() or NoticeSettings()


def change(**wishes: Any) -> NoticeSettings:
    """Keep other wishes. Messages and notices that wait already keep their time. Raises Refused."""
    refuse_if(_problems(wishes), code="notice_settings_invalid")
    settings: NoticeSettings
    settings, _created = NoticeSettings.objects.update_or_create(defaults=wishes)
    return settings


def tell_at(decided_at: datetime) -> datetime:
    """When somebody rejected at this moment may be told."""
    settings = current()
    return decided_at + timedelta(hours=settings.delay_hours) if settings.delay_rejections else decided_at


def _problems(wishes: dict[str, Any]) -> list[Problem]:
    hours = wishes.get("delay_hours", 1)
    if isinstance(hours, int) and 1 <= hours <= LONGEST_DELAY_HOURS:
        return []
    words = _("The delay is between one hour and thirty days.")
    return [Problem("delay_hours", words, _("Choose a delay in between."))]

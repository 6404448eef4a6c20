"""This week: the digest as it stands now, when it is mailed, and whether one gets it."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isthmus.accounts.roles import Member
from isthmus.base.clock import now
from isthmus.bridge import connections
from isthmus.bridge.digest import contents, sending
from isthmus.bridge.digest.contents import Week
from isthmus.sync import digests, post, weekly
from isthmus.sync.models import DigestMail

DAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]
MOST_MAILS = 8


class WishForm(forms.Form):
    """Whether the acting user wants the mail."""

    wanted = forms.BooleanField(required=False)


class TimeForm(forms.Form):
    """When the company's digest leaves."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Day"), choices=DAYS, coerce=int)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour"), choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int
    )


@dataclass(frozen=True)
class WeekPage:
    """The week up to now; `mails` are the digests this member was sent."""

    week: Week
    is_wanted: bool
    next_at: datetime | None
    zone: str
    may_set_time: bool
    form: TimeForm
    mails: list[DigestMail]
    has_mail: bool


def week_page(member: Member, form: TimeForm | None = None) -> WeekPage:
    """What the digest would say now."""
    present = now()
    schedule = digests.schedule()
    is_connected = connections.current() is not None
    return WeekPage(
        week=contents.of_week(present - weekly.WEEK, present),
        is_wanted=digests.is_wanted(member.user_id, member.role),
        next_at=digests.due_after(present) if is_connected else None,
        zone=str(digests.zone()),
        may_set_time=member.may("settings.manage"),
        form=form or TimeForm(initial={"weekday": schedule.weekday, "hour": schedule.hour}),
        mails=list(DigestMail.objects.filter(user_id=member.user_id).order_by("-week")[:MOST_MAILS]),
        has_mail=post.office() is not None,
    )


def set_time(form: TimeForm) -> str:
    """Keep the company's day and hour. Returns what to say of it."""
    digests.set_schedule(form.cleaned_data["weekday"], form.cleaned_data["hour"])
    sending.plan()
    following = digests.due_after(now()).astimezone(digests.zone())
    return _("The next digest leaves on %s.") % date_format(following, "j F, H:i")

"""What waits on each host's disk, as its processes say with their signs of life, and what of it needs the operator.

A host's disk is seen by its own processes alone, while any process of any host may be the one that looks. So each says
how the spool beside it stands, and whoever looks reads what was said last for every host.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.sync import inbox, keeper
from isthmus.sync.models import Heartbeat
from isthmus.sync.shelter import Shelter
from isthmus.sync.watching.house import HouseTrouble

LITTLE_ROOM = 0.2
MEGABYTE = 1024**2
_ABOUT_LENGTH = 80
_since: dict[str, datetime] = {}


def here() -> dict[str, Any]:
    """How this host's spool stands, to be said with a sign of life."""
    shelter = inbox.shelter()
    if not shelter.spool.most_bytes:
        return {"wrong": {}}
    try:
        return _standing(shelter)
    except OSError:
        return {"wrong": _dated(["unreadable"])}


def was_said(standing: Mapping[str, Any]) -> None:
    """It is in the database now. What is wrong counts from the first time that could be said: an outage is none."""
    _since.clear()
    _since.update(_moments(standing))


def nobody_keeps(shelter: Shelter) -> bool:
    """Whether deliveries are taken on this host, or wait there, and no process of it would bring them in."""
    if keeper.is_kept(shelter):
        return False
    return keeper.is_received_unkept(shelter) or bool(shelter.spool.waiting())


def troubles() -> Iterator[HouseTrouble]:
    """The installation's own look: what is wrong by what each host said last."""
    rows = Heartbeat.objects.exclude(spool={}).order_by("host", "-seen_at").distinct("host")
    for host, standing in rows.values_list("host", "spool"):
        for name, since in _moments(standing).items():
            if name in _KINDS:
                words, what_to_do = _SAYING[name](host, standing)
                yield HouseTrouble(_about(name, host), words, what_to_do, since, _KINDS[name])


def abouts(host: str) -> list[str]:
    """What alarms of one host's spool are about."""
    return [_about(name, host) for name in _KINDS]


def _standing(shelter: Shelter) -> dict[str, Any]:
    found, room = shelter.spool.state(), shelter.spool.room()
    is_unkept = nobody_keeps(shelter)
    wrong = {
        "unkept": is_unkept,
        "waiting": bool(found.deliveries) and not is_unkept,
        "full": room < shelter.spool.most_bytes * LITTLE_ROOM,
        "aside": bool(found.set_aside),
    }
    return {
        "deliveries": found.deliveries,
        "room": room,
        "set_aside": len(found.set_aside),
        "wrong": _dated([name for name, is_so in wrong.items() if is_so]),
    }


def _dated(names: list[str]) -> dict[str, str]:
    present = now()
    return {name: _since.get(name, present).isoformat() for name in names}


def _moments(standing: Mapping[str, Any]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(since) for name, since in standing.get("wrong", {}).items()}


def _about(name: str, host: str) -> str:
    return f"spool-{name}:{host}"[:_ABOUT_LENGTH]


def _unreadable(host: str, standing: Mapping[str, Any]) -> tuple[str, str]:
    words = _("The spool on the disk of %(host)s cannot be read.") % {"host": host}
    return words, _("Let Isthmus’s account read and write its folder (ISTHMUS_SPOOL) there; see `isthmus doctor`.")


def _unkept(host: str, standing: Mapping[str, Any]) -> tuple[str, str]:
    words = _("Nobody drains the spool on the disk of %(host)s.") % {"host": host}
    if standing.get("deliveries"):
        words = f"{words} {_counted(standing['deliveries'])}"
    return words, _(
        "Run `isthmus serve` or `isthmus ingest` on that host: they bring in what waits there. Another server with"
        " isthmus.wsgi takes deliveries, but brings nothing in."
    )


def _waiting(host: str, standing: Mapping[str, Any]) -> tuple[str, str]:
    words = _("The spool on the disk of %(host)s is not drained although the database answers.") % {"host": host}
    return f"{words} {_counted(standing.get('deliveries', 0))}", _(
        "Read the log of `isthmus serve` or `isthmus ingest` there: it says why what waits cannot be brought in."
    )


def _full(host: str, standing: Mapping[str, Any]) -> tuple[str, str]:
    words = _("Only %(room)d MB more may wait on the disk of %(host)s while the database is away.")
    return words % {"host": host, "room": standing.get("room", 0) // MEGABYTE}, _(
        "Free some space there, let Isthmus’s account write to the folder, or see why what waits is not brought in;"
        " beyond that, senders are told to come again."
    )


def _aside(host: str, standing: Mapping[str, Any]) -> tuple[str, str]:
    count = standing.get("set_aside", 0)
    words = ngettext(
        "%(count)d delivery on the disk of %(host)s could not be brought in and was set aside.",
        "%(count)d deliveries on the disk of %(host)s could not be brought in and were set aside.",
        count,
    )
    return words % {"count": count, "host": host}, _(
        "Look at its folder `aside`; the last word of each name says why, and `isthmus doctor` what to do."
    )


def _counted(deliveries: int) -> str:
    words = ngettext("%(count)d delivery waits there.", "%(count)d deliveries wait there.", deliveries)
    return words % {"count": deliveries}


_SAYING: Mapping[str, Callable[[str, Mapping[str, Any]], tuple[str, str]]] = {
    "unreadable": _unreadable,
    "unkept": _unkept,
    "waiting": _waiting,
    "full": _full,
    "aside": _aside,
}
_KINDS: Mapping[str, Kind] = {
    "unreadable": Kind.MISCONFIGURED,
    "unkept": Kind.MISCONFIGURED,
    "waiting": Kind.TRANSIENT,
    "full": Kind.MISCONFIGURED,
    "aside": Kind.BUG,
}

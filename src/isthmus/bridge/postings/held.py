"""What LinkedIn holds of a job's posting, and what it would be told now: for people to look at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.bridge.postings import RESOURCE, diff, plan, translate
from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.diff import Difference
from isthmus.sync import rows
from isthmus.sync.models import Mirror

MASK = "••••"
_SECRET = re.compile(r"/webhooks/[^/]+/[^/]+/[^/\s\"]+")
_EMAIL = re.compile(r"([^@\s])[^@\s]*(@[^@\s]+)")
NOT_COMPARED = ("listedAt",)


@dataclass(frozen=True)
class Held:
    """A posting on both sides. `body` is what LinkedIn accepted last, `wanted` what it would be sent; empty: nothing.

    `differences` are between the two, also while nothing is held: then they are everything that would be sent.
    """

    body: Mapping[str, Any] = field(default_factory=dict)
    wanted: Mapping[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    operation: str = ""
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    task: str = ""


def of_job(job_id: UUID, advert: Advert | None) -> Held:
    """The posting of a job of the acting company beside its advert as it is now (None: there is none to send)."""
    row = Mirror.objects.filter(resource=RESOURCE, entity_id=job_id).first()
    body = rows.body_of(row, "sealed_accepted") if row is not None and row.exists_there else {}
    wanted = translate.body_of(advert, plan.KEPT_IN) if advert is not None else {}
    found = diff.differences(body, wanted) if wanted else []
    return Held(
        body=body,
        wanted=wanted,
        differences=[one for one in found if one.name not in NOT_COMPARED],
        operation=row.operation if row else "",
        sent_at=row.sent_at if row else None,
        answered_at=row.answered_at if row else None,
        task=row.task if row else "",
    )


def masked(body: Any, *, with_addresses: bool) -> Any:
    """The body as it may be shown: the address for applications is a secret, e-mail addresses are for recruiters."""
    if isinstance(body, Mapping):
        return {name: masked(value, with_addresses=with_addresses) for name, value in body.items()}
    if isinstance(body, list):
        return [masked(value, with_addresses=with_addresses) for value in body]
    if not isinstance(body, str):
        return body
    text = _SECRET.sub(_without_token, body)
    return text if with_addresses or not _EMAIL.fullmatch(text) else _EMAIL.sub(rf"\1{MASK}\2", text)


def _without_token(address: re.Match[str]) -> str:
    return address.group(0).rpartition("/")[0] + f"/{MASK}"

"""The same done to several applications: previewed one by one, then exactly that applied, each once and on its own.

A preview keeps how each application stood. When it is applied, one that stands otherwise by then is left as it is.
Whoever applies calls `apply_next` in a transaction of its own until it answers False: what was done before a crash
stays done, is never done again, and the rest can be gone on with.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.base.failures import IsthmusError
from isthmus.hiring import decisions, letter_rules, messages, notice_settings, templates
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Application, BulkAction, BulkItem, BulkKind, BulkState, MessageKind, Outcome, Stage
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.store import tenancy

MOST = 500
PREVIEWS_KEPT = timedelta(days=1)
DONE, CHANGED, REFUSED = "done", "changed", "refused"
_OPEN = (BulkState.PLANNED, BulkState.APPLYING)


@dataclass(frozen=True)
class Wish:
    """What is to be done; which fields count depends on the kind. `at` is a moment in ISO form, empty for at once."""

    kind: str
    stage_id: str = ""
    reason: str = ""
    send_email: bool = False
    subject: str = ""
    body: str = ""
    template_id: str = ""
    at: str = ""

    @property
    def letter(self) -> Letter:
        return Letter(self.subject, self.body, UUID(self.template_id) if self.template_id else None)

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True)
class Progress:
    """How far a bulk action is: how many are to be done, were left out, and came out how; and the reasons, counted."""

    to_do: int
    left_out: int
    done: int
    changed: int
    refused: int
    reasons: list[tuple[str, int]]

    @property
    def settled(self) -> int:
        return self.done + self.changed + self.refused

    @property
    def waiting(self) -> int:
        return self.to_do - self.settled


def plan(ids: Sequence[UUID], wish: Wish, *, is_cut: bool = False, one_each: bool = False) -> BulkAction:
    """Keep what the wish would do to each of these applications; nothing is done yet.

    With `one_each`, and always for an e-mail, only the latest of one person's applications is taken. Raises Refused
    for no application of the acting company, for too many, and for words that cannot be used; Stage.DoesNotExist.
    """
    BulkAction.objects.filter(state=BulkState.PLANNED, at__lt=now() - PREVIEWS_KEPT).delete()
    found = {bid.id: bid for bid in _bids(ids[: MOST + 1])}
    bids = [found[identity] for identity in dict.fromkeys(ids) if identity in found]
    refuse_if(_problems(bids, len(ids), wish), code="bulk_invalid")
    stage = Stage.objects.get(id=wish.stage_id) if wish.kind == BulkKind.MOVE else None
    ground = _ground(wish)
    latest = _latest(bids) if one_each or wish.kind == BulkKind.MESSAGE else set(found)
    action: BulkAction = BulkAction.objects.create(
        kind=wish.kind, details=asdict(wish), is_cut=is_cut, by_user_id=tenancy.current().user_id
    )
    items = [
        BulkItem(
            action=action,
            application=bid,
            place=place,
            before=standing(bid),
            after=_after(wish, stage),
            why=_why_not(bid, wish, is_latest=bid.id in latest),
            digest=_digest(bid, ground),
        )
        for place, bid in enumerate(bids)
    ]
    BulkItem.objects.bulk_create(items)
    return action


def apply_next(action_id: UUID) -> bool:
    """Do to the next application what was previewed; False when nothing is left. Raises BulkAction.DoesNotExist."""
    action: BulkAction = BulkAction.objects.select_for_update().get(id=action_id)
    if action.state not in _OPEN:
        return False
    waiting = action.items.filter(why="", outcome="").order_by("place")
    item = waiting.first()
    if item is not None:
        item.outcome, item.outcome_why = _apply(item, wish_of(action))
        item.save(update_fields=["outcome", "outcome_why"])
    is_over = not waiting.exists()
    action.state = BulkState.DONE if is_over else BulkState.APPLYING
    action.done_at = now() if is_over else None
    action.save(update_fields=["state", "done_at"])
    return not is_over


def stop(action_id: UUID) -> None:
    """Leave those not reached yet as they are; what is done stays done. Raises BulkAction.DoesNotExist."""
    action: BulkAction = BulkAction.objects.select_for_update().get(id=action_id)
    if action.state in _OPEN:
        action.state, action.done_at = BulkState.STOPPED, now()
        action.save(update_fields=["state", "done_at"])


def progress(action: BulkAction) -> Progress:
    """How far it is."""
    rows = list(action.items.values_list("why", "outcome", "outcome_why"))
    outcomes = Counter(outcome for why, outcome, _said in rows if not why)
    reasons = Counter(why or said for why, _outcome, said in rows if why or said)
    return Progress(
        to_do=sum(not why for why, _outcome, _said in rows),
        left_out=sum(bool(why) for why, _outcome, _said in rows),
        done=outcomes[DONE],
        changed=outcomes[CHANGED],
        refused=outcomes[REFUSED],
        reasons=reasons.most_common(),
    )


def unfinished() -> QuerySet[BulkAction]:
    """The acting user's actions that were begun and are not over, newest first."""
    begun = BulkAction.objects.filter(state=BulkState.APPLYING, by_user_id=tenancy.current().user_id)
    return begun.order_by("-at")


def wish_of(action: BulkAction) -> Wish:
    """What was wished."""
    return Wish(**action.details)


def standing(bid: Application) -> str:
    """Where an application stands, in a word: its stage, or its outcome once it is decided."""
    return bid.stage.name if bid.outcome == Outcome.PENDING else str(Outcome(bid.outcome).label)


def _bids(ids: Sequence[UUID]) -> QuerySet[Application]:
    return Application.objects.filter(id__in=ids).select_related("candidate", "profile", "stage")


def _problems(bids: Sequence[Application], asked: int, wish: Wish) -> list[Problem]:
    if not bids:
        return [Problem("", _("Nobody is chosen."), _("Tick the people it is about."))]
    if asked > MOST:
        return [Problem("", _("More than %d applications at once.") % MOST, _("Narrow the list down first."))]
    return letter_rules.problems(wish.subject, wish.body) if wish.kind == BulkKind.MESSAGE else []


def _latest(bids: Sequence[Application]) -> set[UUID]:
    ordered = sorted(bids, key=lambda bid: (bid.applied_at, bid.id))
    return set({bid.candidate_id: bid.id for bid in ordered}.values())


def _why_not(bid: Application, wish: Wish, *, is_latest: bool) -> str:
    if not is_latest:
        return _("Not this person's latest application among these.")
    if wish.kind == BulkKind.MESSAGE:
        return "" if messages.address_of(bid) else _("No e-mail address of this person is known.")
    if bid.outcome != Outcome.PENDING:
        return _("Decided already: %(outcome)s. Re-open it first.") % {"outcome": standing(bid)}
    if wish.kind == BulkKind.MOVE and str(bid.stage_id) == wish.stage_id:
        return _("In this stage already.")
    return ""


def _after(wish: Wish, stage: Stage | None) -> str:
    if stage is not None:
        return stage.name
    return str(Outcome.DECLINED.label) if wish.kind == BulkKind.REJECT else ""


def _digest(bid: Application, ground: Mapping[str, Any]) -> str:
    """How an application stands, and what else the preview was built on, in one number."""
    stands = [bid.stage_id, bid.outcome, bid.outcome_at, bid.candidate_id, bid.job_id, messages.address_of(bid)]
    return sha256(json.dumps([stands, ground], default=str, sort_keys=True).encode()).hexdigest()


def _ground(wish: Wish) -> dict[str, Any]:
    """What beside the application decides what happens to it, and what the person is told."""
    if wish.kind == BulkKind.MOVE:
        return {"stage": list(Stage.objects.filter(id=wish.stage_id).values("name", "category"))}
    if wish.kind == BulkKind.MESSAGE:
        return {}
    settings = notice_settings.current()
    template = templates.of_event(MessageKind.REJECTION) if wish.send_email else None
    words = [template.id, template.subject, template.body] if template else []
    return {"delay": [settings.delay_rejections, settings.delay_hours], "words": words}


def _apply(item: BulkItem, wish: Wish) -> tuple[str, str]:
    """Do to one application what was previewed. Answers with the outcome and its reason."""
    bid = _bids([item.application_id]).select_for_update(of=("self",), no_key=True).first()
    if bid is None:
        return CHANGED, _("It is no longer there.")
    if _digest(bid, _ground(wish)) != item.digest:
        return CHANGED, _what_changed(bid, item)
    try:
        with transaction.atomic():
            _carry_out(bid, wish)
    except IsthmusError as error:
        return REFUSED, error.failure.message
    return DONE, ""


def _what_changed(bid: Application, item: BulkItem) -> str:
    stands = standing(bid)
    if stands != item.before:
        return _("Changed meanwhile, now: %(stands)s. It is left as it is.") % {"stands": stands}
    return _("What the preview was built on changed meanwhile. It is left as it is.")


def _carry_out(bid: Application, wish: Wish) -> None:
    if wish.kind == BulkKind.MOVE:
        decisions.move(bid.id, UUID(wish.stage_id))
    elif wish.kind == BulkKind.REJECT:
        decisions.reject(bid.id, wish.reason, send_email=wish.send_email)
    else:
        messages.schedule(bid.candidate_id, wish.letter, wish.moment or now(), application_id=bid.id)

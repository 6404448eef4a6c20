"""The verdict finds each thing that may be wrong: a history that holds, and one figure of it spoilt at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.chaos.evidence import Evidence, Ours, Theirs
from tests.chaos.history import REJECTED, VIEWED, Applied, Forged, History, Look, Wanted
from tests.chaos.verdict import judge, table

ONE, TWO, FORGED = "urn:li:jobApplication:1", "urn:li:jobApplication:2", "urn:li:jobApplication:98"
Spoil = Callable[[History, Evidence], Evidence]


def history() -> History:
    told = History(seed=1, documents=1)
    told.applied = {ONE: Applied(1, "job", twice=True), TWO: Applied(2, "job")}
    told.forged = [Forged(FORGED, "wrong secret", 401)]
    told.facts = {ONE: [VIEWED, REJECTED]}
    told.letters = {ONE}
    told.postings = {"job": Wanted("Welder"), "closed": Wanted("Baker", listed=False)}
    told.looks = [
        Look(0, "LinkedIn is away, 10 min", "facts", "failing", "failing for 10 min; 2 waiting", 2, "Failing"),
        Look(1, "afterwards", "facts", "fresh", "fresh, just now", 0, "Fresh"),
    ]
    return told


def delivery(number: int, *statuses: int, state: str = "delivered") -> dict[str, Any]:
    log = [{"status": status} for status in statuses]
    return {"application_id": number, "state": state, "attempts": len(log), "log": log}


def action(number: int, application: int, name: str, effect: str = "notified") -> dict[str, Any]:
    return {"id": number, "application_id": application, "action": name, "effect": effect}


def posting(name: str, title: str, state: str = "LISTED", status: str = "ENABLED") -> dict[str, Any]:
    return {"external_id": name, "state": state, "apply_status": status, "element": {"title": title}}


def evidence() -> Evidence:
    theirs = Theirs(
        deliveries=[delivery(1, 200), delivery(1, 503, 200), delivery(2, 200)],
        actions=[action(1, 1, VIEWED), action(2, 1, VIEWED, "duplicate"), action(3, 1, REJECTED)],
        postings=[posting("job", "Welder"), posting("closed", "Baker", state="CLOSED")],
        throttled=0,
    )
    ours = Ours(
        applications=[(ONE, "job"), (TWO, "job")],
        candidates=2,
        deliveries=[(ONE, "done", True, 2), (TWO, "done", True, 1), ("", "refused", False, 1)],
        facts=[(ONE, "sent"), (ONE, "sent")],
        letters=[(ONE, "sent")],
        documents=1,
        unfinished={"facts": 0},
    )
    return Evidence(theirs, ours, {"<1@house>": 1})


def there(**changed: Any) -> Spoil:
    return lambda _, found: replace(found, theirs=replace(found.theirs, **changed))


def here(**changed: Any) -> Spoil:
    return lambda _, found: replace(found, ours=replace(found.ours, **changed))


def told(change: Callable[[History], Any]) -> Spoil:
    def spoil(history: History, found: Evidence) -> Evidence:
        change(history)
        return found

    return spoil


def test_a_history_that_both_sides_bear_out_holds() -> None:
    lines = judge(history(), evidence())
    assert [line.name for line in lines if not line.holds] == []
    assert "WRONG" not in table(lines)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("applications lost", here(applications=[(ONE, "job")])),
        ("applications doubled", here(applications=[(ONE, "job"), (ONE, "job"), (TWO, "job")])),
        ("applications nobody made", here(applications=[(ONE, "job"), (TWO, "job"), ("urn:9", "job")])),
        ("applications at another job", here(applications=[(ONE, "job"), (TWO, "other")])),
        ("candidates", here(candidates=3)),
        ("documents fetched", here(documents=0)),
        (
            "genuine deliveries never answered with 200",
            there(deliveries=[delivery(1, 200), delivery(2, *[503] * 7, state="failed")]),
        ),
        ("forged answered as genuine", told(lambda one: one.forged.append(Forged("urn:97", "no signature", 200)))),
        ("forged taken for applications", here(applications=[(ONE, "job"), (TWO, "job"), (FORGED, "job")])),
        (
            "forged refused but neither kept nor counted",
            here(deliveries=[(ONE, "done", True, 2), (TWO, "done", True, 1)]),
        ),
        ("facts lost", there(actions=[action(1, 1, VIEWED)])),
        ("facts out of order", there(actions=[action(1, 1, REJECTED), action(2, 1, VIEWED)])),
        (
            "facts nobody decided",
            there(actions=[action(1, 1, VIEWED), action(2, 1, REJECTED), action(3, 2, REJECTED)]),
        ),
        (
            "facts members were told of twice",
            there(actions=[action(1, 1, VIEWED), action(2, 1, VIEWED), action(3, 1, REJECTED)]),
        ),
        (
            "facts members were not told of",
            there(actions=[action(1, 1, VIEWED, "no consent"), action(2, 1, REJECTED)]),
        ),
        ("e-mails not written", here(letters=[])),
        ("e-mails written twice", here(letters=[(ONE, "sent"), (ONE, "sent")])),
        ("e-mails that arrived twice", lambda _, found: replace(found, copies={"<1@house>": 2})),
        ("e-mails neither sent nor given to a person", here(letters=[(ONE, "scheduled")])),
        ("e-mails said to be sent that did not arrive", lambda _, found: replace(found, copies={})),
        ("postings missing at LinkedIn", there(postings=[])),
        ("postings that should be closed there", told(lambda one: setattr(one.postings["job"], "listed", False))),
        ("postings listed twice", there(postings=[posting("job", "Welder")] * 2)),
        ("postings created twice", there(postings=[posting("job", "Welder"), posting("job", "Welder", "CLOSED")])),
        ("postings whose last state differs", there(postings=[posting("job", "Wilder")])),
        ("postings turned off-site", there(postings=[posting("job", "Welder", status="NOT_ENABLED")])),
        (
            "answers of 200 without a kept delivery",
            here(deliveries=[(ONE, "done", True, 1), (TWO, "done", True, 1), ("", "refused", False, 1)]),
        ),
        ("genuine deliveries not understood here", here(deliveries=[(ONE, "failed", True, 3), ("", "", False, 1)])),
        ("facts here that are neither told nor taken back", here(facts=[(ONE, "failed")])),
        ("files of the spool that could not be read", here(set_aside=1)),
        ("work left over", here(unfinished={"facts": 1})),
        ("calls refused for LinkedIn's limits", there(throttled=1)),
        (
            "of them, said to be well",
            told(
                lambda one: one.looks.insert(0, Look(0, "LinkedIn is away, 5 min", "facts", "fresh", "5 s", 1, "Fresh"))
            ),
        ),
        (
            "of them, without how long or how much",
            told(lambda one: one.looks.insert(0, Look(0, "LinkedIn is away, 5 min", "facts", "failing", "failing", 1))),
        ),
        (
            "streams not well afterwards",
            told(lambda one: one.looks.append(Look(2, "afterwards", "postings", "failing", "failing for 9 s", 1))),
        ),
    ],
)
def test_each_thing_that_is_wrong_is_found(name: str, spoil: Spoil) -> None:
    happened = history()
    lines = judge(happened, spoil(happened, evidence()))
    assert name in [line.name for line in lines if not line.holds]
    assert "WRONG" in table(lines)

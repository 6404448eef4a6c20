"""History against model: what must be true of both sides, judged as a function of values. Every line can be wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.chaos.evidence import Evidence, Ours, Theirs
from tests.chaos.history import ILL, Forged, History

OK, REFUSED = 200, 401
UNSURE = "failed:unsure"
AWAY = "LinkedIn is away"
OUTWARD, CALM, CALM_WORDS = ("postings", "facts"), ("fresh", "new"), ("Fresh", "Nothing yet")


@dataclass(frozen=True)
class Line:
    """One figure, what it must be (None when it is only told), and which records are wrong."""

    name: str
    found: int
    must_be: int | None = None
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.must_be is None or self.found == self.must_be


def judge(history: History, evidence: Evidence) -> list[Line]:
    """Every figure of a run."""
    theirs, ours = evidence.theirs, evidence.ours
    return [
        *_applications(history, theirs, ours),
        *_forged(history, theirs, ours),
        *_facts(history, theirs),
        *_letters(history, ours, evidence.copies),
        *_postings(history, theirs),
        *_ledger(theirs, ours),
        *_looks(history),
    ]


def _none(name: str, wrong: Iterator[str] | list[str]) -> Line:
    found = tuple(wrong)
    return Line(name, len(found), 0, found[:10])


def _applications(history: History, theirs: Theirs, ours: Ours) -> Iterator[Line]:
    here = Counter(urn for urn, _ in ours.applications)
    job_of = dict(ours.applications)
    by_urn = {urn for urn, applied in history.applied.items()}
    unanswered = [one for one in theirs.deliveries if one["state"] != "delivered"]
    misplaced = (urn for urn, one in history.applied.items() if urn in job_of and job_of[urn] != one.job)
    members = len({one.member for one in history.applied.values()})
    yield Line("applications submitted", len(history.applied))
    yield Line("delivered twice on purpose", sum(one.twice for one in history.applied.values()))
    yield Line("delivered out of order on purpose", sum(one.late for one in history.applied.values()))
    yield Line("attempts that had to be made again", sum(one["attempts"] - 1 for one in theirs.deliveries))
    yield _none("applications lost", [urn for urn in history.applied if not here[urn]])
    yield _none("applications doubled", [urn for urn, count in here.items() if count > 1])
    yield _none("applications nobody made", [urn for urn in here if urn not in by_urn])
    yield _none("applications at another job", misplaced)
    yield Line("candidates", ours.candidates, members)
    yield Line("documents fetched", ours.documents, history.documents)
    yield _none(
        "genuine deliveries never answered with 200",
        [f"{one['application_id']}: {one['state']} after {one['attempts']}" for one in unanswered],
    )


def _forged(history: History, theirs: Theirs, ours: Ours) -> Iterator[Line]:
    invented = {one.urn for one in history.forged}
    kept = sum(times for _, _, genuine, times in ours.deliveries if not genuine)
    badly_signed = sum(try_["status"] == REFUSED for one in theirs.deliveries for try_ in one["log"])
    answered = sum(one.status == REFUSED for one in history.forged)
    yield Line("forged deliveries", len(history.forged))
    yield _none("forged answered as genuine", [_told(one) for one in history.forged if one.status == OK])
    yield _none("forged taken for applications", [urn for urn, _ in ours.applications if urn in invented])
    yield Line("forged refused, of which we were told", answered + badly_signed)
    yield Line("forged refused, kept and shown here", kept)
    yield Line("forged refused and counted while the database was away", ours.forged_while_away)
    missing = answered + badly_signed - kept - ours.forged_while_away
    yield _none("forged refused but neither kept nor counted", ["some"] * max(0, missing))


def _told(one: Forged) -> str:
    return f"{one.urn} {one.how}"


def _facts(history: History, theirs: Theirs) -> Iterator[Line]:
    told: dict[str, list[str]] = {}
    effects: Counter[tuple[str, str]] = Counter()
    for action in theirs.actions:
        urn = f"urn:li:jobApplication:{action['application_id']}"
        seen = told.setdefault(urn, [])
        if action["action"] not in seen:
            seen.append(action["action"])
        effects[urn, action["action"]] += action["effect"] == "notified"
    due = sum(len(done) for done in history.facts.values())
    missing = [f"{urn} {fact}" for urn, done in history.facts.items() for fact in done if fact not in told.get(urn, [])]
    disordered = [
        f"{urn} {told[urn]}" for urn, done in history.facts.items() if urn in told and not _in_order(done, told[urn])
    ]
    unasked = [f"{urn} {fact}" for urn, seen in told.items() for fact in seen if fact not in history.facts.get(urn, [])]
    yield Line("facts to tell", due)
    yield Line("facts told again after a crash, absorbed by LinkedIn", len(theirs.actions) - len(effects))
    yield _none("facts lost", missing)
    yield _none("facts out of order", disordered)
    yield _none("facts nobody decided", unasked)
    yield _none("facts members were told of twice", [f"{urn} {fact}" for (urn, fact), n in effects.items() if n > 1])
    yield _none("facts members were not told of", [f"{urn} {fact}" for (urn, fact), n in effects.items() if n < 1])


def _in_order(done: list[str], told: list[str]) -> bool:
    return [fact for fact in told if fact in done] == [fact for fact in done if fact in told]


def _letters(history: History, ours: Ours, copies: Mapping[str, int]) -> Iterator[Line]:
    written = Counter(urn for urn, _ in ours.letters)
    unsure = [urn for urn, state in ours.letters if state == UNSURE]
    left = [f"{urn} {state}" for urn, state in ours.letters if state not in ("sent", UNSURE)]
    yield Line("e-mails due", len(history.letters))
    yield Line("e-mails that arrived", len(copies))
    yield Line("e-mails cut short, given to a person to decide", len(unsure))
    yield _none("e-mails not written", [urn for urn in history.letters if not written[urn]])
    yield _none("e-mails written twice", [urn for urn, count in written.items() if count > 1])
    yield _none("e-mails that arrived twice", [name for name, count in copies.items() if count > 1])
    yield _none("e-mails neither sent nor given to a person", left)
    yield _none("e-mails said to be sent that did not arrive", _not_arrived(ours, len(copies), len(unsure)))


def _not_arrived(ours: Ours, arrived: int, unsure: int) -> list[str]:
    sent = sum(state == "sent" for _, state in ours.letters)
    return ["some"] * (max(0, sent - arrived) + max(0, arrived - sent - unsure))


def _postings(history: History, theirs: Theirs) -> Iterator[Line]:
    listed: dict[str, list[dict[str, object]]] = {}
    for posting in theirs.postings:
        if posting["state"] == "LISTED":
            listed.setdefault(posting["external_id"], []).append(posting)
    wanted = {name for name, one in history.postings.items() if one.listed}
    differing = [
        name
        for name in wanted & set(listed)
        if any(_title(one) != history.postings[name].title for one in listed[name])
    ]
    off_site = [name for name in wanted & set(listed) if any(one["apply_status"] != "ENABLED" for one in listed[name])]
    created = Counter(posting["external_id"] for posting in theirs.postings)
    yield Line("postings", len(history.postings))
    yield Line("changes made here", history.changes)
    yield _none("postings missing at LinkedIn", sorted(wanted - set(listed)))
    yield _none("postings that should be closed there", sorted(set(listed) - wanted))
    yield _none("postings listed twice", [name for name, ones in listed.items() if len(ones) > 1])
    yield _none("postings created twice", [name for name, count in created.items() if count > 1])
    yield _none("postings whose last state differs", differing)
    yield _none("postings turned off-site", off_site)


def _title(posting: Mapping[str, object]) -> object:
    element = posting["element"]
    return element.get("title") if isinstance(element, dict) else None


def _ledger(theirs: Theirs, ours: Ours) -> Iterator[Line]:
    heard = sum(one["status"] == OK for delivery in theirs.deliveries for one in delivery["log"])
    kept = sum(times for _, _, genuine, times in ours.deliveries if genuine)
    stuck = [f"{urn} {state}" for urn, state, genuine, _ in ours.deliveries if genuine and state != "done"]
    waiting = [f"{count} {name}" for name, count in ours.unfinished.items() if count]
    facts = Counter(state for _, state in ours.facts)
    yield Line("answers of 200 LinkedIn heard", heard)
    yield Line("genuine deliveries kept, counting each receipt", kept)
    yield _none("answers of 200 without a kept delivery", ["some"] * max(0, heard - kept))
    yield _none("genuine deliveries not understood here", stuck)
    yield _none("facts here that are neither told nor taken back", _open(facts))
    yield Line("files of the spool that could not be read", ours.set_aside, 0)
    yield _none("work left over", waiting)
    yield Line("calls refused for LinkedIn's limits", theirs.throttled, 0)


def _open(states: Mapping[str, int]) -> list[str]:
    return [f"{count} {state}" for state, count in states.items() if state not in ("sent", "cancelled")]


def _looks(history: History) -> Iterator[Line]:
    """What was said while LinkedIn was away, and afterwards; nothing when nobody looked."""
    away = [look for look in history.looks if look.during.startswith(AWAY)]
    if not away:
        return
    busy = [look for look in away if look.backlog and look.stream in OUTWARD]
    calm = [look for look in busy if look.state in CALM or look.shown in CALM_WORDS]
    silent = [look for look in busy if not any(mark.isdigit() for mark in look.words)]
    last = [look for look in history.looks if look.during == history.looks[-1].during]
    yield Line("looks at a stream with work waiting while LinkedIn was away", len(busy))
    yield _none("of them, said to be well", [f"{look.during} {look.stream} {look.shown}" for look in calm])
    yield _none("of them, without how long or how much", [f"{look.during} {look.words}" for look in silent])
    yield _none("streams not well afterwards", [f"{look.stream} {look.words}" for look in last if look.state in ILL])


def table(lines: list[Line]) -> str:
    """The figures as text; what does not hold is marked and names its first records."""
    width = max(len(line.name) for line in lines)
    return "\n".join(_row(line, width) for line in lines)


def _row(line: Line, width: int) -> str:
    mark = "     " if line.must_be is None else "ok   " if line.holds else "WRONG"
    expected = "" if line.holds else f"  (must be {line.must_be:,}) {', '.join(line.wrong)}"
    return f"{mark} {line.name:<{width}} {line.found:>8,}{expected}"

"""Checks of a set-up: each pitfall is found, with whose move it is; a good set-up has none wrong."""

import dataclasses
from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import connections, outflow, set_up
from isthmus.bridge.contracts import Package, PackageState
from isthmus.bridge.integrations import Standing
from isthmus.bridge.models import Connection, Contract
from isthmus.bridge.set_up import Finding, Grade, Situation
from isthmus.bridge.set_up.situation import Asked, Named
from tests import builders

ORGANIZATION = "urn:li:organization:2414183"
HOME = "https://hire.larkfield.example"


def a_contract(**changes) -> Contract:
    return Contract(company_id=None, organization=ORGANIZATION, **changes)


def well(**changes) -> Situation:
    """A set-up with nothing wrong in it."""
    situation = Situation(
        kind="partner",
        state="complete",
        is_stopped=False,
        organization=ORGANIZATION,
        application="urn:li:developerApplication:7",
        apply_connect=True,
        apply_by_default=True,
        public_url=HOME,
        page_origin=HOME,
        is_production=True,
        speaks_to_linkedin=True,
        package=Package(PackageState.ACTIVE, "Active", contract=a_contract(notifications=True)),
        integration=Standing(True, "Active", "", "", now()),
        is_blocked=False,
        last_challenge_at=now(),
        is_overdue=False,
        live_with_apply=3,
        open_jobs=3,
        asked=Asked(skew=timedelta(seconds=1), domains=(HOME,), answers=True),
    )
    return dataclasses.replace(situation, **changes)


def asked(**changes) -> Situation:
    return well(asked=dataclasses.replace(well().asked, **changes))


def package(state: PackageState, **changes) -> Package:
    return Package(state, state.value, "Why.", "What to do.", a_contract(**changes))


def found(situation: Situation, name: str) -> Finding:
    return next(one for one in set_up.judge(situation, now()) if one.name == name)


def test_a_good_set_up_has_nothing_to_do():
    findings = set_up.judge(well(), now())
    assert {one.grade for one in findings} == {Grade.GOOD}
    assert not any(one.what_to_do or one.whose_move for one in findings)


REFUSED = Failure(Kind.MISCONFIGURED, "LinkedIn does not accept the credentials.", code="credentials")
PITFALLS = [
    ("credentials", asked(refused=REFUSED), Grade.WRONG),
    ("credentials", asked(refused=Failure(Kind.TRANSIENT, "No answer.")), Grade.UNKNOWN),
    ("credentials", well(state="incomplete"), Grade.WRONG),
    ("credentials", well(state="killed"), Grade.LOOK),
    ("outflow", well(is_stopped=True), Grade.WRONG),
    ("address", well(public_url="http://hire.larkfield.example"), Grade.WRONG),
    ("address", well(public_url="https://localhost"), Grade.WRONG),
    ("address", well(public_url="http://127.0.0.1:8000"), Grade.WRONG),
    ("webhook", well(is_blocked=True), Grade.WRONG),
    ("webhook", well(is_overdue=True), Grade.WRONG),
    ("webhook", well(last_challenge_at=None), Grade.UNKNOWN),
    ("answer", asked(answers=False), Grade.WRONG),
    ("clock", asked(skew=timedelta(minutes=2)), Grade.WRONG),
    ("clock", asked(skew=timedelta(minutes=-9)), Grade.WRONG),
    ("clock", asked(skew=None), Grade.UNKNOWN),
    ("domains", asked(domains=("https://elsewhere.example",)), Grade.WRONG),
    ("domains", asked(domains=None, domains_failure=REFUSED), Grade.UNKNOWN),
    ("application", well(application=""), Grade.LOOK),
    ("rehearsal", well(speaks_to_linkedin=False), Grade.WRONG),
    ("rehearsal", well(is_production=False), Grade.LOOK),
    ("apply", well(apply_connect=False), Grade.LOOK),
    ("default", well(apply_by_default=False), Grade.LOOK),
    ("contract", well(package=Package(PackageState.NO_CONTRACT, "No contract", "None is chosen.")), Grade.LOOK),
    ("contract", well(organization="urn:li:organization:1"), Grade.WRONG),
    ("contract", well(package=package(PackageState.EXPIRED)), Grade.WRONG),
    ("contract", well(package=package(PackageState.ACTIVE, expires_at=now() + timedelta(days=9))), Grade.LOOK),
    ("switched_on", well(integration=Standing(False, "Not active (pending)", "", "", now())), Grade.WRONG),
    ("switched_on", well(integration=Standing(None, "Not known", "Asked.", "", None)), Grade.UNKNOWN),
    ("notices", well(package=package(PackageState.ACTIVE, notifications=False)), Grade.LOOK),
    ("notices", well(package=package(PackageState.ACTIVE)), Grade.UNKNOWN),
    ("posters", well(without_poster=Named(2, ("Welder", "Baker"))), Grade.LOOK),
    ("locations", well(without_location=Named(9, ("Welder",))), Grade.WRONG),
]


@pytest.mark.parametrize(("name", "situation", "grade"), PITFALLS, ids=[f"{p[0]}-{p[2]}" for p in PITFALLS])
def test_a_pitfall_is_found(name, situation, grade):
    finding = found(situation, name)
    assert finding.grade is grade
    if grade is Grade.WRONG:
        assert finding.whose_move
        assert finding.what_to_do
    assert set_up.judge(situation, now())[0].grade is not Grade.GOOD


def test_a_rehearsal_on_this_machine_needs_no_https():
    situation = well(public_url="http://127.0.0.1:8000", is_production=False, speaks_to_linkedin=False)
    assert found(situation, "address").grade is Grade.GOOD
    assert found(situation, "rehearsal").grade is Grade.GOOD


def test_jobs_are_named_and_more_are_hinted_at():
    assert "Welder …" in found(well(without_location=Named(9, ("Welder",))), "locations").words


def grades(story) -> dict[str, str]:
    with story.cast.acting(story.cast.ines):
        return {one.name: one.grade.value for one in set_up.judge(set_up.look(story.connection()), now())}


def test_looked_at_the_sandbox_answers_for_credentials_clock_domains_and_webhook(live):
    seen = grades(live)
    for name in ("credentials", "outflow", "address", "webhook", "answer", "clock", "apply", "posters"):
        assert seen[name] == "good", name
    assert (seen["contract"], seen["application"]) == ("look", "look")


def test_what_changes_is_seen_at_the_next_look(live):
    with live.cast.acting(live.cast.ines):
        outflow.stop()
        connections.set_default(False)
        builders.a_job(title="Nowhere Yet", locations=["Ghent, Belgium"], poster_email="")
        stranger = Connection.objects.get()
        stranger.client_id = "unknown"
        stranger.save(update_fields=["client_id"])
    seen = grades(live)
    assert (seen["outflow"], seen["default"], seen["posters"]) == ("wrong", "look", "look")
    assert seen["credentials"] == "wrong"

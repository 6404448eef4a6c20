"""What the person will see of a notice, and how far it reaches."""

from uuid import uuid4

import pytest

from isthmus.base.clock import now
from isthmus.bridge import member_view
from isthmus.bridge.contracts import Package, PackageState
from isthmus.bridge.integrations import Standing
from isthmus.bridge.member_view import Reach
from isthmus.bridge.models import Connection, Contract, Integration
from tests import builders

TELLS = Reach(True, "")
EVENTS = ("APPLICATION_VIEWED", "RESUME_DOWNLOADED", "APPLICATION_REJECTED")


@pytest.fixture
def larkfield(cast):
    with cast.acting():
        yield cast


def connect(state: str = "complete", **more) -> Connection:
    return Connection.objects.create(
        kind="direct", state=state, organization="urn:li:organization:1", client_id="c", connected_at=now(), **more
    )


def standing(*, is_on: bool | None) -> Standing:
    return Standing(is_on, "", "", "", None)


@pytest.mark.parametrize("event", EVENTS)
def test_the_person_sees_a_status_with_the_job_and_the_company(larkfield, event):
    application = builders.a_received_application()
    page, mail = member_view.at_linkedin(application, event, "Larkfield Robotics", TELLS)
    assert "on Senior Backend Engineer at Larkfield Robotics" in page.says
    assert "Senior Backend Engineer at Larkfield Robotics" in mail.says
    assert ("72 hours" in page.depends) is (event == "APPLICATION_REJECTED")


def test_where_linkedin_tells_nobody_the_person_sees_nothing_and_why_is_said(larkfield):
    application = builders.a_received_application()
    (sight,) = member_view.at_linkedin(application, EVENTS[0], "Larkfield Robotics", Reach(False, "No contract."))
    assert sight.says == "No contract."


def test_somebody_from_elsewhere_sees_nothing_at_linkedin(larkfield):
    application = builders.a_received_application(said=builders.noor(origin="careers", linkedin_person=""))
    assert member_view.at_linkedin(application, EVENTS[2], "Larkfield Robotics", TELLS) == []


def test_without_a_connection_linkedin_hears_nothing(larkfield):
    assert member_view.reach().tells is False
    assert "not connected" in member_view.reach().why


@pytest.mark.parametrize(("more", "words"), [({"state": "killed"}, "opted out"), ({"stopped_at": now()}, "stopped")])
def test_opted_out_or_stopped_it_hears_nothing(larkfield, more, words):
    connect(**more)
    assert member_view.reach().tells is False
    assert words in member_view.reach().why


def test_without_a_contract_it_hears_and_tells_nobody(larkfield):
    Integration.objects.create(connection_id=connect().id, kind="APPLY_CONNECT", is_known=False)
    assert member_view.reach().tells is False
    assert "No Recruiter contract is chosen" in member_view.reach().why


def test_without_a_contract_an_integration_nobody_has_read_is_not_known(larkfield):
    connect()
    assert member_view.reach().tells is None
    assert "is not known" in member_view.reach().why


def test_an_integration_that_is_on_may_tell_although_no_contract_is_chosen_here(larkfield):
    Integration.objects.create(connection_id=connect().id, kind="APPLY_CONNECT", is_known=True, state="ENABLED")
    assert member_view.reach().tells is None
    assert "the integration is on at LinkedIn" in member_view.reach().why


@pytest.mark.parametrize(("consent", "tells"), [(True, True), (False, False), (None, None)])
def test_with_a_package_the_tick_decides_as_far_as_it_is_known(consent, tells):
    package = Package(PackageState.ACTIVE, "Active", contract=Contract(company_id=uuid4(), notifications=consent))
    assert member_view.as_it_stands(package, standing(is_on=True)).tells is tells


def test_a_package_nobody_knows_of_is_not_known():
    package = Package(PackageState.UNKNOWN, "Not known", "LinkedIn is asked.")
    assert member_view.as_it_stands(package, standing(is_on=None)).tells is None

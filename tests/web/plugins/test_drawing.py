"""LinkedIn's plugins on our pages: drawn with a connection and, for people, its package; nothing from elsewhere."""

import dataclasses

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from isthmus.bridge import capabilities, outflow
from isthmus.bridge.models import Connection, Contract, Integration
from isthmus.web import plugins
from isthmus.web.plugins import Kind, Person, Plugins
from tests.web.rooms import ORGANIZATION

APPLICATION = "urn:li:jobApplication:7200000001"
SANDBOX = "http://127.0.0.1:8700"


@pytest.fixture
def at_the_sandbox(settings):
    settings.CONFIG = dataclasses.replace(
        settings.CONFIG, linkedin_platform_url=f"{SANDBOX}/", linkedin_www_url="https://www.li.example:443"
    )


def package(rooms, state: str) -> None:
    with rooms.cast.acting():
        connection = Connection.objects.get()
        Contract.objects.create(connection_id=connection.id, organization=connection.organization)
        Integration.objects.create(connection_id=connection.id, kind="APPLY_CONNECT", is_known=True, state=state)


def page(rooms, *kinds: Kind) -> Plugins:
    with rooms.cast.acting():
        return plugins.for_page(*kinds)


def drawn(template: str, **values) -> str:
    return Template(CottonCompiler().process(template)).render(Context(values | {"CSP_NONCE": "n0nce"}))


def test_without_a_connection_nothing_is_loaded_and_the_page_says_why(rooms):
    found = page(rooms, Kind.ONBOARDING)
    assert "not connected" in found.why
    response = plugins.allow(HttpResponse(), found)
    assert not hasattr(response, "_csp_update")
    assert drawn('<c-plugin-script :plugins="plugins" />', plugins=found).strip() == ""
    assert found.onboarding(callback="isthmusIntegrated") is None


def test_a_killed_connection_draws_nothing(rooms):
    rooms.connect()
    with rooms.cast.acting():
        Connection.objects.update(state="killed")
    assert "opted out" in page(rooms, Kind.ONBOARDING).why


def test_the_kill_switch_shows_nobody_to_linkedin_either(rooms):
    rooms.connect()
    package(rooms, "ENABLED")
    assert page(rooms, Kind.HIGHLIGHTS, Kind.PROFILE).are_drawn
    with rooms.cast.acting(rooms.cast.ines):
        outflow.stop()
        listed = {one.name: one.standing.value for one in capabilities.of(Connection.objects.get())}
    assert "stopped all outflow" in page(rooms, Kind.HIGHLIGHTS, Kind.PROFILE).why
    assert page(rooms, Kind.ONBOARDING).are_drawn
    assert {listed[name] for name in ("post", "tell", "highlights", "profile", "notices")} == {"off"}


@pytest.mark.parametrize(("state", "words"), [("PENDING", "not active (pending)"), ("", "Recruiter admin")])
def test_people_need_the_package_and_the_contract_dialog_does_not(rooms, state, words):
    rooms.connect()
    package(rooms, state)
    found = page(rooms, Kind.HIGHLIGHTS)
    assert not found.are_drawn
    assert words.lower() in found.why.lower()
    assert page(rooms, Kind.ONBOARDING).are_drawn


def test_without_a_contract_the_page_says_that_none_is_chosen(rooms):
    rooms.connect()
    assert "No Recruiter contract is chosen" in page(rooms, Kind.PROFILE).why


def test_the_browser_may_load_from_the_configured_addresses_and_no_others(rooms, at_the_sandbox):
    rooms.connect()
    response = plugins.allow(HttpResponse(), page(rooms, Kind.ONBOARDING))
    origins = [SANDBOX, "https://www.li.example"]
    assert response._csp_update["script-src"] == origins
    assert response._csp_update["frame-src"] == ["'self'", *origins]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_the_script_carries_the_childs_id_and_the_extensions(rooms, at_the_sandbox):
    rooms.connect()
    package(rooms, "ENABLED")
    text = drawn('<c-plugin-script :plugins="plugins" />', plugins=page(rooms, Kind.HIGHLIGHTS, Kind.PROFILE))
    assert f'src="{SANDBOX}/xdoor/scripts/in.js"' in text
    assert "api_key: c7" in text
    assert (
        "extensions: ApplicantHighlights@https://www.li.example:443/talentwidgets/extensions/applicant-highlights-widget,"
        f" HcmWidget@{SANDBOX}/rsc/extensions/profile-widget" in text
    )
    assert text.count('nonce="n0nce"') == 2


def test_a_client_id_cannot_add_settings_to_the_script(rooms):
    rooms.connect()
    with rooms.cast.acting():
        Connection.objects.update(client_id="c7\n extensions: Evil@https://evil.example </script><b>")
    text = drawn('<c-plugin-script :plugins="plugins" />', plugins=page(rooms, Kind.ONBOARDING))
    assert "<b>" not in text
    assert [line.strip().partition(":")[0] for line in text.splitlines() if "Evil" in line] == ["api_key"]


def test_an_applicant_of_linkedins_is_named_by_the_application_alone(rooms):
    rooms.connect()
    package(rooms, "ENABLED")
    person = Person(application=APPLICATION, posting="J-1", email="noor@tessel.example")
    tag = page(rooms, Kind.HIGHLIGHTS).highlights(person)
    assert tag.attributes == {"integration-context": ORGANIZATION, "li-job-application-id": APPLICATION}


def test_a_person_from_elsewhere_is_named_by_job_and_address(rooms):
    rooms.connect()
    package(rooms, "ENABLED")
    tag = page(rooms, Kind.PROFILE).full_profile(Person(posting="J-1", email='"><script>@tessel.example'))
    assert tag.attributes["ats-job-posting-id"] == "J-1"
    text = drawn('<c-plugin :tag="tag" />', tag=tag)
    assert 'data-plugin="HcmWidget"' in text
    assert 'data-widget-type="ATS"' in text
    assert "<script>" not in text


@pytest.mark.parametrize("person", [Person(), Person(posting="J-1"), Person(email="noor@tessel.example")])
def test_nobody_named_draws_nothing_where_linkedins_script_would_throw(rooms, person):
    rooms.connect()
    package(rooms, "ENABLED")
    found = page(rooms, Kind.HIGHLIGHTS, Kind.PROFILE)
    assert found.highlights(person) is None
    assert found.full_profile(person) is None


def test_a_kind_that_was_not_asked_for_is_not_drawn(rooms):
    rooms.connect()
    package(rooms, "ENABLED")
    assert page(rooms, Kind.HIGHLIGHTS).full_profile(Person(application=APPLICATION)) is None

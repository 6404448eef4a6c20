"""Settings → LinkedIn → Apply Connect: toggle and terms, default, contract, two states apart, what works now."""

import dataclasses
import json

import pytest

from isthmus.bridge import connections
from isthmus.bridge.models import Connection, Contract, Integration
from tests.web.rooms import ORGANIZATION, said, words

HERE = "linkedin:apply"


def told(**members) -> str:
    """A callback about our own organization with these members."""
    return json.dumps([{"integrationContext": ORGANIZATION, **members}])


def connection(rooms) -> Connection:
    with rooms.cast.acting():
        return connections.current()


def package(rooms, state: str, **changes) -> None:
    with rooms.cast.acting(rooms.cast.ines):
        found = connections.current()
        values = {"connection_id": found.id, "organization": ORGANIZATION, "chosen_by": rooms.cast.ines.id}
        Contract.objects.create(**(values | changes))
        Integration.objects.create(connection_id=found.id, kind="APPLY_CONNECT", is_known=True, state=state)


def not_known_there(rooms) -> None:
    """Connected, and LinkedIn has said that it knows no integration of the company."""
    found = rooms.connect()
    with rooms.cast.acting(rooms.cast.ines):
        Integration.objects.create(connection_id=found.id, kind="APPLY_CONNECT", is_known=False)


def test_without_a_connection_it_says_what_comes_first(rooms, admin):
    assert "LinkedIn is not connected" in words(admin.get(rooms.at(HERE)))


def test_linkedins_terms_are_named_and_linked_beside_the_toggle(rooms, admin):
    rooms.connect()
    page = admin.get(rooms.at(HERE)).content.decode()
    toggle, terms = page.index('role="switch"'), page.index("https://www.linkedin.com/legal/jobs-terms-conditions")
    assert toggle < terms < page.index("by default for all my LinkedIn job postings")


def test_the_default_can_be_switched(rooms, admin):
    rooms.connect()
    admin.post(rooms.at("linkedin:default"))
    assert not connection(rooms).apply_by_default
    admin.post(rooms.at("linkedin:default"), {"on": "yes"})
    assert connection(rooms).apply_by_default


def test_switched_off_it_says_where_it_matters(rooms, admin):
    rooms.connect()
    admin.post(rooms.at("linkedin:apply_connect"), {"on": "no"})
    assert not connection(rooms).apply_connect
    text = words(admin.get(rooms.at(HERE)))
    assert "Receive applications Off Apply Connect is switched off" in text
    assert "Integration off" in text


def test_switching_it_off_names_the_postings(rooms, admin):
    rooms.connect()
    rooms.published_job(linkedin_apply=True)
    assert "1 posting with Apply Connect is told to LinkedIn again without it" in words(admin.get(rooms.at(HERE)))


def test_without_a_contract_two_states_differ_and_what_needs_one_says_so(rooms, admin):
    not_known_there(rooms)
    text = words(admin.get(rooms.at(HERE)))
    assert "Integration on" in text
    assert "Apply package No contract" in text
    assert "Post jobs On" in text
    assert "Applicant highlights in lists Off No Recruiter contract is chosen" in text
    assert "Notices to applicants by LinkedIn Off No Recruiter contract is chosen" in text


def test_a_contract_that_waits_says_whose_move_it_is(rooms, admin):
    rooms.connect()
    package(rooms, "PENDING")
    text = words(admin.get(rooms.at(HERE)))
    assert "Chosen, not switched on yet" in text
    assert "A Recruiter admin of your company switches the integration on" in text


def test_an_active_package_shows_the_contract_and_what_linkedin_does_not_tell(rooms, admin):
    rooms.connect()
    package(rooms, "ENABLED", notifications=True, name="<b>Larkfield</b>")
    response = admin.get(rooms.at(HERE))
    text = words(response)
    assert "Apply package Active" in text
    assert "Applicant highlights in lists On" in text
    assert "its API does not tell which one" in text
    assert "Applicant notifications Ticked" in text
    assert "by Ines Okafor" in text
    assert b"<b>Larkfield" not in response.content


def test_linkedins_window_opens_on_a_page_of_its_own_that_may_load_it(rooms, admin, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, linkedin_platform_url="https://platform.li.example")
    rooms.connect()
    closed, opened = admin.get(rooms.at(HERE)), admin.get(rooms.at("linkedin:contract"))
    assert "platform.li.example" not in closed["Content-Security-Policy"] + closed.content.decode()
    assert "https://platform.li.example" in opened["Content-Security-Policy"]
    page = opened.content.decode()
    assert 'data-plugin="ATSIntegrationWidget"' in page
    assert "api_key: c7" in page
    assert 'data-onintegrate="isthmusIntegrated"' in page


@pytest.mark.parametrize(
    ("callback", "reason"),
    [
        ("", "cannot be read"),
        ("[]", "named no integration"),
        (
            '[{"integrationContext": "urn:li:organization:1", "integrationType": "APPLY_CONNECT"}]',
            "another organization",
        ),
        (told(contractType="Recruiter Lite"), "Recruiter Lite"),
        (told(contractExpired=True), "has expired"),
    ],
)
def test_what_may_not_be_is_refused_with_the_reason_and_nothing_saved(rooms, admin, callback, reason):
    rooms.connect()
    response = admin.post(rooms.at("linkedin:choose_contract"), {"integrations": callback})
    assert reason in said(response)[0]
    with rooms.cast.acting():
        assert not Contract.objects.exists()


def test_the_contract_can_be_removed(rooms, admin):
    rooms.connect()
    package(rooms, "ENABLED")
    response = admin.post(rooms.at("linkedin:remove_contract"))
    assert "stays until it is switched off" in said(response)[0]
    assert "No contract" in words(admin.get(rooms.at(HERE)))


def test_switching_on_with_open_jobs_shows_them_first(rooms, admin):
    rooms.connect(apply_connect=False)
    good, bad = rooms.job(title="Welder"), rooms.job(title="Designer", description="<p>Soon.</p>")
    response = admin.post(rooms.at("linkedin:apply_connect"), {"on": "yes"}, follow=True)
    assert not connection(rooms).apply_connect
    text = words(response)
    assert "Switch Apply Connect on and send the open jobs?" in text
    assert text.index("Welder") < text.index("Stays behind") < text.index("Designer")
    response = admin.post(rooms.at("linkedin:first_publish_send"), {"switch": "on", "go": [str(good.id), str(bad.id)]})
    assert connection(rooms).apply_connect
    assert "1 job is being sent" in said(response)[0]
    assert "Designer" in said(response)[1]


def test_recruiters_may_answer_for_jobs_and_not_for_the_switch(rooms, recruiter):
    rooms.connect(apply_connect=False)
    job = rooms.job()
    refused = recruiter.post(rooms.at("linkedin:first_publish_send"), {"switch": "on", "go": str(job.id)})
    assert refused.status_code == 403
    response = recruiter.post(rooms.at("linkedin:first_publish_send"), {"job": str(job.id), "go": str(job.id)})
    assert response.status_code == 302
    assert not connection(rooms).apply_connect


def test_another_companys_job_is_not_found(rooms, recruiter):
    rooms.connect()
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        from tests import builders

        theirs = builders.a_job()
    assert recruiter.get(rooms.at("linkedin:first_publish") + f"?job={theirs.id}").status_code == 404
    recruiter.post(rooms.at("linkedin:first_publish_send"), {"go": [str(theirs.id), "no-id", ""]})
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        from isthmus.hiring.models import Posting

        assert not Posting.objects.exists()


def test_a_first_publish_asks_about_the_other_open_jobs_and_a_second_does_not(rooms, recruiter):
    rooms.connect()
    first, other = rooms.job(), rooms.job(title="Welder")
    response = recruiter.post(rooms.at("jobs:publish", job_id=first.id), follow=True)
    text = words(response)
    assert "once one of your jobs goes, all your open public jobs go" in text
    assert text.index("Senior Backend Engineer") < text.index("Welder")
    assert "Each goes without Apply Connect" in text
    given = {"job": str(first.id), "apply": "no", "go": [str(first.id)]}
    assert "1 job is being sent" in said(recruiter.post(rooms.at("linkedin:first_publish_send"), given))[0]
    response = recruiter.post(rooms.at("jobs:publish", job_id=other.id), {"linkedin_apply": "on"})
    assert response.url == rooms.at("jobs:job", job_id=other.id)

"""The partner's address registered in the sandbox's developer portal: what its LinkedIn tells, end to end."""

import pytest

from isthmus.bridge import connections, integrations
from isthmus.bridge.notifications import portal
from isthmus.hiring import feed
from isthmus.sync import lanes


@pytest.fixture
def customer(story):
    """Larkfield as a customer of the parent, with a live posting that has LinkedIn's form."""
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.set_apply_connect(True)
    story.publish()
    story.settle()
    assert story.posting().state == "listed"
    return story


def register(story, *events: str) -> None:
    for event in events:
        assert story.sandbox.act("portal-webhooks", event=event, url=portal.url())["state"] == "ACTIVE"


def happens(story, what: str, **more) -> None:
    """Something happens to the job at LinkedIn, which tells us; only what it tells is handled, nothing is read."""
    (job,) = story.sandbox.look("jobs")["jobs"]
    story.sandbox.act(f"jobs/{job['id']}/{what}", **more)
    story.sandbox.tick()
    lanes.run(story.company_id, story.connection().id, "inbox")


def news(story) -> list[str]:
    with story.cast.acting():
        return [item.title for item in feed.recent() if item.kind == "posting"]


@pytest.mark.parametrize("signer", ["parent", "child"])
@pytest.mark.parametrize("names", [False, True])
def test_linkedin_asks_for_a_posting_again_and_gets_it(customer, signer, names):
    customer.sandbox.choose(portal_webhook_signing_key=signer, portal_challenge_names_application=names)
    register(customer, "RESYNC_JOBS")
    customer.sandbox.act("resync", client_id=customer.connection().client_id, jobs=[str(customer.job_id)])
    customer.settle(3)
    assert customer.operations() == ["CREATE", "UPDATE"]
    assert customer.issues() == []


def test_the_allowance_used_up_shows_at_once(customer):
    register(customer, "JOB_POSTING_STATUS")
    happens(customer, "cap")
    posting = customer.posting()
    assert (posting.state, posting.whose_move) == ("off_site", "the record's owner")
    assert posting.fix.startswith("Promote the job")
    assert len(customer.issues()) == 1
    assert any("switched its application form off" in title for title in news(customer))
    happens(customer, "promote")
    lanes.run_due()
    assert customer.posting().promotion_status == "PROMOTED"


def test_a_job_reported_by_members_shows_at_once(customer):
    register(customer, "JOB_POSTING_STATUS")
    happens(customer, "report", times=3)
    assert customer.posting().state == "not_listed"
    (issue,) = customer.issues()
    assert "members" in issue.title
    assert any(title.startswith("LinkedIn no longer lists") for title in news(customer))


def test_without_a_registration_reading_finds_the_same(customer):
    happens(customer, "cap")
    assert customer.posting().state == "listed"
    customer.sandbox.advance(1000)
    lanes.run_due()
    assert customer.posting().state == "off_site"
    assert len(customer.issues()) == 1


def test_a_switch_of_the_integration_is_seen_without_any_event(customer):
    (row,) = [
        one
        for one in customer.sandbox.look("integrations")["integrations"]
        if one["integration_type"] == "APPLY_CONNECT" and one["name"].startswith("Apply Connect - ")
    ]
    customer.sandbox.act(f"integrations/{row['id']}/switch", on=False)
    customer.sandbox.advance(25 * 3600)
    lanes.run_due()
    with customer.cast.acting():
        assert integrations.standing(customer.connection().id).is_on is False

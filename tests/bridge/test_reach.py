"""Whether LinkedIn still reaches a company's webhook: blocked ones are found, explained, and checked again."""

import pytest
from django.db.models.signals import post_save

from isthmus.base.failures import IsthmusError
from isthmus.bridge import connections
from isthmus.bridge.models import WebhookWatch
from isthmus.bridge.notifications import blocked, challenges, watch
from isthmus.sync import freshness, lanes
from isthmus.sync.models import Exchange
from tests.bridge.conftest import deaf

TWO_HOURS = 7200


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


def seen(story) -> WebhookWatch:
    with story.cast.acting():
        return WebhookWatch.objects.get()


def applications(story) -> freshness.StreamHealth:
    with story.cast.acting():
        return next(stream for stream in freshness.report() if stream.name == "applications")


def block(story) -> None:
    deaf.set()
    for _ in range(3):
        story.sandbox.advance(TWO_HOURS + 60)
        story.sandbox.tick()


def hooks(story) -> list[str]:
    return [hook["state"] for hook in story.sandbox.look("webhooks")["webhooks"]]


@pytest.mark.parametrize("names", ["first", "second"])
def test_a_blocked_webhook_is_found_explained_and_checked_again_once_we_answer(customer, names):
    customer.sandbox.choose(developer_webhook_fields=names)
    lanes.run_due()
    assert (seen(customer).state, customer.issues()) == ("active", [])
    block(customer)
    assert hooks(customer) == ["BLOCKED"]
    lanes.run_due()
    found = seen(customer)
    assert (found.state, found.answers, found.asked_at) == ("blocked", False, None)
    (issue,) = customer.issues()
    assert issue.title.startswith("LinkedIn has blocked this company’s webhook")
    assert "Blocked since" in issue.what_to_do
    assert "makes the address reachable" in issue.what_to_do
    deaf.clear()
    customer.sandbox.advance(16 * 60)
    lanes.run_due()
    assert seen(customer).answers
    assert seen(customer).asked_at is not None
    customer.sandbox.tick()
    assert hooks(customer) == ["ACTIVE"]
    customer.sandbox.advance(16 * 60)
    lanes.run_due()
    assert (seen(customer).state, seen(customer).outcome) == ("active", "LinkedIn has unblocked the webhook.")
    assert customer.issues() == []


def test_a_person_may_ask_although_our_own_test_fails(customer):
    block(customer)
    lanes.run_due()
    with customer.cast.acting(customer.cast.ines):
        watch.ask_linkedin()
    lanes.run_due()
    assert seen(customer).asked_at is not None
    assert customer.sent("developerWebhooks.action") == 1
    assert hooks(customer) == ["BLOCKED"]


def test_asking_about_a_webhook_that_is_not_blocked_says_so(customer):
    with customer.cast.acting(customer.cast.ines):
        watch.ask_linkedin()
    lanes.run_due()
    assert seen(customer).outcome == "LinkedIn does not have it blocked; there is nothing to ask."


def test_a_wish_that_comes_while_linkedin_is_asked_is_seen_to_at_once(customer):
    def wish(**_more):
        post_save.disconnect(wish, Exchange)
        watch.ask_linkedin()

    with customer.cast.acting(customer.cast.ines):
        watch.ask_linkedin()
    blocked.forget()
    post_save.connect(wish, Exchange, weak=False)
    lanes.run_due()
    lanes.run_due()
    assert not post_save.disconnect(wish, Exchange)
    assert seen(customer).wanted_at is None


def test_another_childs_block_is_not_ours(customer):
    block(customer)
    deaf.clear()
    with customer.cast.acting(customer.cast.ines):
        connection = customer.connection()
        connection.application = "urn:li:developerApplication:42"
        connection.sealed_webhook_token = b""
        connection.save(update_fields=["application", "sealed_webhook_token"])
    lanes.run_due()
    assert seen(customer).state == "active"
    assert not [issue for issue in customer.issues() if issue.fingerprint.startswith("webhook:")]


def test_challenges_that_stay_away_make_the_stream_amber(customer):
    assert applications(customer).state != "late"
    deaf.set()
    with customer.cast.acting():
        last = challenges.last_answered(customer.connection().id)
    assert last is not None
    customer.sandbox.advance(TWO_HOURS + 14 * 60)
    assert applications(customer).state != "late"
    customer.sandbox.advance(20 * 60)
    late = applications(customer)
    assert (late.state, late.words.partition(";")[0]) == ("late", "LinkedIn has not checked the webhook since 2 h ago")


def test_a_direct_connection_is_told_where_to_ask(live):
    with live.cast.acting(live.cast.ines):
        watch.ask_linkedin()
    lanes.run_due()
    assert seen(live).outcome == watch.IN_THE_PORTAL


def test_without_a_connection_nobody_can_be_asked(story):
    with story.cast.acting(story.cast.ines), pytest.raises(IsthmusError):
        watch.ask_linkedin()

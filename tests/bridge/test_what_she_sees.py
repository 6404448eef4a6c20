"""What our pages say before that a person will see at LinkedIn, against what she sees there afterwards."""

import pytest

from isthmus.bridge import connections, contracts, integrations, member_view
from isthmus.sync import lanes
from tests.bridge import onboarding

REJECTED = "APPLICATION_REJECTED"
OURS = "209001"


@pytest.fixture
def customer(story):
    """Larkfield as a customer of the parent with a live posting, and no contract here nor an integration that is on."""
    of_another_child = {"client_id": story.sandbox.child_client_id, "context": story.organization}
    story.sandbox.act("integrations", **of_another_child, enabled=False)
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.set_apply_connect(True)
    story.publish()
    story.settle()
    return story


def with_a_contract(story, *, notify: bool, on: bool = True) -> None:
    """The company's contract chosen in LinkedIn's window, and switched on in Recruiter as far as asked."""
    callback, _ = onboarding.window(story, OURS, notify=notify)
    with story.cast.acting(story.cast.ines):
        contracts.choose(callback)
    lanes.run_due()
    if on:
        onboarding.switch(story, on=True)
        read_again(story)


def read_again(story) -> None:
    with story.cast.acting(story.cast.ines):
        integrations.ask_now(story.connection().id)
    lanes.run_due()


def foretold(story) -> tuple[bool | None, list[str]]:
    """Whether LinkedIn tells, as the dialog says, and the places it names."""
    application = story.application()
    with story.cast.acting():
        reach = member_view.reach()
        return reach.tells, [
            one.where for one in member_view.at_linkedin(application, REJECTED, "Larkfield Robotics", reach)
        ]


def applied_then_rejected(story) -> tuple[bool | None, list[str], list[str]]:
    """What was foretold of the rejection, and then the mails she got and what her page shows."""
    story.noor_applies()
    story.settle()
    tells, places = foretold(story)
    story.view()
    story.reject()
    story.settle()
    assert story.facts() == [("APPLICATION_VIEWED", "sent"), (REJECTED, "sent")]
    return tells, places, story.her_mails()


def test_without_a_contract_she_is_told_nothing_as_was_said(customer):
    tells, places, mails = applied_then_rejected(customer)
    assert (tells, places) == (False, ["Nothing, as it stands"])
    assert mails == ["APPLICATION_SUBMITTED"]
    assert "not selected" not in str(customer.her_page()).lower()


def test_with_the_contract_ticked_and_on_she_is_told_what_was_said(customer):
    with_a_contract(customer, notify=True)
    tells, places, mails = applied_then_rejected(customer)
    assert (tells, len(places)) == (None, 2)
    assert mails == ["APPLICATION_SUBMITTED", "APPLICATION_VIEWED", REJECTED]
    assert "not selected" in str(customer.her_page()).lower()


def test_chosen_and_not_switched_on_she_is_told_nothing_as_was_said(customer):
    with_a_contract(customer, notify=True, on=False)
    tells, places, mails = applied_then_rejected(customer)
    assert (tells, places) == (False, ["Nothing, as it stands"])
    assert mails == ["APPLICATION_SUBMITTED"]


def test_not_ticked_she_is_told_nothing_which_linkedins_api_does_not_say(customer):
    with_a_contract(customer, notify=False)
    tells, _, mails = applied_then_rejected(customer)
    assert (tells, mails) == (None, ["APPLICATION_SUBMITTED"])


def test_removed_here_and_on_at_linkedin_it_is_not_said_that_nobody_is_told(customer):
    with_a_contract(customer, notify=True)
    with customer.cast.acting(customer.cast.ines):
        contracts.remove()
    tells, places, mails = applied_then_rejected(customer)
    assert (tells, len(places)) == (None, 2)
    assert mails[-1] == REJECTED


def test_switched_off_at_linkedin_nobody_is_told_as_was_said(customer):
    with_a_contract(customer, notify=True)
    onboarding.switch(customer, on=False)
    read_again(customer)
    tells, places, mails = applied_then_rejected(customer)
    assert (tells, places) == (False, ["Nothing, as it stands"])
    assert mails == ["APPLICATION_SUBMITTED"]


def test_where_the_sandbox_takes_the_kinder_reading_she_is_told_without_a_contract(customer):
    customer.sandbox.choose(applicant_notifications=True)
    assert applied_then_rejected(customer)[2][-1] == REJECTED

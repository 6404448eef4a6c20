"""LinkedIn refuses credentials again and again: nobody insists, and it is said once whose move it is."""

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.bridge import clients, connections, relink
from isthmus.bridge.models import Connection
from isthmus.sync.models import Exchange

HOUR = 3600


@pytest.fixture
def rolled(live):
    """LinkedIn's side has another secret than we know. Gives the story."""
    with live.cast.acting(live.cast.ines):
        connection = live.connection()
        connection.sealed_secret = clients.seal_secret(connection, "gone stale")
        connection.save()
    live.sandbox.advance(1000)
    return live


def asked_for_tokens(story) -> int:
    with story.cast.acting():
        return Exchange.objects.filter(operation="token", status__gte=400).count()


def hours(story, count: int) -> None:
    for _ in range(count):
        story.sandbox.advance(HOUR)
        story.settle(1)


def test_after_a_few_refusals_in_a_row_linkedin_is_asked_ever_more_seldom(rolled):
    hours(rolled, 3)
    soon = asked_for_tokens(rolled)
    assert soon >= relink.REFUSALS_IN_A_ROW
    hours(rolled, 24)
    assert asked_for_tokens(rolled) - soon <= 5


def test_it_is_one_issue_with_whose_move_it_is(rolled):
    hours(rolled, 6)
    (issue,) = rolled.issues()
    assert (issue.kind, issue.action, issue.entity) == ("misconfigured", "settings", "connection")
    assert "enters the present client id and secret" in issue.what_to_do


def test_the_new_secret_ends_the_pause_at_once(rolled):
    hours(rolled, 6)
    rolled.publish(title="Controls engineer")
    rolled.settle(1)
    before = rolled.sent("simpleJobPostings.batch_create")
    with rolled.cast.acting(rolled.cast.ines):
        connections.enter_secret(rolled.sandbox.child_client_secret)
    rolled.settle()
    assert rolled.sent("simpleJobPostings.batch_create") > before
    assert (rolled.connection().state, rolled.connection().refusals, rolled.issues()) == ("complete", 0, [])


def test_one_caller_finds_out_whether_the_old_secret_works_again(rolled):
    hours(rolled, 3)
    connection = rolled.connection()
    with pytest.raises(IsthmusError, match="several times in a row"):
        clients.caller_for(connection.company_id, connection.id)
    rolled.sandbox.advance(25 * HOUR)
    assert clients.caller_for(connection.company_id, connection.id).id == connection.id
    with pytest.raises(IsthmusError, match="several times in a row"):
        clients.caller_for(connection.company_id, connection.id)


def test_a_call_that_works_lets_everybody_go_on(rolled):
    hours(rolled, 3)
    with rolled.cast.acting():
        connection = rolled.connection()
        connection.sealed_secret = clients.seal_secret(connection, rolled.sandbox.child_client_secret)
        connection.save(update_fields=["sealed_secret"])
    hours(rolled, 12)
    with rolled.cast.acting():
        found = Connection.objects.get()
    assert (found.state, found.refusals, found.refused_until, found.trouble) == ("complete", 0, None, "")
    assert rolled.issues() == []

"""Work is handed to a colleague with context, accepted, finished or returned; everybody sees who has it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.hiring import handovers, notes, team, timeline
from isthmus.hiring.handovers import Task
from isthmus.hiring.models import HandOver, Note
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate
from isthmus.store.models import Change
from isthmus.store.tenancy import acting_for
from tests.builders import a_received_application


@pytest.fixture
def application(cast):
    with cast.acting():
        return a_received_application()


@pytest.fixture
def handed(cast, application) -> HandOver:
    """Tomas asks Marek."""
    with cast.acting():
        task = Task(cast.marek.id, "Interview her on Thursday", "She can start in June.", now().date())
        return handovers.hand_over(application.candidate_id, task, application_id=application.id)


def test_today_is_today_where_the_giver_is(cast, application, move_clock):
    move_clock(((6 - now().hour) % 24) * 3600)
    evening_before = now().date() - timedelta(days=1)
    task = Task(cast.marek.id, "Call her", "Before she leaves.", evening_before)
    with cast.acting(), pytest.raises(Refused):
        handovers.hand_over(application.candidate_id, task)
    with cast.acting(), timezone.override("America/Los_Angeles"):
        assert handovers.hand_over(application.candidate_id, task).due_on == evening_before


def owner(cast, application) -> tuple[str, str]:
    with cast.acting():
        found = handovers.owners_of([application.id]).get(application.id, handovers.Owner())
    return found.name, found.asked_name


def test_the_receiver_finds_it_unread_with_its_context(cast, handed):
    with cast.acting(cast.marek):
        (mine,) = handovers.received_by(cast.marek.id)
        assert (mine.task, mine.note.body, mine.seen_at) == (
            "Interview her on Thursday",
            "She can start in June.",
            None,
        )
        handovers.see(mine.candidate_id)
        assert handovers.received_by(cast.marek.id).get().seen_at is not None
    with cast.acting():
        assert handovers.given_by(cast.tomas.id).get().id == handed.id
        assert not handovers.received_by(cast.tomas.id).exists()


def test_somebody_else_s_look_leaves_it_unread(cast, handed):
    with cast.acting(cast.ines):
        handovers.see(handed.candidate_id)
        assert HandOver.objects.get().seen_at is None


def test_accepting_makes_the_owner_and_finishing_keeps_them(cast, application, handed):
    assert owner(cast, application) == ("", "Marek Vold")
    with cast.acting(cast.marek):
        handovers.accept(handed.id)
        handovers.accept(handed.id)
    assert owner(cast, application) == ("Marek Vold", "")
    with cast.acting(cast.marek):
        handovers.finish(handed.id, "She is good.")
        assert not handovers.received_by(cast.marek.id).exists()
    assert owner(cast, application) == ("Marek Vold", "")


def test_returning_says_why_and_gives_it_back(cast, application, handed):
    with cast.acting(cast.marek):
        with pytest.raises(Refused, match="Say why"):
            handovers.give_back(handed.id, " ")
        handovers.give_back(handed.id, "I am away on Thursday.")
    assert owner(cast, application) == ("Tomas Brandt", "")


def test_taking_back_leaves_it_as_it_was(cast, application, handed):
    with cast.acting():
        handovers.take_back(handed.id)
    assert owner(cast, application) == ("", "")


def test_an_admin_frees_what_somebody_holds(cast, handed):
    with cast.acting(cast.ines):
        assert handovers.take_back(handed.id, "Marek left").state == "taken_back"


def test_nobody_acts_for_somebody_else(cast, handed):
    for act in (handovers.accept, handovers.finish, lambda i: handovers.give_back(i, "x")):
        with cast.acting(), pytest.raises(Refused, match="Only who it was handed to"):
            act(handed.id)
    with cast.acting(cast.marek), pytest.raises(Refused, match="an admin"):
        handovers.take_back(handed.id)
    with cast.acting(cast.dele, cast.orrin), pytest.raises(HandOver.DoesNotExist):
        handovers.accept(handed.id)


def test_what_has_ended_stays_ended(cast, handed):
    with cast.acting(cast.marek):
        handovers.finish(handed.id)
        for act in (handovers.accept, handovers.finish, lambda i: handovers.give_back(i, "x")):
            with pytest.raises(Refused, match="has ended: done"):
                act(handed.id)


def test_it_is_held_by_one_and_handed_on_by_that_one(cast, application, handed):
    to_ines = Task(cast.ines.id, "Decide", "Marek likes her.")
    with cast.acting(), pytest.raises(Refused, match="Marek Vold has this already"):
        handovers.hand_over(application.candidate_id, to_ines, application_id=application.id)
    with cast.acting(cast.marek):
        handovers.accept(handed.id)
        handovers.hand_over(application.candidate_id, to_ines, application_id=application.id)
        assert HandOver.objects.get(id=handed.id).state == "done"
    assert owner(cast, application) == ("Marek Vold", "Ines Okafor")


def test_a_person_without_application_is_handed_over_too(cast, application):
    with cast.acting():
        handovers.hand_over(application.candidate_id, Task(cast.marek.id, "Meet her", "At the fair."))
        assert handovers.of_candidate(application.candidate_id).get().application is None
        with pytest.raises(Refused, match="already"):
            handovers.hand_over(application.candidate_id, Task(cast.ines.id, "Meet her", "At the fair."))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"task": " \x00"}, "does not say what to do"),
        ({"task": "x" * 301}, "longer than 300"),
        ({"context": ""}, "no context"),
        ({"context": "x" * 100_000}, "longer than 20000"),
        ({"due_on": now().date() - timedelta(days=2)}, "past"),
        ({"to": "petra"}, "nobody who may see candidates"),
        ({"to": "tomas"}, "have it already"),
        ({"to": "stranger"}, "nobody who may see candidates"),
        ({"audience": "team"}, "may not read"),
        ({"audience": "author"}, "may not read"),
    ],
)
def test_a_useless_hand_over_is_refused_and_leaves_nothing(cast, application, changes, words):
    to = changes.pop("to", "marek")
    receiver = new_id() if to == "stranger" else getattr(cast, to).id
    whole = {"task": "Call", "context": "Now", **changes}
    with cast.acting():
        if whole.get("audience") == "team":
            team.set_team(application.job_id, [team.Part(cast.ines.id)])
        with pytest.raises(Refused, match=words):
            handovers.hand_over(application.candidate_id, Task(receiver, **whole), application_id=application.id)
        assert not HandOver.objects.exists() and not Note.objects.exists()


def test_a_program_hands_nothing_over(cast, application):
    with acting_for(cast.larkfield.id, cause="api key"), pytest.raises(Refused, match="program"):
        handovers.hand_over(application.candidate_id, Task(cast.marek.id, "Call", "Now"))


def test_another_companys_candidate_is_not_there(cast, application):
    with cast.acting(cast.dele, cast.orrin), pytest.raises(Candidate.DoesNotExist):
        handovers.hand_over(application.candidate_id, Task(cast.marek.id, "Call", "Now"))


def test_the_context_obeys_its_audience_and_the_log_holds_no_words(cast, application):
    with cast.acting():
        team.set_team(application.job_id, [team.Part(cast.marek.id)])
        task = Task(cast.marek.id, "Call about the secret", "Knows of the offer", audience="team")
        handed = handovers.hand_over(application.candidate_id, task, application_id=application.id)
        handovers.take_back(handed.id, "Secretly changed my mind")
    with cast.acting(cast.ines):
        assert notes.visible(application.candidate_id) == []
        assert not any("ecret" in str(change.fields) for change in Change.objects.all())


def test_the_timeline_tells_the_way_of_the_work(cast, application, handed):
    with cast.acting(cast.marek):
        handovers.accept(handed.id)
        handovers.finish(handed.id, "She is good.")
        told = [e for e in timeline.of_candidate(application.candidate_id) if e.kind == "hand_over"]
    assert [(event.title, event.why, event.actor_name) for event in told] == [
        ("Finished what was handed over", "She is good.", "Marek Vold"),
        ("Accepted what was handed over", "", "Marek Vold"),
        ("Handed over to Marek Vold", "Interview her on Thursday", "Tomas Brandt"),
    ]

"""Views are noted once per person; private notes are their author's alone, by every door."""

import pytest

from isthmus.hiring import feed, notes, timeline, viewing
from isthmus.hiring.models import ApplicationView, Note
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate
from isthmus.store.models import Audit, Change
from isthmus.store.tenancy import acting_for
from tests.builders import a_received_application


def test_the_first_view_of_each_person_is_noted_and_every_view_audited(cast):
    with cast.acting():
        application = a_received_application()
        assert [viewing.record_view(application.id) for _ in range(3)] == [True, False, False]
    with cast.acting(cast.marek):
        assert viewing.record_view(application.id)
        assert ApplicationView.objects.count() == 2
        assert Audit.objects.filter(action="viewed", entity_id=application.id).count() == 4


def test_viewing_moves_nothing(cast):
    with cast.acting():
        application = a_received_application()
        viewing.record_view(application.id)
        application.refresh_from_db()
        assert (application.stage.name, application.outcome) == ("New", "pending")


def test_a_program_is_nobodys_view(cast):
    with cast.acting():
        application = a_received_application()
    with acting_for(cast.larkfield.id, cause="api key"):
        assert not viewing.record_view(application.id)
        assert not ApplicationView.objects.exists()


def test_a_private_note_is_seen_by_its_author_alone(cast):
    with cast.acting():
        candidate_id = a_received_application().candidate_id
        notes.add(candidate_id, "Owes me a coffee", audience="author")
        notes.add(candidate_id, "Strong on SQL")
        assert [note.body for note in notes.visible(candidate_id)] == ["Strong on SQL", "Owes me a coffee"]
    with cast.acting(cast.ines):
        assert [note.body for note in notes.visible(candidate_id)] == ["Strong on SQL"]


def test_a_private_note_leaks_by_no_other_door(cast):
    with cast.acting():
        candidate_id = a_received_application().candidate_id
        notes.add(candidate_id, "Owes me a coffee", audience="author")
        assert "coffee" in str(timeline.of_candidate(candidate_id)) and "coffee" in str(feed.recent())
    with cast.acting(cast.ines):
        doors = [timeline.of_candidate(candidate_id), feed.recent(), [change.fields for change in Change.objects.all()]]
        assert not any("coffee" in str(door) or "Private note" in str(door) for door in doors)
    with acting_for(cast.larkfield.id, cause="api key"):
        assert notes.visible(candidate_id) == []


def test_a_note_hangs_on_the_profile_it_was_written_about(cast):
    with cast.acting():
        application = a_received_application()
        assert (
            notes.add(application.candidate_id, "x", application_id=application.id).profile_id == application.profile_id
        )


@pytest.mark.parametrize(("body", "words"), [(" \x00 ", "empty"), ("x" * 20_001, "longer")])
def test_a_useless_note_is_refused(cast, body, words):
    with cast.acting():
        candidate_id = a_received_application().candidate_id
        with pytest.raises(Refused, match=words):
            notes.add(candidate_id, body)


def test_a_private_note_needs_a_reader(cast):
    with cast.acting():
        candidate_id = a_received_application().candidate_id
    with acting_for(cast.larkfield.id, cause="api key"), pytest.raises(Refused, match="author"):
        notes.add(candidate_id, "x", audience="author")


def test_another_companys_candidate_has_no_notes_and_takes_none(cast):
    with cast.acting():
        candidate_id = a_received_application().candidate_id
    with cast.acting(cast.dele, cast.orrin):
        for act in (notes.visible, timeline.of_candidate, lambda i: notes.add(i, "x")):
            with pytest.raises(Candidate.DoesNotExist):
                act(candidate_id)
        assert not Note.objects.exists()

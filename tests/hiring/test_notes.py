"""Notes have an audience that holds by every door; they are answered, changed for a while, and taken away."""

import pytest

from isthmus.base.ids import new_id
from isthmus.hiring import feed, mentions, notes, team, timeline
from isthmus.hiring.models import Mention, Note, NoteVersion
from isthmus.hiring.problems import Refused
from isthmus.hiring.team import Part
from isthmus.store.models import Change
from isthmus.store.tenancy import acting_for
from tests.builders import a_job, a_received_application


@pytest.fixture
def application(cast):
    """Noor's, for a job whose hiring team is Marek."""
    with cast.acting():
        job = a_job()
        team.set_team(job.id, [Part(cast.marek.id, "hiring_manager")])
        return a_received_application(job)


def bodies(cast, user, application) -> list[str]:
    with cast.acting(user):
        return [note.body for note in notes.visible(application.candidate_id)]


def unread(cast, user) -> list[tuple[str, str]]:
    with cast.acting(user):
        return [(call.call, call.note.body) for call in mentions.unread_of(user.id)]


def test_a_note_for_the_team_is_read_by_its_author_and_the_team(cast, application):
    with cast.acting():
        notes.add(application.candidate_id, "Salary: 70", audience="team", application_id=application.id)
    assert bodies(cast, cast.tomas, application) == bodies(cast, cast.marek, application) == ["Salary: 70"]
    assert bodies(cast, cast.ines, application) == []
    with acting_for(cast.larkfield.id, cause="api key"):
        assert notes.visible(application.candidate_id) == []


def test_a_note_for_the_team_leaks_by_no_other_door(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Salary: 70", audience="team", application_id=application.id)
        notes.change(note.id, "Salary: 71")
        notes.reply(note.id, "Salary it is")
        assert "Salary" in str(timeline.of_candidate(application.candidate_id)) and "Salary" in str(feed.recent())
    with cast.acting(cast.ines):
        doors = [
            timeline.of_candidate(application.candidate_id),
            feed.recent(),
            [c.fields for c in Change.objects.all()],
        ]
        assert not any("Salary" in str(door) for door in doors)


def test_who_joins_the_team_reads_its_notes_and_who_leaves_does_not(cast, application):
    with cast.acting():
        notes.add(application.candidate_id, "For us", audience="team", application_id=application.id)
        team.set_team(application.job_id, [Part(cast.ines.id)])
    assert bodies(cast, cast.ines, application) == ["For us"]
    assert bodies(cast, cast.marek, application) == []


@pytest.mark.parametrize("hangs_on_the_application", [True, False])
def test_there_must_be_a_team_to_write_for(cast, hangs_on_the_application):
    with cast.acting():
        application = a_received_application()
        on = application.id if hangs_on_the_application else None
        with pytest.raises(Refused, match="no hiring team"):
            notes.add(application.candidate_id, "x", audience="team", application_id=on)


def test_an_unknown_audience_is_refused(cast, application):
    with cast.acting(), pytest.raises(Refused, match="not known"):
        notes.add(application.candidate_id, "x", audience="the world")


def test_a_reply_is_read_by_whoever_reads_the_note(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "What do you think?", audience="team", application_id=application.id)
    with cast.acting(cast.marek):
        answer = notes.reply(note.id, "Good")
        deeper = notes.reply(answer.id, "Very good")
        assert {answer.reply_to_id, deeper.reply_to_id} == {note.id}
    assert bodies(cast, cast.tomas, application) == ["Very good", "Good", "What do you think?"]
    assert bodies(cast, cast.ines, application) == []


def test_nobody_answers_what_they_may_not_read(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Mine", audience="author")
    with cast.acting(cast.marek), pytest.raises(Note.DoesNotExist):
        notes.reply(note.id, "Aha")
    with cast.acting(cast.dele, cast.orrin), pytest.raises(Note.DoesNotExist):
        notes.reply(note.id, "Aha")
    with acting_for(cast.larkfield.id, cause="api key"), pytest.raises(Note.DoesNotExist):
        notes.reply(note.id, "Aha")


def test_an_author_changes_a_note_and_what_it_said_is_kept(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Storng")
        notes.change(note.id, "Strong")
        notes.change(note.id, "Strong on SQL")
        assert [version.body for version in NoteVersion.objects.all()] == ["Strong", "Storng"]
        assert Note.objects.get().edited_at is not None


def test_a_note_is_changed_for_half_an_hour_and_by_its_author_alone(cast, application, move_clock):
    with cast.acting():
        note = notes.add(application.candidate_id, "First")
    with cast.acting(cast.ines), pytest.raises(Note.DoesNotExist):
        notes.change(note.id, "Hijacked")
    move_clock(31 * 60)
    with cast.acting(), pytest.raises(Refused, match="half an hour"):
        notes.change(note.id, "Second thoughts")
    with cast.acting():
        assert not notes.may_change(note)


def test_a_note_taken_away_keeps_its_place_and_loses_its_words(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Rude words @Marek Vold")
        notes.change(note.id, "Ruder words @Marek Vold")
    with cast.acting(cast.marek):
        notes.reply(note.id, "Please do not")
    with cast.acting():
        notes.remove(note.id)
        notes.remove(note.id)
        assert "Rude" not in str(timeline.of_candidate(application.candidate_id)) + str(feed.recent())
        assert not NoteVersion.objects.exists()
        with pytest.raises(Refused, match="taken away"):
            notes.reply(note.id, "x")
        with pytest.raises(Refused, match="taken away"):
            notes.change(note.id, "x")
    assert bodies(cast, cast.ines, application) == ["Please do not", ""]
    assert unread(cast, cast.marek) == []


def test_only_the_author_takes_a_note_away(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Stays")
    for user, company in ((cast.ines, cast.larkfield), (cast.dele, cast.orrin)):
        with cast.acting(user, company), pytest.raises(Note.DoesNotExist):
            notes.remove(note.id)
    with acting_for(cast.larkfield.id, cause="api key"), pytest.raises(Note.DoesNotExist):
        notes.remove(note.id)


def test_a_mention_is_found_unread_by_whom_it_names(cast, application):
    with cast.acting():
        notes.add(application.candidate_id, "Ask @marek vold, or @ines@larkfield.example.")
    assert unread(cast, cast.marek) == unread(cast, cast.ines) != []
    assert unread(cast, cast.tomas) == unread(cast, cast.dele) == []
    with cast.acting(cast.marek):
        assert mentions.read(cast.marek.id, application.candidate_id) == 1
    assert unread(cast, cast.marek) == []
    assert unread(cast, cast.ines) != []


@pytest.mark.parametrize(
    ("audience", "name"),
    [("company", "Petra Lindqvist"), ("team", "Ines Okafor"), ("author", "Marek Vold"), ("company", "Nobody Atall")],
)
def test_nobody_is_called_to_what_they_may_not_read(cast, application, audience, name):
    with cast.acting():
        note = notes.add(application.candidate_id, f"@{name}", audience=audience, application_id=application.id)
        assert not Mention.objects.exists()
        left_out = mentions.named(note, notes.readers(note)).not_told
        assert [one.name for one in left_out] == ([name] if name != "Nobody Atall" else [])


def test_changing_a_note_calls_whom_it_names_now(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "@Marek Vold please")
        notes.change(note.id, "@Ines Okafor please")
    assert unread(cast, cast.marek) == []
    assert unread(cast, cast.ines) == [("named", "@Ines Okafor please")]


def test_who_is_answered_finds_the_answer_unread(cast, application):
    with cast.acting():
        note = notes.add(application.candidate_id, "Opinions?")
    with cast.acting(cast.marek):
        notes.reply(note.id, "Yes")
    with cast.acting(cast.ines):
        notes.reply(note.id, "No, @Marek Vold")
    assert unread(cast, cast.tomas) == [("reply", "No, @Marek Vold"), ("reply", "Yes")]
    assert unread(cast, cast.marek) == [("named", "No, @Marek Vold")]


def a_colleague(name: str, email: str) -> team.Colleague:
    return team.Colleague(new_id(), name, email, "", "recruiter")


ANN, ANNA = a_colleague("Ann", "ann@x.example"), a_colleague("Ann Berg", "berg@x.example")
LI, LEE = a_colleague("Li Wei", "li@x.example"), a_colleague("Li Wei", "wei@x.example")
STRASSE = a_colleague("Jörg Straße", "js@x.example")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@Ann Berg and @ann", [ANNA, ANN]),
        ("@Annika is somebody else, so is mail@Ann", []),
        ("@Li Wei", []),
        ("@li@x.example, @wei@x.example!", [LI, LEE]),
        ("@JÖRG STRASSE: do", [STRASSE]),
        ("\u202e@Ann\u202c (@Ann)", [ANN]),
        ("@" * 20_000, []),
        ("@Ann " * 4_000, [ANN]),
    ],
)
def test_names_are_read_whole_and_only_when_they_are_sure(body, names):
    assert mentions.named_in(body, [ANN, ANNA, LI, LEE, STRASSE]) == names

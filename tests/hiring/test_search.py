"""People are found by the words held of them, and by no word that is no longer held or not for the reader's eyes."""

from itertools import product

import pytest
from django.db import connections, transaction

from isthmus.hiring import files, lists, notes, search_documents, search_words, team
from isthmus.hiring.candidate_search import ORDERS
from isthmus.hiring.models import File, Note, SearchDocument
from isthmus.hiring.wanted import Wanted
from isthmus.people.models import Profile
from isthmus.store.tenancy import acting_for
from tests.builders import a_pdf, a_received_application, noor


def found(search, **more):
    return [row.name for row in lists.candidates(Wanted(search, **more)).rows]


def where(search):
    (row,) = lists.candidates(Wanted(search)).rows
    return [f"{finding.place}: {finding.before}[{finding.hit}]{finding.after}" for finding in row.found]


@pytest.fixture
def applied(cast):
    """Noor's application with a skill, a job, a résumé and notes of two colleagues, some private."""
    with cast.acting():
        said = noor(
            skills=[{"name": "C++"}, {"name": "Machine Learning"}],
            work=[{"title": "Ingénieure", "organization": "Tessel Labs", "description": "Kafka and Spark"}],
        )
        application = a_received_application(said=said)
        files.attach(application.id, a_pdf("I weld titanium hulls", "Contact: noor@home.example"), name="cv.pdf")
        notes.add(application.candidate_id, "Speaks fluent Quechua")
        notes.add(application.candidate_id, "Salary expectation: enormous", audience="author")
        a_received_application(said=noor(first_name="Ilse", last_name="Maes", email="i@maes.example", skills=[]))
    with cast.acting(cast.marek):
        notes.add(application.candidate_id, "Reminds me of Rasputin", audience="author")
    return application


FITTING = [
    "noor", "NOO", "n", "peeters tessel kafka quechua titanium", "ingenieure", "INGÉNIEURE", "c++", "enormous",
    '"machine learning"', "\u201cMachine Learning\u201d", '"weld titanium"', "noor@home.example",
    "noor.peeters@tes", "machine-learn",
]  # fmt: skip
NOT_FITTING = ['"learning machine"', '"machine learn"', "oor", "rasputin", "noor nobody", "k", "c#", "%"]


def test_people_are_found_by_whatever_is_held_of_them(cast, applied):
    with cast.acting():
        assert {search: found(search) for search in FITTING} == dict.fromkeys(FITTING, ["Noor Peeters"])


def test_what_does_not_fit_is_not_found(cast, applied):
    with cast.acting():
        assert [search for search in NOT_FITTING if "Noor Peeters" in found(search)] == []


def test_a_private_note_is_found_by_its_author_alone(cast, applied):
    with cast.acting(cast.marek):
        assert found("rasputin") == ["Noor Peeters"]
        assert found("enormous") == []
    with acting_for(cast.larkfield.id, cause="test"):
        assert (found("rasputin"), found("enormous"), found("quechua")) == ([], [], ["Noor Peeters"])


def test_a_note_for_the_team_is_found_by_the_team_alone(cast, applied):
    with cast.acting():
        team.set_team(applied.job_id, [team.Part(cast.tomas.id), team.Part(cast.ines.id)])
        note = notes.add(applied.candidate_id, "Wants a yurt", audience="team", application_id=applied.id)
    with cast.acting(cast.ines):
        assert found("yurt") == ["Noor Peeters"]
        notes.reply(note.id, "Or a houseboat")
    with cast.acting():
        assert found("houseboat") == ["Noor Peeters"]
        notes.change(note.id, "Wants a tent")
        assert (found("yurt"), found("tent")) == ([], ["Noor Peeters"])
        notes.remove(note.id)
        assert found("tent") == []
    with cast.acting(cast.marek):
        assert found("houseboat") == []


def test_a_reader_cannot_type_their_way_to_anothers_private_words(cast, applied):
    with cast.acting():
        for mark in ("~", "=", ":", "'", "\\", '"~'):
            assert found(f"{mark}{cast.marek.id.hex}{mark}rasputin") == []
            assert found(f"{mark}{cast.marek.id.hex}") == []


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("李小龙", "小龙"),
        ("Иван Петров", "петр"),
        ("محمد علي", "محم"),
        ("अनुराधा", "अनुर"),
        ("สมชาย", "มชา"),
        ("Łukasz Dąbrowski", "lukasz dabr"),
        ("O’Brien", "obrien"),
        ("J̌on", "ǰon"),
        ("Straße", "strasse"),
    ],
)
def test_names_of_any_script_are_found(cast, name, search):
    with cast.acting():
        a_received_application(said=noor(first_name="", last_name=name))
        assert found(search) == [name]


HOSTILE = [
    "'", "''", "\\", "\\'", "%", "_", "\x00", "noor\x00", "\ud800", "a' | b", "noor:*", "!noor", "(", "&", "<->", '"',
    '"unclosed noor', "x" * 10_000, "noor " * 2_000, "'" * 10_000, "@", "@@", "a@'b\\", "\u202e", "𝒩𝑜𝑜𝓇", "🦀", "c++#+",
    "SELECT pg_sleep(9)", "\N{COMBINING ACUTE ACCENT}" * 300,
]  # fmt: skip


def test_whatever_is_typed_is_only_words(cast, applied):
    with cast.acting():
        for search, order in product(HOSTILE, ORDERS):
            lists.candidates(Wanted(search, order=order))


def test_whatever_is_held_can_be_written_down(cast, applied):
    endless = ["ab " * 90_000, " ".join(f"word{n}" for n in range(90_000)), "日本" * 40_000]
    with cast.acting():
        for text in [*HOSTILE, *endless]:
            kept = text.replace("\x00", "").replace("\ud800", "")
            File.objects.filter(application=applied, kind="resume").update(text=kept)
            search_documents.renew(applied.candidate_id)
            assert found("peeters") == ["Noor Peeters"]


def test_where_the_words_were_found_is_said(cast, applied):
    with cast.acting():
        assert where("noor") == []
        assert where("titan") == ["résumé: I weld [titanium] hulls Contact: noor@home.example"]
        assert where("quech kafka") == [
            "work: Ingénieure · [Kafka] and Spark · Tessel Labs",
            "a note: Speaks fluent [Quechua]",
        ]
        assert where("ingenieure")[0].startswith("work: [Ingénieure]")


def test_a_removed_note_is_found_no_more(cast, applied):
    with cast.acting():
        Note.objects.filter(body__contains="Quechua").delete()
        assert found("quechua") == []
        assert not SearchDocument.objects.filter(words__contains="quechua").exists()
        search_documents.renew_stale()
        assert found("titanium") == ["Noor Peeters"]
        assert "quechua" not in str(list(SearchDocument.objects.values()))


@pytest.mark.django_db(transaction=False, databases=["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hiring_note SET body = 'blank'",
        "DELETE FROM hiring_note",
        "UPDATE hiring_file SET text = ''",
        "UPDATE people_profile SET headline = '', skills = '[]', work = '[]'",
    ],
)
def test_words_removed_by_plain_sql_are_gone_at_once_and_written_anew_by_the_sweep(committed_cast, statement):
    cast = committed_cast
    with cast.acting():
        application = a_received_application(said=noor(headline="Astrolabe", skills=["Astrolabe"]))
        files.attach(application.id, a_pdf("Astrolabe"), name="cv.pdf")
        notes.add(application.candidate_id, "Astrolabe")
    with cast.acting(), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(statement)
    with cast.acting():
        (document,) = SearchDocument.objects.values("words", "sort_name", "is_fresh")
        assert document == {"words": "", "sort_name": "", "is_fresh": False}
    assert search_documents.renew_everywhere() == 1
    with cast.acting():
        assert found("peeters") == ["Noor Peeters"]
    assert search_documents.renew_everywhere() == 0


def test_a_profile_that_moves_takes_its_words_along(cast, applied):
    with cast.acting():
        other = a_received_application(said=noor(first_name="Bo", last_name="Ek", email="bo@ek.example", skills=[]))
        Profile.objects.filter(id=applied.profile_id).update(candidate_id=other.candidate_id)
        search_documents.renew_stale()
        assert found("ingenieure") == ["Bo Ek"]


def test_another_companys_words_are_not_found(cast, applied):
    with cast.acting(cast.dele, cast.orrin):
        assert found("titanium") == []
        asked = search_words.query(search_words.read("titanium"), cast.larkfield.id)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM hiring_found(%s::tsquery, 9)", [asked])
            assert cursor.fetchone() == (0,)


def test_without_an_acting_company_nobody_is_found(cast, applied):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('isthmus.company', '', true)")
        cursor.execute("SELECT count(*) FROM hiring_found('noor:*'::tsquery, 9)")
        assert cursor.fetchone() == (0,)

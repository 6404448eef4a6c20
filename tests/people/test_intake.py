"""An arriving person is placed once, explained, and kept as received."""

from threading import Thread

import pytest
from django.db import connections

from isthmus.people import intake
from isthmus.people.models import Assignment, Candidate, Profile
from isthmus.store.models import Change
from tests.builders import noor
from tests.waiting import until_somebody_waits


def test_a_stranger_becomes_a_new_candidate_with_the_reason(cast):
    with cast.acting():
        placed = intake.place(noor(external_id="1"))
        assert placed.is_new
        assert str(placed.candidate) == "Noor Peeters"
        assert Assignment.objects.get().explanation.startswith("New person: nobody here has this last name")


def test_the_same_person_from_another_source_joins_the_candidate(cast):
    with cast.acting():
        first = intake.place(noor(external_id="1"))
        second = intake.place(noor(origin="careers", external_id="2", email="NOOR.Peeters+jobs@tessel.example"))
        assert not second.is_new
        assert second.candidate.id == first.candidate.id
        assert second.candidate.profile_count == 2
        assert second.verdict.evidence[0]["same"] == ["last_name", "email"]


def test_another_last_name_with_the_same_email_stays_another_person(cast):
    with cast.acting():
        first = intake.place(noor())
        second = intake.place(noor(last_name="Janssens"))
        assert second.candidate.id != first.candidate.id


def test_an_untrusted_match_links_and_never_overwrites_identity(cast):
    with cast.acting():
        intake.place(noor(phone=""))
        stranger = noor(origin="careers", first_name="Somebody", email="noor.peeters+x@tessel.example", phone="+32 1")
        candidate = intake.place(stranger).candidate
        assert (candidate.first_name, candidate.email) == ("Noor", "noor.peeters@tessel.example")
        assert candidate.phone == "+32 1"
        assert candidate.sources["phone"] != candidate.sources["first_name"]


def test_placing_the_same_saying_again_changes_nothing(cast):
    with cast.acting():
        first = intake.place(noor(external_id="1"))
        changes = Change.objects.count()
        again = intake.place(noor(external_id="1", first_name="Another", headline="Other"))
        assert (again.profile.id, again.candidate.id, again.is_new) == (first.profile.id, first.candidate.id, False)
        assert again.verdict == first.verdict
        assert Change.objects.count() == changes


def test_a_profile_keeps_what_was_said_word_for_word(cast):
    with cast.acting():
        profile = intake.place(noor(first_name="  Noor\x00", last_name="Pééters", work=[{"title": "Eng\x00"}])).profile
        kept = Profile.objects.get(id=profile.id)
        assert (kept.first_name, kept.last_name, kept.last_name_key) == ("Noor", "Pééters", "peeters")
        assert kept.work == [{"title": "Eng"}]


def test_overlong_words_are_cut_to_what_can_be_stored(cast):
    with cast.acting():
        profile = intake.place(noor(first_name="x" * 5000, last_name="y" * 5000, headline="z" * 5000)).profile
        assert (len(profile.first_name), len(profile.last_name_key), len(profile.headline)) == (200, 200, 500)


def test_people_of_another_company_are_never_matched(cast):
    with cast.acting():
        intake.place(noor())
    with cast.acting(cast.dele, cast.orrin):
        assert intake.place(noor()).is_new
        assert Candidate.objects.count() == 1


def test_the_change_log_holds_no_address_and_no_explanation(cast):
    with cast.acting():
        intake.place(noor(work=[{"employer": "Tessel Labs secret project"}]))
        logged = " ".join(str(change.fields) for change in Change.objects.all())
        assert "tessel.example" not in logged
        assert "secret project" not in logged
        assert "nobody here" not in logged


@pytest.mark.parametrize("second_origin", ["linkedin_apply", "careers"])
def test_two_sources_at_the_same_moment_found_one_person(committed_cast, second_origin):
    cast = committed_cast
    placed = []

    def other() -> None:
        with cast.acting():
            placed.append(intake.place(noor(origin=second_origin, external_id="2")))
        connections.close_all()

    thread = Thread(target=other)
    with cast.acting():
        first = intake.place(noor(external_id="1"))
        thread.start()
        until_somebody_waits()
    thread.join()
    with cast.acting():
        assert placed[0].candidate.id == first.candidate.id
        assert not placed[0].is_new
        assert Candidate.objects.get().profile_count == 2

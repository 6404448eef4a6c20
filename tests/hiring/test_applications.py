"""Applications arrive once, whole, and keep everything the applicant said."""

from threading import Thread

import pytest
from django.db import connections

from isthmus.hiring import applications
from isthmus.hiring.models import Answer, Application, File, Job, JobTally, StageEntry
from isthmus.people.models import Candidate, Profile
from tests.builders import ExpectedFile, GivenAnswer, a_job, a_received_application, an_arrival, noor, some_questions
from tests.waiting import until_somebody_waits


def test_an_application_arrives_in_the_first_stage_and_is_counted(cast):
    with cast.acting():
        application = a_received_application()
        assert (application.stage.name, application.outcome) == ("New", "pending")
        assert StageEntry.objects.get(application=application).is_arrival
        tally = JobTally.objects.get(job=application.job)
        assert (tally.applicants, tally.in_progress, tally.hired) == (1, 1, 0)


def test_the_same_application_five_times_is_one(cast):
    with cast.acting():
        arrival = an_arrival(a_job(), answers=[GivenAnswer("q", "yes")], files=[ExpectedFile("resume", "urn:m:1")])
        results = [applications.receive(arrival) for _ in range(5)]
        assert [created for _, created in results] == [True, False, False, False, False]
        assert len({application.id for application, _ in results}) == 1
        counts = [model.objects.count() for model in (Application, Profile, Answer, File, StageEntry)]
        assert counts == [1, 1, 1, 1, 1]
        assert JobTally.objects.get().applicants == 1


def test_the_same_job_from_two_origins_is_two_applications_on_one_candidate(cast):
    with cast.acting():
        job = a_job()
        first = a_received_application(job)
        second = a_received_application(job, said=noor(origin="careers"))
        assert first.id != second.id
        assert first.candidate_id == second.candidate_id
        assert {first.origin, second.origin} == {"linkedin_apply", "careers"}
        assert Candidate.objects.get().applications.count() == 2


def test_two_companies_may_receive_the_same_outside_id(cast):
    with cast.acting():
        applications.receive(an_arrival(a_job(), external_id="urn:li:jobApplication:1"))
    with cast.acting(cast.dele, cast.orrin):
        _, created = applications.receive(an_arrival(a_job(), external_id="urn:li:jobApplication:1"))
        assert created


def test_an_application_for_another_companys_job_is_not_received(cast):
    with cast.acting(cast.dele, cast.orrin):
        foreign = a_job()
    with cast.acting(), pytest.raises(Job.DoesNotExist):
        a_received_application(foreign)


def test_answers_are_shown_in_the_words_of_the_question(cast):
    with cast.acting():
        job = a_job()
        text, number, single, multiple, yes_no = some_questions(job)
        ids = [option["id"] for option in multiple.options]
        given = [(text, "Welding"), (number, 6), (single, single.options[1]["id"]), (multiple, ids[:2]), (yes_no, True)]
        application = a_received_application(job, answers=[GivenAnswer(str(q.id), value) for q, value in given])
        shown = {answer.question_text: answer.shown for answer in application.answers.all()}
        assert shown == {
            "Why us?": "Welding",
            "Years with SQL": "6",
            "Strongest skill": "SQL",
            "All your skills": "Python, SQL",
            "Right to work": "Yes",
        }


def test_answers_have_one_form_whatever_the_source_sends(cast):
    with cast.acting():
        job = a_job()
        _, _, single, multiple, yes_no = some_questions(job)
        choice = single.options[0]["id"]
        given = [(single, [choice]), (multiple, multiple.options[0]["id"]), (yes_no, ["yes"])]
        application = a_received_application(job, answers=[GivenAnswer(str(q.id), value) for q, value in given])
        assert [answer.value for answer in application.answers.all()] == [choice, [multiple.options[0]["id"]], True]
        assert [answer.shown for answer in application.answers.all()] == ["Python", "Python", "Yes"]


def test_an_unknown_question_keeps_its_id_and_answer(cast):
    with cast.acting():
        application = a_received_application(answers=[GivenAnswer("q-visa\x00", {"value": ["x\x00"]}, "x")])
        answer = application.answers.get()
        assert (answer.question, answer.question_text, answer.value) == (None, "q-visa", {"value": ["x"]})


def test_an_answer_given_in_words_keeps_the_words(cast):
    with cast.acting():
        job = a_job()
        question = some_questions(job)[2]
        application = a_received_application(job, answers=[GivenAnswer(str(question.id), "gone-option", "Rust")])
        assert application.answers.get().shown == "Rust"


def test_a_script_in_an_answer_stays_text(cast):
    with cast.acting():
        application = a_received_application(answers=[GivenAnswer("q", "<script>alert(1)</script>")])
        assert application.answers.get().value == "<script>alert(1)</script>"


def test_without_an_outside_id_every_arrival_is_an_application(cast):
    with cast.acting():
        arrival = an_arrival(a_job(), external_id="")
        assert applications.receive(arrival)[1] and applications.receive(arrival)[1]
        assert Application.objects.count() == 2


def test_a_crash_in_the_middle_leaves_nothing(committed_cast, monkeypatch):
    with committed_cast.acting():
        job = a_job()
    monkeypatch.setattr(applications, "_keep_answers", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), committed_cast.acting():
        a_received_application(job)
    with committed_cast.acting():
        assert [model.objects.count() for model in (Application, Profile, Candidate, StageEntry)] == [0, 0, 0, 0]
        assert JobTally.objects.get().applicants == 0


def test_the_same_delivery_handled_twice_at_once_is_one_application(committed_cast):
    cast, late = committed_cast, []
    with cast.acting():
        arrival = an_arrival(a_job())

    def again() -> None:
        with cast.acting():
            late.append(applications.receive(arrival))
        connections.close_all()

    thread = Thread(target=again)
    with cast.acting():
        first, created = applications.receive(arrival)
        thread.start()
        until_somebody_waits()
    thread.join()
    assert created
    assert (late[0][0].id, late[0][1]) == (first.id, False)
    with cast.acting():
        assert (Application.objects.count(), JobTally.objects.get().applicants) == (1, 1)


def test_the_loser_of_a_race_takes_over_when_the_winner_rolls_back(committed_cast):
    cast, late = committed_cast, []
    with cast.acting():
        arrival = an_arrival(a_job())

    def again() -> None:
        with cast.acting():
            late.append(applications.receive(arrival))
        connections.close_all()

    thread = Thread(target=again)
    with pytest.raises(RuntimeError), cast.acting():
        applications.receive(arrival)
        thread.start()
        until_somebody_waits()
        raise RuntimeError("killed")
    thread.join()
    assert late[0][1]
    with cast.acting():
        assert Application.objects.count() == 1


def test_many_people_applying_at_once_are_all_counted(committed_cast):
    cast = committed_cast
    with cast.acting():
        job = a_job()

    def apply(number: int) -> None:
        with cast.acting():
            a_received_application(
                job, said=noor(last_name=f"Peeters {number % 3}", email=f"n{number % 3}@tessel.example")
            )
        connections.close_all()

    threads = [Thread(target=apply, args=[number]) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with cast.acting():
        assert (JobTally.objects.get().applicants, Application.objects.count(), Candidate.objects.count()) == (9, 9, 3)

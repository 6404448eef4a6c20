"""Decisions are recorded once, refuse what makes no sense, and can be taken back."""

from itertools import product
from threading import Thread

import pytest
from django.db import connections

from isthmus.hiring import decisions, pipeline, tally
from isthmus.hiring.models import Application, Decision, JobTally, Stage, StageEntry
from isthmus.hiring.problems import Refused
from tests.builders import a_job, a_received_application, noor
from tests.waiting import until_somebody_waits


def stage(name: str) -> Stage:
    return next(stage for stage in pipeline.ensure_stages() if stage.name == name)


def test_the_default_pipeline_is_made_once(cast):
    with cast.acting():
        assert [s.name for s in pipeline.ensure_stages()] == [s.name for s in pipeline.ensure_stages()]
        assert [s.name for s in Stage.objects.all()] == ["New", "In review", "Phone screen", "Onsite", "Offer", "Hired"]


def test_moving_writes_one_entry_by_the_acting_user(cast):
    with cast.acting():
        application = a_received_application()
        for _ in range(2):
            decisions.move(application.id, stage("Onsite").id)
        entry = StageEntry.objects.get(application=application, is_arrival=False)
        assert (entry.stage.name, entry.by_user_id) == ("Onsite", cast.tomas.id)
        assert Application.objects.get().stage.name == "Onsite"


def test_rejecting_twice_is_one_decision(cast):
    with cast.acting():
        application = a_received_application()
        decisions.reject(application.id, "Too far away")
        decisions.reject(application.id, "Changed my mind")
        decision = Decision.objects.get()
        assert (decision.outcome, decision.reason, decision.by_user_id) == ("declined", "Too far away", cast.tomas.id)


def test_a_decided_application_is_reopened_before_anything_else(cast):
    with cast.acting():
        application = a_received_application()
        decisions.reject(application.id)
        for act in (decisions.hire, decisions.withdraw, lambda i: decisions.move(i, stage("Onsite").id)):
            with pytest.raises(Refused, match="Re-open it first"):
                act(application.id)
        decisions.reopen(application.id)
        assert decisions.withdraw(application.id).outcome == "withdrawn"


def test_reopening_takes_the_outcome_back_and_is_a_decision_of_its_own(cast):
    with cast.acting():
        application = a_received_application()
        decisions.reject(application.id, "No")
        reopened = decisions.reopen(application.id)
        decisions.reopen(application.id)
        assert (reopened.outcome, reopened.outcome_at, reopened.outcome_reason) == ("pending", None, "")
        assert [decision.outcome for decision in Decision.objects.all()] == ["declined", "pending"]


def test_moving_into_the_hired_stage_hires(cast):
    with cast.acting():
        application = a_received_application()
        decisions.move(application.id, stage("Onsite").id)
        hired = decisions.move(application.id, stage("Hired").id)
        assert (hired.outcome, hired.stage.name) == ("hired", "Hired")
        reopened = decisions.reopen(application.id)
        assert (reopened.outcome, reopened.stage.name) == ("pending", "Onsite")


def test_another_companys_application_does_not_exist(cast):
    with cast.acting():
        application = a_received_application()
    with cast.acting(cast.dele, cast.orrin):
        for act in (decisions.reject, decisions.hire, decisions.withdraw, decisions.reopen):
            with pytest.raises(Application.DoesNotExist):
                act(application.id)


def test_another_companys_stage_does_not_exist(cast):
    with cast.acting(cast.dele, cast.orrin):
        foreign = stage("Onsite")
    with cast.acting(), pytest.raises(Stage.DoesNotExist):
        decisions.move(a_received_application().id, foreign.id)


ACTS = {
    "move": lambda i: decisions.move(i, stage("Onsite").id),
    "reject": decisions.reject,
    "hire": decisions.hire,
    "withdraw": decisions.withdraw,
    "reopen": decisions.reopen,
}


def test_whatever_is_decided_the_counts_stay_true(cast):
    with cast.acting():
        job = a_job()
        for number, steps in enumerate(product(ACTS, repeat=2)):
            application = a_received_application(job, said=noor(email=f"n{number}@tessel.example"))
            for step in steps:
                try:
                    ACTS[step](application.id)
                except Refused:
                    continue
        kept = JobTally.objects.get(job=job)
        counted = tally.recount(job.id)
        assert kept.applicants == 25
        assert [kept.applicants, kept.in_progress, kept.hired] == [
            counted.applicants,
            counted.in_progress,
            counted.hired,
        ]


def test_two_colleagues_deciding_at_once_make_one_decision(committed_cast):
    cast, refused = committed_cast, []
    with cast.acting():
        application = a_received_application()

    def hire() -> None:
        try:
            with cast.acting(cast.ines):
                decisions.hire(application.id)
        except Refused as error:
            refused.append(error)
        connections.close_all()

    thread = Thread(target=hire)
    with cast.acting():
        decisions.reject(application.id)
        thread.start()
        until_somebody_waits()
    thread.join()
    with cast.acting():
        assert Decision.objects.get().outcome == "declined"
    assert len(refused) == 1

"""Bulk actions: what is previewed is what is done, once, each on its own, and nothing that changed meanwhile."""

from uuid import uuid4

import pytest

from isthmus.hiring import bulk, candidate_search, decisions, notice_settings, pipeline
from isthmus.hiring.bulk import Wish
from isthmus.hiring.models import Application, BulkAction, Decision, Message, Stage, StageEntry
from isthmus.hiring.problems import Refused
from isthmus.hiring.wanted import Wanted
from tests.builders import a_job, a_received_application, noor


def stage(name: str) -> Stage:
    return next(stage for stage in pipeline.ensure_stages() if stage.name == name)


def move_to(name: str) -> Wish:
    return Wish("move", stage_id=str(stage(name).id))


def three(job=None, **changes) -> list[Application]:
    job = job or a_job()
    people = [("Ada", "ada@m.example"), ("Bo", "bo@m.example"), ("Cy", "cy@m.example")]
    return [a_received_application(job, said=noor(first_name=n, email=a, **changes)) for n, a in people]


def ids(bids) -> list:
    return [bid.id for bid in bids]


def apply_all(action: BulkAction) -> None:
    while bulk.apply_next(action.id):
        pass


def outcomes(action: BulkAction) -> list[str]:
    return list(action.items.order_by("place").values_list("outcome", flat=True))


def test_a_preview_does_nothing_and_says_now_and_then(cast):
    with cast.acting():
        bids = three()
        action = bulk.plan(ids(bids), move_to("Onsite"))
        assert list(action.items.order_by("place").values_list("application", "before", "after", "why")) == [
            (bid.id, "New", "Onsite", "") for bid in bids
        ]
        assert not StageEntry.objects.filter(is_arrival=False).exists()


def test_moving_moves_each_once_however_often_it_is_confirmed(cast):
    with cast.acting():
        action = bulk.plan(ids(three()), move_to("Onsite"))
        apply_all(action)
        apply_all(action)
        assert StageEntry.objects.filter(is_arrival=False, stage=stage("Onsite")).count() == 3
        assert bulk.progress(BulkAction.objects.get()).done == 3


def test_what_was_cut_off_in_the_middle_goes_on_where_it_was(cast):
    with cast.acting():
        action = bulk.plan(ids(three()), Wish("reject", reason="Too far away"))
        assert bulk.apply_next(action.id)
    with pytest.raises(RuntimeError), cast.acting():
        bulk.apply_next(action.id)
        raise RuntimeError("the process ends before this one is committed")
    with cast.acting():
        assert outcomes(action) == ["done", "", ""]
        assert [one.id for one in bulk.unfinished()] == [action.id]
        apply_all(action)
        assert outcomes(action) == ["done"] * 3
        assert Decision.objects.count() == 3
        assert set(Decision.objects.values_list("reason", flat=True)) == {"Too far away"}
        assert not bulk.unfinished().exists()


def test_those_it_makes_no_sense_for_are_left_out_with_the_reason(cast):
    with cast.acting():
        first, second, third = three()
        decisions.reject(first.id)
        decisions.move(second.id, stage("Onsite").id)
        action = bulk.plan(ids([first, second, third]), move_to("Onsite"))
        apply_all(action)
        assert outcomes(action) == ["", "", "done"]
        assert {why for why, _number in bulk.progress(action).reasons} == {
            "Decided already: Not selected. Re-open it first.",
            "In this stage already.",
        }


def test_what_somebody_changed_meanwhile_is_left_as_it_is_and_said(cast):
    with cast.acting():
        first, second, third = three()
        action = bulk.plan(ids([first, second, third]), Wish("reject"))
    with cast.acting(cast.ines):
        decisions.move(first.id, stage("Offer").id)
        decisions.hire(second.id)
    with cast.acting():
        apply_all(action)
        assert outcomes(action) == ["changed", "changed", "done"]
        assert Application.objects.get(id=first.id).outcome == "pending"
        assert Application.objects.get(id=second.id).outcome == "hired"
        assert "now: Offer" in action.items.get(application=first).outcome_why


def test_a_rejection_is_not_told_otherwise_than_it_was_previewed(cast):
    with cast.acting():
        action = bulk.plan(ids(three()), Wish("reject", send_email=True))
        notice_settings.change(delay_rejections=True, delay_hours=48)
        apply_all(action)
        assert outcomes(action) == ["changed"] * 3
        assert not Message.objects.exists()
        assert not Decision.objects.exists()


def test_a_rejection_sends_our_e_mail_only_when_asked(cast):
    with cast.acting():
        job = a_job()
        first, second, third = three(job)
        apply_all(bulk.plan([first.id, second.id], Wish("reject", send_email=True)))
        apply_all(bulk.plan([third.id], Wish("reject")))
        assert set(Message.objects.values_list("application", flat=True)) == {first.id, second.id}
        assert set(Message.objects.values_list("kind", flat=True)) == {"rejection"}


def test_each_gets_a_letter_of_their_own_and_only_one(cast):
    with cast.acting():
        bids = three()
        again = a_received_application(a_job(title="Baker"), said=noor(first_name="Ada", email="ada@m.example"))
        action = bulk.plan(ids([*bids, again]), Wish("message", subject="{job}", body="Hello {first_name}"))
        apply_all(action)
        apply_all(action)
        sent = dict(Message.objects.values_list("to_address", "body"))
        assert sent == {f"{name.lower()}@m.example": f"Hello {name}" for name in ("Ada", "Bo", "Cy")}
        assert Message.objects.count() == 3
        assert Message.objects.get(to_address="ada@m.example").application_id == again.id
        assert "Not this person's latest application among these." in dict(bulk.progress(action).reasons)


def test_nobody_without_an_address_is_written_to(cast):
    with cast.acting():
        bid = a_received_application(said=noor(email="not an address"))
        action = bulk.plan([bid.id], Wish("message", subject="x", body="y"))
        assert bulk.progress(action).reasons == [("No e-mail address of this person is known.", 1)]
        apply_all(action)
        assert not Message.objects.exists()


def test_the_hired_stage_hires(cast):
    with cast.acting():
        apply_all(bulk.plan(ids(three()), move_to("Hired")))
        assert set(Application.objects.values_list("outcome", flat=True)) == {"hired"}


@pytest.mark.parametrize(
    ("subject", "body"), [("", "x"), ("x", ""), ("x", "{password}"), ("x\ny", "x"), ("x", "{"), ("x", "y" * 30_000)]
)
def test_words_that_cannot_be_used_plan_nothing(cast, subject, body):
    with cast.acting():
        bid = a_received_application()
        with pytest.raises(Refused):
            bulk.plan([bid.id], Wish("message", subject=subject, body=body))
        assert not BulkAction.objects.exists()


def test_nobody_and_too_many_are_refused(cast):
    with cast.acting():
        bid = a_received_application()
        with pytest.raises(Refused, match="Nobody is chosen"):
            bulk.plan([uuid4()], Wish("reject"))
        with pytest.raises(Refused, match="More than 500"):
            bulk.plan([bid.id, *(uuid4() for _ in range(500))], Wish("reject"))
        with pytest.raises(Stage.DoesNotExist):
            bulk.plan([bid.id], Wish("move", stage_id=str(uuid4())))


def test_another_companys_applications_and_actions_do_not_exist(cast):
    with cast.acting(cast.dele, cast.orrin):
        theirs = a_received_application()
        action = bulk.plan([theirs.id], Wish("reject"))
    with cast.acting():
        ours = a_received_application()
        assert bulk.plan([theirs.id, ours.id], Wish("reject")).items.count() == 1
        for act in (bulk.apply_next, bulk.stop):
            with pytest.raises(BulkAction.DoesNotExist):
                act(action.id)
    with cast.acting(cast.dele, cast.orrin):
        assert Application.objects.get().outcome == "pending"


def test_stopping_leaves_the_rest_as_it_is(cast):
    with cast.acting():
        action = bulk.plan(ids(three()), Wish("reject"))
        bulk.apply_next(action.id)
        bulk.stop(action.id)
        apply_all(action)
        assert outcomes(action) == ["done", "", ""]
        assert bulk.progress(action).waiting == 2


def test_all_that_a_search_finds_is_capped_and_said(cast):
    with cast.acting():
        job = a_job()
        bids = three(job)
        decisions.reject(bids[0].id)
        found, is_all = candidate_search.applications(Wanted(job_id=job.id, outcome="pending"), 500)
        assert (set(found), is_all) == ({bids[1].id, bids[2].id}, True)
        found, is_all = candidate_search.applications(Wanted(job_id=job.id), 2)
        assert (len(found), is_all) == (2, False)

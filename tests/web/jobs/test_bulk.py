"""The screens of a bulk change: choose, look, confirm, watch, stop; and who may not."""

import pytest

from isthmus.bridge.models import BulkChange
from isthmus.bridge.postings.bulk import changes
from isthmus.hiring.models import Job, Posting
from tests.web.rooms import words


def choose(rooms, browser, jobs, **form):
    """Plan a change as the form posts it; the answer followed to the preview."""
    data = {"job": [str(job.id) for job in jobs], **form}
    return browser.post(rooms.at("jobs:bulk"), data, follow=True)


def change(rooms) -> BulkChange:
    with rooms.cast.acting():
        return BulkChange.objects.latest("made_at")


def test_the_list_offers_it_to_those_who_may(rooms, recruiter, manager):
    job = rooms.job()
    page = recruiter.get(rooms.at("jobs:list")).content.decode()
    assert f'name="job" value="{job.id}"' in page
    assert "Change all 1 found" in page
    assert 'name="job"' not in manager.get(rooms.at("jobs:list")).content.decode()


def test_ticked_jobs_are_published_after_their_differences_were_seen(rooms, recruiter):
    rooms.connect()
    made = [rooms.job(title="Welder"), rooms.job(title="Baker")]
    asked = recruiter.get(rooms.at("jobs:bulk"), {"job": [str(job.id) for job in made]})
    assert "2 jobs chosen" in words(asked)
    preview = choose(rooms, recruiter, made, action="publish", linkedin_apply="on")
    text = words(preview)
    assert "2 jobs would change." in text
    assert "Posting Not published → Published" in text
    with rooms.cast.acting():
        assert not Posting.objects.exists()
    done = recruiter.post(rooms.at("jobs:bulk_apply", change_id=change(rooms).id), follow=True)
    assert "2 of 2 done." in words(done)
    with rooms.cast.acting():
        assert Posting.objects.filter(status="published", linkedin_apply=True).count() == 2


def test_the_first_publishing_of_all_says_which_others_must_follow(rooms, recruiter):
    rooms.connect()
    one, other = rooms.job(title="Welder"), rooms.job(title="Baker")
    assert "1 other open job is not among these." in words(choose(rooms, recruiter, [one], action="publish"))
    assert "not among these" not in words(choose(rooms, recruiter, [one, other], action="publish"))


def test_all_that_a_search_finds_and_nothing_else(rooms, recruiter):
    welder, other = rooms.job(title="Welder"), rooms.job(title="Baker")
    recruiter.post(rooms.at("jobs:bulk"), {"all": "yes", "search": "weld", "action": "close"})
    recruiter.post(rooms.at("jobs:bulk_apply", change_id=change(rooms).id))
    with rooms.cast.acting():
        assert {job.id: job.status for job in Job.objects.all()} == {welder.id: "closed", other.id: "open"}


def test_all_of_a_standing_means_that_standing(rooms, recruiter):
    rooms.connect()
    live, other = rooms.published_job(title="Welder"), rooms.job(title="Baker")
    recruiter.post(rooms.at("jobs:bulk"), {"all": "yes", "posting": "sending", "action": "unpublish"})
    recruiter.post(rooms.at("jobs:bulk_apply", change_id=change(rooms).id))
    with rooms.cast.acting():
        assert Posting.objects.get(job_id=live.id).status == "unpublished"
        assert not Posting.objects.filter(job_id=other.id).exists()


def test_what_cannot_go_is_said_with_its_fix_and_can_be_looked_at_alone(rooms, recruiter):
    rooms.connect()
    made = [rooms.job(title="Welder"), rooms.job(title="Baker", description="<p>Bake.</p>")]
    choose(rooms, recruiter, made, action="publish")
    page = rooms.at("jobs:bulk_change", change_id=change(rooms).id)
    text = words(recruiter.get(page))
    assert "LinkedIn would refuse 1, which stays as it is until it is corrected." in text
    alone = words(recruiter.get(page, {"show": "problem"}))
    assert "Say more about the work." in alone
    assert "Welder" not in alone


@pytest.mark.parametrize(
    "form",
    [
        {"action": "explode"},
        {"action": "change"},
        {"action": "change", "field": "salary", "text": "1"},
        {"action": "change", "field": "poster_email", "text": "not an address"},
        {"action": "change", "field": "workplace", "workplace": "moon"},
        {"action": "change", "field": "add_location", "text": "   "},
        {"action": "change", "field": "functions", "functions": ["eng", "it", "qa", "hr"]},
        {"action": "change", "field": "own_apply_url", "text": "javascript:alert(1)"},
        {"action": "change", "field": "industries", "text": "robots"},
        {"action": "change", "field": "description", "description": "<script>x</script>"},
        {"action": "change", "field": "linkedin_apply", "apply": ""},
        {"action": "change", "field": "department", "text": "x" * 3000},
    ],
)
def test_what_cannot_be_meant_plans_nothing(rooms, recruiter, form):
    response = choose(rooms, recruiter, [rooms.job()], **form)
    assert response.status_code == 422
    with rooms.cast.acting():
        assert not BulkChange.objects.exists()


def test_no_job_at_all_is_said(rooms, recruiter):
    assert "No job is chosen" in words(recruiter.get(rooms.at("jobs:bulk")))
    assert "No job is chosen" in words(recruiter.get(rooms.at("jobs:bulk"), {"job": ["nonsense", "\x00"]}))
    assert recruiter.post(rooms.at("jobs:bulk"), {"action": "close"}).status_code == 422


def test_another_companys_jobs_are_not_chosen(rooms, recruiter):
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        from tests import builders

        theirs = builders.a_job(title="Oven hand")
    assert "Oven hand" not in words(recruiter.get(rooms.at("jobs:bulk"), {"job": str(theirs.id)}))
    recruiter.post(rooms.at("jobs:bulk"), {"job": str(theirs.id), "action": "close"})
    with rooms.cast.acting(rooms.cast.dele, rooms.cast.orrin):
        assert Job.objects.get(id=theirs.id).status == "open"


def test_a_hiring_manager_may_do_none_of_it(rooms, recruiter, manager):
    choose(rooms, recruiter, [rooms.job()], action="close")
    planned = change(rooms)
    assert manager.get(rooms.at("jobs:bulk")).status_code == 403
    for name in ("bulk_apply", "bulk_stop"):
        assert manager.post(rooms.at(f"jobs:{name}", change_id=planned.id)).status_code == 403


def test_one_that_was_left_is_offered_to_go_on_or_stop(rooms, recruiter):
    choose(rooms, recruiter, [rooms.job(title=f"Welder {number}") for number in range(3)], action="close")
    with rooms.cast.acting():
        changes.apply_some(change(rooms).id, 1)
    assert "1 of 3 done, then left." in words(recruiter.get(rooms.at("jobs:list")))
    page = recruiter.get(rooms.at("jobs:bulk_change", change_id=change(rooms).id))
    assert b'hx-trigger="load delay:100ms, submit"' in page.content
    stopped = recruiter.post(rooms.at("jobs:bulk_stop", change_id=change(rooms).id), follow=True)
    assert "1 of 3 done. 2 were not reached." in words(stopped)


@pytest.mark.parametrize("asked", [{"after": "-1"}, {"after": "x"}, {"after": "9" * 30}, {"show": "<b>"}])
def test_hostile_addresses_of_a_preview_show_a_page(rooms, recruiter, asked):
    choose(rooms, recruiter, [rooms.job()], action="close")
    assert recruiter.get(rooms.at("jobs:bulk_change", change_id=change(rooms).id), asked).status_code == 200


def test_a_script_in_a_value_stays_words(rooms, recruiter):
    choose(rooms, recruiter, [rooms.job()], action="change", field="department", text="<script>alert(1)</script>")
    page = recruiter.get(rooms.at("jobs:bulk_change", change_id=change(rooms).id)).content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert" in page

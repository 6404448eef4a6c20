"""The timeline and the feed tell what happened, by whom and why."""

from isthmus.base.ids import new_id
from isthmus.hiring import applications, decisions, feed, files, notes, pipeline, postings, timeline, viewing
from tests.builders import a_job, a_pdf, a_published_job, a_received_application, an_arrival, noor


def test_a_candidates_story_is_told_newest_first(cast):
    with cast.acting():
        delivery_id = new_id()
        application, _ = applications.receive(an_arrival(a_job(), delivery_id=delivery_id))
        file = files.attach(application.id, a_pdf(), name="cv.pdf")
        viewing.record_view(application.id)
        files.record_download(file.id)
        decisions.move(application.id, pipeline.ensure_stages()[2].id)
        notes.add(application.candidate_id, "Strong on SQL")
        decisions.reject(application.id, "Too far away")
        events = timeline.of_candidate(application.candidate_id)
        kinds = ["decision", "note", "stage", "download", "view", "file", "match", "application"]
        assert [event.kind for event in events] == kinds
        assert (events[0].title, events[0].why, events[0].actor_name) == (
            "Not selected",
            "Too far away",
            "Tomas Brandt",
        )
        assert events[-1].delivery_id == events[-2].delivery_id == delivery_id
        assert events[-2].why.startswith("New person")


def test_both_applications_of_a_known_person_stand_on_one_timeline(cast):
    with cast.acting():
        job = a_job()
        first = a_received_application(job)
        a_received_application(job, said=noor(origin="careers"))
        events = timeline.of_candidate(first.candidate_id)
        assert [event.title for event in events if event.kind == "application"] == [
            "Applied for Senior Backend Engineer · Job page",
            "Applied for Senior Backend Engineer · LinkedIn Apply",
        ]
        assert any(event.why.startswith("Same person") for event in events)


def test_a_refused_file_says_why(cast):
    with cast.acting():
        application = a_received_application()
        files.attach(application.id, b"MZ\x90\x00" * 30, name="cv.pdf")
        event = next(e for e in timeline.of_candidate(application.candidate_id) if e.kind == "file")
        assert event.title == "Résumé refused"
        assert "Windows program" in event.why


def test_the_feed_tells_the_company_s_latest(cast):
    with cast.acting():
        job, _ = a_published_job()
        application = a_received_application(job)
        decisions.move(application.id, pipeline.ensure_stages()[1].id)
        decisions.reject(application.id, "No")
        titles = [item.title for item in feed.recent()]
        assert titles == [
            "Noor Peeters: not selected",
            "Noor Peeters moved to In review",
            "Noor Peeters applied for Senior Backend Engineer",
            "Senior Backend Engineer published to LinkedIn",
            "Senior Backend Engineer opened",
        ]
        assert len(feed.recent(2)) == 2


def told_of_publishing() -> list[tuple[str, str]]:
    return [(item.kind, item.why) for item in feed.recent() if item.kind == "posting"]


def test_the_feed_tells_how_a_job_was_published_and_not_how_it_stands(cast):
    with cast.acting():
        job = a_job()
        postings.publish(job.id, linkedin_apply=True)
        assert told_of_publishing() == [("posting", "With Apply Connect")]
        postings.publish(job.id, linkedin_apply=False)
        assert told_of_publishing() == [("posting", "With Apply Connect")]
        postings.publish(job.id, linkedin_apply=True)
        postings.publish(job.id, linkedin_apply=False)
        assert told_of_publishing() == [("posting", "With Apply Connect")]
        postings.unpublish(job.id)
        postings.publish(job.id, linkedin_apply=False)
        postings.publish(job.id, linkedin_apply=True)
        assert told_of_publishing() == [("posting", "")]


def test_the_feed_of_another_company_is_empty(cast):
    with cast.acting():
        a_received_application()
    with cast.acting(cast.dele, cast.orrin):
        assert feed.recent() == []

"""One candidate's page: what it says, what it hides, and what its buttons do."""

from isthmus.hiring import decisions, files, notes, pipeline, questions
from isthmus.hiring.applications import ExpectedFile, GivenAnswer
from isthmus.hiring.models import Application
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.questions import QuestionDraft
from tests import builders
from tests.web.rooms import said, words


def reload(rooms, application: Application) -> Application:
    with rooms.cast.acting():
        return Application.objects.select_related("stage").get(id=application.id)


def test_the_page_tells_who_where_and_what_for(rooms, recruiter):
    application = rooms.application()
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    for part in ("Noor Peeters", "via LinkedIn Apply", "1 profile", "Tessel Labs", "Ghent, Belgium", "In review"):
        assert part in text


def test_answers_stand_with_their_questions(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        asked = builders.some_questions(job)
    given = [GivenAnswer(str(asked[1].id), 6), GivenAnswer("unknown-question", "kept all the same")]
    application = rooms.application(job, answers=given)
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Years with SQL 6" in text
    assert "kept all the same" in text


def test_every_value_names_its_source(rooms, recruiter):
    application = rooms.application()
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id)).content.decode()
    assert 'aria-describedby="source-email"' in page
    assert "LinkedIn Apply," in page.partition('id="source-email"')[2][:200]


def test_the_timeline_gives_the_reason_of_a_match(rooms, recruiter):
    application = rooms.application()
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Recognised as a new person" in text


def test_rejecting_says_before_what_the_person_will_be_told(rooms, recruiter):
    application = rooms.application()
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Nothing, as it stands LinkedIn is not connected" in text
    assert "Otherwise: “Not selected”, on Senior Backend Engineer at Larkfield Robotics" in text


def test_rejecting_someone_from_the_job_page_says_that_nobody_is_told(rooms, recruiter):
    application = rooms.application(said=builders.noor(origin="careers"))
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "LinkedIn tells nothing: the application did not come through it." in text


def test_rejecting_and_reopening(rooms, recruiter):
    application = rooms.application()
    ids = {"application_id": application.id}
    recruiter.post(rooms.at("candidates:reject", **ids), {"reason": "Too far away"})
    assert reload(rooms, application).outcome == "declined"
    assert "Too far away" in words(recruiter.get(rooms.at("candidates:application", **ids)))
    recruiter.post(rooms.at("candidates:reopen", **ids))
    assert reload(rooms, application).outcome == "pending"


def test_moving_to_a_stage(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        stage = pipeline.ensure_stages()[2]
    recruiter.post(rooms.at("candidates:move", application_id=application.id), {"stage": str(stage.id)})
    assert reload(rooms, application).stage.name == stage.name


def test_a_decided_application_does_not_move_and_says_why(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        decisions.reject(application.id)
        stage = pipeline.ensure_stages()[2]
    response = recruiter.post(rooms.at("candidates:move", application_id=application.id), {"stage": str(stage.id)})
    assert "Re-open it first" in said(response)[0]


def test_a_stage_that_is_not_one_is_not_there(rooms, recruiter):
    application = rooms.application()
    address = rooms.at("candidates:move", application_id=application.id)
    for stage in ("", "nonsense", str(application.id)):
        assert recruiter.post(address, {"stage": stage}).status_code == 404


def test_a_note_is_for_colleagues(rooms, recruiter, manager):
    application = rooms.application()
    address = rooms.at("candidates:note", candidate_id=application.candidate_id)
    recruiter.post(address, {"body": "Call her back.", "application": str(application.id)})
    page = manager.get(rooms.at("candidates:application", application_id=application.id))
    assert "Call her back." in words(page)


def test_a_private_note_is_for_its_author_alone(rooms, recruiter, manager):
    application = rooms.application()
    address = rooms.at("candidates:note", candidate_id=application.candidate_id)
    recruiter.post(address, {"body": "Between me and me.", "audience": "author"})
    here = rooms.at("candidates:application", application_id=application.id)
    assert "Between me and me." in words(recruiter.get(here))
    assert "Between me and me." not in words(manager.get(here))


def test_a_hiring_manager_may_note_and_not_decide(rooms, manager):
    application = rooms.application()
    page = manager.get(rooms.at("candidates:application", application_id=application.id)).content
    assert b'commandfor="reject"' not in page
    assert b'name="body"' in page
    assert manager.post(rooms.at("candidates:reject", application_id=application.id)).status_code == 403


def test_hostile_words_stay_words_everywhere(rooms, recruiter):
    hostile = '<script>alert("x")</script>'
    job = rooms.job(title=hostile)
    application = rooms.application(
        job,
        said=builders.noor(first_name=hostile, headline=hostile, location=hostile, skills=[{"name": hostile}]),
        answers=[GivenAnswer(hostile, hostile)],
    )
    with rooms.cast.acting():
        notes.add(application.candidate_id, hostile)
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id)).content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert" in page


def test_what_happens_next_names_what_was_not_told_yet(rooms, recruiter):
    application = rooms.application()
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Application viewed Leaves soon LinkedIn" in text
    assert "Not selected Not yet LinkedIn · when it is rejected" in text


def test_what_happened_untold_is_not_said_to_leave_soon(rooms, recruiter, move_clock):
    application = rooms.application()
    here = rooms.at("candidates:application", application_id=application.id)
    recruiter.get(here)
    move_clock(3600)
    assert "Application viewed Not told LinkedIn · it happened while nothing was told" in words(recruiter.get(here))


def test_what_happens_next_is_asked_for_again_while_something_leaves(rooms, recruiter):
    application = rooms.application()
    part = rooms.at("candidates:notices", application_id=application.id)
    assert b"hx-trigger" not in recruiter.get(part).content
    recruiter.get(rooms.at("candidates:application", application_id=application.id))
    assert b"hx-trigger" in recruiter.get(part).content


def test_linkedin_is_told_no_more_than_it_says(rooms, recruiter):
    application = rooms.application(rooms.published_job())
    text = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "The posting “Senior Backend Engineer”: to be sent." in text
    assert "No stage, note, message, file or answer of yours is sent to LinkedIn." in text


def test_another_company_s_people_are_not_there(rooms, signed_in):
    application = rooms.application()
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/candidates/{application.candidate_id}/").status_code == 404
    assert dele.get(f"/c/orrin-foods/candidates/applications/{application.id}/").status_code == 404


def test_answers_are_shown_with_hopes_files_and_what_was_not_asked(rooms, recruiter):
    job = rooms.job()
    with rooms.cast.acting():
        asked = questions.set_questions(
            job.id,
            [
                QuestionDraft(None, "Permit", "yes_no", key="p", details=Details(favourable_options=("yes",))),
                QuestionDraft(None, "Until when?", "text", details=Details(prerequisite=Prerequisite("p", ("yes",)))),
                QuestionDraft(None, "Free", "date_range"),
                QuestionDraft(None, "Plan", "document"),
                QuestionDraft(None, "Odd", "integer"),
                QuestionDraft(None, "Team", "short_text", section="work"),
            ],
        )
        permit, _, free, plan, odd, team = (str(question.id) for question in asked)
        application = builders.a_received_application(
            job,
            answers=[
                GivenAnswer(permit, "no"),
                GivenAnswer(free, {"start": "2026-02-01", "end": "2026-02-28"}),
                GivenAnswer(plan, None, document="urn:li:media:1"),
                GivenAnswer(odd, ["<b>six</b>"], understood=False),
                GivenAnswer(team, "Four", about="Engineer, Tessel Labs"),
            ],
            files=[ExpectedFile("document", "urn:li:media:1")],
        )
        file = application.files.get()
        files.store(file.id, b"plain words", name="plan.txt")
    response = recruiter.get(rooms.at("candidates:application", application_id=application.id))
    text = words(response)
    assert "1 answer not as the job hopes for" in text
    assert "Not as hoped for The job hopes for “Yes”." in text
    assert "Not asked: asked only when “Permit” is answered with “Yes”." in text
    assert "1 February 2026 – 28 February 2026" in text
    assert "Not understood It came in a shape Isthmus does not know." in text
    assert "Team (Engineer, Tessel Labs) Four" in text
    assert b"<b>six</b>" not in response.content
    download = rooms.at("candidates:download", file_id=file.id)
    assert download.encode() in response.content
    sent = recruiter.get(download)
    assert (sent.content, sent["X-Content-Type-Options"]) == (b"plain words", "nosniff")
    assert sent["Content-Disposition"].startswith("attachment")

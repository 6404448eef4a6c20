"""Candidates, applications, notes and files over the API."""

import hashlib

from isthmus.hiring import mentions, notes, team
from isthmus.hiring.models import ApplicationView, FileDownload
from isthmus.store.models import Audit
from tests.api.conftest import PDF


def test_a_candidate_comes_with_what_each_source_said(api, story):
    found = api.get(f"/candidates/{story.candidate_id}").json()
    assert (found["first_name"], found["last_name"]) == ("Noor", "Peeters")
    assert found["profiles"][0]["origin"] == "linkedin_apply"
    assert found["sources"]["email"] == found["profiles"][0]["id"]
    assert found["applications"] == [str(story.application_id)]


def test_a_candidate_is_found_by_any_writing_of_their_address(api, story):
    page = api.get("/candidates", email="Noor.Peeters@TESSEL.example").json()
    assert [candidate["id"] for candidate in page["items"]] == [str(story.candidate_id)]
    assert api.get("/candidates", email="nobody@tessel.example").json() == {"items": [], "next": None}
    assert api.get("/candidates", email="not an address").json()["items"] == []


def test_an_application_comes_with_answers_and_files(api, story):
    found = api.get(f"/applications/{story.application_id}").json()
    assert found["candidate"]["last_name"] == "Peeters"
    assert (found["stage"]["name"], found["outcome"]) == ("New", "pending")
    assert [(a["question"], a["shown"]) for a in found["answers"]] == [("Which languages?", "Python, Dutch")]
    assert (found["files"][0]["state"], found["files"][0]["media_type"]) == ("stored", "application/pdf")


def test_applications_are_found_by_job_stage_and_outcome(api, story):
    mine = [str(story.application_id)]
    assert [a["id"] for a in api.get("/applications", job_id=story.job_id).json()["items"]] == mine
    assert [a["id"] for a in api.get("/applications", outcome="pending").json()["items"]] == mine
    assert api.get("/applications", outcome="hired").json()["items"] == []


def test_reading_is_audited_and_is_nobodys_view(api, story, cast):
    api.get(f"/applications/{story.application_id}")
    api.get(f"/candidates/{story.candidate_id}")
    api.get("/candidates")
    with cast.acting():
        rows = Audit.objects.exclude(api_key_id=None).values_list("action", "entity", "user_id")
        assert set(rows) >= {("read", "application", None), ("read", "candidate", None), ("listed", "candidate", None)}
        assert not ApplicationView.objects.exists()


def test_an_application_moves_and_is_rejected_and_re_opened(api, story):
    path = f"/applications/{story.application_id}"
    stages = {stage["name"]: stage["id"] for stage in api.get("/stages").json()["items"]}
    moved = api.post(f"{path}/move", {"stage_id": stages["Phone screen"]}).json()
    assert moved["stage"]["name"] == "Phone screen"
    rejected = api.post(f"{path}/reject", {"reason": "Not enough Go."}).json()
    assert (rejected["outcome"], rejected["outcome_reason"]) == ("declined", "Not enough Go.")
    refused = api.post(f"{path}/move", {"stage_id": stages["Offer"]})
    assert refused.status_code == 409
    assert refused.json()["error"]["fix"] == "Re-open it first."
    assert api.post(f"{path}/reopen").json()["outcome"] == "pending"


def test_deciding_twice_changes_nothing(api, story):
    path = f"/applications/{story.application_id}/reject"
    first = api.post(path, {}).json()
    assert api.post(path, {}).json() == first


def test_a_stage_of_another_company_is_404(api, story, stranger):
    theirs = stranger.get("/stages").json()["items"][0]["id"]
    assert api.post(f"/applications/{story.application_id}/move", {"stage_id": theirs}).status_code == 404


def test_a_note_is_added_for_everyone(api, story):
    added = api.post(f"/applications/{story.application_id}/notes", {"body": "Called back."})
    assert added.status_code == 201
    assert (added.json()["author_id"], added.json()["application_id"]) == (None, str(story.application_id))
    listed = api.get(f"/candidates/{story.candidate_id}/notes").json()["items"]
    assert [note["body"] for note in listed] == ["Called back.", "She asked twice.", "Strong on queues."]


def test_an_empty_note_is_refused(api, story):
    for body in ("", "   "):
        assert api.post(f"/applications/{story.application_id}/notes", {"body": body}).status_code == 422


def test_a_note_is_answered_and_its_author_finds_it_unread(api, story, cast):
    added = api.post(f"/notes/{story.note_id}/replies", {"body": "On kafka too, @Marek Vold?"})
    assert (added.status_code, added.json()["reply_to_id"]) == (201, str(story.note_id))
    deeper = api.post(f"/notes/{added.json()['id']}/replies", {"body": "Yes."}).json()
    assert (deeper["reply_to_id"], deeper["audience"]) == (str(story.note_id), "company")
    with cast.acting():
        assert mentions.unread_of(cast.tomas.id).count() == 2
        assert mentions.unread_of(cast.marek.id).get().call == "named"


def test_a_program_answers_no_note_it_may_not_read(api, story, cast):
    with cast.acting():
        private = notes.add(story.candidate_id, "Mine", audience="author")
    assert api.post(f"/notes/{private.id}/replies", {"body": "Aha"}).status_code == 404


def test_a_note_for_the_team_is_written_and_read_by_no_program(api, story, cast):
    path = f"/applications/{story.application_id}/notes"
    assert api.post(path, {"body": "Salary: 70", "audience": "team"}).status_code == 422
    with cast.acting():
        team.set_team(story.job_id, [team.Part(cast.marek.id)])
    assert api.post(path, {"body": "Salary: 70", "audience": "team"}).json()["audience"] == "team"
    assert api.post(path, {"body": "x", "audience": "author"}).status_code == 422
    assert "Salary" not in api.get(f"/candidates/{story.candidate_id}/notes").content.decode()


def test_a_note_taken_away_is_a_place_without_words(api, story, cast):
    with cast.acting():
        notes.remove(story.note_id)
    listed = {note["id"]: note for note in api.get(f"/candidates/{story.candidate_id}/notes").json()["items"]}
    gone = listed[str(story.note_id)]
    assert gone["body"] == "" and gone["removed_at"] is not None


def test_hand_overs_are_read(api, story, cast):
    found = api.get(f"/hand-overs/{story.hand_over_id}").json()
    assert (found["task"], found["to_user_id"], found["state"]) == ("Call Noor", str(cast.marek.id), "open")
    for query, number in (
        (f"candidate_id={story.candidate_id}", 1),
        (f"to_user_id={cast.marek.id}&state=open", 1),
        (f"to_user_id={cast.tomas.id}", 0),
        ("state=done", 0),
    ):
        assert len(api.get(f"/hand-overs?{query}").json()["items"]) == number
    assert api.get("/hand-overs?state=lost").status_code == 422
    assert api.get(f"/hand-overs?candidate_id={story.job_id}").status_code == 404


def test_private_notes_and_self_identification_are_nowhere(api, story):
    paths = (
        "/candidates",
        f"/candidates/{story.candidate_id}",
        f"/candidates/{story.candidate_id}/notes",
        "/applications",
        f"/applications/{story.application_id}",
    )
    for path in paths:
        body = api.get(path).content.decode()
        assert "too dear" not in body
        assert "self-identified" not in body
        assert "eeo" not in body.lower()


def test_a_file_is_downloaded_exactly_as_sent_and_no_browser_runs_it(api, story, cast):
    response = api.get(f"/files/{story.file_id}/content")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"][:7]) == ("nosniff", "sandbox")
    assert api.get(f"/files/{story.file_id}").json()["sha256"] == hashlib.sha256(PDF).hexdigest()
    with cast.acting():
        assert Audit.objects.filter(action="downloaded", entity_id=story.file_id).count() == 1
        assert not FileDownload.objects.exists()

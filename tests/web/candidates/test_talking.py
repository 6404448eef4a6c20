"""Notes, answers and hand-overs on a candidate's page: written, refused without loss, hidden from everybody else."""

import pytest

from isthmus.hiring import handovers, mentions, notes, team
from isthmus.hiring.models import HandOver, Mention, Note
from tests.web.rooms import said, words


@pytest.fixture
def application(rooms):
    """Noor's, for a job whose hiring team is Marek."""
    job = rooms.job()
    with rooms.cast.acting():
        team.set_team(job.id, [team.Part(rooms.cast.marek.id, "hiring_manager")])
    return rooms.application(job)


@pytest.fixture
def here(rooms, application) -> str:
    return rooms.at("candidates:application", application_id=application.id)


def note_address(rooms, application) -> str:
    return rooms.at("candidates:note", candidate_id=application.candidate_id)


def a_note(rooms, application, body="Strong", user=None, **more) -> Note:
    with rooms.cast.acting(user):
        return notes.add(application.candidate_id, body, application_id=application.id, **more)


def a_task(rooms, application, **changes) -> dict[str, str]:
    return {
        "to": str(rooms.cast.marek.id),
        "task": "Interview her",
        "context": "She can start in June.",
        "audience": "company",
        "application": str(application.id),
        **changes,
    }


@pytest.mark.parametrize("body", ["  ", "\x00", "x" * 100_000])
def test_a_refused_note_stands_in_its_field_still(rooms, recruiter, application, body):
    response = recruiter.post(note_address(rooms, application), {"body": body, "application": str(application.id)})
    assert response.status_code == 422
    assert "The note is" in words(response)
    assert body.strip(" \x00") in response.content.decode()
    with rooms.cast.acting():
        assert not Note.objects.exists()


def test_a_note_for_the_team_is_hidden_from_everyone_else(rooms, recruiter, manager, admin, application, here):
    sent = {"body": "Salary: 70", "audience": "team", "application": str(application.id)}
    recruiter.post(note_address(rooms, application), sent)
    assert "Salary: 70" in words(recruiter.get(here)) and "Salary: 70" in words(manager.get(here))
    home = rooms.at("home:home")
    assert "Salary" not in words(admin.get(here)) + words(admin.get(home))
    assert "Salary: 70" in words(manager.get(home))


def test_a_job_without_a_team_offers_no_note_for_it(rooms, recruiter):
    application = rooms.application()
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id))
    assert "Hiring team (the job has none yet)" in words(page)
    sent = {"body": "For the team", "audience": "team", "application": str(application.id)}
    response = recruiter.post(note_address(rooms, application), sent)
    assert response.status_code == 422
    assert ">For the team</textarea>" in response.content.decode()


def test_who_is_mentioned_and_may_not_read_is_named_to_the_author(rooms, recruiter, application):
    sent = {"body": "@Petra Lindqvist @Marek Vold", "application": str(application.id)}
    assert said(recruiter.post(note_address(rooms, application), sent)) == [
        "Noted.",
        "Petra Lindqvist may not read this note, so nobody told them.",
    ]


def test_looking_at_the_page_reads_what_one_was_mentioned_in(rooms, recruiter, manager, application, here):
    a_note(rooms, application, "@Marek Vold, your turn")
    work = rooms.at("work:list")
    assert "Mentioned you" in words(manager.get(work))
    recruiter.get(here)
    assert "Mentioned you" in words(manager.get(work))
    manager.get(here, headers={"sec-purpose": "prefetch"})
    assert "Mentioned you" in words(manager.get(work))
    assert "For you" in words(manager.get(here))
    assert "Nothing waits for you" in words(manager.get(work))


def test_answers_stand_under_their_note(rooms, manager, recruiter, application, here):
    note = a_note(rooms, application, "What do you think?")
    response = manager.post(rooms.at("candidates:reply", note_id=note.id), {"body": "Good."})
    assert response.url == here
    text = words(recruiter.get(here))
    assert text.index("What do you think?") < text.index("Good.")


def test_nobody_answers_a_note_they_may_not_read(rooms, admin, application):
    note = a_note(rooms, application, audience="team")
    for name in ("reply", "change_note", "remove_note"):
        assert admin.post(rooms.at(f"candidates:{name}", note_id=note.id), {"body": "x"}).status_code == 404


def test_a_note_is_changed_and_taken_away_by_its_author(rooms, recruiter, manager, application, here):
    note = a_note(rooms, application, "Storng")
    assert f"notes/{note.id}/change/" not in manager.get(here).content.decode()
    recruiter.post(rooms.at("candidates:change_note", note_id=note.id), {"body": "Strong"})
    assert "Changed" in words(manager.get(here)) and "Storng" in words(manager.get(here))
    recruiter.post(rooms.at("candidates:remove_note", note_id=note.id))
    text = words(manager.get(here))
    assert "Taken away by its author." in text and "Strong" not in text


def test_a_note_too_old_to_change_says_so(rooms, recruiter, application, move_clock):
    note = a_note(rooms, application)
    move_clock(1860)
    assert "half an hour" in said(recruiter.post(rooms.at("candidates:change_note", note_id=note.id), {"body": "x"}))[0]


def test_hostile_words_stay_words(rooms, recruiter, application, here):
    hostile = '</script><script>alert(1)</script>\u202egnp.exe @Marek Vold"onfocus="x'
    recruiter.post(note_address(rooms, application), {"body": hostile, "application": str(application.id)})
    recruiter.post(
        rooms.at("candidates:hand_over", candidate_id=application.candidate_id),
        a_task(rooms, application, task=hostile, context=hostile),
    )
    for page in (recruiter.get(here), recruiter.get(rooms.at("work:list")), recruiter.get(rooms.at("home:home"))):
        assert b"<script>alert" not in page.content and b'"onfocus=' not in page.content


def test_a_hand_over_reaches_its_receiver_and_goes_all_the_way(rooms, recruiter, manager, application, here):
    address = rooms.at("candidates:hand_over", candidate_id=application.candidate_id)
    assert recruiter.post(address, a_task(rooms, application)).url == here
    assert "Handed to Marek Vold, not accepted yet" in words(recruiter.get(here))
    for page in (rooms.at("home:home"), rooms.at("work:list")):
        assert "Interview her" in words(manager.get(page)) and "New" in words(manager.get(page))
    assert "Handed to you by Tomas Brandt" in words(manager.get(here))
    with rooms.cast.acting():
        ids = {"hand_over_id": HandOver.objects.get().id}
    manager.post(rooms.at("candidates:hand_over_accept", **ids))
    assert "Owner: Marek Vold" in words(recruiter.get(here))
    manager.post(rooms.at("candidates:hand_over_finish", **ids), {"words": "She is good."})
    assert "She is good." in words(recruiter.get(rooms.at("work:list")))
    assert "finished what was handed over" in words(recruiter.get(here))


def test_a_hand_over_is_returned_or_taken_back(rooms, recruiter, manager, application):
    for step, browser, words_sent in (("return", manager, "Away"), ("take-back", recruiter, "")):
        with rooms.cast.acting():
            task = handovers.Task(rooms.cast.marek.id, "Call", "Now")
            made = handovers.hand_over(application.candidate_id, task, application_id=application.id)
        browser.post(rooms.at(f"candidates:hand_over_{step}", hand_over_id=made.id), {"words": words_sent})
        with rooms.cast.acting():
            assert HandOver.objects.get(id=made.id).state == step.replace("take-back", "taken_back") + (
                "ed" if step == "return" else ""
            )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"to": ""}, "required"),
        ({"to": "nonsense"}, "Select a valid choice"),
        ({"task": ""}, "required"),
        ({"due_on": "2020-01-01"}, "The day is past."),
        ({"due_on": "soon"}, "valid date"),
        ({"audience": "author"}, "Select a valid choice"),
    ],
)
def test_a_refused_hand_over_stays_open_with_its_words(rooms, recruiter, application, changes, told):
    address = rooms.at("candidates:hand_over", candidate_id=application.candidate_id)
    response = recruiter.post(address, a_task(rooms, application, **changes))
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page and "data-open" in page and "She can start in June." in page
    with rooms.cast.acting():
        assert not HandOver.objects.exists()


def test_colleagues_without_candidates_are_not_offered(rooms, recruiter, application, here):
    dialog = recruiter.get(here).content.decode().partition('id="hand-over-to"')[2].partition("</select>")[0]
    assert "Marek Vold" in dialog
    assert "Petra Lindqvist" not in dialog and "Tomas Brandt" not in dialog


def test_an_application_of_somebody_else_takes_no_words(rooms, recruiter, application):
    for text in ("nonsense", str(rooms.cast.tomas.id)):
        assert recruiter.post(note_address(rooms, application), {"body": "x", "application": text}).status_code == 404


def test_nothing_of_it_is_there_for_another_company(rooms, signed_in, application):
    note = a_note(rooms, application)
    dele = signed_in(rooms.cast.dele)
    for path in (
        f"{application.candidate_id}/notes/",
        f"{application.candidate_id}/hand-over/",
        f"notes/{note.id}/reply/",
        f"notes/{note.id}/remove/",
    ):
        assert dele.post(f"/c/orrin-foods/candidates/{path}", {"body": "x"}).status_code == 404


def test_a_mention_of_a_note_one_may_no_longer_read_is_not_shown(rooms, manager, application):
    a_note(rooms, application, "@Marek Vold: the salary", audience="team")
    with rooms.cast.acting():
        team.set_team(application.job_id, [team.Part(rooms.cast.ines.id)])
        assert Mention.objects.filter(user_id=rooms.cast.marek.id, read_at=None).exists()
    assert "salary" not in words(manager.get(rooms.at("work:list"))) + words(manager.get(rooms.at("home:home")))


def test_all_calls_are_read_at_once(rooms, manager, application):
    a_note(rooms, application, "@Marek Vold")
    manager.post(rooms.at("work:read"))
    with rooms.cast.acting():
        assert not mentions.unread_of(rooms.cast.marek.id).exists()

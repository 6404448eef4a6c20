"""The list of candidates."""

import re

from isthmus.hiring import candidate_search, decisions, files, viewing
from isthmus.hiring.models import SavedSearch
from isthmus.people.said import Said
from tests import builders
from tests.web.rooms import said, words


def said_on_the_job_page(**changes) -> Said:
    return builders.noor(
        **{"origin": "careers", "first_name": "Ilse", "last_name": "Maes", "email": "i@m.example"} | changes
    )


def test_an_empty_list_teaches_where_people_come_from(rooms, recruiter):
    assert "Nobody here yet" in words(recruiter.get(rooms.at("candidates:list")))


def test_a_candidate_shows_job_and_stage(rooms, recruiter):
    rooms.application()
    text = words(recruiter.get(rooms.at("candidates:list")))
    assert "Noor Peeters" in text
    assert "Senior Backend Engineer" in text
    assert "New" in text


def test_who_came_by_linkedin_is_marked_with_what_they_sent(rooms, recruiter):
    application = rooms.application()
    page = recruiter.get(rooms.at("candidates:list")).content.decode()
    assert 'aria-describedby="mark-' in page
    assert f"/{application.candidate_id}/mark/" in page


def test_others_are_not_marked(rooms, recruiter):
    rooms.application(said=said_on_the_job_page())
    assert b'class="mark"' not in recruiter.get(rooms.at("candidates:list")).content


def test_an_application_nobody_opened_says_so_until_somebody_did(rooms, recruiter):
    application = rooms.application()
    assert "Unopened" in words(recruiter.get(rooms.at("candidates:list")))
    with rooms.cast.acting():
        viewing.record_view(application.id)
    assert "Unopened" not in words(recruiter.get(rooms.at("candidates:list")))


def test_people_are_found_by_the_beginning_of_a_name(rooms, recruiter):
    rooms.application()
    rooms.application(said=said_on_the_job_page())
    text = words(recruiter.get(rooms.at("candidates:list"), {"search": "peet"}))
    assert "Noor Peeters" in text
    assert "Ilse Maes" not in text


def test_filters_by_job_stage_and_outcome(rooms, recruiter):
    first = rooms.application()
    rooms.application(rooms.job(title="Baker"), said=said_on_the_job_page())
    with rooms.cast.acting():
        decisions.reject(first.id)
    here = rooms.at("candidates:list")
    assert "Ilse Maes" not in words(recruiter.get(here, {"job": str(first.job_id)}))
    assert "Noor Peeters" in words(recruiter.get(here, {"outcome": "declined"}))
    assert "Ilse Maes" not in words(recruiter.get(here, {"outcome": "declined"}))
    assert "Noor Peeters" in words(recruiter.get(here, {"stage": str(first.stage_id)}))


def test_filters_that_make_no_sense_are_left_out(rooms, recruiter):
    rooms.application()
    nonsense = {"job": "x", "stage": "y", "outcome": "z"}
    assert "Noor Peeters" in words(recruiter.get(rooms.at("candidates:list"), nonsense))


def test_pages_follow_each_other_without_counting(rooms, recruiter):
    job = rooms.job()
    for number in range(51):
        rooms.application(job, said=said_on_the_job_page(last_name=f"Maes{number}", email=f"{number}@m.example"))
    first = recruiter.get(rooms.at("candidates:list")).content.decode()
    address = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = recruiter.get(rooms.at("candidates:list") + address.replace("&amp;", "&"))
    assert second.content.count(b'class="main"') == 1
    assert b"Back to the first page" in second.content


def test_a_page_address_nobody_made_is_not_there(rooms, recruiter):
    assert recruiter.get(rooms.at("candidates:list"), {"after": "forged"}).status_code == 404


def test_a_script_in_a_name_stays_words(rooms, recruiter):
    rooms.application(said=said_on_the_job_page(first_name="<script>alert(1)</script>", headline="<img src=x>"))
    page = recruiter.get(rooms.at("candidates:list")).content
    assert b"<script>alert" not in page
    assert b"<img src=x" not in page


def test_the_eeo_officer_sees_nobody(rooms, eeo_officer):
    assert eeo_officer.get(rooms.at("candidates:list")).status_code == 403


def test_what_was_found_in_a_resume_is_shown_around_the_words(rooms, recruiter):
    application = rooms.application()
    with rooms.cast.acting():
        files.attach(application.id, builders.a_pdf("Welded <b>titanium</b> hulls"), name="cv.pdf")
    page = recruiter.get(rooms.at("candidates:list"), {"search": "titan"}).content.decode()
    assert "in résumé:" in page
    assert "<mark>titanium</mark>" in page
    assert "&lt;b&gt;" in page


def test_more_filters_are_kept_by_the_address_and_stand_open(rooms, recruiter):
    rooms.application()
    here = rooms.at("candidates:list")
    asked = {"origin": "linkedin_apply", "since": "7", "unopened": "on", "order": "name"}
    text = recruiter.get(here, asked).content.decode()
    assert "Noor Peeters" in text
    assert '<details class="quietly full" open>' in text
    assert "Nobody matches" in words(recruiter.get(here, {**asked, "resume": "on"}))
    nonsense = {"since": "-1", "origin": "x", "order": "x", "unopened": "maybe"}
    assert "Noor Peeters" in words(recruiter.get(here, nonsense))


def test_a_page_that_looked_in_vain_goes_on(rooms, recruiter, monkeypatch):
    for name in ("FEW", "WINDOW_OF_WORDS"):
        monkeypatch.setattr(candidate_search, name, 0 if name == "FEW" else 1)
    rooms.application(said=builders.noor(headline="Astrolabe"))
    for number in range(3):
        rooms.application(said=said_on_the_job_page(email=f"{number}@m.example"))
    here = rooms.at("candidates:list")
    assert "Nobody among those looked at so far" in words(recruiter.get(here, {"search": "astrolabe"}))


def test_a_search_is_kept_counted_shared_renamed_and_deleted(rooms, recruiter, admin):
    rooms.application()
    here = rooms.at("candidates:list")
    keep = rooms.at("candidates:keep_search")
    response = recruiter.post(keep, {"query": "search=noor&outcome=pending&evil=1", "name": "Noors", "is_shared": "on"})
    assert response.url == f"{here}?search=noor&outcome=pending"
    page = recruiter.get(response.url)
    assert "Change this search" in words(page)
    assert "Noors 1" in words_of_tabs(recruiter, rooms)
    assert "Noors shared 1" in words_of_tabs(admin, rooms)
    with rooms.cast.acting():
        (search,) = SavedSearch.objects.all()
    for name in ("candidates:change_search", "candidates:delete_search"):
        assert admin.post(rooms.at(name, search_id=search.id), {"name": "Mine"}).status_code == 404
    recruiter.post(rooms.at("candidates:change_search", search_id=search.id), {"name": "My Noors"})
    assert "My Noors" not in words_of_tabs(admin, rooms)
    assert "My Noors 1" in words_of_tabs(recruiter, rooms)
    recruiter.post(rooms.at("candidates:delete_search", search_id=search.id))
    assert "My Noors" not in words_of_tabs(recruiter, rooms)


def words_of_tabs(client, rooms):
    page = client.get(rooms.at("candidates:searches")).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_searches_that_make_no_sense_are_refused_in_words(rooms, recruiter):
    keep = rooms.at("candidates:keep_search")
    for asked, name, why in (
        ("", "All", "whole list"),
        ("search=a", "", "no name"),
        ("search=a", "\x00", "no name"),
    ):
        assert why in said(recruiter.post(keep, {"query": asked, "name": name}))[-1]
    recruiter.post(keep, {"query": "search=a", "name": "A"})
    assert "of this name" in said(recruiter.post(keep, {"query": "search=b", "name": "A"}))[-1]
    recruiter.post(keep, {"query": "search=" + "%27" * 3000, "name": "<b>" * 50})


def test_the_mark_says_what_came_with_the_application_and_why_linkedins_own_is_missing(rooms, recruiter):
    application = rooms.application()
    text = recruiter.get(rooms.at("candidates:mark", candidate_id=application.candidate_id)).content.decode()
    for word in ("Backend engineer at Tessel Labs", "SQL", "applied", "LinkedIn is not connected yet"):
        assert word in text
    other = rooms.application(said=said_on_the_job_page())
    assert b"Ilse" not in recruiter.get(rooms.at("candidates:mark", candidate_id=other.candidate_id)).content

"""The list of candidates."""

from isthmus.hiring import decisions, viewing
from isthmus.people.said import Said
from tests import builders
from tests.web.rooms import words


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
    rooms.application()
    page = recruiter.get(rooms.at("candidates:list")).content.decode()
    mark = page.partition('class="mark"')[2].partition("</span></span>")[0]
    assert 'aria-describedby="mark-' in page
    assert "Tessel Labs" in mark
    assert "As sent with the LinkedIn application" in mark


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

"""Files: read as text on a page, taken exactly as sent, never run by the browser, always on the record."""

import pytest

from isthmus.hiring import files
from isthmus.hiring.models import File, FileDownload
from isthmus.store.models import Audit
from tests import builders
from tests.web.rooms import words

PDF = builders.a_pdf("Noor Peeters", "Event stores for a living")


@pytest.fixture
def application(rooms):
    return rooms.application()


@pytest.fixture
def resume(rooms, application):
    with rooms.cast.acting():
        return files.attach(application.id, PDF, name="Noor Peeters – CV.pdf")


def downloads(rooms) -> tuple[int, int]:
    with rooms.cast.acting():
        return FileDownload.objects.count(), Audit.objects.filter(action="downloaded").count()


def test_a_download_is_the_file_as_it_was_sent(rooms, recruiter, resume):
    response = recruiter.get(rooms.at("candidates:download", file_id=resume.id))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"


def test_a_download_is_an_attachment_that_cannot_run(rooms, recruiter, resume):
    response = recruiter.get(rooms.at("candidates:download", file_id=resume.id))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_a_download_is_recorded_each_time_and_a_fact_once(rooms, recruiter, resume):
    for _ in range(2):
        recruiter.get(rooms.at("candidates:download", file_id=resume.id))
    assert downloads(rooms) == (1, 2)


def test_asking_for_the_headers_takes_nothing(rooms, recruiter, resume):
    assert recruiter.head(rooms.at("candidates:download", file_id=resume.id)).content == b""
    assert downloads(rooms) == (0, 0)


def test_a_browser_that_guesses_ahead_gets_nothing(rooms, recruiter, resume):
    address = rooms.at("candidates:download", file_id=resume.id)
    response = recruiter.get(address, headers={"sec-purpose": "prefetch"})
    assert response.content == b""
    assert downloads(rooms) == (0, 0)


def test_the_text_can_be_read_without_taking_the_file(rooms, recruiter, resume):
    response = recruiter.get(rooms.at("candidates:file", file_id=resume.id))
    assert "Event stores for a living" in words(response)
    assert downloads(rooms) == (0, 0)


def test_a_refused_file_is_not_there_and_its_reason_is(rooms, recruiter, application):
    with rooms.cast.acting():
        refused = files.attach(application.id, b"MZ not a document", name="cv.pdf")
    assert recruiter.get(rooms.at("candidates:download", file_id=refused.id)).status_code == 404
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id))
    assert "not a PDF or a Word document" in words(page)


def test_a_hostile_file_name_stays_a_name(rooms, recruiter, application):
    with rooms.cast.acting():
        file = files.attach(application.id, PDF, name='../../"><script>alert(1)</script>\r\nSet-Cookie: a=b.pdf')
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id)).content
    assert b"<script>alert" not in page
    response = recruiter.get(rooms.at("candidates:download", file_id=file.id))
    assert "\n" not in response["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_a_resume_and_another_file_of_the_same_name_are_told_apart(rooms, recruiter, application):
    with rooms.cast.acting():
        files.attach(application.id, PDF, name="mine.pdf")
        files.attach(application.id, PDF, name="mine.pdf", kind="document")
    page = words(recruiter.get(rooms.at("candidates:application", application_id=application.id)))
    assert "Résumé: mine.pdf · " in page
    assert "Document: mine.pdf · " in page


def test_reading_the_text_is_audited(rooms, recruiter, resume):
    recruiter.get(rooms.at("candidates:file", file_id=resume.id))
    with rooms.cast.acting():
        assert Audit.objects.filter(action="viewed", entity="file", entity_id=resume.id).count() == 1


def test_the_eeo_officer_gets_no_file(rooms, eeo_officer, resume):
    assert eeo_officer.get(rooms.at("candidates:download", file_id=resume.id)).status_code == 403
    assert downloads(rooms) == (0, 0)


def test_another_company_s_file_is_not_there(rooms, signed_in, resume):
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/candidates/files/{resume.id}/download/").status_code == 404


def test_a_file_being_fetched_is_asked_for_again_until_it_is_there(rooms, recruiter, application):
    with rooms.cast.acting():
        expected = File.objects.create(application=application, profile_id=application.profile_id, kind="resume")
    part = rooms.at("candidates:documents", application_id=application.id)
    page = recruiter.get(rooms.at("candidates:application", application_id=application.id))
    assert part in page.content.decode()
    assert "being fetched" in recruiter.get(part).content.decode()
    with rooms.cast.acting():
        files.store(expected.id, PDF, name="Noor Peeters – CV.pdf")
    assert "Noor Peeters – CV.pdf" in recruiter.get(part).content.decode()
    assert b"hx-trigger" not in recruiter.get(part).content

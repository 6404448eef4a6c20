"""A document is looked at as pictures and text; looking is on the record and is no download."""

import pytest
from fpdf import FPDF

from isthmus.hiring import files
from isthmus.hiring.models import FileDownload, FilePicture
from isthmus.store.models import Audit
from tests import builders
from tests.web.rooms import words

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def application(rooms):
    return rooms.application()


def a_document(pages: int = 3) -> FPDF:
    document = FPDF()
    document.set_font("Helvetica", size=20)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Leaf {number}")
    return document


def attached(rooms, application, content: bytes, name: str = "cv.pdf"):
    with rooms.cast.acting():
        return files.attach(application.id, content, name=name)


def test_a_page_is_a_picture_with_the_text_beside_it(rooms, recruiter, application):
    file = attached(rooms, application, bytes(a_document().output()))
    response = recruiter.get(rooms.at("candidates:file", file_id=file.id), {"page": "2"})
    assert "Page 2 of 3" in words(response) and "Leaf 3" in words(response)
    page = response.content.decode()
    assert 'href="?page=1"' in page and 'href="?page=3"' in page and "alt=" in page
    picture = recruiter.get(rooms.at("candidates:picture", file_id=file.id), {"page": "2"})
    assert picture.content.startswith(PNG)
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in picture["Content-Security-Policy"] and "no-store" in picture["Cache-Control"]


def test_looking_is_audited_and_no_download(rooms, recruiter, application):
    file = attached(rooms, application, bytes(a_document().output()))
    recruiter.get(rooms.at("candidates:file", file_id=file.id))
    recruiter.get(rooms.at("candidates:picture", file_id=file.id))
    with rooms.cast.acting():
        assert Audit.objects.get(entity_id=file.id).fields == ["text", "picture"]
        assert not FileDownload.objects.exists()


def test_a_page_is_drawn_once_and_kept_sealed(rooms, recruiter, application):
    file = attached(rooms, application, bytes(a_document().output()))
    address = rooms.at("candidates:picture", file_id=file.id)
    first, second = recruiter.get(address).content, recruiter.get(address).content
    with rooms.cast.acting():
        kept = FilePicture.objects.get()
    assert first == second
    assert not bytes(kept.sealed).startswith(PNG)


@pytest.mark.parametrize("asked", ["0", "4", "-1", "99999", "two", "٢", "1e1", ""])
def test_a_page_there_is_not_is_not_there(rooms, recruiter, application, asked):
    file = attached(rooms, application, bytes(a_document().output()))
    for name in ("file", "picture"):
        assert recruiter.get(rooms.at(f"candidates:{name}", file_id=file.id), {"page": asked}).status_code == 404


def test_a_locked_document_says_so(rooms, recruiter, application):
    document = a_document()
    document.set_encryption(owner_password="owner", user_password="user")
    file = attached(rooms, application, bytes(document.output()))
    text = words(recruiter.get(rooms.at("candidates:file", file_id=file.id)))
    assert "locked with a password. Download it, and ask the person" in text
    assert recruiter.get(rooms.at("candidates:picture", file_id=file.id)).status_code == 404


def test_a_broken_document_says_so(rooms, recruiter, application):
    file = attached(rooms, application, b"%PDF-1.7\n1 0 obj << /Type /Catalog /OpenAction << /S /JavaScript >> >>")
    text = words(recruiter.get(rooms.at("candidates:file", file_id=file.id)))
    assert "The document is damaged and cannot be shown." in text


def test_a_word_document_is_read_as_text(rooms, recruiter, application):
    file = attached(rooms, application, builders.a_docx("<script>alert(1)</script>", "Ghent"), "cv.docx")
    response = recruiter.get(rooms.at("candidates:file", file_id=file.id))
    assert "Ghent" in words(response) and "Page 1" not in words(response)
    assert b"<script>alert" not in response.content


def test_another_companys_document_is_not_there(rooms, signed_in, application, eeo_officer):
    file = attached(rooms, application, bytes(a_document().output()))
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/candidates/files/{file.id}/picture/").status_code == 404
    assert eeo_officer.get(rooms.at("candidates:picture", file_id=file.id)).status_code == 403

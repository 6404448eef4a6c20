"""Pages of documents become pictures of bounded size, whatever the document holds."""

import struct

import pytest
from fpdf import FPDF

from isthmus.hiring import pictures


def a_document(**shape) -> FPDF:
    document = FPDF(**shape)
    document.add_page()
    return document


def size(picture: bytes) -> tuple[int, int]:
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("shape", [(595, 842), (14_400, 14_400), (3, 14_400), (14_400, 3), (1, 1)])
def test_a_picture_stays_within_its_frame(shape):
    found = pictures.draw(bytes(a_document(unit="pt", format=shape).output()), 1)
    width, height = size(found.content)
    assert (width <= pictures.WIDEST + 1, height <= pictures.TALLEST + 1, found.pages) == (True, True, 1)


def test_a_document_that_opens_without_a_password_is_drawn():
    document = a_document()
    document.set_encryption(owner_password="owner", user_password="")
    assert pictures.draw(bytes(document.output()), 1).content


def test_a_document_that_wants_one_is_not():
    document = a_document()
    document.set_encryption(owner_password="owner", user_password="user")
    assert pictures.draw(bytes(document.output()), 1) == pictures.Picture(why=pictures.LOCKED)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7" + b"<<" * 100_000, bytes(range(256)) * 100])
def test_a_broken_document_is_said_to_be_broken(content):
    assert pictures.draw(content, 1).why == pictures.BROKEN


@pytest.mark.parametrize(("number", "why"), [(1, ""), (2, pictures.NO_SUCH_PAGE), (0, pictures.NO_SUCH_PAGE)])
def test_the_child_process_draws_the_page_there_is(number, why):
    found = pictures.of_page(bytes(a_document().output()), "pdf", number)
    assert (found.why, bool(found.content)) == (why, not why)


def test_later_pages_and_other_types_are_not_drawn():
    assert pictures.of_page(b"%PDF-", "pdf", pictures.MOST_PAGES + 1).why == pictures.NO_SUCH_PAGE
    assert pictures.of_page(b"PK", "docx", 1).why == pictures.NOT_DRAWN


def test_a_page_that_would_take_all_memory_ends_its_process_alone():
    huge = b"/W 30000 /H 30000 /BPC 8 /CS /RGB"
    image = b"q 500 0 0 500 0 0 cm BI " + huge + b" ID " + b"x" * 1000 + b" EI Q\n"
    drawing = image * 200
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>endobj 4 0 obj<</Length "
        + str(len(drawing)).encode()
        + b">>stream\n"
        + drawing
        + b"endstream endobj trailer<</Root 1 0 R>>"
    )
    found = pictures.of_page(content, "pdf", 1)
    assert found.why in ("", pictures.TOO_MUCH, pictures.BROKEN)
    assert len(found.content) <= pictures.LARGEST_PICTURE

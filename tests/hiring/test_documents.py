"""A document is what its content is; what is not a PDF or Word document is refused in words."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import documents, extraction
from isthmus.hiring.documents import DOC, DOCX, PDF, NotTaken, display_name, type_of
from tests.builders import a_docx, a_pdf

WINDOWS_PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\x00" * 64
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 64


def an_archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def a_word_archive(**more: bytes) -> bytes:
    base = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    return an_archive(base | {name.replace("__", "/").replace("_bin", ".bin"): data for name, data in more.items()})


def test_real_documents_are_known_by_content():
    assert (type_of(a_pdf()), type_of(a_docx()), type_of(OLD_WORD)) == (PDF, DOCX, DOC)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (WINDOWS_PROGRAM, "a Windows program"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "an image"),
        (b"Dear all, I am Noor.", "plain text"),
        (b"<html><script>alert(1)</script></html>", "not a PDF"),
        (OLD_EXCEL, "not a PDF or a Word document"),
        (an_archive({"a.txt": b"x"}), "an archive"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"MZ" + b"\x00" * 100 + b"%PDF-1.7", "not a PDF"),
        (b"%PDF-" + b"\x00" * documents.LARGEST, "larger than 10 MB"),
    ],
)
def test_everything_else_is_refused_in_words(content, words):
    with pytest.raises(NotTaken, match=words):
        type_of(content)


def test_a_word_document_that_unpacks_without_end_is_not_opened():
    bomb = a_word_archive(word__media=b"\x00" * (documents.LARGEST_UNPACKED + 1))
    assert len(bomb) < 200_000
    with pytest.raises(NotTaken, match="unpack to far more"):
        type_of(bomb)


def test_a_word_document_of_countless_parts_is_not_opened():
    many = {f"p{number}": b"" for number in range(documents.MOST_PARTS + 1)}
    with pytest.raises(NotTaken, match="unpack to far more"):
        type_of(a_word_archive(**many))


def test_a_word_document_with_macros_is_refused():
    with pytest.raises(NotTaken, match="macros"):
        type_of(a_word_archive(word__vbaProject_bin=b"x"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\cv.exe", "cv.exe.pdf"),
        ("cv.docx", "cv.pdf"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
        ("n\x00o\x1bor\u202efdp.exe", "noorfdp.exe.pdf"),
        ("", "resume.pdf"),
        ("résumé.PDF", "résumé.PDF"),
    ],
)
def test_names_are_made_safe_and_say_what_the_content_is(name, shown):
    assert display_name(name, PDF, default="resume") == shown


@given(st.text(max_size=300))
def test_no_name_keeps_a_path_or_a_control_character(name):
    shown = display_name(name, PDF, default="resume")
    assert not set(shown) & set('/\\<>"\x00\n\r')
    assert shown.lower().endswith(".pdf")
    assert len(shown) <= 200


def test_text_is_read_from_both_kinds_tables_included():
    assert "Ghent" in extraction.words_of(a_pdf("Noor", "Ghent"), "pdf").text
    words = extraction.words_of(a_docx("Noor", table=[["SQL", "6 years"], ["Kafka", "2 years"]]), "docx").text
    assert words == "Noor\nSQL\t6 years\nKafka\t2 years"


def test_pages_are_read_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(extraction, "MOST_PAGES", 0)
    assert extraction.read(a_pdf(), "pdf") == extraction.Words("", "Only the first 0 pages were read.")


def test_text_is_kept_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 5)
    assert extraction.read(a_docx("Noor Peeters"), "docx").text == "Noor "


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%broken", a_pdf()[:300], a_word_archive()])
def test_a_damaged_document_has_no_text_and_says_so(content):
    extension = "pdf" if content.startswith(b"%PDF") else "docx"
    words = extraction.words_of(content, extension)
    assert words.text == ""
    assert "could not be read" in words.why


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(extraction, "PATIENCE_SECONDS", 0)
    assert "within the limits" in extraction.words_of(a_pdf(), "pdf").why


def test_a_billion_laughs_are_not_laughed():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><w:document xmlns:w="x"><w:body>&l9;</w:body></w:document>'
    )
    words = extraction.words_of(a_word_archive() + b"", "docx")
    hostile = an_archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})
    assert len(extraction.words_of(hostile, "docx").text) < 1000
    assert words.text == ""

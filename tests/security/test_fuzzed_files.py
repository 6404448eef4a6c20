"""Files may be anything: each is a document, or refused in words; reading one never raises, and names lead nowhere."""

import io
import zipfile
from pathlib import PurePosixPath

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.base.filenames import LONGEST, safe_name
from isthmus.hiring import documents
from isthmus.hiring.extraction import words_of
from tests.documents import docx_resume, pdf_resume

fuzz = settings(max_examples=300, derandomize=True, suppress_health_check=list(HealthCheck))
HEADS = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MZ",
    b"\x7fELF",
    b"GIF89a",
    b"<html><script>",
    b"{\\rtf1",
]


@st.composite
def spoiled(draw) -> bytes:
    """A real document with bytes changed, cut, doubled, or standing behind or before something else."""
    content = bytearray(draw(st.sampled_from([pdf_resume(), docx_resume()])))
    for _ in range(draw(st.integers(0, 8))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    how = draw(st.sampled_from(["whole", "cut", "before", "behind", "head"]))
    other = draw(st.sampled_from(HEADS))
    if how == "cut":
        return bytes(content[: draw(st.integers(0, len(content)))])
    if how == "before":
        return other + bytes(content)
    if how == "behind":
        return bytes(content) + other
    return other + draw(st.binary(max_size=200)) if how == "head" else bytes(content)


@fuzz
@given(spoiled() | st.binary(max_size=300))
def test_a_file_is_a_document_or_refused_in_words(content):
    for judge in (documents.type_of, lambda sent: documents.type_of_answer(sent, "../x.html")):
        try:
            kind = judge(content)
        except documents.NotTaken as reason:
            assert str(reason).endswith(".")
        else:
            assert "html" not in kind.media_type
            assert "script" not in kind.media_type


@settings(max_examples=6, derandomize=True, suppress_health_check=list(HealthCheck))
@given(spoiled(), st.sampled_from(["pdf", "docx"]))
def test_reading_a_spoiled_document_never_raises(content, extension):
    words = words_of(content, extension)
    assert isinstance(words.text, str)


def test_a_bomb_is_refused_before_it_is_opened():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (documents.LARGEST_UNPACKED + 1))
    try:
        documents.type_of(stream.getvalue())
    except documents.NotTaken as reason:
        assert "unpack" in str(reason)
    else:
        raise AssertionError("a bomb was taken for a document")


@fuzz
@given(
    st.text(max_size=300)
    | st.sampled_from(["../../etc/passwd", "..\\..\\x.pdf", "C:\\x", "con.pdf\u202efdp.exe", "a\x00b.pdf", "/"])
)
def test_a_name_leads_nowhere_and_hides_nothing(name):
    safe = safe_name(name)
    assert safe
    assert len(safe) <= LONGEST
    assert PurePosixPath(safe).name == safe
    assert not set(safe) & set('\\/:*?"<>|\x00\u202e\u202d\u2066\u200f\r\n')
    assert safe not in (".", "..")

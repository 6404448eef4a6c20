import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.filenames import LONGEST, name_from_answer, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Noor Peeters CV.pdf", "Noor Peeters CV.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("cv\x00\r\n.pdf", "cv.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
        ("CV \u00e9t\u00e9.docx", "CV été.docx"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".docx", "a" * (LONGEST - 5) + ".docx"),
    ],
)
def test_name_is_defused(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_no_name_gets_out_of_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST
    assert safe not in (".", "..")
    assert not set(safe) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(character).startswith("C") for character in safe)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="cv.pdf"', "cv.pdf"),
        ("attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "résumé.pdf"),
        ("attachment; filename*=no-such-charset''x%FF.pdf", "xÿ.pdf"),
        ('attachment; filename="../../x.pdf"', "x.pdf"),
        ("attachment", "media"),
        (None, "media"),
        (";;;=", "media"),
    ],
)
def test_name_comes_from_the_header_else_the_path(header: str | None, name: str) -> None:
    assert name_from_answer(header, "https://files.example/ambry/media?token=secret") == name

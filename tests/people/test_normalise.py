"""Keys are stable forms for comparing, and never invent an equality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.people import normalise

HANGUL_KANA_HAN = st.text(alphabet="李小龙王陽김철수がぎだぱナカムラ", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "OBRIEN"),
        ("Müller", "Muller"),
        ("Łukasik", "Lukasik"),
        ("van der Berg-Smith", "Van der Berg Smith"),
        ("  Peeters ", "peeters"),
        ("Straße", "STRASSE"),
        ("ＰＥＥＴＥＲＳ", "peeters"),
    ],
)
def test_spellings_of_one_name_have_one_key(left, right):
    assert normalise.name_key(left) == normalise.name_key(right) != ""


@pytest.mark.parametrize(("left", "right"), [("か", "が"), ("и", "й"), ("Peeters", "Peters"), ("は", "ば")])
def test_marks_that_make_another_letter_are_kept(left, right):
    assert normalise.name_key(left) != normalise.name_key(right)


@given(HANGUL_KANA_HAN)
def test_names_in_chinese_japanese_and_korean_are_never_split(name):
    assert normalise.name_key(name) == name


@given(st.text(max_size=60))
def test_a_key_of_a_key_is_itself(name):
    key = normalise.name_key(name)
    assert normalise.name_key(key) == key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Noor.Peeters@Tessel.Example", "noor.peeters@tessel.example"),
        (" noor+jobs@tessel.example ", "noor@tessel.example"),
        ("+@tessel.example", "+@tessel.example"),
        ("not an address", ""),
        ("two@@tessel.example", ""),
        ("", ""),
    ],
)
def test_addresses_are_compared_without_case_and_tag(address, key):
    assert normalise.email_key(address) == key


@given(st.text(max_size=200), st.integers(1, 50))
def test_tidied_text_can_be_stored_and_stays_within_its_limit(text, limit):
    tidied = normalise.tidy(text, limit)
    assert "\x00" not in tidied
    assert len(tidied) <= limit
    tidied.encode("utf-8")


def test_tidying_reaches_into_json():
    value = {"a\x00": ["b\x00", {"c": "\ud800d"}], "n": 3, "t": True, "x": None}
    assert normalise.tidy_json(value) == {"a": ["b", {"c": "d"}], "n": 3, "t": True, "x": None}


MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("mark", MARKS)
def test_a_line_holds_no_mark_of_direction(mark):
    assert normalise.one_line(f"{mark}Eve{mark} Moss{mark}\n") == "Eve Moss"
    assert normalise.one_line(mark) == ""


@pytest.mark.parametrize("name", ["علی\u200cرضا", "יעל כהן", "Zoë", "O'Brien", "李小龙"])
def test_a_line_keeps_names_of_every_script(name):
    assert normalise.one_line(name) == name


def test_a_line_has_no_breaks_and_is_cut_as_asked():
    assert normalise.one_line("Eve\nMoss\tx", 8) == "Eve Moss"


def test_inside_json_texts_of_many_lines_keep_their_marks():
    said = {"title": "Welder\u202e", "work": ["a\u202e\nb", "c\u2066", 7, None]}
    assert normalise.undirected_json(said) == {"title": "Welder", "work": ["a\u202e\nb", "c", 7, None]}

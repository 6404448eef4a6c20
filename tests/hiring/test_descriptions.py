"""Descriptions keep their words and a little formatting; nothing in them runs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.hiring.descriptions import clean, plain_text

SNIPPETS = [
    "<script>alert(1)</script>",
    "<p>Work</p>",
    "<a href='https://larkfield.example'>us</a>",
    "<img src=x onerror=alert(1)>",
    "a < b & c",
    "\n\n",
    "<b>bold",
    "</ul>",
    "<style>p{}</style>",
    "text",
]


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("<p onclick=x()>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
        ("<script>alert(1)</script><p>Work</p>", "<p>Work</p>"),
        ("<style>p{}</style><p>Work</p>", "<p>Work</p>"),
        ("<a href='javascript:alert(1)'>x</a>", '<a rel="noopener noreferrer nofollow">x</a>'),
        ("<p><svg onload=alert(1)>x</svg></p>", "<p>x</p>"),
        ("One\ntwo\n\nthree & <four", "<p>One<br>two</p><p>three &amp; &lt;four</p>"),
    ],
)
def test_what_is_kept(given_text, kept):
    assert clean(given_text) == kept


def test_an_honest_link_stays_with_its_rel():
    cleaned = clean('<a href="https://larkfield.example/jobs">jobs</a>')
    assert cleaned == '<a href="https://larkfield.example/jobs" rel="noopener noreferrer nofollow">jobs</a>'


@settings(max_examples=300)
@given(st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=20), max_size=6).map("".join))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) == once
    assert "<script" not in once.lower()


def test_markup_that_leaves_bare_words_is_read_as_words():
    assert clean("<script>x</script>Fish &amp; chips") == "<p>Fish &amp; chips</p>"
    assert clean("") == clean("<script>x</script>") == ""


def test_plain_text_has_the_words_one_block_a_line():
    assert plain_text("<p>Build &amp; run</p><ul><li>Python</li><li>SQL</li></ul>") == "Build & run\nPython\nSQL"

"""Words with placeholders, judged and filled in."""

from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.hiring import letter_rules

VALUES = dict.fromkeys(letter_rules.PLACEHOLDERS, "x")


def fields(subject: str, body: str) -> list[str]:
    return [problem.field for problem in letter_rules.problems(subject, body)]


def test_every_placeholder_is_filled_in():
    text = " ".join(f"{{{name}}}" for name in letter_rules.PLACEHOLDERS)
    assert letter_rules.problems(text, text) == []
    assert letter_rules.fill(text, VALUES) == "x x x x x x"


@pytest.mark.parametrize(
    "text", ["{salary}", "{}", "{first name}", "{__class__}", "{0}", "{first_name.x}", "{", "a } b", "{{job}}"]
)
def test_what_is_not_a_placeholder_is_refused(text):
    assert "body" in fields("Fine", f"Hello {text}")
    assert "subject" in fields(f"Hello {text}", "Fine")


def test_a_value_is_never_read_for_placeholders():
    assert letter_rules.fill("{name} {job}", {**VALUES, "name": "{job}", "job": "Welder"}) == "{job} Welder"


@pytest.mark.parametrize(("subject", "body"), [("", "words"), ("  ", "words"), ("s" * 201, "words"), ("a\nb", "words")])
def test_a_subject_is_one_line_of_some_length(subject, body):
    assert fields(subject, body) == ["subject"]


@pytest.mark.parametrize("body", ["", " \n ", "w" * 20_001])
def test_a_text_says_something_and_ends(body):
    assert fields("Fine", body) == ["body"]


@given(st.text(max_size=400))
def test_no_subject_can_add_a_header(text):
    subject = letter_rules.as_subject(text)
    assert not any(c in subject for c in "\r\n\0\x0b\x0c\x85\u2028\u2029")
    assert len(subject) <= 300
    message = EmailMessage()
    message["Subject"] = subject
    assert list(message.keys()) == ["Subject"]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.hrefs += [value or "" for name, value in attrs if name == "href"]
        assert all(name in ("href", "charset") for name, _ in attrs)


@given(st.text(alphabet=st.sampled_from("<>\"'&;:/ \nabhtps.jvcrx=()"), max_size=200))
def test_no_text_becomes_markup(text):
    tags = Tags()
    tags.feed(letter_rules.as_html(text))
    assert tags.found <= {"html", "head", "meta", "body", "p", "br", "a"}
    assert all(href.startswith(("http://", "https://")) for href in tags.hrefs)


def test_paragraphs_lines_and_addresses_keep_their_shape():
    shown = letter_rules.as_html("Hello <b>Noor</b>,\n\nsee https://larkfield.example/a?b=1&c=2.\nBye")
    assert "<p>Hello &lt;b&gt;Noor&lt;/b&gt;,</p>" in shown
    assert (
        '<a href="https://larkfield.example/a?b=1&amp;c=2">https://larkfield.example/a?b=1&amp;c=2</a>.<br>Bye' in shown
    )


@pytest.mark.parametrize(
    "text",
    ["", "noor", "noor@", "a@b.example, c@d.example", "noor@tessel.example\nBcc: x@y.example", "nöör@tessel.example"],
)
def test_what_mail_cannot_be_sent_to_is_no_address(text):
    assert letter_rules.address(text) == ""


def test_an_address_is_kept():
    assert letter_rules.address(" noor.peeters@tessel.example ") == "noor.peeters@tessel.example"

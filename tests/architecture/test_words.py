"""No words of a page stand where a translator could not reach them."""

from pathlib import Path

import pytest

from tests.architecture import words

TEMPLATES = sorted(words.WEB.rglob("*.html"))
MODULES = sorted(words.WEB.rglob("*.py"))


def _name(file: Path) -> str:
    return str(file.relative_to(words.WEB))


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_a_template_says_nothing_outside_translation_tags(file: Path) -> None:
    assert words.of_template(file.read_text()) == []


@pytest.mark.parametrize("file", MODULES, ids=_name)
def test_the_code_of_a_page_says_nothing_that_gettext_does_not_see(file: Path) -> None:
    assert words.of_code(file.read_text()) == []


def test_words_outside_the_tags_are_found() -> None:
    assert words.of_template("<p>Hello {{ name }}</p>{% translate 'well' %}<a title='Look'></a>") == ["Hello", "Look"]
    assert words.of_code("said = 'Not published yet'\nkept = _('Not published yet')") == ["1: Not published yet"]

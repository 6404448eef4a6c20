"""“Apply Connect, sentence by sentence” names pages and tests that exist."""

import re
from pathlib import Path

from tests.architecture.routes import every_route

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/reference/apply-connect.md").read_text(), re.MULTILINE
)
SOURCES = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


def test_every_sentence_has_a_row_of_its_own() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 44))


def test_every_page_it_names_is_a_page() -> None:
    known = {route.name for route in every_route()}
    named = {name for _, _, page, _ in ROWS for name in re.findall(r"`(\w+:\w+)`", page)}
    assert named - known == set()


def test_every_sentence_has_a_test_that_exists() -> None:
    for number, _, _, tests in ROWS:
        found = re.findall(r"`(test_\w+)`", tests)
        assert found, f"row {number} names no test"
        assert [name for name in found if f"def {name}(" not in SOURCES] == [], f"row {number}"

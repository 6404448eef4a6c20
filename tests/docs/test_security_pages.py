"""What the pages on security name as evidence exists: each file, and each test by its name."""

import re
from pathlib import Path

import pytest

PAGES = ["docs/explanation/threat-model.md", "docs/reference/asvs.md"]
NAMED = re.compile(r"`((?:src|tests|docs|requirements)/[^`\s]+|pyproject\.toml|Makefile)`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_piece_of_evidence_exists(page):
    named = NAMED.findall(Path(page).read_text())
    assert len(named) > 30
    missing = []
    for one in named:
        path, _, test = one.partition("::")
        if not Path(path).exists() or (test and f"def {test}(" not in Path(path).read_text()):
            missing.append(one)
    assert missing == []


def test_every_requirement_has_a_state_and_evidence_and_stands_once():
    rows = ROW.findall(Path("docs/reference/asvs.md").read_text())
    assert len(rows) > 90
    assert len({number for number, *_ in rows}) == len(rows)
    for number, _, state, evidence in rows:
        assert re.match(r"(met|partly|n/a|no)\b", state), number
        assert NAMED.search(evidence), number


def test_every_threat_names_what_shows_its_defence():
    table = Path("docs/explanation/threat-model.md").read_text().partition("## The table")[2]
    rows = [line for line in table.splitlines() if re.match(r"\| [STRIDE] \|", line)]
    assert len(rows) > 20
    assert {row[2] for row in rows} == set("STRIDE")
    assert all(NAMED.search(row.split("|")[4]) for row in rows)

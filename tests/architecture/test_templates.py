"""Templates are written to be read: no line runs off the screen."""

from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
LONGEST = 140


def test_no_template_line_is_longer_than_a_screen():
    templates = [path for path in SOURCES.rglob("*.html") if "templates" in path.parts]
    assert templates
    long = [
        f"{path.relative_to(SOURCES)}:{number} has {len(line)} characters"
        for path in templates
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []

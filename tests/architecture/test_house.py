"""The house keeps its own rules: who imports whom, what every module says of itself, what no file may name."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("ghcr", ".io"),
        ("quay", ".io"),
        ("docker", ".io"),
        ("docker", ".com"),
        ("conda", ".anaconda"),
        ("deb.", "debian.org"),
        ("crates", ".io"),
        ("proxy.", "golang"),
    )
]
MACHINE_PATHS = [re.compile("/" + name + r"/[\w.-]+") for name in ("work", "root", "home", "Users")]


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name.decode() for name in names.split(b"\0") if name]


def texts() -> list[tuple[Path, str]]:
    contents = [(path.relative_to(ROOT), path.read_bytes()) for path in tracked() if path.is_file()]
    return [(path, content.decode("utf-8", "replace")) for path, content in contents if b"\0" not in content]


def test_every_floor_imports_only_those_below_it(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda _verbose: None)  # it silences all other loggers
    assert lint_imports(no_cache=True) == 0


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_every_module_says_what_it_decides(path):
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree)


def test_no_file_names_a_package_registry():
    named = [(path, host) for path, text in texts() for host in REGISTRIES if host in text.lower()]
    assert named == []


def test_no_file_names_a_folder_of_somebodys_machine():
    found = [
        (str(path), match.group())
        for path, text in texts()
        for pattern in MACHINE_PATHS
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_no_requirement_comes_from_an_address():
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text()
        assert "index-url" not in path.read_text()

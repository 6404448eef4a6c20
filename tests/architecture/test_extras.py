"""What `pip install isthmus[sandbox]` brings is all the sandbox needs, and its files come along."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import linkedin_sandbox

ROOT = Path(__file__).parents[2]
SANDBOX = Path(linkedin_sandbox.__file__).parent


def test_the_sandbox_imports_nothing_beyond_its_extra() -> None:
    text = (ROOT / "requirements/sandbox.in").read_text(encoding="utf-8")
    listed = {_normal(name) for name in re.findall(r"^[\w.-]+", text, re.MULTILINE)}
    owners = packages_distributions()
    for file in SANDBOX.rglob("*.py"):
        for module in _foreign_imports(file):
            assert {_normal(owner) for owner in owners.get(module, [module])} & listed, f"{file}: {module}"


def test_every_file_of_the_sandbox_is_packed() -> None:
    packed = {".py", ".html", ".css", ".js", ".svg", ".md", ".json", ".sql"}
    files = [file for file in SANDBOX.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert {file.suffix for file in files if file.name != "py.typed"} <= packed


def _foreign_imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"linkedin_sandbox", "__future__"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

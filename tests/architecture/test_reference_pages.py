"""The reference pages say what the code does: every setting, every permission, every scope."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from isthmus.accounts.keys import SCOPES
from isthmus.accounts.models import Role
from isthmus.accounts.roles import MATRIX
from isthmus.base.config import Config

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def setting_line(name: str, default: object, sentence: str) -> str:
    shown = f"`{_home(default)}`" if default != "" else "empty"
    return f"| `{name}` | {shown} | {sentence} |"


def permission_line(permission: str) -> str:
    sentence, allowed = MATRIX[permission]
    marks = " | ".join("yes" if role in allowed else "–" for role in Role)
    return f"| `{permission}` | {sentence} | {marks} |"


def _home(default: object) -> str:
    return str(default).replace(str(Path.home()), "~")


@pytest.mark.parametrize("setting", fields(Config), ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_it_is(setting):
    line = setting_line(setting.metadata["env"], setting.default, setting.metadata["help"])
    assert line in (REFERENCE / "settings.md").read_text().splitlines()


def test_every_variable_the_code_reads_is_documented():
    text = (REFERENCE / "settings.md").read_text()
    named = {
        name
        for path in (ROOT / "src" / "isthmus").rglob("*.py")
        for name in re.findall(r"\bISTHMUS_[A-Z_]+[A-Z]\b", path.read_text())
    }
    assert {name for name in named if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("permission", MATRIX)
def test_every_permission_is_documented_as_it_is(permission):
    assert permission_line(permission) in (REFERENCE / "roles.md").read_text().splitlines()


def test_no_documented_permission_or_setting_is_made_up():
    permissions = set(re.findall(r"^\| `([\w.]+)` \|", (REFERENCE / "roles.md").read_text(), re.MULTILINE))
    assert permissions == set(MATRIX)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_documented_as_it_is(scope):
    assert f"| `{scope}` | {SCOPES[scope]} |" in (REFERENCE / "api.md").read_text().splitlines()

"""The published coverage: written by hand from the documentation, held against what the sandbox does."""

from __future__ import annotations

import re
from pathlib import Path

from linkedin_sandbox import coverage
from linkedin_sandbox.inventory import gists, jobs, operations, plugins, refusals
from linkedin_sandbox.resources import OPERATIONS
from linkedin_sandbox.resources.simple_job_postings import fields
from linkedin_sandbox.resources.simple_job_postings.gists import GISTS
from tests.sandbox.desk import Sandbox

HERE = Path(__file__).parent
SOURCE = Path(coverage.__file__).parent


def test_the_page_is_current() -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), "run: python -m linkedin_sandbox.coverage"


def test_exactly_the_operations_claimed_are_imitated() -> None:
    claimed = {(entry.name, entry.method) for entry in operations.OPERATIONS if entry.imitated}
    assert claimed == {(operation.name, operation.method) for operation in OPERATIONS}


def test_exactly_the_operations_on_a_job_that_are_claimed_are_known() -> None:
    claimed = [entry.name for entry in jobs.JOB_OPERATIONS if entry.imitated]
    assert claimed == list(fields.OPERATIONS_REST)
    assert [entry.name for entry in jobs.JOB_OPERATIONS if "/v2 and" in entry.path] == list(fields.OPERATIONS_V2)


def test_every_operation_not_imitated_answers_501_by_name(sandbox: Sandbox) -> None:
    for entry in operations.OPERATIONS:
        if entry.imitated or entry.path.startswith("/oauth"):
            continue
        answer = sandbox.call(entry.method, entry.path.replace("{key}", "k"))
        assert answer.status_code == 501, entry
        assert entry.name.split(".")[0] in answer.json()["message"]


def test_resources_of_other_products_answer_501(sandbox: Sandbox) -> None:
    for resource in operations.OTHER_RESOURCES:
        assert sandbox.call("GET", f"/{resource}").status_code == 501


def test_every_row_has_a_test_or_a_reason() -> None:
    written = {name for file in HERE.glob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())}
    entries = (*operations.OPERATIONS, *jobs.JOB_OPERATIONS, *operations.EVENTS, *plugins.PLUGINS)
    for row in (*entries, *refusals.REFUSALS):
        assert bool(row.test) != bool(row.reason), row
        assert not row.test or row.test.partition("[")[0] in written, row
    assert {gists.GIST_TEST, gists.CAUSE_TEST} <= written


def test_every_parameter_a_row_names_is_one() -> None:
    texts = {file.name: file.read_text() for file in HERE.glob("test_*.py")}
    for row in (*operations.OPERATIONS, *operations.EVENTS, *refusals.REFUSALS):
        name, _, parameter = row.test.rstrip("]").partition("[")
        known = [text for text in texts.values() if f"def {name}(" in text]
        assert not parameter or any(f'"{parameter}"' in text for text in known), row


def test_every_gist_is_in_the_inventory_and_the_other_way_round() -> None:
    assert sorted(key for keys in gists.GISTS.values() for key in keys) == sorted(GISTS)


def test_the_sandbox_imports_nothing_of_the_bridge() -> None:
    for file in SOURCE.rglob("*.py"):
        assert not re.search(r"^\s*(from|import) isthmus", file.read_text(), re.MULTILINE), file

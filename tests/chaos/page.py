"""`python -m tests.chaos.page FILE …`: writes docs/reference/chaos.md from what `--json` kept of runs in full."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.demo_process import ROOT

PAGE = ROOT / "docs/reference/chaos.md"
HEAD = """# What the storms of the last release left

Written from runs in full: `python -m tests.chaos NAME --json FILE`, then `python -m tests.chaos.page FILE`. What
is tried stands in [what happens when everything goes wrong](../explanation/chaos.md). A line without a limit is told,
not judged.
"""


def page(runs: list[dict[str, Any]]) -> str:
    """The page as Markdown, one part for each run."""
    return "\n".join([HEAD, *(_part(run) for run in runs)])


def _part(run: dict[str, Any]) -> str:
    size = run["size"]
    asked = f"{size['applications']:,} applications, {size['jobs']:,} jobs"
    asked += f", {size['changes']:,} changes" if size["changes"] else ""
    blows = "\n".join(f"- {words}" for words in run["blows"])
    rows = "\n".join(_row(line) for line in run["figures"])
    head = f"## {run['scenario'].capitalize()}: {'holds' if run['holds'] else 'does not hold'}"
    told = f"Asked for: {asked}. Seed {run['seed']}, {run['date']}."
    return f"{head}\n\n{told}\n\n{blows}\n\n| what | found | must be |\n|---|--:|--:|\n{rows}\n{_looks(run)}"


def _row(line: dict[str, Any]) -> str:
    must_be = "" if line["must_be"] is None else f"{line['must_be']:,}"
    return f"| {line['name']} | {line['found']:,} | {must_be} |"


def _looks(run: dict[str, Any]) -> str:
    """How the streams with work waiting were said to stand, look by look."""
    rows = [look for look in run["looks"] if look["backlog"] and look["stream"] in ("postings", "facts")]
    if not rows:
        return ""
    told = "\n".join(f"| {one['during']} | {one['stream']} | {one['shown']} | {one['words']} |" for one in rows)
    return f"\n| look | stream | on Home | in words |\n|---|---|---|---|\n{told}\n"


if __name__ == "__main__":
    PAGE.write_text(page([json.loads(Path(name).read_text()) for name in sys.argv[1:]]))

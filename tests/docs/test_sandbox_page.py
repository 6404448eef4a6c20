"""“Build your LinkedIn integration against the sandbox”, followed to the letter with nothing but bash and curl."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.sandbox_process import running_sandbox

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "sandbox.md"
PATIENCE_SECONDS = 120
_BLOCK = re.compile(r"^```bash\n(.*?)^```\n(?:<!-- prints: (.*?) -->)?", re.DOTALL | re.MULTILINE)
_HOOK = re.compile(r"`hook\.py`:\n\n```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_every_command_of_the_page_does_what_the_page_says(tmp_path: Path) -> None:
    blocks = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) > 5
    with running_sandbox(tmp_path / "sandbox") as sandbox:
        said = _run([commands for commands, _ in blocks], tmp_path, sandbox.url)
    for (commands, promised), printed in zip(blocks, said, strict=True):
        assert promised in printed, f"{commands}\nprinted:\n{printed}"


def _run(blocks: list[str], folder: Path, url: str) -> list[str]:
    """All blocks in one shell, as a reader would type them; what each printed."""
    hook = _HOOK.search(PAGE.read_text(encoding="utf-8"))
    assert hook is not None
    (folder / "saved_hook.py").write_text(hook.group(1), encoding="utf-8")
    saved = f"cp {folder}/saved_hook.py hook.py\n"
    script = "set -eu -o pipefail\n" + "\necho '=== next block'\n".join(
        (saved if "python3 hook.py" in block else "") + block for block in blocks
    )
    environment = {**os.environ, "URL": url, "TMPDIR": str(folder), "HOOK_PORT": str(_free_port())}
    done = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout.split("=== next block\n")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

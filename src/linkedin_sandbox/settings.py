"""Where the sandbox keeps its state and how it may be reached: the facts of one running process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    """One process' configuration. `data` is created if missing; `base_url` is filled in once the port is known.

    `callback_http_ok` lets webhooks be http on a loopback address (LinkedIn itself wants public https).
    `choices` overrides entries of `linkedin_sandbox.choices` by name.
    """

    data: Path
    base_url: str = "http://sandbox.test"
    clock_file: Path | None = None
    callback_http_ok: bool = True
    tick_seconds: float = 0.25
    background: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)

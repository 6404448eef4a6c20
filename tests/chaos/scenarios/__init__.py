"""Scenarios: what happens to the house. Each file has a `play`, two sizes, and how many workers it wants."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from tests.chaos.director import Director


@dataclass(frozen=True)
class Size:
    """How much happens: applications, changes by recruiters, jobs, and for how many seconds something is away."""

    applications: int = 60
    changes: int = 0
    jobs: int = 3
    away_seconds: float = 4.0
    blows: int = 1


@dataclass(frozen=True)
class Scenario:
    """A scenario as its file tells it."""

    name: str
    about: str
    play: Callable[[Director, Size], None]
    small: Size
    whole: Size
    workers: int = 1
    settings: Mapping[str, str] = field(default_factory=dict)
    disk_bytes: int = 0


def every() -> dict[str, Scenario]:
    """All scenarios by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: _scenario(name, importlib.import_module(f"{__name__}.{name}")) for name in names}


def _scenario(name: str, module: ModuleType) -> Scenario:
    return Scenario(
        name=name,
        about=(module.__doc__ or "").split("\n")[0],
        play=module.play,
        small=module.SMALL,
        whole=module.WHOLE,
        workers=getattr(module, "WORKERS", 1),
        settings=getattr(module, "SETTINGS", {}),
        disk_bytes=getattr(module, "DISK_BYTES", 0),
    )

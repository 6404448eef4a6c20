"""What a sandbox starts with."""

from linkedin_sandbox.seed.world import credentials, reset, seed

__all__ = ["credentials", "reset", "seed"]

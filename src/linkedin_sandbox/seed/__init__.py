"""What a sandbox starts with."""

from linkedin_sandbox.seed.world import Amounts, credentials, reset, seed, seeded

__all__ = ["Amounts", "credentials", "reset", "seed", "seeded"]

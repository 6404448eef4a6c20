"""An integration as LinkedIn answers it ("Customer configuration"); beyond its key and name little is documented."""

from typing import Any

from isthmus.linkedin.wire.base import WireModel

_STATES = ("status", "state", "integrationStatus", "integrationState", "enabled")
_ON = frozenset({"ENABLED", "ACTIVE", "ACTIVATED", "ON", "TRUE"})
LONGEST_STATE = 60


class Integration(WireModel):
    """One integration. Its state is LinkedIn's word, whatever its member is called; the words are not documented."""

    integration_context: str | None = None
    integration_type: str | None = None
    tenant_type: str | None = None
    integration_name: str | None = None

    @property
    def state_words(self) -> str:
        """The state as LinkedIn says it; empty when it says none."""
        extra: dict[str, Any] = self.model_extra or {}
        said = next((extra[name] for name in _STATES if extra.get(name) is not None), "")
        return str(said).replace("\x00", "")[:LONGEST_STATE] if isinstance(said, str | bool) else ""


def means_on(state: str) -> bool | None:
    """Whether a state says that the customer has switched the integration on; None when it says nothing."""
    return state.upper() in _ON if state else None

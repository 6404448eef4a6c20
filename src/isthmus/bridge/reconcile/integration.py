"""Compares the company's integration as it was last read with what LinkedIn says of it now."""

from dataclasses import dataclass

from isthmus.base.failures import IsthmusError
from isthmus.bridge import integrations
from isthmus.bridge.models import Connection, Integration
from isthmus.bridge.reconcile.pages import Found, Page, Scene
from isthmus.linkedin import APPLY_CONNECT, JOBS_TENANT, IntegrationKey

ENTITY = "integration"
KIND = "integration_differs"


@dataclass(frozen=True)
class Stands:
    """How an integration stands: its state in LinkedIn's word, and its name; both empty when LinkedIn has none."""

    state: str = ""
    name: str = ""
    is_known: bool = False

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.state, f"“{self.name}”" if self.name else ""))) or "none"


def ask(connection: Connection) -> Stands | None:
    """What LinkedIn says now; None when this application may not read integrations. Outside transactions.

    Raises IsthmusError when LinkedIn cannot be asked.
    """
    key = IntegrationKey(connection.organization, APPLY_CONNECT, JOBS_TENANT)
    try:
        said = integrations.as_whoever_may(connection, lambda client: client.read(key))
    except IsthmusError as error:
        if error.failure.status == integrations.FORBIDDEN:
            return None
        raise
    return Stands(said.state_words, integrations.name_of(said), True) if said is not None else Stands()


def compared(scene: Scene, said: Stands | None) -> Page:
    """The gap, if LinkedIn shows the integration otherwise than it was read last; nothing before it was ever read."""
    if scene.connection is None or said is None:
        return Page()
    row = Integration.objects.filter(connection_id=scene.connection.id, kind=APPLY_CONNECT).first()
    if row is None or row.is_known is None:
        return Page()
    known = Stands(row.state, row.name, True) if row.is_known else Stands()
    detail = f"Here: {known}. At LinkedIn: {said}."
    found = [Found(KIND, ENTITY, row.id, since=row.read_at, detail=detail)] if said != known else []
    return Page(found, looked=1)

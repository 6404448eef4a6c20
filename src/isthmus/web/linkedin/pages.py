"""What the LinkedIn settings show: every part of the set-up with its own state, and how fresh each stream is."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings

from isthmus.accounts.models import User
from isthmus.bridge import connections, outflow
from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState
from isthmus.bridge.postings import health
from isthmus.hiring.models import Posting, PostingStatus
from isthmus.web import streams
from isthmus.web.linkedin import reach
from isthmus.web.linkedin.apply_page import ShownCapability, shown_capabilities
from isthmus.web.linkedin.forms import DirectForm, PartnerForm, SecretForm
from isthmus.web.linkedin.reach import ShownReach
from isthmus.web.streams import ShownStream
from isthmus.web.tones import BAD, GOOD, WAITING, Look

OF_CONNECTION = {
    ConnectionState.INCOMPLETE: WAITING,
    ConnectionState.COMPLETE: GOOD,
    ConnectionState.RELINK_NEEDED: BAD,
    ConnectionState.KILLED: Look("bad", "no-symbol"),
}


@dataclass(frozen=True)
class ShownConnection:
    """The connection as an admin may see it: no secret is among it."""

    kind_words: str
    state_words: str
    look: Look
    organization: str
    application: str
    client_id: str
    webhook_url: str
    connected_at: datetime | None
    why: str
    is_complete: bool
    is_setting_up: bool
    needs_secret: bool
    is_lost: bool
    stopped_at: datetime | None
    stopped_by: str


@dataclass(frozen=True)
class LinkedInPage:
    """The settings page, connected or not."""

    connection: ShownConnection | None
    partner_form: PartnerForm
    direct_form: DirectForm
    secret_form: SecretForm
    partner_possible: bool
    reach: ShownReach | None = None
    capabilities: tuple[ShownCapability, ...] = ()
    streams: list[ShownStream] = field(default_factory=list)
    on_linkedin: health.OnLinkedIn = health.OnLinkedIn(0, 0)
    published: int = 0
    waiting_postings: int = 0
    waiting_facts: int = 0


def linkedin(partner_form: PartnerForm | None = None, direct_form: DirectForm | None = None) -> LinkedInPage:
    """The settings of the acting company."""
    connection = connections.current()
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED)
    waiting = outflow.waiting(connection.id) if connection else (0, 0)
    return LinkedInPage(
        connection=_shown(connection) if connection else None,
        partner_form=partner_form or PartnerForm(),
        direct_form=direct_form or DirectForm(),
        secret_form=SecretForm(),
        partner_possible=bool(settings.CONFIG.parent_client_id),
        reach=reach.of(connection) if connection and connection.state == ConnectionState.COMPLETE else None,
        capabilities=shown_capabilities(connection) if connection else (),
        streams=streams.shown(),
        published=published.count(),
        waiting_postings=waiting[0],
        waiting_facts=waiting[1],
        on_linkedin=health.on_linkedin(),
    )


def _shown(connection: Connection) -> ShownConnection:
    state = ConnectionState(connection.state)
    complete = state == ConnectionState.COMPLETE
    return ShownConnection(
        kind_words=str(ConnectionKind(connection.kind).label),
        state_words=str(state.label),
        look=OF_CONNECTION[state],
        organization=connection.organization,
        application=connection.application,
        client_id=connection.client_id,
        webhook_url=connections.webhook_url(connection) if complete else "",
        connected_at=connection.connected_at,
        why=connection.why,
        is_complete=complete,
        is_setting_up=connection.trouble == "setting_up",
        needs_secret=connection.trouble in {"secret_lost", "credentials"} and bool(connection.client_id),
        is_lost=connection.trouble == "secret_lost",
        stopped_at=connection.stopped_at,
        stopped_by=_name_of(connection.stopped_by),
    )


def _name_of(user_id: UUID | None) -> str:
    return str(User.objects.filter(id=user_id).first() or "") if user_id else ""

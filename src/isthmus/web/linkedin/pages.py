"""What the LinkedIn settings show: every part of the set-up with its own state, and how fresh each stream is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from isthmus.bridge import connections, integrations
from isthmus.bridge.models import Connection, ConnectionKind, ConnectionState
from isthmus.bridge.postings import health
from isthmus.hiring.models import Posting, PostingStatus
from isthmus.web import streams
from isthmus.web.linkedin import reach
from isthmus.web.linkedin.forms import DirectForm, PartnerForm, SecretForm
from isthmus.web.linkedin.reach import ShownReach
from isthmus.web.streams import ShownStream
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look

OF_CONNECTION = {
    ConnectionState.INCOMPLETE: WAITING,
    ConnectionState.COMPLETE: GOOD,
    ConnectionState.RELINK_NEEDED: BAD,
    ConnectionState.KILLED: Look("bad", "no-symbol"),
}


@dataclass(frozen=True)
class Ability:
    """One thing the connection can or cannot do now, and why."""

    title: str
    words: str
    look: Look
    why: str = ""

    @property
    def tone(self) -> str:
        return self.look.tone

    @property
    def icon(self) -> str:
        return self.look.icon


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
    apply_connect: bool
    apply_by_default: bool


@dataclass(frozen=True)
class LinkedInPage:
    """The settings page, connected or not."""

    connection: ShownConnection | None
    partner_form: PartnerForm
    direct_form: DirectForm
    secret_form: SecretForm
    partner_possible: bool
    reach: ShownReach | None = None
    abilities: list[Ability] = field(default_factory=list)
    streams: list[ShownStream] = field(default_factory=list)
    on_linkedin: health.OnLinkedIn = health.OnLinkedIn(0, 0)
    published: int = 0
    with_apply: int = 0


def linkedin(partner_form: PartnerForm | None = None, direct_form: DirectForm | None = None) -> LinkedInPage:
    """The settings of the acting company."""
    connection = connections.current()
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED)
    return LinkedInPage(
        connection=_shown(connection) if connection else None,
        partner_form=partner_form or PartnerForm(),
        direct_form=direct_form or DirectForm(),
        secret_form=SecretForm(),
        partner_possible=bool(settings.CONFIG.parent_client_id),
        reach=reach.of(connection) if connection and connection.state == ConnectionState.COMPLETE else None,
        abilities=_abilities(connection) if connection else [],
        streams=streams.shown(),
        published=published.count(),
        with_apply=published.filter(linkedin_apply=True).count(),
        on_linkedin=health.on_linkedin(),
    )


def _shown(connection: Connection) -> ShownConnection:
    state = ConnectionState(connection.state)
    complete = state == ConnectionState.COMPLETE
    return ShownConnection(
        kind_words=ConnectionKind(connection.kind).label,
        state_words=state.label,
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
        apply_connect=connection.apply_connect,
        apply_by_default=connection.apply_by_default,
    )


def _abilities(connection: Connection) -> list[Ability]:
    on, off = ("On", GOOD), ("Off", PLAIN)
    complete = connection.state == ConnectionState.COMPLETE
    applies = complete and connection.apply_connect
    return [
        Ability("Post jobs", *(on if complete else off)),
        Ability("Receive applications", *(on if applies else off), _why_no_applications(connection)),
        Ability("Apply Connect integration", *(on if applies else off), "Switched here; it needs no contract."),
        _apply_package(connection),
        Ability(
            "Tell LinkedIn what happens",
            *(on if complete else off),
            "Viewed, résumé downloaded, not selected: for applications that came through LinkedIn.",
        ),
        Ability(
            "Notices to applicants",
            "Decided at LinkedIn",
            Look("accent", "information-circle"),
            "LinkedIn passes them on only with a Recruiter contract and its applicant notifications switched on.",
        ),
    ]


def _why_no_applications(connection: Connection) -> str:
    if connection.state != ConnectionState.COMPLETE:
        return "The connection comes first."
    return "" if connection.apply_connect else "Apply Connect is switched off."


def _apply_package(connection: Connection) -> Ability:
    """LinkedIn's side of the integration: switched by the customer in Recruiter, and only read here."""
    standing = integrations.standing(connection.id)
    look = {True: GOOD, False: PLAIN, None: Look("", "question-mark-circle")}[standing.is_on]
    return Ability("Apply package at LinkedIn", standing.words, look, standing.why)

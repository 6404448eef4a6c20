"""Makes a customer's child application, once: the wish is a row, and LinkedIn is asked first whether it is there."""

from uuid import UUID

from django.conf import settings

from isthmus.accounts.models import Company
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.origins import origin_of
from isthmus.bridge import clients, connections
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.linkedin import NewApplication, ProvisionedApplication, ProvisioningClient
from isthmus.store.tenancy import acting_for
from isthmus.sync import outbox
from isthmus.sync.outbox import Fact

LONGEST_NAME = 50
SECRET_LOST = Failure(
    Kind.MISCONFIGURED,
    "LinkedIn has made the application for this company, but its answer with the secret never arrived here.",
    code="secret_lost",
)
CHOICE = (
    "LinkedIn shows a secret only once. Either get it from LinkedIn (developer portal or your LinkedIn contact) and"
    " enter it, which keeps the one application LinkedIn asks for, or start over with another application and have"
    " LinkedIn remove the first."
)


def run(company_id: UUID, connection_id: UUID) -> None:
    """Make what was asked for; a lane of its own."""
    while fact := outbox.take(company_id, connection_id, connections.PROVISIONING):
        try:
            _provision(company_id, connection_id, fact)
        except IsthmusError as error:
            outbox.not_told(company_id, fact, error.failure)


def application_name(company: str) -> str:
    """The child's name for consent screens: at most 50 characters, without LinkedIn's trademark."""
    words = " ".join(word for word in company.split() if "linkedin" not in word.lower())
    return f"Isthmus - {words or 'Company'}"[:LONGEST_NAME].strip()


def _provision(company_id: UUID, connection_id: UUID, fact: Fact) -> None:
    with acting_for(company_id, cause=fact.key):
        connection = Connection.objects.get(id=connection_id)
        company = Company.objects.get(id=company_id)
    if connection.state != ConnectionState.INCOMPLETE or fact.key != f"provision:{connection.foreign_id}":
        outbox.told(company_id, fact)
        return
    with clients.provisioning_client(connection) as client:
        made = _find_or_create(client, connection, company.name)
    with acting_for(company_id, cause=fact.key):
        _keep(Connection.objects.select_for_update().get(id=connection_id), made)
        outbox.told(company_id, fact)


def page_origin() -> str:
    """Our pages' scheme and host, and port unless it goes without saying, as LinkedIn lists domains."""
    public = settings.CONFIG.public_url
    return origin_of(public).removesuffix(":443" if public.startswith("https:") else ":80")


def domains_with_ours(connection: Connection) -> list[str]:
    """Where LinkedIn lets the child's plugins be drawn, after our pages were added if they were missing.

    Raises IsthmusError when LinkedIn cannot be asked or refuses; misconfigured when we have no parent application.
    """
    with clients.provisioning_client(connection) as client:
        known = client.find(connection.foreign_id)
        if known is None:
            words = "LinkedIn does not know the application of this company."
            raise IsthmusError(Failure(Kind.MISCONFIGURED, words, code="no_child"))
        return _let_our_pages_draw(client, known)


def _let_our_pages_draw(client: ProvisioningClient, known: ProvisionedApplication) -> list[str]:
    domains = list(known.valid_js_sdk_domains)
    if page_origin() not in domains:
        domains.append(page_origin())
        client.update(known.key, valid_js_sdk_domains=domains)
    return domains


def _find_or_create(client: ProvisioningClient, connection: Connection, company: str) -> ProvisionedApplication:
    if (known := client.find(connection.foreign_id)) is not None:
        return known
    try:
        return client.create(
            NewApplication(
                unique_foreign_id=connection.foreign_id,
                name=application_name(company),
                description=f"{company} on Isthmus",
                valid_js_sdk_domains=[page_origin()],
            )
        )
    except IsthmusError as error:
        known = client.find(connection.foreign_id) if error.failure.code == "duplicate_foreign_id" else None
        if known is None:
            raise
        return known


def _keep(connection: Connection, made: ProvisionedApplication) -> None:
    secret = made.credentials.client_secret.get_secret_value()
    if secret:
        connections.complete(connection, application=made.key, client_id=made.credentials.client_id, secret=secret)
        return
    connection.application, connection.client_id = made.key, made.credentials.client_id
    connection.save(update_fields=["application", "client_id"])
    connections.report_trouble(connection, SECRET_LOST, trouble="secret_lost", what_to_do=CHOICE)

"""What is wrong with this installation, whose move it is and what to do: a list of small checks, one function each.

A check is a generator of findings. Add one by writing its function in a module here and naming it in a list below:
`WITHOUT_DATABASE` for what must be seen even when the database is away, `INSTALLATION` for what is looked at once,
`EACH_COMPANY` for what is looked at acting for each company (it is given the company's name).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from uuid import UUID

from django.db import Error, ProgrammingError, connection

from isthmus.accounts import companies
from isthmus.base.failures import Kind
from isthmus.base.findings import OPERATOR as OPERATOR
from isthmus.base.findings import Finding as Finding
from isthmus.base.findings import trouble
from isthmus.doctor import addresses, company, database, machine, spool, watching, workers
from isthmus.store.embedded import EmbeddedServer
from isthmus.store.tenancy import acting_for

Check = Callable[[], Iterable[Finding]]
CompanyCheck = Callable[[str], Iterable[Finding]]

WITHOUT_DATABASE: tuple[Check, ...] = (
    database.logins,
    machine.disk,
    machine.keyset,
    spool.spool,
    machine.public_address,
    machine.mail,
)
INSTALLATION: tuple[Check, ...] = (
    database.migrations,
    database.walls,
    database.clock,
    database.queue,
    database.sessions,
    workers.workers,
    watching.versions,
    watching.receivers,
    watching.looks,
    watching.reach,
    watching.house_alarms,
    addresses.portal_address,
    addresses.strays,
)
EACH_COMPANY: tuple[CompanyCheck, ...] = (
    company.sealed,
    company.connection,
    company.streams,
    company.lanes,
    company.alert_endpoints,
    company.open_issues,
)


def diagnose(embedded: EmbeddedServer | None = None) -> list[Finding]:
    """Everything the doctor looks at, in the order an operator would; `embedded` is the server it was opened with.

    A check that cannot finish is a finding too: one broken part never hides the others. What needs the database is
    left out, and that said, while the database is away or has no tables yet.
    """
    found = [database.embedded(embedded)] if embedded else []
    found += [finding for check in WITHOUT_DATABASE for finding in _looked(check, check)]
    if not _database_answers():
        return [*found, trouble("the rest was not looked at: it needs the database", "start it.", kind=Kind.TRANSIENT)]
    if not _tables_are_there():
        found += _looked(database.migrations, database.migrations)
        return [*found, trouble("the rest was not looked at: it needs the tables", "run isthmus migrate.")]
    found += [finding for check in INSTALLATION for finding in _looked(check, check)]
    return [*found, *_companies()]


def _companies() -> Iterator[Finding]:
    known = companies.every()
    if not known:
        yield trouble("a company", "add one with its first admin: isthmus add-user.")
    for company_id, name, _ in known:
        for check in EACH_COMPANY:
            yield from _looked(partial(_acting, company_id, check, name), check, name)


def _acting(company_id: UUID, check: CompanyCheck, name: str) -> list[Finding]:
    with acting_for(company_id, cause="doctor"):
        return list(check(name))


def _looked(look: Check, check: Callable[..., Iterable[Finding]], *about: str) -> list[Finding]:
    """What a look found, or that the check could not look."""
    try:
        return list(look())
    except Exception as error:  # whatever breaks here is what the doctor is for
        where = ": ".join([*about, check.__name__.replace("_", " ")])
        kind = Kind.TRANSIENT if isinstance(error, (Error, OSError)) else Kind.BUG
        words = f"{where} could not be looked at: {type(error).__name__}"
        return [trouble(words, "run the doctor again; if it stays so, report it.", kind=kind)]


def _tables_are_there() -> bool:
    try:
        companies.every()
    except ProgrammingError:
        return False
    return True


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True

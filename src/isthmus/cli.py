"""The `isthmus` command: each sub-command starts or asks something, and holds no rules of its own."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg
from psycopg.errors import UndefinedColumn, UndefinedFunction, UndefinedTable

from isthmus import __version__
from isthmus.base.config import BadSetting, Config
from isthmus.base.failures import IsthmusError
from isthmus.base.findings import trouble
from isthmus.base.ports import CannotListen, refuse_taken
from isthmus.house import (
    choose_data,
    embedded_server,
    key_places,
    load_places,
    load_places_beside,
    migrate_as_owner,
    open_house,
)
from isthmus.store.embedded import NoInstallation, NoPostgreSQL
from isthmus.store.roles import UnsafeLogin

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="Data folder (default: ISTHMUS_DATA, or .isthmus here).",
)


class Commands(click.Group):
    """Says in words, and not with a traceback, why the house cannot be opened or a command cannot be done."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except IsthmusError as error:
            raise click.ClickException(error.failure.message) from error
        except NoInstallation as error:
            raise click.ClickException(f"{error}: {error.fix}") from error
        except (BadSetting, CannotListen, UnsafeLogin, NoPostgreSQL) as error:
            raise click.ClickException(f"{error} (The operator's move.)") from error
        except Exception as error:
            if words := _of_the_database(error):
                raise click.ClickException(words) from error
            raise


def _of_the_database(error: Exception) -> str:
    """Why a command failed, in words, when it was the database; Django wraps the errors of its driver."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(cause, psycopg.OperationalError):
        return f"The database does not answer; the operator's move. {cause}"
    if isinstance(cause, (UndefinedTable, UndefinedFunction, UndefinedColumn)):
        return "The tables are not those of this version; the operator's move: run isthmus migrate."
    return ""


@click.group(cls=Commands)
@click.version_option(__version__)
def main() -> None:
    """Isthmus: a bridge between your hiring system and LinkedIn's Talent products."""


@main.command()
@DATA
@click.option("--port", default=8000, show_default=True, help="Port of the bridge; 0 picks a free one.")
@click.option(
    "--sandbox-port", default=8001, show_default=True, help="Port of the LinkedIn sandbox; 0 picks a free one."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(data: Path | None, port: int, sandbox_port: int, no_browser: bool) -> None:
    """Run the bridge and the LinkedIn sandbox with an invented company; prints one JSON line when ready."""
    from isthmus.demo.supervise import run

    run(data, port=port, sandbox_port=sandbox_port, browser=not no_browser)


@main.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(".isthmus/sandbox"),
    show_default=True,
    help="The sandbox's own folder.",
)
@click.option("--port", default=8001, show_default=True, help="Port; 0 picks a free one.")
@click.option(
    "--clock-file", type=click.Path(path_type=Path), default=None, help="Share a movable clock with the bridge."
)
def sandbox(data: Path, port: int, clock_file: Path | None) -> None:
    """Run the LinkedIn sandbox alone; prints one JSON line with its credentials when ready."""
    command = [sys.executable, "-m", "linkedin_sandbox", "--port", str(port), "--data", str(data)]
    if clock_file:
        command += ["--clock-file", str(clock_file)]
    os.execv(sys.executable, command)  # noqa: S606 - the sandbox takes this process's place, and so its signals


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(data: Path | None, host: str, port: int) -> None:
    """Serve pages, API and webhooks."""
    from isthmus import listening

    _refuse_taken(host, port, passed_on=listening.socket_passed_on())
    with open_house(data, needs_database=False, may_begin=True) as house:
        if house.embedded is not None:
            load_places_beside()
        listening.serve("isthmus.asgi:web", host=host, port=port, workers=house.config.web_workers)


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8002, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes.")
def ingest(data: Path | None, host: str, port: int, workers: int) -> None:
    """Take webhooks alone, without pages: where a web process is not enough, or must not be in the way."""
    from isthmus import listening

    _refuse_taken(host, port, passed_on=listening.socket_passed_on())
    with open_house(data, migrate=False, needs_database=False):
        listening.serve("isthmus.asgi:ingest", host=host, port=port, workers=workers)


def _refuse_taken(host: str, port: int, *, passed_on: int | None) -> None:
    """Say in a sentence that the port is taken, unless the socket was passed on; one of ours that ends shares it."""
    if passed_on is None:
        refuse_taken(host, port, shared=True)


@main.command()
@DATA
def worker(data: Path | None) -> None:
    """Do what is due: handle deliveries, send to LinkedIn, look at tasks, fetch files. Stops cleanly on SIGTERM."""
    with open_house(data, may_begin=True):
        from isthmus.worker import run

        run()


@main.command()
@DATA
def drain(data: Path | None) -> None:
    """Do everything that is due now, in this process, and stop: for scripts and one-off repairs."""
    with open_house(data):
        from isthmus.worker import drain

        click.echo(json.dumps({"runs": drain()}))


@main.command()
@DATA
def migrate(data: Path | None) -> None:
    """Bring the database up to date, as the login that owns the tables."""
    with open_house(data, migrate=False, may_begin=True):
        migrate_as_owner(verbosity=1)
        load_places()


@main.command("load-places")
@DATA
def load_the_places(data: Path | None) -> None:
    """Fill the table of places that locations are looked up in; `migrate` does it too, and again changes nothing."""
    with open_house(data):
        click.echo(f"{load_places():,} names of places loaded.")


@main.command("prepare-database")
@click.option(
    "--admin-url", envvar="ISTHMUS_ADMIN_DATABASE_URL", required=True, help="A superuser's login, used this once."
)
@click.option("--name", default="isthmus", show_default=True, help="The database to create.")
@click.option("--owner-password", envvar="ISTHMUS_OWNER_PASSWORD", required=True)
@click.option("--app-password", envvar="ISTHMUS_APP_PASSWORD", required=True)
@click.option("--eeo-password", envvar="ISTHMUS_EEO_PASSWORD", required=True)
def prepare_database(admin_url: str, name: str, owner_password: str, app_password: str, eeo_password: str) -> None:
    """Create the three logins and the database on a server of your own."""
    from isthmus.store import roles

    roles.ensure_roles(
        admin_url, passwords={roles.OWNER: owner_password, roles.APP: app_password, roles.EEO: eeo_password}
    )
    roles.ensure_database(admin_url, name)
    click.echo(f"Ready: {name}, with the logins {roles.OWNER}, {roles.APP} and {roles.EEO}.")


@main.command("add-user")
@DATA
@click.option("--company", required=True, help="The company's name; created if missing.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option(
    "--role",
    type=click.Choice(["admin", "recruiter", "hiring_manager", "eeo_officer"]),
    default="admin",
    show_default=True,
)
@click.password_option()
def add_user(data: Path | None, company: str, email: str, name: str, role: str, password: str) -> None:
    """Add a person to a company: the first admin of a new installation, for one."""
    with open_house(data, may_begin=True):
        from isthmus.operator import add_person

        slug = add_person(company, email=email, name=name, role=role, password=password)
        click.echo(f"{name} is {role} of {company} (/c/{slug}/).")


@main.command("set-password")
@DATA
@click.option("--email", required=True)
@click.password_option()
def set_password(data: Path | None, email: str, password: str) -> None:
    """Give somebody a new password, where the installation sends no mail."""
    with open_house(data):
        from isthmus.operator import give_password

        click.echo(give_password(email, password))


@main.command("drop-second-factor")
@DATA
@click.option("--email", required=True)
def drop_second_factor(data: Path | None, email: str) -> None:
    """Let somebody in without the second factor, whose phone and recovery codes are lost; make sure who asks."""
    with open_house(data):
        from isthmus.operator import drop_second_factor as drop

        click.echo(drop(email))


@main.command("import-jobs")
@DATA
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", required=True, help="The company that gets the jobs; created if missing.")
@click.option("--only", default=None, help="Only this employer's listings.")
@click.option("--json", "as_json", is_flag=True, help="End with one line of counts in JSON.")
def import_jobs(data: Path | None, path: Path, company: str, only: str | None, as_json: bool) -> None:
    """Bring job listings in from a JSON file; importing again changes nothing. Ends with 1 when all are refused."""
    with open_house(data, may_begin=True):
        from isthmus.operator import import_listings_for

        load_places()
        counts = asdict(import_listings_for(company, path, only=only))
        for line, reason in counts.pop("refusals"):
            click.echo(f"line {line} refused: {reason}", err=True)
        click.echo(
            json.dumps(counts) if as_json else "\n".join(f"{count:>7}  {name}" for name, count in counts.items())
        )
        is_any_taken = counts["added"] or counts["updated"] or counts["unchanged"]
        sys.exit(1 if counts["refused"] and not is_any_taken else 0)


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(data: Path | None, as_json: bool) -> None:
    """Counts, backlog and freshness per stream, for every company."""
    with open_house(data):
        from isthmus.operator import status_of_everything

        report = status_of_everything()
        click.echo(json.dumps(report) if as_json else _in_words(report))


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(data: Path | None, as_json: bool) -> None:
    """Look for what is wrong and say whose move it is; exit code 1 when something needs a person."""
    try:
        with open_house(data, migrate=False, needs_database=False) as house:
            from isthmus.doctor import diagnose

            logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
            findings = diagnose(house.embedded)
    except NoInstallation as error:
        findings = [trouble(str(error), error.fix)]
    is_fine = all(finding.fine for finding in findings)
    if as_json:
        click.echo(json.dumps({"fine": is_fine, "findings": [asdict(finding) for finding in findings]}))
    else:
        click.echo("\n".join(str(finding) for finding in findings))
    sys.exit(0 if is_fine else 1)


@main.command()
@DATA
@click.argument("delivery", type=UUID)
def replay(data: Path | None, delivery: UUID) -> None:
    """Have a stored delivery handled again, as it was received."""
    with open_house(data):
        from isthmus.operator import replay_delivery

        words = replay_delivery(delivery)
        if words is None:
            raise click.ClickException(f"There is no delivery {delivery}.")
        click.echo(words)


ADMIN = click.option(
    "--admin-url",
    envvar="ISTHMUS_ADMIN_DATABASE_URL",
    default="",
    help="Superuser's address of the database, when the server is your own (default: ISTHMUS_ADMIN_DATABASE_URL).",
)


@main.command()
@DATA
@ADMIN
@click.option(
    "--without-keys", is_flag=True, help="Leave the keys out, to keep them apart; without them nothing opens."
)
@click.argument("folder", type=click.Path(path_type=Path))
def backup(data: Path | None, admin_url: str, folder: Path, *, without_keys: bool) -> None:
    """Write the whole database and the keys that open it into a new folder; web and worker may run meanwhile."""
    with _superusers_database(data, admin_url) as (dsn, settings):
        from isthmus.store import backups, embedded

        places = {} if without_keys else key_places(settings)
        made = backups.back_up(dsn, folder, programs=embedded.programs(), keys=places)
    click.echo(f"{folder}: {sum(made.rows.values()):,} rows of {len(made.rows)} tables{_keys_kept(made.with_keys)}.")


@main.command()
@DATA
@ADMIN
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def restore(data: Path | None, admin_url: str, folder: Path) -> None:
    """Fill an empty database from a backup, put its keys back, and compare both. Then run `isthmus migrate`."""
    with _superusers_database(data, admin_url, may_begin=True) as (dsn, settings):
        from isthmus.store import backups, embedded

        made = backups.restore(dsn, folder, programs=embedded.programs(), keys=key_places(settings))
    click.echo(f"Restored what was backed up at {made.made_at}: {sum(made.rows.values()):,} rows, all of them.")


@contextmanager
def _superusers_database(data: Path | None, admin_url: str, *, may_begin: bool = False) -> Iterator[tuple[str, Config]]:
    """The database as a superuser sees it: the embedded one, or the one named."""
    settings = choose_data(data)
    if admin_url:
        yield admin_url, settings
        return
    if settings.database_url:
        raise click.ClickException("Name a superuser's address of your database in --admin-url.")
    with embedded_server(settings.data, may_begin=may_begin) as server:
        yield server.dsn("isthmus_superuser"), settings


def _keys_kept(with_keys: bool) -> str:
    return ", with the keys that open it" if with_keys else ", WITHOUT the keys: keep them too, or nothing opens"


@main.group("keys")
def key_commands() -> None:
    """Change the keys that seal secrets and deliveries, beside running processes. On one host: `keys rotate`."""


@key_commands.command("rotate")
@DATA
def rotate_keys(data: Path | None) -> None:
    """Add a key, seal with it from now on, and seal everything anew; old keys still open until `keys drop-old`."""
    with _owners_house(data):
        from isthmus.base import keysets

        keysets.add()
        keysets.use_newest()
        _reseal()


@key_commands.command("add")
@DATA
def add_key(data: Path | None) -> None:
    """Add a key that opens and does not seal yet: with several hosts, copy the keyset file to each before `use`."""
    with _owners_house(data):
        from isthmus.base import keysets

        click.echo(_keys_in_words(keysets.add()))


@key_commands.command("use")
@DATA
def use_key(data: Path | None) -> None:
    """Seal with the newest key from now on. With several hosts, copy the keyset file to each again."""
    with _owners_house(data):
        from isthmus.base import keysets

        click.echo(_keys_in_words(keysets.use_newest()))


@key_commands.command("reseal")
@DATA
def reseal(data: Path | None) -> None:
    """Seal everything with the key that seals now; a run that was stopped goes on where it was."""
    with _owners_house(data):
        _reseal()


@key_commands.command("status")
@DATA
def key_status(data: Path | None) -> None:
    """Which keys there are, and what is still sealed with an old one."""
    with _owners_house(data):
        from isthmus.base import keysets
        from isthmus.resealing import left

        click.echo(_keys_in_words(keysets.keys()))
        for column, count in left().items():
            click.echo(f"{column}: {count:,} sealed with an old key")


@key_commands.command("drop-old")
@DATA
def drop_old_keys(data: Path | None) -> None:
    """Drop the keys nothing is sealed with any more, and keep the keyset as it was beside it, for older backups."""
    with _owners_house(data):
        from isthmus.resealing import drop_old_keys as drop

        kept, keys = drop()
        click.echo(_keys_in_words(keys))
        click.echo(f"The keyset as it was is kept in {kept}: older backups need it. Remove it with the last of them.")


@contextmanager
def _owners_house(data: Path | None) -> Iterator[None]:
    with open_house(data) as house:
        if not house.config.owner_database_url:
            raise click.ClickException("Set ISTHMUS_OWNER_DATABASE_URL: sealed values of all companies are looked at.")
        yield


def _reseal() -> None:
    from isthmus.resealing import reseal as seal_anew

    outcome = seal_anew()
    click.echo(f"{outcome.sealed:,} values were sealed anew.")
    for column, count in outcome.unopened.items():
        click.echo(f"{column}: {count:,} do not open with any key here; they are as they were.")


def _keys_in_words(keys: Any) -> str:
    others = ", ".join(str(key) for key in keys.ids if key != keys.primary) or "none"
    return f"Key {keys.primary} seals; others that open: {others}."


@main.command()
@DATA
@click.option("--company", required=True, help="The company's name.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["postings", "applications", "facts", "files", "integration"]),
    help="Compare only this; may be given several times.",
)
@click.option("--repair", is_flag=True, help="Repair every gap that is found; without this nothing is changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reconcile(data: Path | None, company: str, only: tuple[str, ...], repair: bool, as_json: bool) -> None:
    """Compare a company with LinkedIn and list the gaps; exit code 1 when there are any that were not repaired."""
    with open_house(data):
        from isthmus.operator import reconcile_company

        report = reconcile_company(company, only, repair=repair)
        click.echo(json.dumps(report) if as_json else _gaps_in_words(report))
        sys.exit(1 if report["repaired"] < len(report["gaps"]) else 0)


def _gaps_in_words(report: dict[str, Any]) -> str:
    lines = [f"{name:>14}: {count} compared" for name, count in report["looked"].items()]
    lines += [report["not_asked"]] if report["not_asked"] else []
    for gap in report["gaps"]:
        since = f" since {gap['since'][:16].replace('T', ' ')}" if gap["since"] else ""
        lines.append(f"{gap['owner']:<14} {gap['title']}: {gap['name'] or gap['entity_id']}{since}")
    lines.append(
        f"{len(report['gaps'])} gaps; {report['repaired']} repaired" if report["gaps"] else "Both sides agree."
    )
    return "\n".join(lines)


def _in_words(report: dict[str, Any]) -> str:
    spool = report["spool"]
    lines = [f"on this host's disk: {spool['deliveries']} deliveries"] if spool["deliveries"] else []
    lines += [f"set aside on this host's disk: {spool['set_aside']} files"] if spool["set_aside"] else []
    for company in report["companies"]:
        counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in company["counts"].items())
        lines += [company["name"], f"  {counts}"]
        lines += [f"  waiting: {name} {count}" for name, count in company["backlog"].items() if count]
        lines += [f"  {stream['name']}: {stream['words']}" for stream in company["streams"]]
    return "\n".join(lines) or "No company yet."

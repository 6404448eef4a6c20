"""Every setting of the bridge, read once from the environment into one typed object."""

import logging
import math
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from isthmus.base.peers import Network, networks


class BadSetting(ValueError):  # noqa: N818
    """A setting that cannot be used; one sentence names it."""


def _setting(env: str, default: Any, sentence: str) -> Any:
    return field(default=default, metadata={"env": env, "help": sentence})


@dataclass(frozen=True)
class Config:
    """One attribute per setting; each carries the environment variable and a sentence in its metadata."""

    mode: str = _setting(
        "ISTHMUS_MODE",
        "production",
        "`production`, `demo` or `test`; the last two may move the clock and talk to loopback.",
    )
    data: Path = _setting(
        "ISTHMUS_DATA",
        Path(".isthmus"),
        "Folder for keys, the embedded database and its socket; only its owner may open it. Relative to where you are.",
    )
    database_url: str = _setting(
        "ISTHMUS_DATABASE_URL",
        "",
        "PostgreSQL login of web and worker (`isthmus_app`); empty starts the embedded server.",
    )
    owner_database_url: str = _setting(
        "ISTHMUS_OWNER_DATABASE_URL", "", "Login that owns and migrates the tables (`isthmus_owner`)."
    )
    eeo_database_url: str = _setting(
        "ISTHMUS_EEO_DATABASE_URL", "", "Login that alone reads equal-opportunity answers (`isthmus_eeo`)."
    )
    public_url: str = _setting(
        "ISTHMUS_PUBLIC_URL",
        "http://127.0.0.1:8000",
        "Where the outside world reaches the bridge; the base of webhook and job page addresses.",
    )
    secret_key: str = _setting("ISTHMUS_SECRET_KEY", "", "Signs sessions; empty uses a key kept in the data folder.")
    previous_secret_keys: str = _setting(
        "ISTHMUS_PREVIOUS_SECRET_KEYS",
        "",
        "Secret keys from before, with commas: what they signed still counts, while the new one signs.",
    )
    keyset_file: str = _setting(
        "ISTHMUS_KEYSET_FILE",
        "",
        "Tink keyset that seals secrets and raw deliveries; empty uses one in the data folder.",
    )
    clock_file: str = _setting(
        "ISTHMUS_CLOCK_FILE", "", "File with an offset in seconds that moves the clock; refused in production."
    )
    linkedin_api_url: str = _setting(
        "ISTHMUS_LINKEDIN_API_URL", "https://api.linkedin.com", "Base address of LinkedIn's API."
    )
    linkedin_www_url: str = _setting(
        "ISTHMUS_LINKEDIN_WWW_URL", "https://www.linkedin.com", "Base address of LinkedIn's OAuth and media host."
    )
    linkedin_platform_url: str = _setting(
        "ISTHMUS_LINKEDIN_PLATFORM_URL",
        "https://platform.linkedin.com",
        "Base address of the host that serves LinkedIn's script for plugins.",
    )
    linkedin_generation: str = _setting(
        "ISTHMUS_LINKEDIN_GENERATION", "v2", "`v2` (unversioned) or `rest` (with a version header)."
    )
    linkedin_version: str = _setting(
        "ISTHMUS_LINKEDIN_VERSION", "202603", "Value of the LinkedIn-Version header when the generation is `rest`."
    )
    limit_share: float = _setting(
        "ISTHMUS_LINKEDIN_LIMIT_SHARE",
        1.0,
        "Share of LinkedIn's limits that Isthmus uses; less than 1 when something else uses the same application.",
    )
    parent_client_id: str = _setting(
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_ID",
        "",
        "Client id of the partner's parent application; needed for partner connections.",
    )
    parent_client_secret: str = _setting(
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_SECRET", "", "Secret of the parent application."
    )
    parent_previous_secret: str = _setting(
        "ISTHMUS_LINKEDIN_PARENT_PREVIOUS_SECRET",
        "",
        "Secret the parent application had before, for as long as LinkedIn may still sign with it.",
    )
    webhook_check_seconds: float = _setting(
        "ISTHMUS_WEBHOOK_CHECK_SECONDS", 900.0, "Time between two looks for webhooks that LinkedIn has blocked."
    )
    task_poll_seconds: float = _setting(
        "ISTHMUS_TASK_POLL_SECONDS",
        300.0,
        "Wait before the first look at a posting task; LinkedIn advises five minutes.",
    )
    status_poll_seconds: float = _setting(
        "ISTHMUS_STATUS_POLL_SECONDS", 900.0, "Time between two reads of a live posting's status."
    )
    renew_days: int = _setting(
        "ISTHMUS_RENEW_DAYS",
        7,
        "Renew an open job's posting when LinkedIn ends it within this many days; 0 never renews.",
    )
    sweep_seconds: float = _setting(
        "ISTHMUS_SWEEP_SECONDS", 60.0, "Time between two sweeps for due work, in case a notice was lost."
    )
    watch_seconds: float = _setting(
        "ISTHMUS_WATCH_SECONDS", 30.0, "Time between two looks at how far behind the streams are, and whom to tell."
    )
    operator_email: str = _setting(
        "ISTHMUS_OPERATOR_EMAIL",
        "",
        "Gets every alert by e-mail: those of all companies, and the installation's own.",
    )
    ping_url: str = _setting(
        "ISTHMUS_PING_URL",
        "",
        "Address asked for after every look while workers live, so that a service elsewhere alerts when it is not.",
    )
    worker_silent_seconds: float = _setting(
        "ISTHMUS_WORKER_SILENT_SECONDS",
        60.0,
        "A worker that has not been heard of for so long loses its work to the others.",
    )
    worker_stop_seconds: float = _setting(
        "ISTHMUS_WORKER_STOP_SECONDS",
        40.0,
        "A worker told to stop finishes the calls in hand; after so long it ends all the same.",
    )
    web_threads: int = _setting("ISTHMUS_WEB_THREADS", 8, "Threads of the web process.")
    web_workers: int = _setting("ISTHMUS_WEB_WORKERS", 1, "Web processes.")
    spool: str = _setting(
        "ISTHMUS_SPOOL",
        "",
        "Folder on this host's own disk for deliveries that come while the database is away; empty uses one in the data"
        " folder. Hosts must not share it; the processes of one host do.",
    )
    spool_bytes: int = _setting(
        "ISTHMUS_SPOOL_BYTES",
        1024**3,
        "How many bytes may wait in the spool; beyond that senders are asked to try again. 0 keeps nothing on disk.",
    )
    trusted_proxies: str = _setting(
        "ISTHMUS_TRUSTED_PROXIES",
        "127.0.0.1,::1",
        "Addresses and networks of the proxies in front of `serve`; from them alone X-Forwarded-For is believed.",
    )
    metrics_token: str = _setting(
        "ISTHMUS_METRICS_TOKEN", "", "Opens /metrics to whoever sends it as a bearer token; empty: this machine alone."
    )
    traces: str = _setting(
        "ISTHMUS_TRACES",
        "",
        "Where traces go: an OTLP address over HTTP, `console` or `file:PATH`; empty traces nothing.",
    )
    worker_metrics_port: int = _setting(
        "ISTHMUS_WORKER_METRICS_PORT", 0, "Port on 127.0.0.1 at which a worker shows its own numbers; 0: none."
    )
    mail_url: str = _setting(
        "ISTHMUS_MAIL_URL",
        "",
        "Sends all mail: `smtp://user:password@host:port` (STARTTLS) or `smtps://…`; empty sends no mail.",
    )
    mail_from: str = _setting("ISTHMUS_MAIL_FROM", "isthmus@localhost", "Sender of the mail Isthmus sends.")
    log_level: str = _setting(
        "ISTHMUS_LOG_LEVEL", "info", "Least severe log line written: debug, info, warning or error."
    )

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def proxies(self) -> tuple[Network, ...]:
        return networks(self.trusted_proxies)


ADDRESSES = ("public_url", "linkedin_api_url", "linkedin_www_url", "linkedin_platform_url", "ping_url", "mail_url")
DATABASES = ("database_url", "owner_database_url", "eeo_database_url")
CHOICES = {
    "mode": ("production", "demo", "test"),
    "linkedin_generation": ("v2", "rest"),
}


def load(environ: dict[str, str] | None = None) -> Config:
    """The settings of this process.

    Raises BadSetting when a value does not parse, is none of those known, or production is asked to move its clock.
    """
    environ = dict(os.environ) if environ is None else environ
    values: dict[str, Any] = {}
    for item in fields(Config):
        raw = environ.get(item.metadata["env"], "")
        if raw:
            values[item.name] = _parse(raw, item.default, item.metadata["env"])
    config = Config(**values)
    try:
        networks(config.trusted_proxies)
    except ValueError as error:
        raise BadSetting("ISTHMUS_TRUSTED_PROXIES must list addresses or networks.") from error
    _refuse_unreadable(config)
    for name, known in CHOICES.items():
        if getattr(config, name) not in known:
            raise BadSetting(f"{_env(name)} must be {' or '.join(known)}, not {getattr(config, name)!r}.")
    if config.log_level.upper() not in logging.getLevelNamesMapping():
        raise BadSetting(f"ISTHMUS_LOG_LEVEL must be debug, info, warning or error, not {config.log_level!r}.")
    if not 0 < config.limit_share <= 1:
        raise BadSetting("ISTHMUS_LINKEDIN_LIMIT_SHARE must be more than 0 and at most 1.")
    if config.is_production and config.clock_file:
        raise BadSetting("ISTHMUS_CLOCK_FILE moves the clock and is refused in production.")
    return config


def _parse(raw: str, default: Any, env: str) -> Any:
    if isinstance(default, Path):
        return Path(raw).expanduser()
    if isinstance(default, str):
        return raw
    try:
        number = type(default)(raw)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and number >= 0:
        return number
    raise BadSetting(f"{env} must be a {'whole ' if isinstance(default, int) else ''}number from 0 on, not {raw!r}.")


def _refuse_unreadable(config: Config) -> None:
    """Addresses may hold a password, so that what is wrong with one is said without it."""
    for name in ADDRESSES:
        try:
            _ = urlsplit(getattr(config, name)).port
        except ValueError as error:
            raise BadSetting(f"{_env(name)} is not an address.") from error
    for name in DATABASES:
        try:
            conninfo_to_dict(getattr(config, name))
        except ProgrammingError as error:
            raise BadSetting(f"{_env(name)} is not the address of a PostgreSQL database.") from error


def _env(name: str) -> str:
    return str(next(item.metadata["env"] for item in fields(Config) if item.name == name))

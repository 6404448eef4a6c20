"""The embedded server: private, quick the second time, shared by its users, and back after a crash."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from isthmus.demo import supervise
from isthmus.store import embedded
from isthmus.store.embedded import EmbeddedServer, NoPostgreSQL

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server to another account")


def folder_for_tests() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="isthmus-embedded-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    folder = folder_for_tests()
    with EmbeddedServer(folder / "data") as server:
        yield server
    shutil.rmtree(folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = folder_for_tests()
    yield folder
    shutil.rmtree(folder)


def postmaster(server: EmbeddedServer) -> psutil.Process:
    return psutil.Process(int((server.cluster / "postmaster.pid").read_text().split()[0]))


def ask(server: EmbeddedServer, sql: str, role: str = "isthmus_app") -> list[tuple]:
    with psycopg.connect(server.dsn(role)) as connection:
        return connection.execute(sql).fetchall()


def permissions(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_nobody_else_can_look_into_its_folders(server):
    assert permissions(server.socket) == 0o700
    assert permissions(server.cluster) == 0o700
    assert permissions(server.home) == 0o700
    assert permissions(server.data) & 0o067 == 0


def test_it_listens_on_no_network_port(server):
    assert postmaster(server).net_connections("inet") == []
    assert ask(server, "SHOW listen_addresses") == [("",)]


def test_the_three_logins_are_plain_and_the_database_is_closed_to_others(server):
    rows = ask(server, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'isthmus%' AND NOT rolsuper ORDER BY 1")
    assert rows == [("isthmus_app",), ("isthmus_eeo",), ("isthmus_owner",)]
    assert ask(server, "SELECT has_database_privilege('public', 'isthmus', 'CONNECT')") == [(False,)]


def test_a_second_start_finds_the_running_server(server):
    before = postmaster(server).pid
    with EmbeddedServer(server.data) as second:
        assert postmaster(second).pid == before
    assert postmaster(server).pid == before
    assert ask(server, "SELECT 1") == [(1,)]


def test_settings_of_other_postgresql_programs_do_not_leak_in(folder, monkeypatch):
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    with EmbeddedServer(folder / "data") as server:
        assert ask(server, "SHOW port") == [("5432",)]


def test_it_comes_back_after_a_kill_and_stops_with_its_last_user(folder):
    first = EmbeddedServer(folder / "data").start()
    second = EmbeddedServer(folder / "data").start()
    with psycopg.connect(first.dsn("isthmus_owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    main = postmaster(first)
    os.kill(main.pid, signal.SIGKILL)
    main.wait(30)
    third = EmbeddedServer(folder / "data").start()
    assert [one.had_stopped for one in (first, second, third)] == [False, False, True]
    assert [one.was_alone for one in (first, second, third)] == [True, False, False]
    assert ask(third, "SELECT answer FROM kept", "isthmus_owner") == [(42,)]
    alive = postmaster(third)
    first.stop()
    second.stop()
    assert alive.is_running()
    third.stop()
    assert not third.is_running()
    with pytest.raises(psycopg.OperationalError):
        ask(third, "SELECT 1")


def test_looking_for_one_begins_none(folder):
    assert not EmbeddedServer(folder / "data").exists()
    assert list(folder.iterdir()) == []
    with EmbeddedServer(folder / "data") as server:
        assert server.exists()


def test_a_pid_that_went_to_another_program_does_not_stop_the_start(folder):
    with EmbeddedServer(folder / "data") as server:
        pass
    sleeper = subprocess.Popen(["sleep", "60"], user=server.account.uid, group=server.account.gid)
    try:
        (server.cluster / "postmaster.pid").write_text(f"{sleeper.pid}\n{server.cluster}\n")
        with server:
            assert ask(server, "SELECT 1") == [(1,)]
    finally:
        sleeper.kill()
        sleeper.wait()


def test_an_interrupted_creation_starts_over(folder):
    server = EmbeddedServer(folder / "data")
    half = server.home / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    if server.account.uid is not None:
        os.chown(server.home, server.account.uid, server.account.gid)
    with server:
        assert ask(server, "SELECT 1") == [(1,)]
    assert not half.exists()


@needs_root
def test_data_out_of_the_accounts_reach_is_kept_where_it_can_reach(folder, monkeypatch):
    monkeypatch.setattr(embedded, "REACHABLE", folder / "elsewhere")
    private = folder / "private"
    private.mkdir(mode=0o700)
    with EmbeddedServer(private / "data") as server:
        assert server.home.parent == folder / "elsewhere"
        assert ask(server, "SELECT 1") == [(1,)]
    assert permissions(private) == 0o700
    assert permissions(private / "data") == 0o700
    assert permissions(server.home) == 0o700


@needs_root
def test_a_folder_of_somebody_else_is_refused(folder):
    (folder / "data").mkdir()
    os.chown(folder / "data", 12345, 12345)
    with pytest.raises(NoPostgreSQL, match="belongs to somebody else"):
        EmbeddedServer(folder / "data").start()


def test_a_link_planted_in_place_of_the_socket_folder_is_not_followed(folder):
    server = EmbeddedServer(folder / "data")
    victim = folder / "victim"
    victim.mkdir(mode=0o755)
    server.socket.parent.mkdir(parents=True)
    server.socket.symlink_to(victim)
    with pytest.raises(NoPostgreSQL, match="belongs to somebody else"):
        server.start()
    assert permissions(victim) == 0o755


def test_a_long_path_still_gets_a_socket_that_fits(folder):
    server = EmbeddedServer(folder / ("long" * 20) / "data")
    assert len(str(server.socket)) <= embedded.LONGEST_SOCKET_PATH
    assert server.socket != server.home / "socket"


def test_without_any_postgresql_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded, "_version", lambda folder: 13)
    with pytest.raises(NoPostgreSQL, match="ISTHMUS_DATABASE_URL"):
        embedded._binaries(Path("/tmp"), embedded.Account())


def test_the_demo_starts_a_killed_server_again_and_says_so_once(folder, capsys):
    with EmbeddedServer(folder / "data") as server:
        database = supervise.Database(server)
        database.mend()
        killed = postmaster(server)
        killed.kill()
        psutil.wait_procs([killed], timeout=30)
        for _ in range(200):
            database.mend()
            if server.answers():
                break
        assert ask(server, "SELECT 1") == [(1,)]
        assert postmaster(server).pid != killed.pid
    assert capsys.readouterr().err.splitlines() == ["PostgreSQL ended; starting it again."]

"""A thread that keeps this host's shelter: drains the spool as soon as the database is back, and renews the addresses.

Every process that receives has one. A lock on the folder, which ends with the process that holds it, lets one of them
work at a time; the others stand by.
"""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from isthmus.store import roles
from isthmus.sync import durable_files
from isthmus.sync.drain import drain
from isthmus.sync.shelter import KEEPER, UNKEPT, Shelter
from isthmus.sync.steps import Execute

LOOK_EVERY_SECONDS = 1.0
RENEW_EVERY_SECONDS = 5.0
CONNECT_SECONDS = 3
UNANSWERED_MILLISECONDS = 10_000

logger = logging.getLogger("isthmus.spool")


class Keeper:
    """`start` it once a process; `stop` waits for the file in hand."""

    def __init__(self, shelter: Shelter, database_url: str) -> None:
        self.shelter = shelter
        self.database_url = database_url
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="isthmus-keeper", daemon=True)
        self._renewed_at = float("-inf")
        self._is_login_checked = False

    def start(self) -> "Keeper":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=CONNECT_SECONDS + 2)

    def _run(self) -> None:
        """Look after the shelter until told to stop; trouble is said once, and waited out."""
        trouble = ""
        while not self._stop.is_set():
            said = self._look()
            if said and said != trouble:
                logger.error("this host's spool is not looked after: %s; it is tried again", said)
            trouble = said
            self._stop.wait(LOOK_EVERY_SECONDS)

    def _look(self) -> str:
        """Do what is due, if no other process of this host does it. Returns what went wrong, in a word."""
        try:
            with holding(self.shelter) as held:
                while held and not self._stop.is_set():
                    self._work()
                    self._stop.wait(LOOK_EVERY_SECONDS)
            return ""
        except Exception as error:
            return type(error).__name__

    def _work(self) -> None:
        has_waiting = bool(self.shelter.spool.waiting())
        is_due = time.monotonic() - self._renewed_at > RENEW_EVERY_SECONDS
        if not has_waiting and not is_due:
            return
        self._refuse_unsafe_login()
        with connected(self.database_url) as execute:
            look_after(self.shelter, execute)
        self._renewed_at = time.monotonic()

    def _refuse_unsafe_login(self) -> None:
        """A process that started while the database was away could not check its login; the first look does."""
        if self._is_login_checked:
            return
        try:
            roles.refuse_unsafe_login(self.database_url)
        except roles.UnsafeLogin as error:
            logger.critical("%s This process ends. (The operator's move.)", error)
            os.kill(os.getpid(), signal.SIGTERM)
            raise
        self._is_login_checked = True


def look_after(shelter: Shelter, execute: Execute) -> int:
    """Drain the spool and renew the addresses. Returns how many deliveries were brought in."""
    try:
        stored = drain(shelter.spool, execute)
    finally:
        shelter.addresses.renew(execute)
    if stored:
        logger.warning("%d deliveries that waited on this host's disk are in the database", stored)
    return stored


@contextmanager
def holding(shelter: Shelter) -> Iterator[bool]:
    """Whether this process is the one that keeps the folder, for the length of the block."""
    durable_files.private_folder(shelter.folder)
    file = os.open(shelter.folder / KEEPER, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _is_locked(file)
    finally:
        os.close(file)


def is_kept(shelter: Shelter) -> bool:
    """Whether a living process of this host keeps the folder. OSError when that cannot be found out."""
    return not _may_lock(shelter.folder / KEEPER, fcntl.LOCK_SH)


def receive_unkept(shelter: Shelter) -> None:
    """Say, while this process lives, that it takes deliveries here and keeps no folder. OSError when it cannot."""
    durable_files.private_folder(shelter.folder)
    file = os.open(shelter.folder / UNKEPT, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_received_unkept(shelter: Shelter) -> bool:
    """Whether a living process of this host has said that. OSError when that cannot be found out."""
    return not _may_lock(shelter.folder / UNKEPT, fcntl.LOCK_EX)


@contextmanager
def connected(database_url: str) -> Iterator[Execute]:
    """A connection of the app's login on which each statement is committed when it returns."""
    url = make_conninfo(database_url, connect_timeout=CONNECT_SECONDS, tcp_user_timeout=UNANSWERED_MILLISECONDS)
    with psycopg.connect(url, autocommit=True) as connection:

        def execute(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
            return connection.execute(sql, params).fetchall()

        yield execute


def _may_lock(path: Path, how: int) -> bool:
    """Whether nobody has a lock on the file that excludes this one; ours is given back at once."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        return _is_locked(file, how)
    finally:
        os.close(file)


def _is_locked(file: int, how: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

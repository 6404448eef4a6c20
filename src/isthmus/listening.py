"""Granian as Isthmus runs it: one listening socket that outlives every process behind it, and limits on waiting.

The socket belongs to the process that starts the others, or to whoever started that one and passed it on (systemd's
socket activation). A process that ends hands its share of waiting connections to the next, and none is reset.
"""

import os
import socket
from typing import Any

from granian._granian import ListenerSpec, SocketHolder
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

BACKLOG = 2048
MOST_REQUESTS = 4096
HEADER_MILLISECONDS = 15_000
STOP_SECONDS = 30
FIRST_PASSED_ON = 3


class OneSocketServer(MPServer):
    """Granian's server on one socket for all its workers, as it does where the kernel cannot share a port.

    On Linux it would give each worker a socket of its own, and the connections that wait there go with the worker.
    """

    def _init_shared_socket(self) -> None:
        holder = _holder(self.bind_addr, self.bind_port, self.backlog)
        self._shd, self._sfd, self._ssp = holder, holder.get_fd(), None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)


def serve(target: str, *, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces each worker by one that begins before the old one ends."""
    OneSocketServer(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=False,
        workers=workers,
        backlog=BACKLOG,
        backpressure=MOST_REQUESTS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def _holder(host: str, port: int, backlog: int) -> Any:
    passed_on = socket_passed_on()
    if passed_on is None:
        return ListenerSpec(host, port, backlog).build()
    return SocketHolder(passed_on, False, backlog)  # type: ignore[call-arg]


def socket_passed_on() -> int | None:
    """The listening socket this process was started with (LISTEN_FDS and LISTEN_PID, as systemd sets them), if any."""
    meant_for = os.environ.get("LISTEN_PID", "")
    if os.environ.get("LISTEN_FDS") != "1" or meant_for not in ("", str(os.getpid())):
        return None
    return FIRST_PASSED_ON

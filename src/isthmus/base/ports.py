"""Whether a port can be listened on, found out before a server is started on it."""

import errno
import os
import socket


class CannotListen(RuntimeError):  # noqa: N818 - said as what happened
    """The address cannot be listened on; the message names it and the option that changes it."""


def refuse_taken(host: str, port: int, *, option: str = "--port", shared: bool = False) -> None:
    """Raise CannotListen when nobody could listen there now; port 0 is always free.

    `shared`: another program that shares its port, as one of ours that is ending does, is no hindrance.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if shared and hasattr(socket, "SO_REUSEPORT"):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotListen(_in_words(host, port, option, error)) from error


def _in_words(host: str, port: int, option: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is taken by another program; stop that one, or choose a port with {option}."
    why = error.strerror or os.strerror(error.errno or errno.EADDRNOTAVAIL)
    return f"Nobody may listen on port {port} of {host} ({why}); choose another with {option}."

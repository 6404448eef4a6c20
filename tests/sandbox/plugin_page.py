"""A page of an ATS with plugins, served on loopback, and the sandbox beside it in a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CALLBACKS = """<script>
window.heard = [];
window.onIntegrate = (list) => window.heard.push(["integrate", list]);
window.onLink = (member) => window.heard.push(["link", member]);
window.onUnlink = (member) => window.heard.push(["unlink", member]);
</script>"""


def loader(url: str, api_key: str, extensions: str, path: str = "/xdoor/scripts/in.js") -> str:
    """The tag that loads `in.js`."""
    return f'<script src="{url}{path}">\n  api_key: {api_key}\n  extensions: {extensions}\n</script>'


def tag(kind: str, **attributes: str) -> str:
    """A plugin's tag; underscores in names are hyphens."""
    data = " ".join(f'data-{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script type="IN/{kind}" {data}></script>'


class Site:
    """An ATS with one page; `body` is what it shows."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.body = ""
        self.policy = ""


@contextmanager
def site() -> Iterator[Site]:
    """The ATS on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = f"<!doctype html><title>ATS</title><body>{CALLBACKS}{shown.body}</body>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            if shown.policy:
                self.send_header("Content-Security-Policy", shown.policy)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shown = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield shown
    server.shutdown()
    server.server_close()

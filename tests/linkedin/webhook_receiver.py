"""A webhook as the bridge will run one: answers challenges, checks signatures, keeps the bodies that verified."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from isthmus.linkedin import answer_challenge, verify


class WebhookReceiver:
    """Serves on a free loopback port under `.url` until `close`."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.challenges: list[dict[str, list[str]]] = []
        self.bodies: list[bytes] = []
        self.refused: list[bytes] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/li/apply/larkfield"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def challenge(self, query: dict[str, list[str]]) -> tuple[int, bytes]:
        self.challenges.append(query)
        answer = answer_challenge(query.get("challengeCode", [""])[0], self.secret)
        return (400, b"{}") if answer is None else (200, json.dumps(answer).encode())

    def receive(self, signature: str | None, body: bytes) -> tuple[int, bytes]:
        verified = verify(signature, body, [self.secret])
        (self.bodies if verified else self.refused).append(body)
        return (200, b"{}") if verified else (401, b'{"errorCode":"SIGNATURE"}')

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(*owner.challenge(parse_qs(urlsplit(self.path).query)))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self._send(*owner.receive(self.headers.get("X-LI-Signature"), body))

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        return Handler
